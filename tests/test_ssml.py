"""Speech as Alexa takes it."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.speech import Clip, Digits, Pause, Say
from audio.ssml import (
    BREAK_SECONDS,
    CLIPS_IN_REPLY,
    ENGLISH,
    NIGHT,
    OUTPUT_CHARACTERS,
    PLAIN,
    LimitExceeded,
    check_limits,
    ssml_of,
    unsupported,
)

TEXTS = st.text(
    st.characters(
        blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"
    )
)
PIECES = st.lists(
    TEXTS.map(Say)
    | st.integers(0, 99999).map(str).map(Digits)
    | st.floats(0.1, 120).map(lambda s: Pause(round(s, 2)))
).map(tuple)


@given(PIECES, st.sampled_from([PLAIN, NIGHT]))
def test_any_text_stays_well_formed(speech, style):
    tree = ElementTree.fromstring(ssml_of(speech, style))

    said = "".join(p.text for p in speech if not isinstance(p, Pause))
    assert tree.tag == "speak"
    assert "".join("".join(tree.itertext()).split()) == "".join(said.split())


@given(PIECES)
def test_breaks_add_up_and_none_is_too_long(speech):
    breaks = [int(ms) for ms in re.findall(r'time="(\d+)ms"', ssml_of(speech))]

    wanted = sum(p.seconds for p in speech if isinstance(p, Pause))
    assert sum(breaks) == pytest.approx(wanted * 1000, abs=len(breaks))
    assert all(0 < length <= BREAK_SECONDS * 1000 for length in breaks)


def test_relief_is_slow_and_soft():
    slow = ssml_of((Say("Hold."),), NIGHT)

    assert slow == ('<speak><prosody rate="slow" volume="soft">Hold.</prosody></speak>')
    assert ssml_of((Say("Hold."),)) == "<speak>Hold.</speak>"


def test_emergency_numbers_are_read_digit_by_digit():
    assert ssml_of((Digits("999"),)) == (
        '<speak><say-as interpret-as="digits">999</say-as></speak>'
    )


def test_markup_in_words_is_harmless():
    ssml = ssml_of((Say('<audio src="x"/> & </speak>'),))

    assert list(ElementTree.fromstring(ssml)) == []


def test_what_is_too_long_is_refused():
    long = (Say("a" * OUTPUT_CHARACTERS),)

    with pytest.raises(LimitExceeded, match="characters"):
        check_limits(ssml_of(long), long, 10_000)
    with pytest.raises(LimitExceeded, match="91 s, at most 90"):
        check_limits("", (Pause(91),), 90)
    check_limits("", (Pause(90),), 90)


def test_a_clip_stands_outside_of_the_voice_that_speaks():
    speech = (Say("Hold."), Clip("breath-30", 30), Pause(0.5), Say("Rest."))
    source = 'https://cramps.example/a.mp3?x=1&y="2"'

    tree = ElementTree.fromstring(ssml_of(speech, NIGHT, (("breath-30", source),)))

    assert [child.tag for child in tree] == ["prosody", "audio", "prosody"]
    assert tree[1].get("src") == source


def test_clips_count_and_their_seconds_too():
    clips = (Clip("breath-10", 10),) * CLIPS_IN_REPLY

    check_limits("", clips, 50)
    with pytest.raises(LimitExceeded, match="6 clips, at most 5"):
        check_limits("", (*clips, clips[0]), 240)
    with pytest.raises(LimitExceeded, match="50 s, at most 49"):
        check_limits("", clips, 49)


@pytest.mark.parametrize(
    ("ssml", "locale", "tags"),
    [
        ('<amazon:effect name="whispered">a</amazon:effect>', "en-IN", []),
        ('<amazon:domain name="long-form">a</amazon:domain>', "en-US", []),
        (
            '<amazon:domain name="long-form">a</amazon:domain>',
            "en-GB",
            ["amazon:domain/long-form"],
        ),
        ('<amazon:emotion name="excited">a', "en-US", ["amazon:emotion/excited"]),
        ("<speak>a</speak>", "de-DE", ["speak"]),
        ("<mark/>", "en-US", ["mark"]),
    ],
)
def test_a_tag_is_used_only_where_the_locale_takes_it(ssml, locale, tags):
    assert unsupported(ssml, locale) == tags


def test_every_locale_of_alexa_takes_every_piece(catalogue):
    speech = (Say("Hold."), Pause(3), Digits("999"), Clip("breath-30", 30))
    locales = {name for name, locale in catalogue.locales.items() if locale.alexa}

    ssml = ssml_of(speech, NIGHT, (("breath-30", "https://cramps.example/a.mp3"),))

    assert locales == ENGLISH
    assert [unsupported(ssml, locale) for locale in locales] == [[]] * len(locales)

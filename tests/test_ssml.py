"""Speech as Alexa takes it."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.speech import Digits, Pause, Say
from audio.ssml import (
    BREAK_SECONDS,
    NIGHT,
    OUTPUT_CHARACTERS,
    PLAIN,
    LimitExceeded,
    check_limits,
    ssml_of,
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

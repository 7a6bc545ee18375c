"""Keys and values become words, in every locale."""

import pytest

from audio.speech import plain, speech_of
from intents.catalogue import ContentError, load
from intents.phrases import moment, number
from intents.replies import Replies, named
from skill.rehearsal import rehearse

CATALOGUE = load()
LOCALES = sorted(CATALOGUE.locales)
WORDS = CATALOGUE.language("en-GB").words
NOW = "2026-11-24T03:10"
TOLD = {"at": "2026-11-24T02:30", "now": NOW}


@pytest.fixture
def replies():
    return Replies(CATALOGUE, "en-GB")


def test_everything_can_be_said_in_every_locale():
    said = list(rehearse(CATALOGUE))

    keys = {(line.key, line.locale) for line in said}
    wanted = {(k, name) for name in LOCALES for k in CATALOGUE.language(name).replies}
    assert keys == wanted
    assert not any("{" in line.text or "[" in line.text for line in said)


@pytest.mark.parametrize("locale", [*LOCALES, "fr-FR", "en-ZA", "xx-XX"])
def test_every_locale_names_its_numbers(locale):
    replies = Replies(CATALOGUE, locale)

    warning = plain(speech_of(replies.word("danger.rf03")))

    assert "{" not in warning
    assert "None" not in warning


@pytest.mark.parametrize(
    ("values", "entry"),
    [
        (TOLD, "a cramp, 2:30 a.m"),
        (TOLD | {"leg": "left"}, "left leg, 2:30 a.m"),
        (TOLD | {"leg": "left", "place": "calf"}, "left calf, 2:30 a.m"),
        (TOLD | {"leg": "both", "place": "calf"}, "both calves, 2:30 a.m"),
        (TOLD | {"leg": "left", "severity": 7}, "left leg, seven, 2:30 a.m"),
        (TOLD | {"minutes": 1}, "one minute, 2:30 a.m"),
        (TOLD | {"minutes": 12}, "twelve minutes, 2:30 a.m"),
        ({"at": "2026-11-24T03:08", "now": NOW}, "a cramp, just now"),
    ],
)
def test_an_episode_is_told_in_few_words(replies, values, entry):
    assert replies.word("diary.logged", values) == f"Noted: {entry}."


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-24T02:30", "at 2:30 a.m."),
        ("2026-11-24T00:00", "at 12 a.m."),
        ("2026-11-23T12:00", "yesterday at 12 p.m."),
        ("2026-11-23T23:00", "last night at 11 p.m."),
        ("2026-11-19T03:00", "on Thursday at 3 a.m."),
        ("2026-10-02T03:00", "on 2 October at 3 a.m."),
    ],
)
def test_a_moment_is_named_as_she_would(at, words):
    assert moment(at, NOW, WORDS) == words


@pytest.mark.parametrize(("count", "word"), [(0, "zero"), (12, "twelve"), (13, "13")])
def test_small_counts_are_words(count, word):
    assert number(count, WORDS) == word


def test_a_sentence_begins_with_a_capital(replies):
    values = {"count": 3, "nights": 2, "period": "week"}

    assert replies.word("diary.count.other", values).startswith("Three cramps this")


def test_a_step_without_short_words_has_its_own(replies):
    short, whole = (replies.word(f"relief.step.circles{x}") for x in (".short", ""))

    assert short == whole


def test_an_unknown_key_is_named(replies):
    with pytest.raises(ContentError, match="relief.step.dance"):
        replies.word("relief.step.dance")


def test_a_missing_value_is_named(replies):
    with pytest.raises(ContentError, match="diary.count.other.*count"):
        replies.word("diary.count.other", {"period": "week"})


def test_the_values_of_a_wording_are_found():
    assert named("{count} cramps {period}.") == {"count", "period"}
    assert named("No cramps.") == frozenset()

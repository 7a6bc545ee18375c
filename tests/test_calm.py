"""The linter of what is said."""

import pytest
import textstat

from intents.calm import Said, instructions_in, measure, numbers_in, reading_grade
from intents.catalogue import load
from intents.wording import sentences_in, wording_of
from skill.rehearsal import rehearse

CATALOGUE = load()
WORDING = wording_of(CATALOGUE.languages["en"])
SAID = list(rehearse(CATALOGUE))


def breaches(text, key="prevention.coffee", seconds=5.0):
    return measure(Said(key, "en-GB", text, seconds), WORDING).breaches


def test_everything_the_skill_can_say_is_calm():
    rows = [measure(said, WORDING) for said in SAID]

    assert [(row.said.key, row.breaches) for row in rows if row.breaches] == []


def test_every_reply_is_rehearsed_in_every_locale():
    keys = CATALOGUE.languages["en"].replies.keys()

    said = {(row.locale, row.key) for row in SAID}

    assert said == {(locale, key) for locale in CATALOGUE.locales for key in keys}


def test_nothing_said_has_a_mark_or_an_unfilled_value_left():
    assert [row for row in SAID if set(row.text) & set("[]{}")] == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("One two three four five six seven eight nine ten a b c d e.", "15 words"),
        ("This is very sore.", "'very'"),
        ("Just stretch it.", "'just'"),
        ("Stretch it!", "exclamation"),
        ("It helps 30% of women.", "percent mark"),
        ("Hold for two breaths and ten seconds.", "2 numbers"),
        ("Sit down, hold the rail, and pull your toes up.", "3 instructions"),
        (
            "Physiological considerations notwithstanding, musculoskeletal "
            "interventions demonstrate considerable international variability, "
            "requiring individualised consideration.",
            "reading grade",
        ),
    ],
)
def test_what_is_not_calm_is_found(text, why):
    assert any(why in found for found in breaches(text))


def test_a_long_answer_is_found_but_a_long_hold_is_not():
    assert breaches("Rest.", seconds=26) == ("26 seconds, at most 25",)
    assert breaches("Breathe in.", key="relief.hold.30", seconds=30) == ()


def test_a_warning_may_be_two_words_longer():
    text = "Go a b c d e f g h i j k l m n."

    assert breaches(text) and not breaches(text, key="danger.rf01")


@pytest.mark.parametrize("key", ["relief.step.pull", "routine.step.right_back"])
def test_a_step_begins_with_its_movement(key):
    assert breaches("This one is nice. Pull your toes up.", key=key)
    assert not breaches("Pull your toes up. Hold.", key=key)
    assert not breaches("And again, toes up. Hold.", key=key)


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("Straighten your leg.", 1),
        ("Please slowly pull your toes up.", 1),
        ("If you want to stand, sit up first.", 1),
        ("Walk a little, or circle your ankle.", 1),
        ("Sit down and rest.", 2),
        ("A cramp can come in the day.", 0),
    ],
)
def test_instructions_are_counted_by_their_verbs(sentence, count):
    assert instructions_in(sentence, WORDING) == count


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("Under two hundred milligrams a day.", 1),
        ("Call 1800 022 222.", 1),
        ("One leg is sore.", 0),
        ("Ten times, then thirty seconds.", 2),
    ],
)
def test_numbers_are_counted_as_they_are_heard(sentence, count):
    assert numbers_in(sentence, WORDING) == count


def test_a_time_of_day_ends_no_sentence():
    assert sentences_in("It was at 3 a.m. today. Rest well.") == [
        "It was at 3 am today.",
        "Rest well.",
    ]


@pytest.mark.parametrize(
    "text", [row.text for row in SAID[:400:7] if len(row.text) > 80]
)
def test_the_grade_is_the_one_textstat_gives(text):
    assert reading_grade(text) == pytest.approx(
        textstat.automated_readability_index(text), abs=0.01
    )

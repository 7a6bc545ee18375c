"""What writers said who never saw our content, and what is kept apart from it."""

from pathlib import Path

import pytest
import yaml

from intents.catalogue import HERE
from intents.heard import said_in

HELD_OUT = Path(__file__).parent / "heldout" / "en"
FEWEST = 20
"""Ways to ask each question."""


def every_text(content):
    """Give every string in nested lists and mappings that is a sentence."""
    if isinstance(content, str):
        return {content.lower()}
    each = content.values() if isinstance(content, dict) else content
    return set().union(*map(every_text, each))


def said_of(rows):
    return {(row if isinstance(row, str) else row["say"]).lower() for row in rows}


def held_out(name):
    content = yaml.safe_load((HELD_OUT / f"{name}.yaml").read_text("utf-8"))
    if isinstance(content, list):
        return said_of(content)
    if "danger" not in content:
        return every_text(content)
    return said_of([*content["danger"], *content["harmless"]])


@pytest.mark.parametrize(
    ("name", "learned"),
    [
        ("danger", "danger_of_others"),
        ("danger_unseen", "danger_of_others"),
        ("danger_unseen", "danger"),
        ("questions", "questions"),
        ("paraphrases", "questions"),
        ("nonsense", "questions"),
        ("conversation", "conversation"),
        ("paraphrases", "conversation"),
        ("nonsense", "conversation"),
    ],
)
def test_nothing_held_out_is_learned(name, learned):
    assert held_out(name).isdisjoint(every_text(said_in("en", learned)))


def test_each_question_is_asked_in_many_ways(language):
    topics = said_in("en", "questions")["topics"]

    assert topics.keys() == language.questions.keys()
    assert {name for name, said in topics.items() if len(said) < FEWEST} == set()


def test_all_that_is_said_has_an_intent(language):
    assert said_in("en", "conversation").keys() <= language.sentences.keys()


def test_no_sentence_is_learned_twice():
    said = said_in("en", "questions")
    rows = [*said["topics"].values(), said["unknown"]]

    assert sum(map(len, rows)) == len(every_text(said))


def test_no_sentence_is_both_a_sign_and_harmless():
    for path in (HERE / "en" / "heard").glob("danger*.yaml"):
        said = said_in("en", path.stem)
        assert every_text(said["signs"]).isdisjoint(every_text(said["harmless"]))

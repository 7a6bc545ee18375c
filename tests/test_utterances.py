"""What must be heard as which intent, with slots, and what must not be heard at all."""

from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).parent / "utterances" / "en"
TOPICS = ("relief", "prevention", "diary", "diary_asked", "guidance", "pairing")
CONTENT = {
    topic: yaml.safe_load((FOLDER / f"{topic}.yaml").read_text("utf-8"))
    for topic in TOPICS
}
HEARD = [
    (intent, {"say": row} if isinstance(row, str) else row)
    for content in CONTENT.values()
    for intent, rows in content.items()
    if intent != "nothing"
    for row in rows
]
NOTHING = [row for content in CONTENT.values() for row in content.get("nothing", ())]


@pytest.mark.parametrize(("intent", "row"), HEARD, ids=[row["say"] for _, row in HEARD])
def test_it_is_heard_with_its_slots(recogniser, intent, row):
    heard = recogniser.hear(row["say"], row.get("in_cramp", False))

    wanted = {k: v for k, v in row.items() if k not in ("say", "in_cramp")}
    slots = {name: plain(heard.slots.get(name)) for name in wanted}
    assert (heard.intent, slots) == (intent, wanted)


@pytest.mark.parametrize("said", NOTHING)
def test_what_we_are_not_for_is_not_understood(recogniser, said):
    assert recogniser.hear(said).intent is None


def test_nothing_is_listed_twice():
    said = [row["say"] for _, row in HEARD] + NOTHING

    assert len(set(said)) == len(said)


def plain(value):
    return value if isinstance(value, int | str | None) else str(value)

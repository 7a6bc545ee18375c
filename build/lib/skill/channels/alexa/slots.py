"""Alexa slots -> values of a turn; what cannot be read is as if never said."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from intents.catalogue import Catalogue
from intents.content import Language
from intents.facts import Facts
from intents.times import Day
from intents.values import Values
from skill.channels.alexa.fields import at, items_at, text_at

Reader = Callable[[str], Any]
"""Gives the value of a text, None: it is not one."""

MATCHED = "ER_SUCCESS_MATCH"
"""Status of an authority that knows the word. Source: ask_sdk_model, slu."""
UNCLEAR = "?"
"""Given for a number that was not made out."""
CODE_SLOTS = ("code", "second", "third", "fourth", "fifth", "sixth")
DAY_SECONDS = 24 * 3600
READINGS = 512
"""Words whose reading is kept; few different ones are ever said."""
_DAYS_AGO = re.compile(r"P(?=\d)(?:(\d{1,2})W)?(?:(\d{1,3})D)?")


class SlotReader:
    """Reads the slots of one language."""

    def __init__(self, catalogue: Catalogue, language: Language) -> None:
        """Take what may be named; compiles number words, so do it once."""
        values = Values(language.values)
        self._values = values
        self._questions = frozenset(language.questions)
        self._readers: dict[str, Reader] = {
            **dict.fromkeys(("severity", "sleep", "soreness"), values.severity),
            "duration": values.duration,
            "ago": self._ago,
            "time": values.clock,
            "day": values.day,
            "date": values.month_day,
            "week": values.week,
            **_readers_of_ids(language, catalogue.facts),
        }
        self._reading = lru_cache(READINGS)(self._read_one)

    def read(self, slots: object) -> dict[str, Any]:
        """Give the values by slot name, typed as `Turn.slots` says."""
        given = slots if isinstance(slots, dict) else {}
        read = {
            name: self._value(name, slot)
            for name, slot in given.items()
            if at(slot, "value") or at(slot, "slotValue")
        }
        values = {name: value for name, value in read.items() if value is not None}
        return values | self._part_of_day(given.get("time"), values) | self._code(given)

    def question(self, slot: object) -> str | None:
        """Give the id of the question a thing belongs to, None: of none."""
        known = (said for said in candidates(slot) if said in self._questions)
        return next(known, None)

    def _value(self, name: str, slot: object) -> object:
        if name == "anything":
            return words_of(slot)
        if name not in self._readers:
            return None
        read = (self._reading(name, said) for said in candidates(slot))
        return next((value for value in read if value is not None), None)

    def _read_one(self, name: str, said: str) -> object:
        return self._readers[name](said)

    def _ago(self, text: str) -> int | None:
        if (found := _DAYS_AGO.fullmatch(text)) is not None:
            weeks, days = (int(part or 0) for part in found.groups())
            return (weeks * 7 + days) * DAY_SECONDS
        seconds = self._values.duration(text)
        return self._values.ago(text) if seconds is None else seconds

    def _code(self, given: Mapping[str, Any]) -> dict[str, str]:
        """Join the digits of a code, which Alexa may put into several slots."""
        said = [words for name in CODE_SLOTS if (words := words_of(given.get(name)))]
        code = self._values.code(" ".join(said))
        return {"code": code} if code else {}

    def _part_of_day(self, slot: object, values: Mapping[str, Any]) -> dict[str, Day]:
        """Read "at night" and the like, which Alexa gives as a time."""
        said = words_of(slot)
        named = self._values.day(said) if said and "time" not in values else None
        if named is None or named.part is None:
            return {}
        day = values.get("day")
        return {"day": replace(day, part=named.part) if day else named}


def candidates(slot: object) -> list[str]:
    """Give what a slot may stand for, best first: ids, then the words heard.

    Where several values were said, the first one is meant.
    """
    words = words_of(slot)
    return [*_ids(_first(slot)), words] if words else _ids(_first(slot))


def _ids(first: object) -> list[str]:
    """Give the ids that authorities matched the words with."""
    return [
        id_
        for authority in items_at(first, "resolutions", "resolutionsPerAuthority")
        if text_at(authority, "status", "code") == MATCHED
        for match in items_at(authority, "values")
        if (id_ := text_at(match, "value", "id"))
    ]


def words_of(slot: object) -> str | None:
    """Give the words heard, None where there are none or they are unclear."""
    words = text_at(_first(slot), "value") or text_at(slot, "value")
    return None if words is None or words.strip() in ("", UNCLEAR) else words.strip()


def _first(slot: object) -> object:
    """Give the part that holds the value: the slot itself in the older shape."""
    value = slot.get("slotValue") if isinstance(slot, dict) else None
    if not isinstance(value, dict):
        return slot
    return next(iter(items_at(value, "values")), value)


def _readers_of_ids(language: Language, facts: Facts) -> dict[str, Reader]:
    known = {
        name: [str(row["out"]) for row in row_list["values"]]
        for name, row_list in language.shared["lists"].items()
    }
    routines = [name for name, run in facts.runs.items() if run.kind == "routine"]
    known |= {"routine": routines, "caution": list(facts.cautions)}
    return {name: _reader_of({id_: id_ for id_ in ids}) for name, ids in known.items()}


def _reader_of(ids: Mapping[str, str]) -> Reader:
    return lambda said: ids.get(said.lower())

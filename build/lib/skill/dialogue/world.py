"""What a handler may look at besides the turn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from intents.content import Language
from intents.facts import Facts
from skill.dialogue.danger import Watch
from skill.dialogue.evidence import Evidence
from skill.dialogue.turn import Line
from skill.episodes.store import Diary, Person

Pace = Callable[[Line], float]
"""Seconds a line takes in the listener's language."""


@dataclass(frozen=True, slots=True)
class World:
    """Facts, the listener's language, and what is kept of her."""

    facts: Facts
    language: Language
    watch: Watch
    diary: Diary
    person: Person | None
    """None: the diary cannot be reached; relief goes on without it."""
    pace: Pace
    claims: Mapping[str, Evidence]
    """Claims and the sources they rest on, for "says who"."""

"""Text -> Heard(intent, slots): exact sentences first, then the trained fallback.

hassil's own matcher is not asked at run time: it walks every template (DECISIONS 4).
The templates' sentences are looked up instead, with their values masked.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from intents.content import Language
from intents.heard import UNKNOWN
from intents.suspicion import Suspicion
from intents.training import Learned, learned
from intents.values import Found, Values
from intents.wordlists import Named, key_of, lists_of

LAUNCH = "Launch"
"""Intent of an utterance that only opens the skill."""
STILL_HURTS = "StillHurts"
"""What an unclear word means in a cramp."""
CLEAR = 0.0
"""Least margin with which a guess is taken outside a cramp."""
CLEAR_IN_CRAMP = -0.6
"""The same while a cramp is being relieved: she will say what is on offer."""
TELLING, CORRECTION = "LogCramp", "CorrectLog"
"""Intents a cramp told in bare values is taken for, and may look like."""
TOLD_LISTS = ("leg", "place", "helped")
TOLD = frozenset(
    f"@{name}"
    for name in (*TOLD_LISTS, "number", "sleep", "duration", "time", "day", "ago")
)
"""Values a cramp may be told in."""
SCORED = frozenset({"@number", "@sleep", "@duration", "@helped"})
"""Values of a cramp that is over."""
CORRECTING = (["it", "was"], ["that", "was"], ["it", "lasted"])
"""How a correction begins."""
FITS = 0.0
"""Least margin with which a question is taken for a thing nobody knows."""
FEWEST_KNOWN = 0.5
"""Share of an utterance's words that must be known before anything is guessed."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What an utterance means."""

    intent: str | None
    """Name in intents.yaml, `LAUNCH`, or None: not understood."""
    slots: Mapping[str, Any] = field(default_factory=dict)


class Recogniser:
    """Hears one language."""

    def __init__(self, language: Language, learned: Learned) -> None:
        """Take what was learned; see `training.learned`."""
        self._values = Values(language.values)
        self._classifier = learned.classifier
        self._ear = learned.ear
        self._exact = learned.exact
        self._known = {word for key in self._exact for word in key.split()}
        self._slots = {i: frozenset(s) for i, s in language.slots.items()}
        self._lists = lists_of(language)
        self._opening = re.compile(language.shared["opening"])
        self._unknown = [re.compile(p) for p in language.shared["unknown_things"]]
        self._telling = frozenset(language.shared["telling"])
        self._adding = frozenset(language.shared["adding"])
        self._another = frozenset(language.shared["another"])
        self._around = re.compile(language.shared["around_things"])
        nouns = {n for q in language.questions.values() for n in q.nouns}
        self._nouns = Named({noun: noun for noun in nouns})

    @classmethod
    def of(cls, language: Language) -> "Recogniser":
        """Give the recogniser of a language, trained or from the cache."""
        return cls(language, learned(language))

    def hear(
        self, utterance: str, in_cramp: bool = False, noted: bool = False
    ) -> Heard:
        """Understand an utterance.

        In a cramp an unclear one means it still hurts; `noted`: right after a cramp
        was noted or changed, bare values belong to that one.
        """
        text = self._values.normalise(utterance)
        if self._opening.fullmatch(text):
            return Heard(LAUNCH)
        if not text:
            return Heard(None)
        masked, found = self._values.mask(text)
        key = key_of(masked, self._lists)
        exact = self._exact.get(masked) or self._exact.get(key)
        if exact in (None, CORRECTION) and self._is_telling(masked):
            exact = TELLING
        if noted and self._is_detail(masked):
            exact = CORRECTION
        intent = exact or self._guessed((masked, key), in_cramp)
        if intent is None:
            return Heard(STILL_HURTS) if in_cramp else Heard(None)
        return Heard(intent, self._slots_of(intent, text, found))

    def suspicion(self, utterance: str) -> Suspicion | None:
        """Take a second look for a warning sign.

        None: it is a sentence of ours, or values of a cramp and little else.
        """
        text = self._values.normalise(utterance)
        masked = self._values.mask(text)[0]
        is_ours = masked in self._exact or key_of(masked, self._lists) in self._exact
        if not text or is_ours or self._is_detail(masked):
            return None
        return self._ear.suspicion(text)

    def _guessed(self, heard: tuple[str, str], in_cramp: bool) -> str | None:
        """Guess from an utterance with its values masked, and its key."""
        masked, key = heard
        words = key.split()
        known = sum(word in self._known for word in words)
        thing = self._thing_in(masked)
        guess = self._classifier.guess(masked, CLEAR_IN_CRAMP if in_cramp else CLEAR)
        is_asked = thing or guess.intent == UNKNOWN
        if not words or (known < FEWEST_KNOWN * len(words) and not is_asked):
            return None
        if thing and self._is_unknown(thing, guess.fit):
            return UNKNOWN
        return guess.intent or (UNKNOWN if thing else None)

    def _is_telling(self, masked: str) -> bool:
        """Tell whether these are values of a cramp and little else, in any order.

        How strong, how long or what helped, and one value more: "left leg" alone
        asks for relief, and one value corrects the last cramp.
        """
        words, told = self._told_in(masked)
        bare = words[0] in self._telling or words[0] in told
        if not bare or words[:2] in CORRECTING or not told <= TOLD:
            return False
        if not told | self._telling >= set(words):
            return False
        return bool(told & SCORED) and len(told - {"@place"}) > 1

    def _is_detail(self, masked: str) -> bool:
        """Tell whether these are values and little else, of a cramp known already."""
        words, told = self._told_in(masked)
        if not told or not told <= TOLD or not self._another.isdisjoint(words):
            return False
        return told | self._telling | self._adding >= set(words)

    def _told_in(self, masked: str) -> tuple[list[str], set[str]]:
        """Give an utterance with its values of lists masked too, and its values."""
        for name in TOLD_LISTS:
            masked = self._lists[name].masked(masked, name)
        words = masked.split()
        return words, {word for word in words if word[0] == "@"}

    def _thing_in(self, masked: str) -> str | None:
        """Give what is asked about, without the words around it."""
        asked = (pattern.fullmatch(masked) for pattern in self._unknown)
        found = next((match["thing"] for match in asked if match), None)
        return found and self._around.sub("", found)

    def _is_unknown(self, thing: str, fit: float) -> bool:
        """Tell whether no question knows a thing: a strange word, or no noun in it."""
        if any(word not in self._known for word in key_of(thing, self._lists).split()):
            return True
        return fit < FITS and not self._nouns.first(thing)

    def _slots_of(
        self, intent: str, text: str, found: tuple[Found, ...]
    ) -> dict[str, Any]:
        wanted = self._slots.get(intent, frozenset())
        slots: dict[str, Any] = {}
        for name in wanted & self._lists.keys():
            if value := self._lists[name].meant(text):
                slots[name] = value
        for one in found:
            name = "severity" if one.tag == "number" else one.tag
            # "Tonight" is a stretch to count in, or else a day.
            if name in wanted and not (name == "day" and "period" in slots):
                slots.setdefault(name, one.value)
        return slots

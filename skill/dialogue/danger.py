"""Looks for warning signs in an utterance, before anything else is made of it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from intents.suspicion import URGENCIES
from skill.dialogue.danger_rules import GRAVE, Rule, fits
from skill.dialogue.danger_scope import Reading, Scope, Speaker
from skill.dialogue.danger_words import Ear, Mark, Phrases

HISTORY = "history"
"""Flag of a finding that is no alarm: something that was, see `Finding.caution`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One warning sign found, and how to answer it."""

    flag: str
    """Id in danger.yaml such as RF03, `unjudged`, or `HISTORY`."""
    urgency: str
    """One of `URGENCIES`."""
    reply: str
    """Reply key in danger.yaml; empty for a history, which is not answered."""
    speaker: Speaker = "self"
    """Whether the one who speaks has the sign, or the woman beside them."""
    needs_clock: bool = False
    """True: a sign only once the relief has run for ten minutes."""
    withholds: frozenset[str] = frozenset()
    """What may not be offered after it."""
    caution: str | None = None
    """Caution id where the words tell of the past; None for an alarm."""

    @property
    def is_alarm(self) -> bool:
        """Tell whether it has to be answered now."""
        return self.flag != HISTORY


Marks = Mapping[str, list[Mark]]
GIVEN = "@given"
"""Stands for the sign itself, where its flag is known already."""
ANYWHERE = 99
"""A window wider than any utterance."""


class Watch:
    """The watch over one language."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Compile danger.yaml and danger_words.yaml, joined.

        Raises KeyError when a rule or template names something unknown.
        """
        self._rows: Mapping[str, Any] = content["rules"]
        self._flags: Mapping[str, Any] = content["flags"]
        self._replies: Mapping[str, str] = content["replies"]
        self._window = int(content["window_words"])
        self._second_thing = re.compile(content["second_thing"])
        self._ear = Ear(content["hearing"])
        self._scope = Scope(content["scope"])
        self._rules = sorted(self._compiled(), key=lambda rule: rule.order)
        self._phrases = Phrases(
            {**content["concepts"], **self._own_templates(content)},
            barriers=content["scope"]["words"]["negators"],
        )
        self._cautions: Mapping[str, Any] = content["history"]
        for rule in self._rules:
            _check(rule, self._phrases)

    def look(self, utterance: str) -> Finding | None:
        """Give the most urgent sign said, a history, or None.

        What is told beside something else counts as if it were told alone: a cramp
        in the same breath takes nothing from "there's blood everywhere".
        """
        whole = self._look(utterance)
        things = self._second_thing.split(utterance.lower())
        if len(things) == 1:
            return whole
        alone = (self._look(thing) for thing in things)
        urgent = [f for f in alone if f and f.urgency in GRAVE and not f.needs_clock]
        found = [f for f in (whole, *urgent) if f and f.is_alarm]
        return min(found, key=_gravity, default=whole)

    def _look(self, utterance: str) -> Finding | None:
        words = self._ear.words(utterance)
        marks = list(self._phrases.find(words))
        if not marks:
            return None
        reading = self._scope.read(words)
        for rule in self._fitting(marks, reading):
            return self._finding(rule, reading.speaker)
        return self._history(marks, reading)

    def _fitting(
        self, marks: list[Mark], reading: Reading, known: Marks = MappingProxyType({})
    ) -> Iterator[Rule]:
        """Yield the rules that fit, the most urgent first."""
        said = {**known, **_by_concept(m for m in marks if reading.is_said(m))}
        denied = _by_concept(m for m in marks if reading.is_denied(m))
        present = frozenset(m.concept for m in marks)
        return (r for r in self._rules if fits(r, said, denied, present))

    def cautions(self, utterance: str) -> frozenset[str]:
        """Give the ids of what she says she has or had, for advice to be withheld."""
        words = self._ear.words(utterance)
        marks = [m for m in self._phrases.find(words) if m.concept[0] == "#"]
        if not marks:
            return frozenset()
        reading = self._scope.read(words)
        return frozenset(m.concept[1:] for m in marks if _is_hers(m, reading))

    def of_intent(self, name: str) -> Finding | None:
        """Give the sign an Alexa intent reports, or None: it reports none."""
        for flag, row in self._flags.items():
            if row.get("intent") == name:
                return self._finding(self._form(flag), row.get("told_by", "self"))
        return None

    def suspected(self, flag: str, utterance: str, variant: str = "") -> Finding:
        """Give a sign, as urgent as told or as a rule has it, about who is told of."""
        words = self._ear.words(utterance)
        reading = self._scope.read(words)
        marks = list(self._phrases.find(words))
        # That it is hers is known by now, though she may wrap it in a question.
        told = replace(reading, general=frozenset())
        known = {GIVEN: [Mark(GIVEN, 0, 0)]}
        fitting = (r for r in self._fitting(marks, told, known) if r.flag == flag)
        forms = [*fitting, self._form(flag, variant)]
        return self._finding(min(forms, key=lambda r: r.order), reading.speaker)

    def of_flag(self, flag: str) -> Finding:
        """Give a sign in its plain form, about the person who speaks.

        Raises KeyError when danger.yaml has no such flag.
        """
        return self._finding(self._form(flag), "self")

    def _form(self, flag: str, variant: str = "") -> Rule:
        if flag not in self._flags:
            raise KeyError(flag)
        of_flag = (rule for rule in self._rules if rule.flag == flag)
        return next(rule for rule in of_flag if rule.variant == variant)

    def of_reply(self, key: str) -> Finding:
        """Give the sign a reply answers; for a key that answers none, `unjudged`."""
        for rule in self._rules:
            for speaker in ("self", "other"):
                finding = self._finding(rule, speaker)
                if finding.reply == key:
                    return finding
        return self.of_flag("unjudged")

    def _finding(self, rule: Rule, speaker: Speaker) -> Finding:
        key = f"danger.{rule.flag.lower()}"
        if rule.variant:
            key = f"{key}.{rule.variant}"
        key = f"{key}.{speaker}" if f"{key}.{speaker}" in self._replies else key
        return Finding(
            flag=rule.flag,
            urgency=rule.urgency,
            reply=key,
            speaker=speaker,
            needs_clock=rule.needs_clock,
            withholds=frozenset(self._flags[rule.flag]["withholds"]),
        )

    def _history(self, marks: list[Mark], reading: Reading) -> Finding | None:
        for mark in marks:
            past = mark.start in reading.over or mark.concept == "#clot"
            if mark.concept[0] == "#" and past and _is_hers(mark, reading):
                caution = mark.concept[1:]
                return Finding(
                    flag=HISTORY,
                    urgency="N",
                    reply="",
                    withholds=frozenset(self._cautions[caution]["withholds"]),
                    caution=caution,
                )
        return None

    def _compiled(self) -> Iterator[Rule]:
        for rank, (flag, row) in enumerate(self._flags.items()):
            clocked = bool(row.get("needs_clock"))
            base = {"urgency": row["urgency"], "variant": "", "needs_clock": clocked}
            for variant, group in _groups(self._rows[flag]):
                worse = {"urgency": row["worse"][variant]} if variant else base
                given = (
                    f"{GIVEN} {word} ~{ANYWHERE}" for word in group.get("given", ())
                )
                for sign in (f"@{flag}{variant}", *group.get("signs", ()), *given):
                    kind = {**group, "variant": variant, **worse}
                    yield self._rule(sign, flag, kind, rank)

    def _rule(self, sign: str, flag: str, group: Mapping[str, Any], rank: int) -> Rule:
        parts = sign.split()
        window = next((int(p[1:]) for p in parts if p[0] == "~"), self._window)
        vetoes = {p[1:] for p in parts if p[0] == "-"}
        return Rule(
            needs=tuple(p for p in parts if p[0] not in "~-!"),
            denied=tuple(p[1:] for p in parts if p[0] == "!"),
            vetoes=frozenset(vetoes | set(group.get("unless", ()))),
            window=window,
            flag=flag,
            urgency=group["urgency"],
            variant=group["variant"],
            needs_clock=bool(group.get("needs_clock")),
            rank=rank,
        )

    def _own_templates(self, content: Mapping[str, Any]) -> dict[str, list[str]]:
        own: dict[str, list[str]] = {}
        for flag, row in self._rows.items():
            for variant, group in _groups(row):
                own[f"@{flag}{variant}"] = group.get("phrases", [])
        return own | {f"#{caution}": rows for caution, rows in content["past"].items()}


def _gravity(finding: Finding) -> int:
    return URGENCIES.index(finding.urgency)


def _groups(row: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give the plain form of a flag, then its more urgent variants."""
    yield "", row
    yield from row.get("worse", {}).items()


def _is_hers(mark: Mark, reading: Reading) -> bool:
    no = reading.denied | reading.general | reading.theirs
    return mark.start not in no


def _by_concept(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = {}
    for mark in marks:
        found.setdefault(mark.concept, []).append(mark)
    return found


def _check(rule: Rule, phrases: Phrases) -> None:
    for name in {*rule.needs, *rule.denied, *rule.vetoes} - {GIVEN}:
        if name not in phrases.single:
            raise KeyError(
                f"danger_words.yaml: rules: {rule.flag}: unknown concept {name!r}"
            )

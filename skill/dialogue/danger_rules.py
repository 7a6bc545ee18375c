"""One rule of the watch: which concepts together are a sign."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from intents.suspicion import URGENCIES
from skill.dialogue.danger_words import Mark

GRAVE = ("E", "M")
"""Urgencies that stop everything, and that no cramp beside them explains away."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Concepts that together are a sign, and those with which they are none."""

    needs: tuple[str, ...]
    denied: tuple[str, ...]
    vetoes: frozenset[str]
    window: int
    flag: str
    urgency: str
    variant: str
    needs_clock: bool
    rank: int

    @property
    def order(self) -> tuple[int, int, bool]:
        """Give the more urgent first, then as danger.yaml orders them.

        Of the same sign that which needs no clock comes first.
        """
        return URGENCIES.index(self.urgency), self.rank, self.needs_clock


def fits(
    rule: Rule,
    said: Mapping[str, list[Mark]],
    denied: Mapping[str, list[Mark]],
    present: frozenset[str],
) -> bool:
    """Tell whether what was said, and what was denied, is the sign."""
    if any(n not in said for n in rule.needs) or not rule.vetoes.isdisjoint(present):
        return False
    if any(n not in denied for n in rule.denied):
        return False
    rows = [said[n] for n in rule.needs] + [denied[n] for n in rule.denied]
    return len(rows) == 1 or any(_near(row, rule.window) for row in product(*rows))


def _near(marks: tuple[Mark, ...], window: int) -> bool:
    starts = [m.start for m in marks]
    return max(starts) - min(starts) <= window

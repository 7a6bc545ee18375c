"""Clinical seconds and orders of clinical.yaml: steps, runs, clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One movement."""

    hold_seconds: int
    """Held with breathing cues; 0 means not held."""
    rest_seconds: int
    claims: tuple[str, ...]
    """Ids in claims.yaml it rests on."""
    cue: str | None = None
    """Reply key said while it is held; None: breathing."""
    needs: str | None = None
    """massage or standing, where a warning sign may withhold it."""
    withhold: tuple[str, ...] = ()
    """Cautions with which it is left out."""


@dataclass(frozen=True, slots=True)
class Run:
    """An order of steps; each segment is one reply."""

    kind: str
    """relief or routine."""
    segments: tuple[tuple[str, ...], ...]
    """Step ids; unique within the run."""
    withhold: tuple[str, ...] = ()
    """Cautions with which a routine is not given."""
    daytime: bool = False
    """Not given at night."""
    checked: bool = False
    """The clot question comes first."""

    @property
    def steps(self) -> tuple[str, ...]:
        """Give all steps in order."""
        return tuple(step for segment in self.segments for step in segment)

    def segment_of(self, step: str) -> int | None:
        """Give the index of the segment that holds `step`, None if none does."""
        found = [i for i, steps in enumerate(self.segments) if step in steps]
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Clock:
    """When help changes, in seconds since the first word of relief."""

    check_seconds: int
    call_seconds: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything of clinical.yaml."""

    breath: Mapping[str, int]
    """in_seconds and out_seconds of one breath."""
    clock: Clock
    steps: Mapping[str, Step]
    runs: Mapping[str, Run]
    cautions: tuple[str, ...]
    """Ids of circumstances that withhold advice."""


def facts_of(content: Mapping[str, Any]) -> Facts:
    """Read parsed clinical.yaml; a missing key raises KeyError or TypeError."""
    steps = {
        name: Step(
            row.get("hold_seconds", 0),
            row.get("rest_seconds", 0),
            tuple(row["claims"]),
            row.get("cue"),
            row.get("needs"),
            tuple(row.get("withhold", ())),
        )
        for name, row in content["steps"].items()
    }
    runs = {
        name: Run(
            row["kind"],
            tuple(tuple(segment) for segment in row["segments"]),
            tuple(row.get("withhold", ())),
            row.get("daytime", False),
            row.get("checked", False),
        )
        for name, row in content["runs"].items()
    }
    return Facts(
        breath=content["breath"],
        clock=Clock(**content["clock"]),
        steps=steps,
        runs=runs,
        cautions=tuple(content["cautions"]),
    )

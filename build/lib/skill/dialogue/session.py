"""Where a conversation stands between two turns, and its JSON on the wire."""

import logging
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

VERSION = 1
LOG = logging.getLogger(__name__)


class State(StrEnum):
    """What we wait for."""

    RESTING = "resting"
    """Nothing is open."""
    RELIEVING = "relieving"
    """A relief runs; "is it easing?" or "shall I keep counting?" may be open."""
    EXERCISING = "exercising"
    """A guided routine runs."""
    PLACING = "placing"
    """Asked: is it in your leg or your tummy?"""
    CHECKING = "checking"
    """Asked: is that leg swollen, red or hot? A relief waits behind it."""
    CONSENTING = "consenting"
    """Asked: shall I keep a private log?"""
    REMEMBERING = "remembering"
    """Asked: shall I remember that?"""
    CONFIRMING = "confirming"
    """Asked: delete everything?"""
    MORNING = "morning"
    """Asked in daylight about the night: `Session.offer` is sleep or soreness."""
    TIMING = "timing"
    """Asked: has it been about ten minutes?"""
    OFFERED = "offered"
    """One offer is open, named by `Session.offer`."""
    WARNED = "warned"
    """A warning sign was answered; routines are withheld."""


RUNNING = (State.RELIEVING, State.CHECKING, State.TIMING)
"""States with a relief behind them, to which a detour returns."""
KNOWN = {
    "leg": ("left", "right", "both"),
    "place": ("calf", "foot", "toes", "thigh"),
    "trimester": ("first", "second", "third"),
}
"""Words a field may hold."""
LATEST_SECONDS = 4_102_444_800.0
"""The year 2100; a later time in a session is a mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One conversation between two turns; every field fits flat JSON."""

    state: State = State.RESTING
    run: str | None = None
    """Id of the relief or routine that runs, a key of `runs` in clinical.yaml."""
    step: str | None = None
    """Id of the step the last reply began with; not a position."""
    started: float | None = None
    """When the first word of relief was sent, seconds since 1970 UTC."""
    sent: float | None = None
    """When the last reply was sent, seconds since 1970 UTC."""
    leg: str | None = None
    """left, right or both."""
    place: str | None = None
    """calf, foot, toes or thigh, where she named one."""
    clot: str | None = None
    """Answer to the clot question in this conversation: "no", or None: not asked."""
    checked: str | None = None
    """"six" once the signs were asked for at six minutes."""
    asked: str | None = None
    """Reply key of the open question."""
    offer: str | None = None
    """What "yes" starts: a routine id, or `more` for the rest of an answer."""
    topic: str | None = None
    """Question last answered, for "tell me more" and "says who"."""
    refused: tuple[str, ...] = ()
    """Questions answered with a refusal, as often as they were."""
    flag: str | None = None
    """Warning sign last answered, e.g. RF03; it withholds what follows."""
    helped: str | None = None
    """Step that ran when she said it eased."""
    cautions: tuple[str, ...] = ()
    """Things she said that withhold advice, ids of `cautions` in clinical.yaml."""
    due: str | None = None
    """Due date she named, or that follows from her week, ISO."""
    trimester: str | None = None
    """first, second or third, where she named no week."""
    last: tuple[str, ...] = ()
    """Lines last said, see `turn.packed`: for Repeat, and for where she is."""

    def to_attributes(self) -> dict[str, Any]:
        """Give flat JSON under 1 kB; unset fields are left out."""
        given = ((name, getattr(self, name)) for name in KINDS)
        said = {name: value for name, value in given if value not in (None, ())}
        return {"v": VERSION, **said, "state": self.state.value}


KINDS = {field.name: str(field.type) for field in fields(Session)}
"""Fields of a session and their types, as written above."""


def from_attributes(attributes: Any) -> Session:
    """Read a session; anything invalid or of another version starts afresh."""
    if not attributes:
        return Session()
    try:
        if attributes.get("v") != VERSION:
            raise ValueError("another version")
        return _read(attributes)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        LOG.warning("session attributes refused: %s", type(error).__name__)
        return Session()


def _read(attributes: dict[str, Any]) -> Session:
    given = {k: v for k, v in attributes.items() if k in KINDS}
    for name, value in given.items():
        given[name] = _typed(name, value, KINDS[name])
    if "due" in given:
        date.fromisoformat(given["due"])
    return Session(**given)


def _typed(name: str, value: Any, kind: str) -> Any:
    if name == "state":
        return State(value)
    if "tuple" in kind:
        return tuple(str(item) for item in value)
    if "float" in kind:
        if not 0 <= float(value) <= LATEST_SECONDS:
            raise ValueError(name)
        return float(value)
    if not isinstance(value, str) or value not in KNOWN.get(name, (value,)):
        raise ValueError(name)
    return value

"""One cramp as the diary knows it, and what makes it valid."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

PLACES = frozenset({"calf", "foot", "toes", "thigh"})
"""Where in the leg a cramp may be."""
CHANNELS = frozenset({"alexa", "console", "webhook", "page"})
"""Ways an episode may have come in."""
SCALE = range(11)
"""Severity, sleep disturbance and soreness: 0 none, 10 the worst."""
WEEKS = range(46)
"""Weeks of pregnancy a calendar can show."""
LONGEST = timedelta(hours=24)
"""A cramp that lasted longer was misheard."""


class EpisodeInvalid(ValueError):
    """An episode no cramp can have; the message names the field."""


class Leg(StrEnum):
    """Which leg cramped."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One cramp.

    Raises `EpisodeInvalid` when a field is out of range or a time has no zone.
    """

    started_at: datetime
    """First word of relief, or the time she named; aware."""
    ended_at: datetime | None = None
    """When it had eased, aware; None: still going on, or nobody knows."""
    leg: Leg | None = None
    """None: she did not say."""
    place: str | None = None
    """One of `PLACES`; None: she did not say."""
    severity: int | None = None
    """Pain on `SCALE`."""
    sleep: int | None = None
    """How much it disturbed her sleep, on `SCALE`."""
    soreness: int | None = None
    """Soreness the next day, on `SCALE`."""
    helped: str | None = None
    """Id of the step during which it eased."""
    stretched: bool | None = None
    """Whether she stretched at bedtime before it."""
    week: int | None = None
    """Week of pregnancy at the time."""
    signs: str | None = None
    """Ids of warning signs answered in it, a space between; empty: asked for, and
    none; None: not asked."""
    channel: str
    """One of `CHANNELS`."""
    request_id: str
    """Request that brought it; the same one brings it once."""
    id: str | None = None
    """Given by the store; None: not stored."""

    def __post_init__(self) -> None:
        """Refuse what no cramp can have."""
        _check_times(self.started_at, self.ended_at)
        for name in ("severity", "sleep", "soreness"):
            _check_number(name, getattr(self, name), SCALE)
        _check_number("week", self.week, WEEKS)
        _check_word("leg", self.leg, frozenset(Leg))
        _check_word("place", self.place, PLACES)
        _check_word("channel", self.channel, CHANNELS)
        if not self.request_id:
            raise EpisodeInvalid("request_id: empty, expected the id of the request")

    @property
    def minutes(self) -> int | None:
        """How long it lasted, to the nearest minute; None: not known."""
        if self.ended_at is None:
            return None
        return round((self.ended_at - self.started_at) / timedelta(minutes=1))


CHANGEABLE = frozenset(f.name for f in fields(Episode)) - {
    "channel",
    "request_id",
    "id",
}
"""Fields a correction may name; it may also name `minutes`."""


def corrected(episode: Episode, changes: Mapping[str, Any]) -> Episode:
    """Give the episode with changed fields.

    `minutes` moves the end; a new start alone keeps the length it had.
    Raises `EpisodeInvalid` for an unknown field or a value out of range.
    """
    given = dict(changes)
    minutes = given.pop("minutes", None)
    if unknown := given.keys() - CHANGEABLE:
        raise EpisodeInvalid(f"{min(unknown)}: cannot be corrected")
    started_at = given.get("started_at", episode.started_at)
    if minutes is not None:
        given["ended_at"] = started_at + timedelta(minutes=minutes)
    elif "ended_at" not in given and episode.ended_at is not None:
        given["ended_at"] = started_at + (episode.ended_at - episode.started_at)
    return replace(episode, **given)


def completed(episode: Episode, by: Episode) -> Episode:
    """Fill what the episode lacks with what a second telling of it says.

    A length told later counts from the start that is known already.
    """
    lacking = [n for n in CHANGEABLE if getattr(episode, n) is None]
    given = {n: getattr(by, n) for n in lacking}
    if episode.ended_at is None and by.ended_at is not None:
        given["ended_at"] = episode.started_at + (by.ended_at - by.started_at)
    return replace(episode, **given)


def _check_times(started_at: datetime, ended_at: datetime | None) -> None:
    for name, moment in (("started_at", started_at), ("ended_at", ended_at)):
        if moment is not None and moment.utcoffset() is None:
            raise EpisodeInvalid(f"{name}: has no time zone, expected an aware time")
    if ended_at is None:
        return
    if ended_at < started_at:
        raise EpisodeInvalid("ended_at: before started_at")
    if ended_at - started_at > LONGEST:
        raise EpisodeInvalid("ended_at: more than 24 hours after started_at")


def _check_number(name: str, number: int | None, known: range) -> None:
    if number is None:
        return
    if not isinstance(number, int) or isinstance(number, bool) or number not in known:
        raise EpisodeInvalid(f"{name}: {number}, expected 0 to {known[-1]}")


def _check_word(name: str, word: str | None, known: frozenset[str]) -> None:
    if word is not None and word not in known:
        raise EpisodeInvalid(f"{name}: {word!r}, expected one of {sorted(known)}")

"""One cramp as the fields of a form, and back; times are hers, without a zone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from skill.episodes.episode import LONGEST, PLACES, SCALE, WEEKS, Episode, Leg

MINUTE = timedelta(minutes=1)
MOST_MINUTES = LONGEST // MINUTE
STEPS = ("pull", "wall", "towel", "step_back", "partner", "rub", "circles")
"""What may have helped, where she fills it in herself."""
Values = Mapping[str, str]
"""Field to text, as a form holds them; empty: not said."""


class Problem(Exception):
    """A field cannot be so; the template of the form has the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a moment in a form is read with."""

    zone: tzinfo
    now: datetime
    keep: timedelta
    """How long cramps are kept; an older one would be gone at once."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was sent."""

    told: Mapping[str, Any]
    """Field of the episode to value, of what could be read."""
    problems: Mapping[str, str]
    """Field of the form to what is wrong with it."""


def blank(frame: Frame) -> dict[str, str]:
    """Give the form for a cramp just now."""
    local = frame.now.astimezone(frame.zone)
    return dict.fromkeys(FIELDS, "") | _clock(local)


def shown(episode: Episode, zone: tzinfo) -> dict[str, str]:
    """Give the form of a cramp that is known."""
    words = {name: _text(getattr(episode, name)) for name in FIELDS[2:]}
    return _clock(episode.started_at.astimezone(zone)) | words


def read(form: Values, frame: Frame, before: Episode | None = None) -> Filled:
    """Read a form; of one `before` only what was changed is told.

    So a start or an end known to the second stays as it was.
    """
    was = shown(before, frame.zone) if before else {}
    now = {name: form.get(name, "").strip() for name in FIELDS}
    changed = [name for name in FIELDS if before is None or now[name] != was[name]]
    told: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name in changed:
        try:
            told[name] = READERS[name](now[name])
        except (Problem, ValueError) as error:
            problems[name] = str(error) if isinstance(error, Problem) else "unclear"
    if {"day", "time"} & told.keys() and not {"day", "time"} & problems.keys():
        try:
            told["started_at"] = _moment(now, frame)
        except Problem as problem:
            problems["time"] = str(problem)
    kept = {name: value for name, value in told.items() if name not in ("day", "time")}
    return Filled(_ended(kept, before, frame.now), problems)


def day_of(text: str) -> date | None:
    """Read a day; None: none was given. Raises `ValueError`."""
    return date.fromisoformat(text) if text else None


def _ended(
    told: dict[str, Any], before: Episode | None, now: datetime
) -> dict[str, Any]:
    """Put an end, now at the latest, in the place of minutes, or take it away."""
    if "minutes" not in told:
        return told
    minutes = told.pop("minutes")
    start = told.get("started_at") or (before and before.started_at)
    if start:
        end = None if minutes is None else min(start + minutes * MINUTE, now)
        told["ended_at"] = end
    return told


def _clock(local: datetime) -> dict[str, str]:
    return {"day": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}"}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _moment(form: Values, frame: Frame) -> datetime:
    """Give the moment of a day and a time where she is.

    Of an hour that comes twice, when clocks go back, the first is meant.
    """
    day, clock = date.fromisoformat(form["day"]), time.fromisoformat(form["time"])
    local = datetime.combine(day, clock.replace(tzinfo=None), frame.zone)
    moment = local.astimezone(UTC)
    if moment.astimezone(frame.zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Problem("skipped")
    if moment > frame.now:
        raise Problem("ahead")
    if moment < frame.now - frame.keep:
        raise Problem("old")
    return moment


def _day(text: str) -> date:
    if not text:
        raise Problem("missing")
    day = date.fromisoformat(text)
    if not date.min < day < date.max:
        raise Problem("unclear")
    return day


def _time(text: str) -> time:
    if not text:
        raise Problem("missing")
    return time.fromisoformat(text)


def _number(known: range) -> Callable[[str], int | None]:
    def reader(text: str) -> int | None:
        if not text:
            return None
        if not (text.isascii() and text.isdecimal()) or len(text) > len(str(known[-1])):
            raise Problem("range")
        if int(text) not in known:
            raise Problem("range")
        return int(text)

    return reader


def _word(known: frozenset[str]) -> Callable[[str], str | None]:
    def reader(text: str) -> str | None:
        if text and text not in known:
            raise Problem("unclear")
        return text or None

    return reader


def _leg(text: str) -> Leg | None:
    return Leg(text) if text else None


def _yes(text: str) -> bool | None:
    if text not in YES:
        raise Problem("unclear")
    return YES[text]


YES = {"yes": True, "no": False, "": None}
READERS: Mapping[str, Callable[[str], Any]] = {
    "day": _day,
    "time": _time,
    "minutes": _number(range(MOST_MINUTES + 1)),
    "leg": _leg,
    "place": _word(PLACES),
    "severity": _number(SCALE),
    "sleep": _number(SCALE),
    "soreness": _number(SCALE),
    "helped": _word(frozenset(STEPS)),
    "stretched": _yes,
    "week": _number(WEEKS),
}
FIELDS = tuple(READERS)

"""Times and days as they are said, and the ISO forms Alexa gives them in."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

Part = Literal["morning", "afternoon", "evening", "night"]

NOON = 12
LEAP_YEAR = 2028
LAST_NIGHT_HOUR = 5
"""Up to this hour "at night" is after midnight; from the next it is before."""

_ALEXA_PARTS: dict[str, Part] = {
    "MO": "morning",
    "AF": "afternoon",
    "EV": "evening",
    "NI": "night",
}
_ISO_DURATION = re.compile(r"PT(?=\d)(?:(\d{1,2})H)?(?:(\d{1,4})M)?(?:(\d{1,5})S)?")
_ISO_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::\d\d)?")
_ISO_DATE = re.compile(r"(20\d\d)-(\d\d)-(\d\d)")
_ISO_WEEK = re.compile(r"(20\d\d)-W(\d\d)(-WE)?")
_ISO_MONTH = re.compile(r"(20\d\d)-(\d\d)")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; as text HH:MM."""

    hour: int
    """0 to 23; 1 to 12 as said while not certain."""
    minute: int
    certain: bool
    """Whether morning and afternoon can be told apart."""

    def __str__(self) -> str:
        """Give HH:MM."""
        return f"{self.hour:02}:{self.minute:02}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day, or a stretch of days, as it was named."""

    kind: Literal["back", "weekday", "date", "week", "weekend", "month"]
    days: int = 0
    """Days back from today for "back"; Monday 0 to Sunday 6 for "weekday"."""
    first: date | None = None
    """The date, or the first of the week, weekend or month."""
    part: Part | None = None
    """Part of that day; None: not said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """All that was said about when it was; nothing said means just now."""

    day: Day | None = None
    clock: Clock | None = None
    ago: int | None = None
    """Seconds before now; wins over the others."""


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A date in the calendar, such as a due date."""

    month: int
    day: int
    year: int | None = None
    """None: not said."""

    def __post_init__(self) -> None:
        """Refuse a day the calendar does not have with a ValueError."""
        date(self.year or LEAP_YEAR, self.month, self.day)


def iso_seconds(text: str) -> int | None:
    """Read an ISO 8601 duration of hours, minutes and seconds; None: anything else.

    Open-ended words give odd forms on Alexa (PXD, P1D), so only clear ones count.
    """
    found = _ISO_DURATION.fullmatch(text)
    if not found:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def iso_clock(text: str) -> Clock | None:
    """Read HH:MM with two digits each; None: anything else."""
    found = _ISO_CLOCK.fullmatch(text)
    return Clock(int(found[1]), int(found[2]), certain=True) if found else None


def iso_day(text: str) -> Day | None:
    """Read an ISO date, week, weekend or month, or an Alexa part of the day.

    Source: Alexa slot type reference, AMAZON.DATE and AMAZON.TIME.
    """
    if text in _ALEXA_PARTS:
        return Day(kind="back", part=_ALEXA_PARTS[text])
    try:
        if found := _ISO_DATE.fullmatch(text):
            return Day(kind="date", first=date(*map(int, found.groups())))
        if found := _ISO_WEEK.fullmatch(text):
            weekday = 6 if found[3] else 1
            first = date.fromisocalendar(int(found[1]), int(found[2]), weekday)
            return Day(kind="weekend" if found[3] else "week", first=first)
        if found := _ISO_MONTH.fullmatch(text):
            return Day(kind="month", first=date(int(found[1]), int(found[2]), 1))
    except ValueError:
        return None
    return None


def iso_month_day(text: str) -> MonthDay | None:
    """Read an ISO date as a date in the calendar; None: anything else."""
    day = iso_day(text)
    if day is None or day.kind != "date" or day.first is None:
        return None
    return MonthDay(day.first.month, day.first.day, day.first.year)


def part_hour(hour: int, part: Part) -> int:
    """Give the hour, 0 to 23, of an hour said with a part of the day."""
    if hour > NOON or hour == 0:
        return hour
    if part == "morning":
        return hour % NOON
    if part == "night":
        return hour % NOON if hour <= LAST_NIGHT_HOUR or hour == NOON else hour + NOON
    return hour % NOON + NOON

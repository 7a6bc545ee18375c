"""The numbers, times and days in what a recogniser heard."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from intents.codes import Codes
from intents.hearing import Hearing
from intents.moments import resolve
from intents.numbers import Match, Patterns
from intents.times import (
    NOON,
    Clock,
    Day,
    MonthDay,
    When,
    iso_clock,
    iso_day,
    iso_month_day,
    iso_seconds,
    part_hour,
)

__all__ = ["Clock", "Day", "Found", "MonthDay", "Values", "When", "resolve"]

Tag = Literal[
    "ago",
    "code",
    "date",
    "day",
    "duration",
    "number",
    "sleep",
    "soreness",
    "time",
    "week",
]
Value = int | str | Clock | Day | MonthDay
HOUR_MINUTES = 60
HALF_DAY_MINUTES, DAY_MINUTES = 12 * 60, 24 * 60
GREATEST_NUMBER = 100
"""Pain beyond ten is heard too, so that she is told the scale."""
LONGEST_SECONDS = 24 * 3600
LAST_WEEK = 99
"""Weeks beyond which a number is something else; no pregnancy has so many."""


@dataclass(frozen=True, slots=True)
class Found:
    """One value in an utterance."""

    tag: Tag
    """Its place in the masked text is this with an "@" before it."""
    value: Value
    """Seconds (ago, duration), 0 to 100 (number, sleep, soreness), weeks (week), digits
    (code), or a time or date."""
    said: str


class Values:
    """Reads the values of one language."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Compile a parsed values.yaml; takes a moment, so do it once."""
        self._patterns = Patterns(content)
        self._hearing = Hearing(content)
        self._codes = Codes(content)
        self._readers = {**_READERS, "code": self._digits}

    def normalise(self, text: str) -> str:
        """Give lower-case words without fillers, stutters and mis-hearings."""
        return self._hearing.normalise(text)

    def even(self, text: str) -> str:
        """Make a sentence as even as a heard one: normalised, its values masked."""
        return self.mask(self.normalise(text))[0]

    def mask(self, text: str) -> tuple[str, tuple[Found, ...]]:
        """Put "@number" and the like for each value in a normalised utterance."""
        found: list[Found] = []

        def tagged(place: re.Match[str]) -> str:
            match = self._patterns.match_of(place)
            value = self._readers[match.kind](match)
            if value is None:
                return place[0]
            found.append(Found(cast(Tag, match.kind), value, match.said))
            return f"{match.before}@{match.kind}"

        return self._patterns.in_text.sub(tagged, text), tuple(found)

    def code(self, text: str) -> str | None:
        """Read digits said singly, in pairs or as one number; None: they are none."""
        return self._codes.read(self.normalise(text))

    def number(self, text: str) -> float | None:
        """Read a number in words or digits; None: it is not one."""
        match = self._whole("number", text)
        return _number(match) if match else None

    def severity(self, text: str) -> int | None:
        """Read 0 to 100, halves rounded up; None: it is not one."""
        match = self._whole("number", text)
        return _severity(match) if match else None

    def duration(self, text: str) -> int | None:
        """Read a length of time in words or as PT2M, in seconds, at most a day."""
        seconds = iso_seconds(text)
        if seconds is not None:
            return seconds if 0 < seconds <= LONGEST_SECONDS else None
        match = self._whole("duration", text)
        return _seconds(match) if match else None

    def clock(self, text: str) -> Clock | None:
        """Read a time of day in words or as HH:MM; a part of the day is none."""
        if iso := iso_clock(text):
            return iso
        match = self._whole("time", text)
        return _clock(match) if match else None

    def day(self, text: str) -> Day | None:
        """Read a day in words, as an ISO date, week or month, or as MO AF EV NI."""
        if iso := iso_day(text):
            return iso
        match = self._whole("day", text)
        return _day(match) if match else None

    def ago(self, text: str) -> int | None:
        """Read how long ago, in seconds."""
        match = self._whole("ago", text)
        return _seconds(match) if match else None

    def month_day(self, text: str) -> MonthDay | None:
        """Read a date in the calendar in words or as an ISO date."""
        if iso := iso_month_day(text):
            return iso
        match = self._whole("date", text)
        return _month_day(match) if match else None

    def week(self, text: str) -> int | None:
        """Read a week of pregnancy."""
        match = self._whole("week", text)
        return _week(match) if match else None

    def _digits(self, match: Match) -> str | None:
        return self._codes.read(str(match.slots["digits"]))

    def _whole(self, kind: Tag, text: str) -> Match | None:
        return self._patterns.whole(kind, self.normalise(text))


def _number(match: Match) -> float:
    slots = match.slots
    said = next(slots[name] for name in slots if name.startswith(_NUMBERS))
    return float(said) + float(match.phrase.get("add", 0))


_NUMBERS = ("number", "small", "several")


def _severity(match: Match) -> int | None:
    rounded = math.floor(_number(match) + 0.5)
    return rounded if 0 <= rounded <= GREATEST_NUMBER else None


def _seconds(match: Match) -> int | None:
    slots, phrase = match.slots, match.phrase
    if "seconds" in phrase:
        return int(phrase["seconds"])
    count = float(slots.get("number", phrase.get("count", 0))) + phrase.get("add", 0)
    seconds = count * int(slots["unit"])
    seconds += float(slots.get("number2", 0)) * int(slots.get("unit2", 0))
    return round(seconds) if 0 < seconds <= LONGEST_SECONDS else None


def _clock(match: Match) -> Clock | None:
    hour, minute, certain = _hour_and_minute(match)
    if part := match.slots.get("part"):
        hour, certain = part_hour(hour, cast(Any, part)), True
    away = int(
        match.slots.get(
            "minutes", match.slots.get("number", match.phrase.get("add", 0))
        )
    )
    minutes = hour * HOUR_MINUTES + minute + away * int(match.phrase.get("sign", 1))
    minutes %= DAY_MINUTES
    if not certain:
        minutes = minutes % HALF_DAY_MINUTES or HALF_DAY_MINUTES
        if minutes < HOUR_MINUTES:
            minutes += HALF_DAY_MINUTES
    return Clock(minutes // HOUR_MINUTES, minutes % HOUR_MINUTES, certain)


def _hour_and_minute(match: Match) -> tuple[int, int, bool]:
    slots = match.slots
    if "moment" in slots:
        return int(slots["moment"]), 0, True
    if "digital" in slots:
        hour, minute = str(slots["digital"]).split(":")
    elif "joined" in slots:
        digits = str(slots["joined"]).replace(".", "")
        hour, minute = digits[:-2], digits[-2:]
    else:
        hour, minute = str(slots["hour"]), str(slots.get("minute", 0))
    certain = int(hour) > NOON or hour.startswith("0")
    return int(hour) % 24, int(minute), certain


def _day(match: Match) -> Day:
    slots, phrase = match.slots, match.phrase
    part = cast(Any, slots.get("time_of_day", phrase.get("part")))
    if "weekday" in slots:
        return Day(kind="weekday", days=int(slots["weekday"]), part=part)
    days = int(float(slots.get("number", phrase.get("days", 0))))
    return Day(kind="back", days=days, part=part)


def _month_day(match: Match) -> MonthDay | None:
    slots = match.slots
    day = int(slots.get("ordinal", slots.get("month_day", 0)))
    year = slots.get("year")
    try:
        return MonthDay(int(slots["month"]), day, int(year) if year else None)
    except ValueError:
        return None


def _week(match: Match) -> int | None:
    week = int(float(match.slots["number"]))
    return week if 1 <= week <= LAST_WEEK else None


_READERS: Mapping[str, Callable[[Match], Value | None]] = {
    "ago": _seconds,
    "day": _day,
    "date": _month_day,
    "week": _week,
    "duration": _seconds,
    "time": _clock,
    "sleep": _severity,
    "soreness": _severity,
    "number": _severity,
}

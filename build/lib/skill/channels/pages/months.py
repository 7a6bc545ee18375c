"""A month of nights, as a calendar shows it."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from skill.episodes.episode import Episode
from skill.episodes.nights import Bounds, bounds_of, night_of

DAY = timedelta(days=1)
YEARS = range(1970, 2101)


@dataclass(frozen=True, slots=True)
class Night:
    """One night, named by the day it begins on."""

    day: date
    episodes: tuple[Episode, ...]
    """In order."""

    @property
    def morning(self) -> date:
        """Give the day it ends on."""
        return self.day + DAY


@dataclass(frozen=True, slots=True)
class Month:
    """A month of whole nights: from noon on the 1st."""

    first: date
    nights: tuple[Night, ...]

    @property
    def name(self) -> str:
        """Give it as an address has it, such as 2025-11."""
        return f"{self.first:%Y-%m}"

    @property
    def before(self) -> date:
        """Give the first day of the month before."""
        return (self.first - DAY).replace(day=1)

    @property
    def after(self) -> date:
        """Give the first day of the month after."""
        return self.nights[-1].morning

    @property
    def weeks(self) -> list[list[Night | None]]:
        """Give its nights in weeks from Monday; None: a day of another month."""
        cells: list[Night | None] = [None] * self.first.weekday()
        cells += self.nights
        cells += [None] * (-len(cells) % len(calendar.day_name))
        size = len(calendar.day_name)
        return [cells[at : at + size] for at in range(0, len(cells), size)]

    @property
    def with_cramps(self) -> list[Night]:
        """Give the nights that had any, the latest first."""
        return [night for night in reversed(self.nights) if night.episodes]

    @property
    def count(self) -> int:
        """Give how many cramps it had."""
        return sum(len(night.episodes) for night in self.nights)


def first_of(name: str) -> date | None:
    """Read a month of an address; None: it is none."""
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", name, re.ASCII):
        return None
    first = date.fromisoformat(f"{name}-01")
    return first if first.year in YEARS else None


def bounds_of_month(first: date, zone: tzinfo) -> Bounds:
    """Give the first noon of a month, and the first of the next."""
    return bounds_of(first, zone)[0], bounds_of(_last_of(first), zone)[1]


def month_of(first: date, episodes: Sequence[Episode], zone: tzinfo) -> Month:
    """Put the episodes within `bounds_of_month` into their nights."""
    days = [first + n * DAY for n in range((_last_of(first) - first).days + 1)]
    of_day: dict[date, list[Episode]] = {day: [] for day in days}
    for episode in episodes:
        of_day[night_of(episode.started_at, zone)].append(episode)
    return Month(first, tuple(Night(day, tuple(of_day[day])) for day in days))


def this_month(now: datetime, zone: tzinfo) -> date:
    """Give the first day of the month of this night."""
    return night_of(now, zone).replace(day=1)


def _last_of(first: date) -> date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])

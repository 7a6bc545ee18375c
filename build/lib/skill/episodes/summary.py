"""The figures of a report: episodes to numbers, for a span of nights."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from statistics import median
from typing import Any

from skill.episodes.episode import Episode
from skill.episodes.nights import night_of
from skill.episodes.report import Trend

TREND_NIGHTS = 28
"""Nights in each of the two periods that are compared."""


@dataclass(frozen=True, slots=True)
class Month:
    """The nights of a month that lie in the span."""

    first: date
    """Its 1st."""
    nights: int
    """Nights with a cramp."""
    episodes: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A number some episodes have."""

    known: int
    """Episodes that have it."""
    median: float | None
    """None: no episode has it."""
    most: int | None


@dataclass(frozen=True, slots=True)
class Summary:
    """A span of nights in numbers; every mapping adds up to `episodes`."""

    first: date
    last: date
    """Last night, included."""
    episodes: int
    nights: int
    """Nights with a cramp."""
    most_a_night: int
    months: tuple[Month, ...]
    """Every month of the span, those without a cramp too."""
    trend: Trend | None
    """Nights with cramps in the last four weeks against the four before.

    None: the span has fewer than twice `TREND_NIGHTS` nights.
    """
    recent: tuple[int, int]
    """Nights with a cramp in the four weeks before the last, and in the last."""
    minutes: Figures
    severity: Figures
    sleep: Figures
    soreness: Figures
    legs: Mapping[str | None, int]
    """None: she did not say."""
    places: Mapping[str | None, int]
    hours: Mapping[int, int]
    """Hour of her clock it began in, 0 to 23."""
    helped: Mapping[str | None, int]
    """Step during which it eased, the most frequent first."""
    stretched: Mapping[bool | None, int]
    weeks: tuple[int, int] | None
    """Lowest and highest week of pregnancy told; None: none was."""
    signs: Mapping[str | None, int]
    """None: not asked; empty: none; else ids of signs, with a space between."""

    @property
    def span(self) -> int:
        """How many nights the span has."""
        return (self.last - self.first).days + 1

    @property
    def per_night(self) -> float | None:
        """Cramps in a night that had any, on average; None: there was none."""
        return self.episodes / self.nights if self.nights else None


def summary_of(
    episodes: Iterable[Episode], first: date, last: date, zone: tzinfo
) -> Summary:
    """Sum up the episodes of the nights from `first` to `last`, both included."""
    dated = [(night_of(e.started_at, zone), e) for e in episodes]
    inside = [(night, e) for night, e in dated if first <= night <= last]
    told = [e for _, e in inside]
    nights = Counter(night for night, _ in inside)
    before, recent = (_recent(nights, last, back) for back in (1, 0))
    weeks = [e.week for e in told if e.week is not None]
    return Summary(
        first=first,
        last=last,
        episodes=len(told),
        nights=len(nights),
        most_a_night=max(nights.values(), default=0),
        months=_months(nights, first, last),
        trend=_trend(before, recent)
        if (last - first).days + 1 >= 2 * TREND_NIGHTS
        else None,
        recent=(before, recent),
        minutes=_figures([e.minutes for e in told]),
        severity=_figures([e.severity for e in told]),
        sleep=_figures([e.sleep for e in told]),
        soreness=_figures([e.soreness for e in told]),
        legs=_counted(told, lambda e: e.leg and e.leg.value),
        places=_counted(told, lambda e: e.place),
        hours=_counted(told, lambda e: e.started_at.astimezone(zone).hour),
        helped=_counted(told, lambda e: e.helped),
        stretched=_counted(told, lambda e: e.stretched),
        weeks=(min(weeks), max(weeks)) if weeks else None,
        signs=_counted(told, lambda e: e.signs),
    )


def _recent(nights: Mapping[date, int], last: date, back: int) -> int:
    """Count the nights with a cramp in the last four weeks, or some before."""
    end = last - timedelta(days=TREND_NIGHTS * back)
    return sum(end - timedelta(days=TREND_NIGHTS) < night <= end for night in nights)


def _trend(before: int, recent: int) -> Trend:
    if recent == before:
        return Trend.SAME
    return Trend.MORE if recent > before else Trend.FEWER


def _months(nights: Mapping[date, int], first: date, last: date) -> tuple[Month, ...]:
    months = []
    month = first.replace(day=1)
    while month <= last:
        after = (month + timedelta(days=31)).replace(day=1)
        counts = [n for night, n in nights.items() if month <= night < after]
        months.append(Month(month, len(counts), sum(counts)))
        month = after
    return tuple(months)


def _figures(values: Sequence[int | None]) -> Figures:
    known = [value for value in values if value is not None]
    return Figures(
        known=len(known),
        median=median(known) if known else None,
        most=max(known, default=None),
    )


def _counted(
    episodes: Iterable[Episode], of: Callable[[Episode], Any]
) -> Mapping[Any, int]:
    """Count by a value, the most frequent first."""
    return dict(Counter(map(of, episodes)).most_common())

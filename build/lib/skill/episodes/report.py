"""Episodes to counts: numbers only, words are added later."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from skill.episodes.episode import Episode
from skill.episodes.nights import (
    Bounds,
    month_bounds,
    night_of,
    tonight_bounds,
    week_bounds,
)

HOURS_A_DAY = 24
OFTEN_NIGHTS = 3
"""Nights with a cramp in a week from which her midwife should hear of it."""


class Period(StrEnum):
    """What she may ask about."""

    TONIGHT = "tonight"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Count:
    """How many cramps, and in how many nights."""

    episodes: int
    nights: int


@dataclass(frozen=True, slots=True)
class Report:
    """A period and the one before it; the current one may have days to go."""

    now: Count
    before: Count


BOUNDS = {
    Period.TONIGHT: tonight_bounds,
    Period.WEEK: week_bounds,
    Period.MONTH: month_bounds,
}


def span_of(period: Period, now: datetime, zone: tzinfo) -> Bounds:
    """Give what a report needs: the period before and this one, in UTC."""
    return BOUNDS[period](now, zone, 1)[0], BOUNDS[period](now, zone)[1]


def count_of(episodes: Iterable[Episode], bounds: Bounds, zone: tzinfo) -> Count:
    """Count the episodes that began within bounds, and their nights in her zone."""
    since, until = bounds
    starts = [e.started_at for e in episodes if since <= e.started_at < until]
    return Count(len(starts), len({night_of(start, zone) for start in starts}))


def report_of(
    episodes: Iterable[Episode], period: Period, now: datetime, zone: tzinfo
) -> Report:
    """Count a period and the one before it, from the episodes of `span_of`."""
    told = tuple(episodes)
    this, before = (BOUNDS[period](now, zone, back) for back in (0, 1))
    return Report(count_of(told, this, zone), count_of(told, before, zone))


@dataclass(frozen=True, slots=True)
class Most:
    """What comes first among things that may differ, such as the left leg."""

    names: tuple[str, ...]
    """The one, or those that come equally often."""
    count: int
    """How often it came."""
    told: int
    """How many episodes say it at all."""


@dataclass(frozen=True, slots=True)
class Hours:
    """The two hours in which most cramps began, where she is."""

    first: int
    """0 to 23."""
    count: int
    told: int


class Trend(StrEnum):
    """How a span compares with the one of the same length before it."""

    FEWER = "fewer"
    MORE = "more"
    SAME = "same"
    UNKNOWN = "unknown"
    """Too little was logged to tell."""


COMPARED = timedelta(days=7)
"""Two spans of this length are compared, both up to the same time of day."""
REMEMBERED = timedelta(days=35)
"""How far back is looked, to tell weeks without cramps from ones before the log."""
FEWEST = 3
"""Cramps below which nothing is told of habits."""
CLEAR = 2
"""Difference from which it is more or fewer; one cramp may be chance."""


def most_of(words: Iterable[str | None]) -> Most:
    """Find what comes most often; None: an episode that does not say."""
    counts = Counter(word for word in words if word)
    if not counts:
        return Most((), 0, 0)
    count = max(counts.values())
    names = tuple(word for word, times in counts.items() if times == count)
    return Most(names, count, counts.total())


def hours_of(episodes: Iterable[Episode], zone: tzinfo) -> Hours | None:
    """Find the two hours in which most began; None: fewer than `FEWEST` in all."""
    hours = Counter(e.started_at.astimezone(zone).hour for e in episodes)
    if hours.total() < FEWEST:
        return None
    pairs = {h: hours[h] + hours[(h + 1) % HOURS_A_DAY] for h in range(HOURS_A_DAY)}
    # Of equal pairs, one that has both hours in it, not half an empty one.
    first = max(pairs, key=lambda h: (pairs[h], hours[h]))
    return Hours(first, pairs[first], hours.total())


def longest_of(episodes: Iterable[Episode]) -> Episode | None:
    """Find the one that lasted longest, of equals the latest; None: no length known."""
    known = [e for e in episodes if e.minutes]
    return max(known, key=lambda e: (e.minutes or 0, e.started_at), default=None)


def trend_of(
    episodes: Iterable[Episode], now: datetime, zone: tzinfo
) -> tuple[Trend, Report]:
    """Compare seven days with the seven before, from episodes since `REMEMBERED`."""
    told = tuple(episodes)
    since, before = now - COMPARED, now - 2 * COMPARED
    until = now + timedelta(microseconds=1)
    report = Report(
        count_of(told, (since, until), zone), count_of(told, (before, since), zone)
    )
    difference = report.now.episodes - report.before.episodes
    together = report.now.episodes + report.before.episodes
    if together < FEWEST or all(e.started_at >= since for e in told):
        return Trend.UNKNOWN, report
    if abs(difference) < CLEAR:
        return Trend.SAME, report
    return Trend.MORE if difference > 0 else Trend.FEWER, report

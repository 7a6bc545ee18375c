"""Episodes to counts: numbers only, words are added later."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from skill.episodes.episode import Episode
from skill.episodes.nights import (
    Bounds,
    month_bounds,
    night_of,
    tonight_bounds,
    week_bounds,
)


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

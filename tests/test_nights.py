"""Nights run from noon to noon where she is, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.episodes.nights import (
    bounds_of,
    month_bounds,
    night_of,
    tonight_bounds,
    week_bounds,
)

LONDON = ZoneInfo("Europe/London")
ZONES = st.sampled_from(
    [
        ZoneInfo(name)
        for name in (
            "UTC",
            "Europe/London",
            "America/New_York",
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "Pacific/Apia",
            "Pacific/Kwajalein",
        )
    ]
)
MOMENTS = st.datetimes(
    min_value=datetime(1990, 1, 1),
    max_value=datetime(2037, 1, 1),
    timezones=st.just(UTC),
)
# Samoa had no 30 December 2011, the Marshall Islands no 21 August 1993.
DATE_LINE = MOMENTS | st.datetimes(
    min_value=datetime(2011, 12, 28),
    max_value=datetime(2012, 1, 2),
    timezones=st.just(UTC),
)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("moment", "night"),
    [
        ("2025-11-24 23:50", date(2025, 11, 24)),
        ("2025-11-25 00:10", date(2025, 11, 24)),
        ("2025-11-25 11:59:59", date(2025, 11, 24)),
        ("2025-11-25 12:00", date(2025, 11, 25)),
        # The clocks go back: half past one comes twice in one night.
        ("2025-10-26 01:30", date(2025, 10, 25)),
    ],
)
def test_a_night_lasts_from_noon_to_noon(moment, night):
    assert night_of(london(moment), LONDON) == night


@pytest.mark.parametrize(
    ("night", "hours"),
    [(date(2025, 3, 29), 23), (date(2025, 10, 25), 25), (date(2025, 6, 1), 24)],
)
def test_the_night_the_clocks_change_is_longer_or_shorter(night, hours):
    since, until = bounds_of(night, LONDON)

    assert until - since == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("bounds", "now", "since", "until"),
    [
        (tonight_bounds, "2025-11-24 03:00", "2025-11-23 12:00", "2025-11-24 12:00"),
        # Monday at 3 a.m. is still Sunday's night, and so last week's.
        (week_bounds, "2025-11-24 03:00", "2025-11-17 12:00", "2025-11-24 12:00"),
        (week_bounds, "2025-11-24 12:00", "2025-11-24 12:00", "2025-12-01 12:00"),
        (month_bounds, "2025-12-01 03:00", "2025-11-01 12:00", "2025-12-01 12:00"),
        (month_bounds, "2025-12-31 23:00", "2025-12-01 12:00", "2026-01-01 12:00"),
    ],
)
def test_tonight_this_week_and_this_month_are_whole_nights(bounds, now, since, until):
    found = bounds(london(now), LONDON)

    assert found == (london(since), london(until))


@given(DATE_LINE, ZONES)
def test_every_moment_is_in_exactly_one_night(moment, zone):
    night = night_of(moment, zone)
    since, until = bounds_of(night, zone)

    assert since <= moment < until
    assert night_of(since, zone) == night
    assert night_of(until, zone) > night


@given(DATE_LINE, ZONES, st.sampled_from([tonight_bounds, week_bounds, month_bounds]))
def test_the_period_before_ends_where_this_one_begins(moment, zone, bounds):
    since, until = bounds(moment, zone)
    earlier, end = bounds(moment, zone, 1)

    assert since <= moment < until
    assert earlier <= end == since

"""Counts of cramps and of nights."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.episodes.episode import Episode
from skill.episodes.nights import night_of
from skill.episodes.records import Log
from skill.episodes.report import (
    Count,
    Hours,
    Most,
    Period,
    Report,
    Trend,
    hours_of,
    longest_of,
    most_of,
    report_of,
    span_of,
    trend_of,
)
from skill.episodes.store import Diary

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2025, 11, 27, 3, tzinfo=UTC)
AGES = st.lists(st.integers(min_value=0, max_value=90 * 24 * 60), max_size=20)


def episode(started_at: datetime) -> Episode:
    return Episode(
        started_at=started_at, channel="console", request_id=started_at.isoformat()
    )


def test_a_week_is_told_with_its_nights_and_the_week_before():
    starts = ["25T23:50", "26T00:10", "26T23:00", "27T02:00", "24T11:59", "18T03:00"]
    told = [episode(datetime.fromisoformat(f"2025-11-{s}Z")) for s in starts]

    report = report_of(told, Period.WEEK, NOW, LONDON)

    assert report == Report(now=Count(4, 2), before=Count(2, 2))


def test_no_episodes_are_no_nights():
    report = report_of([], Period.TONIGHT, NOW, LONDON)

    assert report == Report(Count(0, 0), Count(0, 0))


@given(AGES, st.sampled_from(Period))
def test_totals_equal_the_episodes_put_in(ages, period):
    starts = {NOW - timedelta(minutes=age) for age in ages}
    diary = Diary.open("sqlite://")
    for start in starts:
        diary.apply("her", [Log(episode(start))], NOW)
    since, until = span_of(period, NOW, LONDON)

    read = diary.within("her", since, until)
    report = report_of(read, period, NOW, LONDON)
    diary.close()

    put_in = [start for start in starts if since <= start < until]
    assert [e.started_at for e in read] == sorted(put_in)
    assert report.now.episodes + report.before.episodes == len(put_in)
    assert report.now.nights + report.before.nights == len(
        {night_of(start, LONDON) for start in put_in}
    )


@pytest.mark.parametrize(
    ("words", "most"),
    [
        ([], Most((), 0, 0)),
        ([None, None], Most((), 0, 0)),
        (["left", None, "right", "left"], Most(("left",), 2, 3)),
        (["right", "left"], Most(("right", "left"), 1, 2)),
    ],
)
def test_what_comes_most_often(words, most):
    assert most_of(words) == most


@pytest.mark.parametrize(
    ("starts", "hours"),
    [
        (["25T02:10", "26T03:00"], None),
        (["25T02:10", "26T03:00", "27T14:00"], Hours(2, 2, 3)),
        (["24T23:50", "26T00:10", "26T23:55", "25T04:00"], Hours(23, 3, 4)),
    ],
)
def test_the_two_hours_in_which_most_began_may_cross_midnight(starts, hours):
    told = [episode(datetime.fromisoformat(f"2025-11-{s}Z")) for s in starts]

    assert hours_of(told, LONDON) == hours


def test_the_longest_is_the_later_of_equals():
    told = [
        replace(episode(NOW - timedelta(days=days)), ended_at=ended)
        for days, ended in [
            (3, NOW - timedelta(days=3, minutes=-6)),
            (2, NOW - timedelta(days=2, minutes=-6)),
            (1, None),
        ]
    ]

    assert longest_of(told) is told[1]
    assert longest_of(told[2:]) is None


@pytest.mark.parametrize(
    ("days", "trend"),
    [
        ([], Trend.UNKNOWN),
        ([1, 2, 3, 4], Trend.UNKNOWN),
        ([1, 8], Trend.UNKNOWN),
        ([1, 8, 9], Trend.SAME),
        ([1, 8, 9, 10], Trend.FEWER),
        ([1, 2, 3, 20], Trend.MORE),
        ([8, 9, 10], Trend.FEWER),
    ],
)
def test_seven_days_are_compared_with_the_seven_before(days, trend):
    told = [episode(NOW - timedelta(days=day)) for day in days]

    found, report = trend_of(told, NOW, LONDON)

    assert found is trend
    assert report.now.episodes == sum(day <= 7 for day in days)

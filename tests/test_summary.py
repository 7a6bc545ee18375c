"""The figures of a report are those of the episodes put in."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from episodes_made import series
from skill.episodes.episode import Episode, Leg
from skill.episodes.summary import Figures, Month, Trend, summary_of

ZONES = st.sampled_from(
    [ZoneInfo(z) for z in ("UTC", "Europe/London", "America/New_York", "Asia/Kolkata")]
)
YEAR = date(2024, 12, 30), date(2026, 1, 1)
LONDON = ZoneInfo("Europe/London")


def told(*moments, **more):
    return [
        Episode(
            started_at=datetime.fromisoformat(moment).replace(tzinfo=LONDON),
            channel="console",
            request_id=moment,
            **more,
        )
        for moment in moments
    ]


@given(series(max_size=20), ZONES)
def test_totals_are_those_of_the_episodes(episodes, zone):
    found = summary_of(episodes, *YEAR, zone)

    assert found.episodes == len(episodes)
    parts = ("legs", "places", "hours", "helped", "stretched", "signs")
    assert {sum(getattr(found, part).values()) for part in parts} == {len(episodes)}
    assert sum(m.episodes for m in found.months) == len(episodes)
    assert sum(m.nights for m in found.months) == found.nights
    for name in ("minutes", "severity", "sleep", "soreness"):
        known = [v for e in episodes if (v := getattr(e, name)) is not None]
        assert getattr(found, name).known == len(known)
        assert getattr(found, name).most == max(known, default=None)


@given(series(max_size=20), ZONES)
def test_a_span_has_what_its_parts_have(episodes, zone):
    middle = date(2025, 6, 15)
    whole = summary_of(episodes, *YEAR, zone)

    early = summary_of(episodes, YEAR[0], middle, zone)
    late = summary_of(episodes, middle + timedelta(days=1), YEAR[1], zone)

    assert early.episodes + late.episodes == whole.episodes
    assert early.nights + late.nights == whole.nights


@given(series(max_size=20), ZONES)
def test_the_order_of_the_episodes_means_nothing(episodes, zone):
    forward = summary_of(episodes, *YEAR, zone)

    assert forward == summary_of(episodes[::-1], *YEAR, zone)


def test_a_night_runs_from_noon_to_noon_and_a_month_ends_at_noon():
    episodes = told("2025-10-31T23:00", "2025-11-01T11:59", "2025-11-01T12:00")

    found = summary_of(episodes, date(2025, 10, 1), date(2025, 11, 30), LONDON)

    assert found.months == (
        Month(date(2025, 10, 1), 1, 2),
        Month(date(2025, 11, 1), 1, 1),
    )
    assert (found.nights, found.most_a_night, found.per_night) == (2, 2, 1.5)


def test_the_night_the_clocks_go_back_is_one_night():
    twice = datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    one = told("2025-10-26T00:10")[0]
    episodes = [replace(one, started_at=twice + timedelta(hours=h)) for h in (0, 1)]

    found = summary_of(episodes, date(2025, 10, 25), date(2025, 10, 25), LONDON)

    assert (found.nights, found.hours) == (1, {1: 2})


@pytest.mark.parametrize(
    ("early", "late", "trend"),
    [(1, 3, Trend.MORE), (3, 1, Trend.FEWER), (2, 2, Trend.SAME), (0, 0, Trend.SAME)],
)
def test_the_trend_compares_four_weeks_with_the_four_before(early, late, trend):
    before = [f"2025-10-{10 + n}T03:00" for n in range(early)]
    recent = [f"2025-11-{10 + n}T03:00" for n in range(late)]

    found = summary_of(
        told(*before, *recent), date(2025, 10, 1), date(2025, 11, 25), LONDON
    )

    assert (found.trend, found.recent) == (trend, (early, late))


def test_too_few_nights_have_no_trend():
    assert summary_of([], date(2025, 10, 2), date(2025, 11, 25), LONDON).trend is None


def test_figures_leave_out_what_is_not_known():
    some = told("2025-11-03T03:00", severity=4, leg=Leg.LEFT, signs="")
    more = told("2025-11-04T03:00", severity=9, signs="RF01")
    none = told("2025-11-05T03:00")

    found = summary_of([*some, *more, *none], *YEAR, LONDON)

    assert found.severity == Figures(known=2, median=6.5, most=9)
    assert found.sleep == Figures(known=0, median=None, most=None)
    assert found.legs == {None: 2, "left": 1}
    assert found.signs == {"": 1, "RF01": 1, None: 1}

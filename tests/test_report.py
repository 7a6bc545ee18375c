"""Counts of cramps and of nights."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from skill.episodes.episode import Episode
from skill.episodes.nights import night_of
from skill.episodes.records import Log
from skill.episodes.report import Count, Period, Report, report_of, span_of
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

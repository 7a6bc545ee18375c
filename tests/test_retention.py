"""Cramps older than they are to be kept are deleted by themselves."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from skill.episodes.episode import Episode
from skill.episodes.records import Consent, Log
from skill.episodes.retention import MOST_AT_ONCE
from skill.episodes.store import Diary

pytest_plugins = ("databases",)

NOW = datetime(2025, 11, 24, 3, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.mark.parametrize(("age", "kept"), [(29, True), (31, False)])
def test_a_cramp_goes_when_its_days_are_over(url, age, kept):
    cramp = Episode(started_at=NOW, channel="console", request_id="a")

    with closing(Diary.open(url, keep=30 * DAY)) as diary:
        diary.apply("her", [Log(cramp)], NOW)
        diary.apply("another", [Consent(True, NOW)], NOW + age * DAY)
        found = diary.latest("her")

    assert (found is not None) is kept


def test_where_nothing_is_to_be_deleted_nothing_is(url):
    cramp = Episode(started_at=NOW, channel="console", request_id="a")

    with closing(Diary.open(url, keep=None)) as diary:
        diary.apply("her", [Log(cramp)], NOW)
        diary.apply("another", [Consent(True, NOW)], NOW + 2000 * DAY)
        found = diary.latest("her")

    assert found is not None


def test_many_that_are_over_go_a_part_at_a_time_and_nobody_waits(url):
    cramps = [
        Log(Episode(started_at=NOW + n * MINUTE, channel="console", request_id=f"{n}"))
        for n in range(MOST_AT_ONCE + 1)
    ]

    with closing(Diary.open(url, keep=30 * DAY)) as diary:
        diary.apply("her", cramps, NOW)
        left = []
        for minutes in (0, 2):
            later = NOW + 40 * DAY + minutes * MINUTE
            diary.apply("another", [Consent(True, later)], later)
            left.append(diary.count("her", NOW, NOW + DAY))

    assert left == [1, 0]

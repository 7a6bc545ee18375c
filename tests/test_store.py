"""The diary keeps what it was told, once, on both databases."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.episodes.episode import Episode, EpisodeInvalid, Leg
from skill.episodes.records import (
    Begin,
    Change,
    Consent,
    Correct,
    DropPlace,
    End,
    Log,
    Redo,
    Remove,
    Restore,
    Undo,
)
from skill.episodes.store import Diary

pytest_plugins = ("databases",)

NOW = datetime(2025, 11, 24, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def episode(request_id: str, started_at: datetime = NOW, **told) -> Episode:
    return Episode(
        started_at=started_at, channel="console", request_id=request_id, **told
    )


def all_of(diary: Diary, user: str = "her") -> list[Episode]:
    return diary.within(user, NOW - 40 * DAY, NOW + 40 * DAY)


def test_an_episode_comes_back_as_it_was_told(diary):
    paris = timezone(timedelta(hours=1))
    told = episode(
        "a",
        started_at=datetime(2025, 11, 24, 3, 30, tzinfo=paris),
        ended_at=datetime(2025, 11, 24, 3, 32, tzinfo=paris),
        leg=Leg.LEFT,
        place="calf",
        severity=7,
        sleep=5,
        soreness=0,
        helped="wall",
        stretched=False,
        week=31,
    )

    stored = diary.apply("her", [Log(told)], NOW)

    assert replace(stored, id=None) == told
    assert diary.latest("her") == stored
    assert diary.latest("her").started_at.tzinfo is UTC
    assert diary.latest("her").minutes == 2


def test_times_are_on_disk_in_utc(tmp_path):
    diary = Diary.open(f"sqlite:///{tmp_path}/diary.db")
    paris = timezone(timedelta(hours=1))
    diary.apply(
        "her", [Log(episode("a", datetime(2025, 11, 24, 1, tzinfo=paris)))], NOW
    )
    diary.close()

    with closing(sqlite3.connect(tmp_path / "diary.db")) as file:
        stored = file.execute("SELECT started_at FROM episodes").fetchone()

    assert stored == ("2025-11-24 00:00:00.000000",)


def test_people_do_not_see_each_other(diary):
    diary.apply("her", [Log(episode("a"))], NOW)
    diary.apply("another", [Log(episode("a"))], NOW)

    assert diary.users() == ["another", "her"]
    assert diary.count("her", NOW, NOW + MINUTE) == 1
    assert diary.latest("nobody") is None
    assert diary.apply("nobody", [Undo(NOW)], NOW) is None


@pytest.mark.parametrize("record", [Begin, Log])
def test_the_same_episode_sent_twice_is_stored_once(diary, record):
    first = diary.apply("her", [record(episode("a"))], NOW)
    second = diary.apply("her", [record(episode("a", NOW + MINUTE))], NOW + MINUTE)

    assert second == first
    assert all_of(diary) == [first]


def test_a_retried_relief_that_was_undone_stays_undone(diary):
    diary.apply("her", [Begin(episode("a"))], NOW)
    diary.apply("her", [Undo(NOW)], NOW)

    diary.apply("her", [Begin(episode("a"))], NOW)

    assert all_of(diary) == []


def test_a_request_sent_twice_undoes_one_episode_only(diary):
    for n, request_id in enumerate("ab"):
        moment = NOW + n * MINUTE
        diary.apply("her", [Log(episode(request_id, moment))], moment)

    first = diary.apply("her", [Undo(NOW)], NOW + 3 * MINUTE, "undo")
    second = diary.apply("her", [Undo(NOW)], NOW + 4 * MINUTE, "undo")

    assert first == second
    assert [e.request_id for e in all_of(diary)] == ["a"]


@pytest.mark.parametrize(("minutes", "stored"), [(0, 1), (14, 1), (16, 2)])
def test_a_relief_soon_after_another_is_the_same_one(diary, minutes, stored):
    later = NOW + minutes * MINUTE
    diary.apply("her", [Begin(episode("a"))], NOW)

    known = diary.apply("her", [Begin(episode("b", later, leg=Leg.LEFT))], later)

    assert len(all_of(diary)) == stored
    assert known.leg is Leg.LEFT


def test_a_relief_after_one_that_ended_is_another(diary):
    diary.apply("her", [Begin(episode("a"))], NOW)
    diary.apply("her", [End(NOW + 2 * MINUTE)], NOW)

    diary.apply("her", [Begin(episode("b", NOW + 5 * MINUTE))], NOW)

    assert [e.minutes for e in all_of(diary)] == [2, None]


@pytest.mark.parametrize(("minutes", "lasted"), [(3, 3), (60, 60), (61, None)])
def test_the_end_of_a_relief_is_kept_within_the_hour(diary, minutes, lasted):
    at = NOW + minutes * MINUTE
    diary.apply("her", [Begin(episode("a"))], NOW)

    ended = diary.apply("her", [End(at, helped="wall")], at)
    again = diary.apply("her", [End(at + MINUTE)], at + MINUTE)

    assert (ended and ended.minutes) == lasted
    assert again is None
    assert diary.latest("her").helped == (None if lasted is None else "wall")


@pytest.mark.parametrize(
    ("told", "stored"),
    [
        ({"started_at": NOW + 3 * MINUTE}, 1),
        ({"started_at": NOW + 3 * MINUTE, "leg": Leg.LEFT}, 1),
        ({"started_at": NOW + 3 * MINUTE, "leg": Leg.RIGHT}, 2),
        ({"started_at": NOW + 17 * MINUTE}, 1),
        ({"started_at": NOW + 18 * MINUTE}, 2),
        ({"started_at": NOW - 60 * MINUTE}, 2),
    ],
)
def test_logging_a_relief_just_had_does_not_store_it_twice(diary, told, stored):
    diary.apply("her", [Begin(episode("a", leg=Leg.LEFT))], NOW)
    diary.apply("her", [End(NOW + 2 * MINUTE)], NOW)

    logged = diary.apply("her", [Log(episode("b", severity=7, **told))], NOW)
    retried = diary.apply("her", [Log(episode("b", severity=7, **told))], NOW)

    assert len(all_of(diary)) == stored
    assert logged == retried
    assert logged.severity == 7


def test_two_cramps_logged_are_two(diary):
    diary.apply("her", [Begin(episode("a"))], NOW)

    for n, request_id in enumerate(("b", "c")):
        moment = NOW + n * MINUTE
        diary.apply("her", [Log(episode(request_id, moment))], moment)

    assert len(all_of(diary)) == 2


def test_a_length_told_of_an_open_relief_counts_from_its_start(diary):
    diary.apply("her", [Begin(episode("a"))], NOW)
    told = episode("b", NOW + 3 * MINUTE, ended_at=NOW + 5 * MINUTE)

    logged = diary.apply("her", [Log(told)], NOW + 5 * MINUTE)

    assert (logged.started_at, logged.minutes) == (NOW, 2)


def test_the_last_one_can_be_corrected_for_a_day(diary):
    diary.apply("her", [Log(episode("a", ended_at=NOW + 2 * MINUTE))], NOW)
    changes = {"leg": Leg.RIGHT, "severity": 8, "started_at": NOW - DAY}

    changed = diary.apply("her", [Correct(NOW + MINUTE, changes)], NOW + MINUTE)
    late = diary.apply("her", [Correct(NOW + 25 * 60 * MINUTE, changes)], NOW + DAY)

    assert diary.latest("her") == changed
    assert (changed.leg, changed.severity, changed.minutes) == (Leg.RIGHT, 8, 2)
    assert late is None
    assert diary.latest_changeable("her", NOW + DAY) == changed
    assert diary.latest_changeable("her", NOW + DAY + MINUTE) is None


@pytest.mark.parametrize(
    "changes", [{"severity": 11}, {"id": "x"}, {"minutes": -1}, {"place": "tummy"}]
)
def test_a_correction_that_makes_no_sense_stores_nothing_of_the_turn(diary, changes):
    stored = diary.apply("her", [Log(episode("a"))], NOW)

    with pytest.raises(EpisodeInvalid, match=r"severity|id|ended_at|place"):
        diary.apply("her", [Consent(True, NOW), Correct(NOW, changes)], NOW)

    assert diary.latest("her") == stored
    assert diary.person("her", NOW).consent is None


def test_what_was_undone_is_gone_after_a_day(diary):
    diary.apply("her", [Log(episode("a"))], NOW)
    diary.apply("her", [Undo(NOW)], NOW)

    diary.apply("another", [DropPlace()], NOW + DAY + MINUTE)

    assert diary.apply("her", [Redo(NOW)], NOW + DAY + MINUTE) is None


@settings(max_examples=40)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=8), st.data())
def test_as_many_redos_as_undos_change_nothing(minutes, data):
    diary = Diary.open("sqlite://")
    for n, minute in enumerate(minutes):
        moment = NOW + minute * MINUTE
        diary.apply("her", [Log(episode(f"{n}", moment))], moment)
    times = data.draw(st.integers(1, len(minutes)))
    states = [all_of(diary)]

    for _ in range(times):
        diary.apply("her", [Undo(NOW + DAY / 2)], NOW + DAY / 2)
        states.append(all_of(diary))
    for _ in range(times):
        assert all_of(diary) == states.pop()
        diary.apply("her", [Redo(NOW + DAY / 2)], NOW + DAY / 2)

    assert all_of(diary) == states.pop()
    diary.close()


def test_an_episode_is_changed_and_removed_by_its_id(diary):
    stored = diary.apply("her", [Log(episode("a", severity=3))], NOW)
    later = NOW + 40 * DAY

    changed = diary.apply("her", [Change(stored.id, {"severity": 8})], later)
    removed = diary.apply("her", [Remove(stored.id, later)], later)

    assert (changed.severity, removed.id) == (8, stored.id)
    assert diary.one("her", stored.id) is None
    assert diary.apply("her", [Redo(later)], later).id == stored.id
    assert diary.one("her", stored.id).severity == 8


def test_an_episode_of_somebody_else_is_neither_found_nor_changed(diary):
    hers = diary.apply("her", [Log(episode("a", severity=3))], NOW)

    done = [
        diary.apply("another", [record], NOW)
        for record in (Change(hers.id, {"severity": 9}), Remove(hers.id, NOW))
    ]

    assert done == [None, None]
    assert diary.one("another", hers.id) is None
    assert diary.one("her", hers.id) == hers


def test_one_that_was_taken_out_is_restored_by_its_id(diary):
    first, second = (
        diary.apply("her", [Log(episode(name, NOW + n * DAY))], NOW)
        for n, name in enumerate("ab")
    )
    for each in (first, second):
        diary.apply("her", [Remove(each.id, NOW)], NOW)

    stranger = diary.apply("another", [Restore(first.id, NOW)], NOW)
    late = diary.apply("her", [Restore(first.id, NOW + 2 * DAY)], NOW)
    restored = diary.apply("her", [Restore(first.id, NOW)], NOW)

    assert (stranger, late, restored) == (None, None, first)
    assert all_of(diary) == [first]

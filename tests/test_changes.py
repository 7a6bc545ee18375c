"""A correction can be taken back, and that can be taken back too."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given

from episodes_made import made
from skill.episodes.changes import Replaced
from skill.episodes.episode import Episode, Leg
from skill.episodes.records import Change, Correct, Log, Redo, Undo

pytest_plugins = ("databases",)

NOW = datetime(2025, 11, 24, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


TOLD = Episode(
    started_at=NOW, channel="console", request_id="a", severity=7, leg=Leg.LEFT
)


def logged(diary):
    return diary.apply("her", [Log(TOLD)], NOW)


def corrected(diary, at=NOW + MINUTE):
    changes = {"severity": 8, "started_at": NOW - MINUTE, "leg": Leg.RIGHT}
    return diary.apply("her", [Correct(at, changes)], at)


def test_an_undo_takes_a_correction_back_before_it_takes_the_episode_out(diary):
    before, after, at = logged(diary), corrected(diary), NOW + 2 * MINUTE

    assert diary.has_just_changed("her", at)
    assert diary.apply("her", [Undo(at)], at) == before
    assert not diary.has_just_changed("her", at)
    assert diary.apply("her", [Undo(at)], at) == before
    assert diary.latest("her") is None

    assert diary.apply("her", [Redo(at)], at) == before
    assert diary.apply("her", [Redo(at)], at) == after
    assert diary.apply("her", [Redo(at)], at) is None
    assert diary.latest("her") == after


def test_after_five_minutes_an_undo_means_the_episode(diary):
    logged(diary)
    after, at = corrected(diary), NOW + 7 * MINUTE

    assert not diary.has_just_changed("her", at)
    assert diary.apply("her", [Undo(at)], at) == after
    assert diary.latest("her") is None


def test_a_change_on_the_page_leaves_nothing_to_take_back(diary):
    stored, at = logged(diary), NOW + 2 * MINUTE
    corrected(diary)

    diary.apply("her", [Change(stored.id, {"severity": 3})], at)

    assert not diary.has_just_changed("her", at)


def test_a_correction_that_changes_nothing_leaves_the_last_one_to_take_back(diary):
    before, at = logged(diary), NOW + 2 * MINUTE
    after = corrected(diary)

    again = diary.apply("her", [Correct(at, {"severity": 8})], at)

    assert again == after
    assert diary.apply("her", [Undo(at)], at) == before


def test_what_was_taken_back_last_comes_back_first(diary):
    old = diary.apply("her", [Log(replace(TOLD, request_id="old"))], NOW)
    diary.apply("her", [Undo(NOW)], NOW)
    logged(diary)
    after, at = corrected(diary), NOW + 2 * MINUTE
    diary.apply("her", [Undo(at)], at)

    assert diary.apply("her", [Redo(at)], at) == after
    assert diary.apply("her", [Redo(at)], at) == old


def test_a_request_that_changed_a_cramp_logs_none_when_it_comes_again(diary):
    logged(diary)
    at = NOW + MINUTE
    changed = diary.apply("her", [Correct(at, {"severity": 8})], at, "again")

    told = replace(TOLD, started_at=NOW - 60 * MINUTE, request_id="again")
    found = diary.apply("her", [Log(told)], at, "again")

    assert found == changed
    assert len(diary.within("her", NOW - 90 * MINUTE, NOW + 90 * MINUTE)) == 1


@given(made(id="x"), made(id="x"))
def test_what_was_replaced_is_read_as_it_was_written(before, after):
    replaced = Replaced.by(before, after, NOW)

    read = Replaced.read(replaced.text())

    assert read == replaced
    assert all(getattr(before, name) == value for name, value in read.values.items())

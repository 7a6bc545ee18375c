"""What is kept of a person besides her episodes, and for how long."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from skill.episodes.episode import Episode
from skill.episodes.records import (
    Consent,
    DropPlace,
    Forget,
    KeepPlace,
    Log,
    Place,
    Remember,
)
from skill.episodes.store import Person

pytest_plugins = ("databases",)

NOW = datetime(2025, 11, 24, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PLACE = Place(
    run="calf", step="wall", started_at=NOW - MINUTE, sent_at=NOW, leg="left", clot="no"
)

LOGGED = Log(Episode(started_at=NOW, channel="console", request_id="a"))


def test_consent_is_remembered_and_can_be_taken_back(diary):
    assert diary.person("her", NOW) == Person()

    diary.apply("her", [Consent(True, NOW)], NOW)
    assert diary.person("her", NOW).consent is True

    diary.apply("her", [Consent(False, NOW)], NOW)
    assert diary.person("her", NOW).consent is False


def test_what_she_tells_of_herself_is_kept_with_consent_only(diary):
    cautions = frozenset({"clot", "bed_rest"})
    told = Remember(due_on=date(2026, 2, 1), cautions=cautions)

    diary.apply("her", [told], NOW)
    assert diary.person("her", NOW) == Person()

    diary.apply("her", [Consent(True, NOW), told, Remember()], NOW)
    assert diary.person("her", NOW) == Person(
        consent=True, due_on=told.due_on, cautions=cautions
    )

    diary.apply("her", [Consent(False, NOW)], NOW)
    assert diary.person("her", NOW) == Person(consent=False)


def test_her_place_is_kept_for_fifteen_minutes(diary):
    diary.apply("her", [KeepPlace(replace(PLACE, step="toes_up", leg=None))], NOW)
    diary.apply("her", [KeepPlace(PLACE)], NOW)

    assert diary.person("her", NOW + 15 * MINUTE).place == PLACE
    assert diary.person("her", NOW + 16 * MINUTE).place is None

    diary.apply("another", [DropPlace()], NOW + 16 * MINUTE)
    assert diary.person("her", NOW).place is None


def test_her_place_is_dropped_when_relief_is_over(diary):
    diary.apply("her", [KeepPlace(PLACE)], NOW)

    diary.apply("her", [DropPlace()], NOW)

    assert diary.person("her", NOW).place is None


def test_to_be_forgotten_leaves_nothing(diary):
    everything = [Consent(True, NOW), KeepPlace(PLACE), LOGGED]
    diary.apply("her", everything, NOW, "a")
    diary.apply("another", everything, NOW, "a")

    diary.apply("her", [Forget()], NOW, "b")

    assert diary.person("her", NOW) == Person()
    assert diary.users() == ["another"]
    assert diary.apply("her", [LOGGED], NOW, "a") is not None

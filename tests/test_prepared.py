"""Statements given straight to the driver: the same rows, the same failures."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from skill.episodes.episode import Episode, Leg
from skill.episodes.keepsakes import ASKED_OF_PERSON
from skill.episodes.prepared import first_of
from skill.episodes.records import Consent, KeepPlace, Log, Place
from skill.episodes.rows import asking
from skill.episodes.store import DiaryError

pytest_plugins = ("databases",)

NOW = datetime(2025, 11, 24, 3, tzinfo=UTC)
PLACE = Place(run="calf", step="wall", started_at=NOW, sent_at=NOW, leg="left")
EPISODE = Episode(
    started_at=NOW,
    ended_at=NOW + timedelta(minutes=2),
    channel="console",
    request_id="a",
    leg=Leg.LEFT,
    severity=7,
)
QUESTIONS = {
    "a person": (ASKED_OF_PERSON, {"asked": "her", "oldest": NOW}),
    "a stranger": (ASKED_OF_PERSON, {"asked": "nobody", "oldest": NOW}),
    "an episode": (asking().limit(1), {"person": "her"}),
    "no episode": (asking().limit(1), {"person": "nobody"}),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_row_is_what_sqlalchemy_gives(diary, question):
    diary.apply("her", [Consent(True, NOW), KeepPlace(PLACE), Log(EPISODE)], NOW)
    statement, asked = QUESTIONS[question]

    with diary.connections.reading() as connection:
        found = first_of(connection, statement, asked)
        expected = connection.execute(statement, asked).first()

    assert found == (None if expected is None else tuple(expected))


def test_a_failure_of_the_driver_is_one_of_the_diary_and_quotes_no_value(diary):
    broken = select(func.no_such_function(asking().selected_columns.leg))

    with pytest.raises(DiaryError) as refused, diary.connections.reading() as open_one:
        first_of(open_one, broken, {"her": "secret"})

    assert "no_such_function" in str(refused.value)
    assert "secret" not in str(refused.value)
    assert diary.apply("her", [Log(EPISODE)], NOW) is not None

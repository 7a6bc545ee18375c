"""An older diary becomes today's, and loses nothing."""

from contextlib import closing
from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from skill.episodes.connections import begin_to_write
from skill.episodes.engine import engine_of
from skill.episodes.episode import Episode
from skill.episodes.records import Consent, Log
from skill.episodes.schema import metadata
from skill.episodes.store import Diary, DiaryError
from skill.episodes.versions import FIRST, MIGRATIONS, VERSION

pytest_plugins = ("databases",)

NOW = datetime(2025, 11, 24, 3, tzinfo=UTC)
TOLD = """
INSERT INTO episodes (id, person, request_id, started_at, severity, channel, noted_at)
VALUES ('1', 'her', 'r', '2025-11-23 03:00:00.000000', 7, 'alexa',
        '2025-11-23 03:00:00.000000')
"""


@pytest.fixture
def engine(url):
    made = engine_of(url)
    yield made
    made.dispose()


def first_tables(engine, marked: bool) -> None:
    """Make the tables of 0.1.0; it left no mark of their version."""
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect() as connection:
        begin_to_write(connection)
        settings.attributes["connection"] = connection
        command.upgrade(settings, FIRST)
        if not marked:
            connection.execute(text("DROP TABLE alembic_version"))
        connection.execute(text(TOLD))
        connection.commit()


def differences(engine) -> list:
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
        return [each for each in found if each[0] != "modify_type"]


@pytest.mark.parametrize("marked", [True, False])
def test_a_diary_of_the_first_version_is_brought_up_to_date(url, engine, marked):
    first_tables(engine, marked)

    diary = Diary.open(url)
    kept = diary.latest("her")
    stored = diary.apply(
        "her",
        [
            Log(
                Episode(
                    started_at=NOW,
                    channel="console",
                    request_id="s",
                    signs="RF03",
                )
            )
        ],
        NOW,
    )
    diary.close()

    assert (kept.severity, kept.signs) == (7, None)
    assert stored.signs == "RF03"
    assert differences(engine) == []


def test_a_new_diary_has_the_tables_the_steps_would_make(url, engine):
    diary = Diary.open(url)

    diary.apply("her", [Consent(True, NOW)], NOW)

    diary.close()
    assert differences(engine) == []


def test_the_newest_step_is_the_version_named():
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))

    newest = ScriptDirectory.from_config(settings).get_current_head()

    assert newest == VERSION


def test_a_diary_of_a_newer_program_is_not_touched(url, engine):
    with closing(Diary.open(url)) as ours:
        ours.apply("her", [Consent(True, NOW)], NOW)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9000'"))

    with closing(Diary.open(url)) as older, pytest.raises(DiaryError, match="9000"):
        older.person("her", NOW)

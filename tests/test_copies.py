"""A backup of either database holds all there is, and comes back whole or not."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest
from alembic import command as alembic
from alembic.config import Config
from sqlalchemy import create_engine, select

from skill.episodes.copies import Held, NotEmpty, take_copy, write_copy
from skill.episodes.episode import Episode, Leg
from skill.episodes.records import (
    Consent,
    Forget,
    KeepPlace,
    Log,
    Pair,
    Place,
    Remember,
    SpeakSo,
    Undo,
)
from skill.episodes.schema import metadata
from skill.episodes.store import Diary, DiaryError
from skill.episodes.tokens import Tokens
from skill.episodes.versions import FIRST, MIGRATIONS

pytest_plugins = ("databases",)

NOW = datetime(2025, 11, 24, 3, tzinfo=UTC)
HER, ANOTHER = "a" * 64, "b" * 64


def keep(diary, person=HER, n=1, now=NOW):
    told = Episode(
        started_at=NOW - timedelta(hours=n),
        ended_at=NOW - timedelta(hours=n, minutes=-2),
        leg=Leg.LEFT,
        severity=7,
        stretched=False,
        signs="",
        channel="console",
        request_id=f"{person[0]}{n}",
    )
    diary.apply(person, [Consent(True, now), Log(told)], now, f"r{n}")


@pytest.fixture
def full(diary):
    """Give a diary with something in every table."""
    for n in range(1, 4):
        keep(diary, HER, n)
    keep(diary, ANOTHER)
    place = Place(run="calf", step="pull", started_at=NOW, sent_at=NOW)
    diary.apply(HER, [Undo(NOW)], NOW, "undo")
    diary.apply(HER, [Remember(due_on=date(2026, 3, 1)), KeepPlace(place)], NOW)
    diary.apply(HER, [SpeakSo(voice="whisper")], NOW)
    Tokens(diary.connections).make(HER, "button", NOW)
    signins = diary.signins()
    secret = signins.show("address", NOW)
    diary.apply(HER, [Pair(signins.shown(secret, NOW).code, NOW)], NOW)
    signins.sign_in(secret, "Firefox", NOW)
    signins.show("address", NOW)
    return diary


@pytest.fixture
def copy(full, tmp_path):
    write_copy(full.connections, tmp_path / "copy")
    return tmp_path / "copy"


def rows_of(connections):
    with connections.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=str)
            for table in metadata.sorted_tables
        }


def changed(file, *statements):
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            connection.execute(statement)


def test_a_copy_is_taken_by_another_database_row_for_row(full, copy, tmp_path):
    with closing(Diary.open(f"sqlite:///{tmp_path}/another.db")) as another:
        held = take_copy(another.connections, copy, over=False)

        assert rows_of(another.connections) == rows_of(full.connections)

    assert all(rows_of(full.connections).values())
    assert held == Held(cramps=3, people=2)


def test_a_copy_comes_back_as_it_was(full, copy):
    before = rows_of(full.connections)
    full.apply(HER, [Forget()], NOW)
    keep(full, ANOTHER, 9)

    take_copy(full.connections, copy, over=True)

    assert rows_of(full.connections) == before
    later = NOW + timedelta(minutes=5)
    keep(full, HER, 10, later)
    assert full.latest_changeable(HER, later).started_at == NOW - timedelta(hours=10)


def test_nothing_is_deleted_that_nobody_gave_up(full, copy):
    keep(full, ANOTHER, 9)
    before = rows_of(full.connections)

    with pytest.raises(NotEmpty) as raised:
        take_copy(full.connections, copy, over=False)

    assert raised.value.held == Held(cramps=4, people=2)
    assert rows_of(full.connections) == before


def test_what_is_being_written_is_in_it_whole_or_not_at_all(full, tmp_path):
    with full.connections.writing() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
        held = write_copy(full.connections, tmp_path / "copy")

    assert held == Held(cramps=3, people=2)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE episodes SET severity = 99",
        "UPDATE people SET consent = NULL WHERE 0; DROP TABLE tokens",
        "UPDATE alembic_version SET version_num = '9000'",
        "DROP TABLE alembic_version; DROP TABLE requests",
        "UPDATE requests SET episode = 'nobody has it'",
    ],
)
def test_a_copy_that_is_not_sound_changes_nothing(full, copy, statement):
    before = rows_of(full.connections)
    changed(copy, *statement.split(";"))

    with pytest.raises(DiaryError):
        take_copy(full.connections, copy, over=True)

    assert rows_of(full.connections) == before


@pytest.mark.parametrize("kept", [0, 10, 4096, 20_000])
def test_a_file_that_was_cut_short_changes_nothing(full, copy, kept):
    before = rows_of(full.connections)
    copy.write_bytes(copy.read_bytes()[:kept])

    with pytest.raises(DiaryError):
        take_copy(full.connections, copy, over=True)

    assert rows_of(full.connections) == before


def test_an_older_diary_is_brought_up_to_date_on_the_way(diary, tmp_path):
    old = tmp_path / "old.db"
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    with create_engine(f"sqlite:///{old}").connect() as connection:
        settings.attributes["connection"] = connection
        alembic.upgrade(settings, FIRST)
        connection.commit()
    at = "2025-11-23 03:00:00.000000"
    row = f"('1', '{HER}', 'r', '{at}', 7, 'alexa', '{at}')"
    columns = "id, person, request_id, started_at, severity, channel, noted_at"
    changed(old, f"INSERT INTO episodes ({columns}) VALUES {row}")
    before = old.read_bytes()

    take_copy(diary.connections, old, over=False)

    assert diary.latest(HER).severity == 7
    assert old.read_bytes() == before


def test_the_commands_bring_back_what_was_deleted(command, tmp_path):
    file = tmp_path / "backup"
    command("say", "log a cramp, left leg, pain seven")
    kept = command("backup", str(file))
    command("say", "--conversation", said="delete everything\nyes\n")
    nothing = command("backup", str(file), "--force")
    back = command("restore", str(file))

    assert (kept.exit_code, back.exit_code) == (0, 0)
    assert "one cramp of one person" in kept.output
    assert "secret" in kept.stderr
    assert file.stat().st_mode & 0o777 == 0o600
    assert "nothing to back up" in nothing.stderr
    assert " 7 " in command("log").output
    assert [each.name for each in tmp_path.glob("tmp*")] == []


def test_the_commands_write_over_nothing_unasked(command, tmp_path):
    file = tmp_path / "backup"
    file.write_text("something else")
    command("say", "log a cramp")
    itself = command("backup", f"{tmp_path}/cramp-relief/diary.db", "--force")
    refused = command("backup", str(file))
    before = file.read_text()
    forced = command("backup", str(file), "--force")
    kept = command("restore", str(file))
    replaced = command("restore", str(file), "--force")

    assert (itself.exit_code, refused.exit_code, kept.exit_code) == (1, 1, 1)
    assert "the diary itself" in itself.stderr
    assert ("--force" in refused.stderr, before) == (True, "something else")
    assert "one cramp of one person would go" in kept.stderr
    assert (forced.exit_code, replaced.exit_code) == (0, 0)

"""A database that fails is one kind of error, and the diary recovers from it."""

import os
import resource
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from skill.episodes.engine import engine_of
from skill.episodes.episode import Episode
from skill.episodes.records import Log
from skill.episodes.store import Diary, DiaryError

pytest_plugins = ("databases",)

NOW = datetime(2025, 11, 24, 3, tzinfo=UTC)
NOBODY = 65534


def log(diary: Diary, request_id: str = "a", user: str = "her"):
    told = Episode(started_at=NOW, channel="console", request_id=request_id)
    return diary.apply(user, [Log(told)], NOW, request_id)


@pytest.fixture
def path() -> Iterator[Path]:
    """A diary file in a folder that users without rights can look into."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder / "diary.db"
    shutil.rmtree(folder)


@pytest.fixture
def on_file(path) -> Iterator[Diary]:
    opened = Diary.open(f"sqlite:///{path}")
    yield opened
    opened.close()


@contextmanager
def _made_read_only(path: Path) -> Iterator[None]:
    path.chmod(0o444)
    path.parent.chmod(0o555)
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
        path.parent.chmod(0o755)
        path.chmod(0o644)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def _full_disk(path: Path) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = path.with_name("diary.db-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def _missing_folder(path: Path) -> Iterator[None]:
    path.parent.rename(path.parent.with_suffix(".away"))
    yield
    path.parent.with_suffix(".away").rename(path.parent)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 1000),
    ],
)
def test_a_commit_is_on_disk_and_a_lock_waited_for_a_second(path, setting, value):
    engine = engine_of(f"sqlite:///{path}")

    with engine.connect() as connection:
        found = connection.exec_driver_sql(f"PRAGMA {setting}").scalar()
    engine.dispose()

    assert found == value


@pytest.mark.parametrize("fault", [_locked, _full_disk, _missing_folder])
def test_a_fault_stores_nothing_and_passes(on_file, path, fault):
    log(on_file, "before")

    with fault(path), pytest.raises(DiaryError):
        log(on_file, "during")
    stored = log(on_file, "after")

    assert stored.request_id == "after"
    assert on_file.count("her", NOW, NOW + timedelta(minutes=1)) == 2


def test_a_file_that_became_read_only_is_a_fault_that_passes(path):
    first = Diary.open(f"sqlite:///{path}")
    log(first, "before")
    first.close()
    diary = Diary.open(f"sqlite:///{path}")

    with _made_read_only(path), pytest.raises(DiaryError):
        log(diary, "during")
    stored = log(diary, "after")
    diary.close()

    assert stored.request_id == "after"


def test_a_diary_opens_before_its_folder_exists(tmp_path):
    diary = Diary.open(f"sqlite:///{tmp_path}/later/diary.db")

    with pytest.raises(DiaryError, match="SQLITE_CANTOPEN"):
        diary.person("her", NOW)
    (tmp_path / "later").mkdir()

    assert log(diary) == diary.latest("her")
    diary.close()


def test_a_file_that_is_no_diary_is_a_fault_and_is_left_alone(on_file, path):
    path.write_bytes(b"not a database, but somebody's own file\n" * 200)

    with pytest.raises(DiaryError, match="SQLITE_NOTADB"):
        log(on_file)
    content = path.read_bytes()
    path.unlink()

    assert content.startswith(b"not a database")
    assert log(on_file) == on_file.latest("her")


def test_readers_are_not_kept_waiting_by_a_writer(on_file, path):
    stored = log(on_file)

    with _locked(path):
        assert on_file.latest("her") == stored


def test_nothing_is_written_to_a_file_that_was_deleted(on_file, path):
    log(on_file, "a")
    for file in path.parent.iterdir():
        file.unlink()

    stored = log(on_file, "b")

    second = Diary.open(f"sqlite:///{path}")
    assert second.latest("her") == stored
    second.close()


def test_an_error_names_nobody(on_file, path):
    log(on_file, "a", user="her-key")
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE episodes SET leg = 'tail'")
        other.commit()

    with pytest.raises(DiaryError, match="tail") as refused:
        on_file.latest("her-key")

    assert "her-key" not in str(refused.value)


@pytest.mark.parametrize("url", ["mysql://x/y", "diary.db", ""])
def test_another_kind_of_database_is_refused_at_the_start(url):
    with pytest.raises(DiaryError):
        Diary.open(url)


def test_a_postgresql_nobody_answers_for_is_a_fault():
    diary = Diary.open("postgresql://nobody@127.0.0.1:9/none")

    with pytest.raises(DiaryError):
        log(diary)


def test_connections_postgresql_dropped_are_made_again(postgres_server):
    diary = Diary.open(f"{postgres_server}/postgres")
    log(diary, "a")
    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )

    stored = log(diary, "b")

    assert stored.request_id == "b"
    diary.close()


@contextmanager
def _standing_still(diary: Diary) -> Iterator[None]:
    """Freeze the process that serves the diary's one idle connection."""
    with diary.connections.reading() as connection:
        server = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    os.kill(server, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server, signal.SIGCONT)


def test_a_postgresql_that_stands_still_is_left_for_another_connection(postgres_server):
    with closing(Diary.open(f"{postgres_server}/postgres")) as diary:
        log(diary, "a")

        with _standing_still(diary):
            stored = log(diary, "b")

    assert stored.request_id == "b"


def test_a_turn_gives_a_postgresql_up_that_stands_still_within_it(postgres_server):
    diary = Diary.open(f"{postgres_server}/postgres")

    with diary.at_hand() as held, _standing_still(held):
        with pytest.raises(DiaryError, match="no answer in time"):
            log(held, "a")
        stored = log(held, "b")

    assert stored.request_id == "b"
    diary.close()

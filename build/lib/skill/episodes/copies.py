"""All that is kept, copied into one SQLite file and back, from either database.

Rows are copied, not pages of a file: a copy of PostgreSQL can be taken by SQLite and
the other way round, and what takes it goes on serving meanwhile.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from sqlalchemy import (
    URL,
    Connection,
    NullPool,
    create_engine,
    delete,
    func,
    insert,
    select,
    text,
    union,
)

from skill.episodes.connections import Connections
from skill.episodes.faults import DiaryError, as_diary_errors
from skill.episodes.rows import LIVE
from skill.episodes.schema import browsers, episodes, metadata, people, tokens, voices
from skill.episodes.versions import bring_up_to_date, version_of

AT_ONCE = 1_000
"""Rows held in memory."""
OWNED = (episodes, people, voices, browsers, tokens)
"""Tables that tell whether somebody keeps anything here."""
CRAMPS = select(func.count()).select_from(episodes).where(LIVE)
OWNERS = union(*(select(table.c.person) for table in OWNED)).subquery()
PERSONS = select(func.count()).select_from(OWNERS)
PATIENT = (
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL idle_in_transaction_session_timeout = 0",
)
"""For PostgreSQL: a copy takes longer than anybody at night may wait."""
STILL = ("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", *PATIENT)
ALONE = (
    *PATIENT,
    f"LOCK TABLE {', '.join(metadata.tables)} IN EXCLUSIVE MODE",
)

ROOM = "PRAGMA cache_size = -65536"
"""64 MB for SQLite, which else reads its indexes again for each of many rows."""
UNGUARDED = ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", ROOM)
"""For a file that is thrown away where anything fails."""


@dataclass(frozen=True, slots=True)
class Held:
    """How much there is."""

    cramps: int
    """Without those taken out."""
    people: int
    """Everybody of whom anything is kept."""


class NotEmpty(Exception):
    """Taking a copy would delete what is there; nothing was done."""

    def __init__(self, held: Held) -> None:
        """Tell how much is there."""
        super().__init__(held)
        self.held = held


def write_copy(connections: Connections, file: Path) -> Held:
    """Copy everything as it is at one moment into a file that is empty or not there.

    Raises:
        DiaryError: the database or the file cannot do it now.

    """
    with connections.reading() as source, _opened(file) as target:
        _begin(source)
        bring_up_to_date(target)
        _pour(source, target)
        return _held(target)


def take_copy(connections: Connections, file: Path, *, over: bool) -> Held:
    """Put a copy in the place of everything, all of it or nothing.

    A file of an older version is brought up to date on the way; it stays as it is.

    Raises:
        DiaryError: the file is no sound copy, or the database cannot do it now.
        NotEmpty: somebody keeps something here, and not `over`.

    """
    with _checked(file) as source, connections.writing() as target:
        for statement in ALONE if _is_postgresql(target) else (ROOM,):
            target.execute(text(statement))
        there = _held(target)
        if there.people and not over:
            raise NotEmpty(there)
        for table in reversed(metadata.sorted_tables):
            target.execute(delete(table))
        _pour(source, target)
        return _held(target)


@contextmanager
def _checked(file: Path) -> Iterator[Connection]:
    """Give a copy as today's tables, from a duplicate that may be changed."""
    with as_diary_errors(), TemporaryDirectory() as folder:
        duplicate = Path(folder, "copy.db")
        address = f"file:{quote(str(file.absolute()))}?mode=ro"
        with (
            closing(sqlite3.connect(address, uri=True)) as given,
            closing(sqlite3.connect(duplicate)) as taken,
        ):
            given.backup(taken)
            found = [row[0] for row in taken.execute("PRAGMA integrity_check")]
            found += taken.execute("PRAGMA foreign_key_check")
        if found != ["ok"]:
            raise DiaryError("diary: the file is damaged")
        with _opened(duplicate) as connection:
            if version_of(connection) is None:
                raise DiaryError("diary: the file holds no diary")
            bring_up_to_date(connection)
            yield connection


@contextmanager
def _opened(file: Path) -> Iterator[Connection]:
    """Give a file of its own, without the second file of a diary in use."""
    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        poolclass=NullPool,
        hide_parameters=True,
    )
    with as_diary_errors(), engine.connect() as connection:
        for statement in UNGUARDED:
            connection.execute(text(statement))
        yield connection
        connection.commit()


def _begin(source: Connection) -> None:
    """Read everything as it is now, whoever writes meanwhile."""
    if _is_postgresql(source):
        for statement in STILL:
            source.execute(text(statement))
    else:
        source.connection.cursor().execute("BEGIN")


def _is_postgresql(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _pour(source: Connection, target: Connection) -> None:
    for table in metadata.sorted_tables:
        found = source.execute(
            select(table), execution_options={"yield_per": AT_ONCE}
        ).mappings()
        for rows in found.partitions():
            target.execute(insert(table), [dict(row) for row in rows])


def _held(connection: Connection) -> Held:
    cramps, persons = (connection.execute(q).scalar_one() for q in (CRAMPS, PERSONS))
    return Held(cramps, persons)

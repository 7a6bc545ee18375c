"""Connections to SQLite or PostgreSQL that wait at most about a second."""

import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Dialect,
    Engine,
    QueuePool,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

WAIT_SECONDS = 1
"""Longest wait for a lock, a statement or a free connection."""
CONNECT_SECONDS = 2
"""Longest wait for a server that does not answer; the least libpq takes."""
POOL_SIZE = 16
"""Connections kept for the threads of one worker."""

PRIVATE = 0o600
WAL_ATTEMPTS = 20
"""How often to ask for WAL while other workers make the same new file."""
POSTGRES_OPTIONS = (
    f"-c statement_timeout={WAIT_SECONDS}s -c lock_timeout={WAIT_SECONDS}s"
    " -c idle_in_transaction_session_timeout=10s"
)


def engine_of(url: str) -> Engine:
    """Give an engine that has connected to nothing yet.

    Raises `ArgumentError` when the URL is for neither database.
    """
    place = make_url(url)
    backend = place.get_backend_name()
    if backend == "sqlite":
        return _sqlite(place)
    if backend in ("postgresql", "postgres"):
        return _postgres(place)
    raise ArgumentError(f"no diary on {backend!r}, expected sqlite or postgresql")


def one_at_a_time(connection: Connection, lock: int) -> None:
    """Wait until nobody else holds a lock, and hold it until the transaction ends.

    For transactions that write: SQLite lets one at a time do so at all.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(lock)))


def _sqlite(url: URL) -> Engine:
    in_memory = url.database in (None, "", ":memory:")
    engine = create_engine(
        url,
        # A diary in memory is its one connection, passed from hand to hand.
        **_pool(size=1 if in_memory else POOL_SIZE),
        connect_args={"timeout": WAIT_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "do_connect", _make_private)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "checkout", _refuse_moved_file)
    return engine


def _make_private(
    _dialect: Dialect, _entry: object, given: Sequence[Any], _named: Mapping[str, Any]
) -> None:
    """Make a new file its owner's alone; SQLite gives its other files the same."""
    path = given[0]
    if path and path != ":memory:" and not os.path.exists(path):  # noqa: PTH110
        with suppress(OSError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE))


def _postgres(url: URL) -> Engine:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        **_pool(size=POOL_SIZE),
        # A server that was restarted is met with a new connection.
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "tcp_user_timeout": CONNECT_SECONDS * 1_000,
            "options": POSTGRES_OPTIONS,
        },
    )
    event.listen(engine, "do_connect", _connect_patiently)
    return engine


def _connect_patiently(
    _dialect: Dialect, _entry: object, given: Sequence[Any], named: Mapping[str, Any]
) -> object:
    from skill.episodes.patient import PatientConnection  # only where it is used

    return PatientConnection.connect(*given, **named)


def _pool(size: int) -> Mapping[str, Any]:
    """Give settings both share; values of statements stay out of messages."""
    return {
        "poolclass": QueuePool,
        "pool_size": size,
        "max_overflow": 0,
        "pool_timeout": WAIT_SECONDS,
        "hide_parameters": True,
    }


def _set_up_sqlite(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
    try:
        connection.isolation_level = None
        _write_ahead(connection)
        # In WAL, only FULL has a commit on disk before it returns.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        _, _, path = connection.execute("PRAGMA database_list").fetchone()
        entry.info["file"] = (path, _identity_of(path))
    except BaseException:
        connection.close()
        raise


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Have the file in WAL, where readers and the one writer do not wait.

    SQLite does not wait for a lock to make the switch, but it does to begin.
    """
    for attempt in range(1, WAL_ATTEMPTS + 1):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or attempt == WAL_ATTEMPTS:
                raise
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        else:
            return


def _refuse_moved_file(
    connection: sqlite3.Connection, entry: ConnectionPoolEntry, _: object
) -> None:
    """Have the pool connect anew when its file was deleted or replaced.

    SQLite would go on writing to a file nobody can find again.
    """
    path, identity = entry.info["file"]
    if path and _identity_of(path) != identity:
        raise DisconnectionError("the diary's file was moved")


def _identity_of(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116, a third of the time of a Path
    except OSError:
        return None
    return found.st_dev, found.st_ino

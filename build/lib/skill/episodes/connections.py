"""Connections of the diary: one for each call, or one held for a whole turn."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from skill.episodes.faults import as_diary_errors
from skill.episodes.versions import VERSION, bring_up_to_date, version_of


class Connections:
    """Gives connections of an engine; everything that fails is a `DiaryError`."""

    def __init__(self, engine: Engine, *, holds: bool = False) -> None:
        """Connect to nothing before the first use."""
        self._engine = engine
        self._holds = holds
        self._held: Connection | None = None

    def dispose(self) -> None:
        """Let go of the database; another use would connect anew."""
        self._engine.dispose()

    @contextmanager
    def held(self) -> Iterator["Connections"]:
        """Give the same, over one connection that is kept until the end.

        One that failed is let go at once, and the next use takes another.
        """
        held = Connections(self._engine, holds=True)
        try:
            yield held
        finally:
            held._let_go()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection to ask with; what is asked is read as it is now."""
        with as_diary_errors():
            connection = self._held or self._connected()
            try:
                yield connection
            except BaseException:
                self._held = None
                connection.close()
                raise
            if self._holds:
                self._held = connection
            else:
                connection.close()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a transaction: all of it is on disk afterwards, or none.

        What was asked in the turn before does not belong to it.
        """
        with self.reading() as connection:
            begin_to_write(connection)
            if not connection.in_transaction():
                connection.begin()
            yield connection
            connection.commit()

    def _connected(self) -> Connection:
        connection = self._engine.connect()
        if "created" not in connection.info:
            try:
                _create(connection)
            except BaseException:
                connection.close()
                raise
        return connection

    def _let_go(self) -> None:
        connection, self._held = self._held, None
        if connection is not None:
            with as_diary_errors():
                connection.close()


def begin_to_write(connection: Connection) -> None:
    """Take SQLite's write lock at once: to wait for it later could fail at once.

    PostgreSQL has begun its transaction with the first question of the turn; there
    each statement sees what is stored when it runs.
    """
    if connection.dialect.name == "sqlite":
        connection.connection.cursor().execute("BEGIN IMMEDIATE")


def _create(connection: Connection) -> None:
    """Make sure of today's tables, once for each connection.

    A file deleted and made again in between has a new connection, and so new
    tables.
    """
    if version_of(connection) != VERSION:
        begin_to_write(connection)
        bring_up_to_date(connection)
    connection.commit()
    connection.info["created"] = True

"""Statements that every turn runs, compiled once and given straight to the driver.

SQLAlchemy makes them, converts their values and owns the connection; only its way from
a statement to a result, which costs more than SQLite itself, is not gone again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import Insert
from sqlalchemy.types import TypeEngine

Statement = Select[Any] | Insert
Convert = Callable[[Any], Any]
MOST_KEPT = 128
"""Statements kept compiled; there are a handful for each database open."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement in the words of one database."""

    sql: str
    order: tuple[str, ...] | None
    """Names of its values where the driver takes them by place, None: by name."""
    fixed: Mapping[str, Any]
    """Values that stand in the statement itself."""
    converts: Mapping[str, Convert]
    """Of values the driver does not take as they are."""
    reads: tuple[Convert | None, ...]
    """Of each column of a result."""

    def values(self, given: Mapping[str, Any]) -> Any:
        """Give the values as the driver takes them."""
        told = {**self.fixed, **given}
        for name, convert in self.converts.items():
            told[name] = convert(told[name])
        return told if self.order is None else [told[name] for name in self.order]

    def row(self, found: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
        """Give a row of the driver's as SQLAlchemy would."""
        if found is None:
            return None
        pairs = zip(self.reads, found, strict=True)
        return tuple(value if read is None else read(value) for read, value in pairs)


def first_of(
    connection: Connection, question: Select[Any], asked: Mapping[str, Any]
) -> tuple[Any, ...] | None:
    """Give the first row a question finds, None: there is none."""
    made = prepared(question, connection.dialect, ())
    cursor = _run(connection, made, asked)
    try:
        return made.row(cursor.fetchone())
    finally:
        cursor.close()


def stored(connection: Connection, adding: Insert, told: Mapping[str, Any]) -> int:
    """Run an insert within a transaction; give how many rows it stored."""
    made = prepared(adding, connection.dialect, tuple(told))
    cursor = _run(connection, made, told)
    try:
        return cursor.rowcount
    finally:
        cursor.close()


@lru_cache(MOST_KEPT)
def prepared(
    statement: Statement, dialect: Dialect, columns: tuple[str, ...]
) -> Prepared:
    """Compile a statement; `columns` are those that an insert without any names."""
    made = statement.compile(dialect=dialect, column_keys=list(columns) or None)
    kinds = {name: bind.type for name, bind in made.binds.items()}
    selected = statement.selected_columns if isinstance(statement, Select) else ()
    converts = {
        name: convert
        for name, kind in kinds.items()
        if (convert := _of(kind, dialect).bind_processor(dialect))
    }
    return Prepared(
        sql=str(made),
        order=tuple(made.positiontup or ()) if made.positional else None,
        fixed={k: v for k, v in made.params.items() if v is not None},
        converts=converts,
        reads=tuple(
            _of(column.type, dialect).result_processor(dialect, None)
            for column in selected
        ),
    )


def _of(kind: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return kind.dialect_impl(dialect)


def _run(
    connection: Connection, made: Prepared, given: Mapping[str, Any]
) -> DBAPICursor:
    raw = connection.connection
    cursor = raw.cursor()
    try:
        cursor.execute(made.sql, made.values(given))
    except connection.dialect.loaded_dbapi.Error as error:
        if connection.dialect.is_disconnect(error, raw, cursor):
            connection.invalidate(error)
        raise DBAPIError(None, None, error) from error
    return cursor

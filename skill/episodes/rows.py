"""Rows of the tables as values, and values as rows."""

from dataclasses import fields
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from skill.episodes.episode import Episode, Leg
from skill.episodes.faults import DiaryError
from skill.episodes.records import Place
from skill.episodes.schema import episodes, places

EPISODE_COLUMNS = tuple(episodes.c[f.name] for f in fields(Episode))
PLACE_COLUMNS = tuple(places.c[f.name] for f in fields(Place))
LIVE = episodes.c.deleted_at.is_(None)
"""Episodes that were not undone."""


HERS = episodes.c.person == bindparam("person")
"""Episodes of the person a question is asked for."""


def asking(*such: ColumnElement[bool]) -> Select[Any]:
    """Select her episodes of a kind, the undone ones too."""
    return select(*EPISODE_COLUMNS).where(HERS, *such)


def episode_of(row: Row[Any] | None) -> Episode | None:
    """Give the episode in a row that has `EPISODE_COLUMNS`; None for no row.

    Raises `DiaryError` for a row that was changed by hand into no valid episode.
    """
    if row is None:
        return None
    values = {column.name: row._mapping[column] for column in EPISODE_COLUMNS}
    try:
        values["leg"] = None if values["leg"] is None else Leg(values["leg"])
        return Episode(**values)
    except ValueError as error:
        raise DiaryError(f"diary: episode {values['id']}: {error}") from error


def values_of(told: Episode | Place) -> dict[str, Any]:
    """Give the columns of an episode, or of a place."""
    return {f.name: getattr(told, f.name) for f in fields(told)}


@cache
def adding_to(table: Table, dialect: str) -> sqlite.Insert | postgresql.Insert:
    """Give the insert of a row, unless one of the same request is there."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing()


@cache
def putting_into(
    table: Table, columns: tuple[str, ...], dialect: str
) -> sqlite.Insert | postgresql.Insert:
    """Give the insert of a person's one row, over these columns of what she had."""
    insert = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)
    told = {name: insert.excluded[name] for name in columns}
    return insert.on_conflict_do_update(index_elements=[table.c.person], set_=told)

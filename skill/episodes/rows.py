"""Rows of the tables as values, and values as rows."""

from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from skill.episodes.episode import Episode, Leg
from skill.episodes.faults import DiaryError
from skill.episodes.records import Place
from skill.episodes.schema import episodes, places, requests

EPISODE_FIELDS = tuple(f.name for f in fields(Episode))
EPISODE_COLUMNS = tuple(episodes.c[name] for name in EPISODE_FIELDS)
PLACE_FIELDS = tuple(f.name for f in fields(Place))
PLACE_COLUMNS = tuple(places.c[name] for name in PLACE_FIELDS)
LATER = ("replaced", "deleted_at")
"""Columns a new episode has nothing in."""
LIVE = episodes.c.deleted_at.is_(None)
"""Episodes that were not undone."""


HERS = episodes.c.person == bindparam("person")
"""Episodes of the person a question is asked for."""


THE_REQUEST = (
    requests.c.person == bindparam("person"),
    requests.c.request_id == bindparam("request_id"),
)
"""Of a request that was stored before."""
SENT = select(requests.c.request_id).where(*THE_REQUEST)
"""The request, if something was stored of it that could be stored once only."""


def asking(*such: ColumnElement[bool]) -> Select[Any]:
    """Select her episodes of a kind, the undone ones too."""
    return select(*EPISODE_COLUMNS).where(HERS, *such)


def episode_of(row: Sequence[Any] | None) -> Episode | None:
    """Give the episode in a row of `EPISODE_COLUMNS`; None for no row.

    Raises `DiaryError` for a row that was changed by hand into no valid episode.
    """
    if row is None:
        return None
    values = dict(zip(EPISODE_FIELDS, row, strict=True))
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
def adding_unless(
    found: Select[Any], dialect: str
) -> sqlite.Insert | postgresql.Insert:
    """Give the insert of an episode, unless a question finds one, or its request has.

    The request may have had another, or have changed one.

    Its values are named like the columns, beside those the question takes.
    """
    columns = [column for column in episodes.c if column.name not in LATER]
    told = (bindparam(column.name, type_=column.type) for column in columns)
    return adding_to(episodes, dialect).from_select(
        [column.name for column in columns],
        select(*told).where(~found.exists(), ~SENT.exists()),
    )


@cache
def putting_into(
    table: Table, columns: tuple[str, ...], dialect: str
) -> sqlite.Insert | postgresql.Insert:
    """Give the insert of a person's one row, over these columns of what she had."""
    insert = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)
    told = {name: insert.excluded[name] for name in columns}
    return insert.on_conflict_do_update(index_elements=[table.c.person], set_=told)

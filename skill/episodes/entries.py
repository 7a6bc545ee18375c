"""How what she tells of cramps is written, in a transaction its caller owns."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import singledispatch
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    Connection,
    Select,
    Table,
    bindparam,
    delete,
    func,
    or_,
    update,
)

from skill.episodes.episode import Episode, completed, corrected
from skill.episodes.prepared import stored
from skill.episodes.records import (
    Begin,
    End,
    Log,
    Record,
    Sign,
    Withdraw,
)
from skill.episodes.rows import LIVE, SENT, adding_unless, asking, episode_of, values_of
from skill.episodes.schema import Moment, episodes

SAME_RELIEF = timedelta(minutes=15)
"""A relief asked for, or logged, this near to another is the same one."""
LONGEST_OPEN = timedelta(minutes=60)
"""An episode open for longer has an end nobody knows."""
CHANGEABLE_FOR = timedelta(hours=24)
"""How long an episode may be undone, brought back or corrected."""

ROW = episodes.c
SINCE, UNTIL, AT = (bindparam(n, type_=Moment) for n in ("since", "until", "at"))
BEGAN = ROW.started_at.between(SINCE, UNTIL)
OF_LOG = asking(ROW.logged_by == bindparam("request"))
OF_REQUEST = asking(ROW.request_id == bindparam("request"))
LATEST_BEGUN = asking(LIVE, BEGAN).order_by(ROW.started_at.desc(), ROW.id).limit(1)
GOING_ON = LATEST_BEGUN.where(or_(ROW.ended_at.is_(None), ROW.ended_at >= AT))
BEGUN_AT = asking(LIVE, ROW.started_at == AT).limit(1)
UNLOGGED = LATEST_BEGUN.where(
    ROW.logged_by.is_(None),
    func.coalesce(ROW.ended_at, ROW.started_at) >= AT,
    or_(
        ROW.leg.is_(None),
        bindparam("leg", type_=ROW.leg.type).is_(None),
        ROW.leg == bindparam("leg", type_=ROW.leg.type),
    ),
)
OF_ID = asking(LIVE, ROW.id == bindparam("id"))
LOGGED = (
    asking(LIVE, ROW.logged_by.is_not(None), ROW.noted_at >= SINCE)
    .order_by(ROW.noted_at.desc(), ROW.id.desc())
    .limit(1)
)
NEWEST = (
    asking(LIVE, ROW.noted_at >= SINCE)
    .order_by(ROW.noted_at.desc(), ROW.id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Page:
    """One person's diary within one transaction."""

    connection: Connection
    person: str
    now: datetime
    secret: bytes = b""
    """What codes are hashed with."""

    @property
    def dialect(self) -> str:
        """Which database this is: sqlite or postgresql."""
        return self.connection.dialect.name

    def first(
        self, question: Select[Any], **asked: datetime | str | None
    ) -> Episode | None:
        """Give the first of her episodes that a question finds."""
        found = self.connection.execute(question, asked | {"person": self.person})
        return episode_of(found.first())

    def newest(self, at: datetime) -> Episode | None:
        """Give the episode that "undo" and "it was the right leg" mean."""
        return self.first(NEWEST, since=at - CHANGEABLE_FOR)

    def was_sent(self, request_id: str) -> bool:
        """Tell whether a request changed an episode before."""
        asked = {"person": self.person, "request_id": request_id}
        return self.connection.execute(SENT, asked).first() is not None

    def add(
        self,
        told: Episode,
        unless: Select[Any],
        asked: Mapping[str, datetime | str | None],
        logged_by: str | None = None,
    ) -> Episode | None:
        """Store an episode; None where a question finds one or its request has one."""
        new = replace(told, id=uuid4().hex)
        row = {"person": self.person, "logged_by": logged_by, "noted_at": self.now}
        adding = adding_unless(unless, self.dialect)
        values = {**values_of(new), **row, **asked}
        return new if stored(self.connection, adding, values) else None

    def drop(self, *tables: Table) -> None:
        """Delete all that some tables keep of her."""
        for table in tables:
            self.connection.execute(delete(table).where(table.c.person == self.person))

    def change(self, episode: Episode, **more: datetime | str | None) -> Episode:
        """Store an episode that has changed, and give it."""
        changing = update(episodes).where(ROW.id == episode.id)
        self.connection.execute(changing, values_of(episode) | more)
        return episode


@singledispatch
def write(record: Record, page: Page) -> Episode | None:
    """Write a record; give the episode it stored, changed, undid or found.

    Raises `EpisodeInvalid` when a correction makes no valid episode.
    """
    raise TypeError(f"{type(record).__name__} is not a record")


@write.register
def _begin(record: Begin, page: Page) -> Episode | None:
    told = record.episode
    at = told.started_at
    asked = {"since": at - SAME_RELIEF, "until": at + SAME_RELIEF, "at": at}
    if new := page.add(told, GOING_ON, asked):
        return new
    going_on = page.first(GOING_ON, **asked)
    if going_on is None:
        return page.first(OF_REQUEST, request=told.request_id)
    fuller = completed(going_on, told)
    return going_on if fuller == going_on else page.change(fuller)


@write.register
def _withdraw(record: Withdraw, page: Page) -> Episode | None:
    none_of_hers = (
        ROW.person == page.person,
        ROW.started_at == record.started_at,
        ROW.ended_at.is_(None),
        ROW.logged_by.is_(None),
    )
    page.connection.execute(delete(episodes).where(*none_of_hers))
    return None


@write.register
def _sign(record: Sign, page: Page) -> Episode | None:
    begun = page.first(BEGUN_AT, at=record.started_at)
    if begun is None or record.sign in (signs := (begun.signs or "").split()):
        return begun
    return page.change(corrected(begun, {"signs": " ".join([*signs, record.sign])}))


@write.register
def _end(record: End, page: Page) -> Episode | None:
    latest = page.first(LATEST_BEGUN, since=record.at - LONGEST_OPEN, until=record.at)
    if latest is None or latest.ended_at not in (None, record.at):
        return None
    told = {} if record.helped is None else {"helped": record.helped}
    return page.change(corrected(latest, {"ended_at": record.at, **told}))


@write.register
def _log(record: Log, page: Page) -> Episode | None:
    told = record.episode
    seen = told.started_at - SAME_RELIEF
    asked = {
        "since": seen - LONGEST_OPEN,
        "until": told.started_at + SAME_RELIEF,
        "at": seen,
        "leg": told.leg,
    }
    if new := page.add(told, UNLOGGED, asked, logged_by=told.request_id):
        return new
    if known := page.first(OF_LOG, request=told.request_id):
        return known
    if page.was_sent(told.request_id):
        return None
    relief = page.first(UNLOGGED, **asked)
    if relief is None:
        return page.first(OF_REQUEST, request=told.request_id)
    return page.change(
        completed(relief, told), logged_by=told.request_id, noted_at=page.now
    )

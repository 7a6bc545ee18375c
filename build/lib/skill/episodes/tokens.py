"""Tokens with which a button or a program writes in one person's diary."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import bindparam, delete, insert, select, update

from skill.episodes.connections import Connections
from skill.episodes.handed_out import LONGEST_NAME, digest, new_secret
from skill.episodes.schema import Moment, people, tokens

BEGINS = "crt_"
"""How a token begins, so that one that was published by mistake is recognised."""

OWNER = (
    select(tokens.c.id, tokens.c.person, tokens.c.used_at, people.c.consent)
    .outerjoin(people, people.c.person == tokens.c.person)
    .where(tokens.c.secret == bindparam("secret"))
)
USED = (
    update(tokens)
    .where(tokens.c.id == bindparam("token"))
    .values(used_at=bindparam("at", type_=Moment))
)


@dataclass(frozen=True, slots=True)
class Token:
    """What is kept of a token; not the token."""

    id: str
    name: str
    """What its owner calls it, such as "bedside button"."""
    person: str
    made_at: datetime
    used_at: datetime | None
    """First use of the last day it was used on; None: never."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who a token speaks for."""

    person: str
    consents: bool
    """Whether she wants a log."""


class Tokens:
    """Everyone's tokens, in the database of the diary.

    Every method raises `DiaryError` when the database cannot do it now.
    """

    def __init__(self, connections: Connections) -> None:
        """Share the connections of a diary."""
        self._connections = connections

    def make(self, person: str, name: str, now: datetime) -> str:
        """Give a new token, which is nowhere to be read again."""
        token = BEGINS + new_secret()
        row = {
            "id": uuid4().hex,
            "person": person,
            "secret": digest(token),
            "name": name[:LONGEST_NAME],
            "made_at": now,
        }
        with self._connections.writing() as connection:
            connection.execute(insert(tokens), row)
        return token

    def bearer(self, token: str, now: datetime) -> Bearer | None:
        """Give who a token speaks for, and note its use; None: it is not one."""
        with self._connections.reading() as connection:
            found = connection.execute(OWNER, {"secret": digest(token)}).first()
        if found is None:
            return None
        if found.used_at is None or found.used_at.date() != now.date():
            with self._connections.writing() as connection:
                connection.execute(USED, {"token": found.id, "at": now})
        return Bearer(found.person, bool(found.consent))

    def all(self) -> list[Token]:
        """Give every token, oldest first."""
        columns = (tokens.c[name] for name in Token.__slots__)
        chosen = select(*columns).order_by(tokens.c.made_at, tokens.c.id)
        with self._connections.reading() as connection:
            return [Token(*row) for row in connection.execute(chosen)]

    def revoke(self, token_id: str) -> bool:
        """Make a token worthless; False: there was none of that id."""
        gone = delete(tokens).where(tokens.c.id == token_id)
        with self._connections.writing() as connection:
            return connection.execute(gone).rowcount > 0

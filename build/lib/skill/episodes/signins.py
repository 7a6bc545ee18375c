"""How a browser is signed in: it shows six digits, and she says them to her speaker.

The digits follow from a secret only the browser has, so that a page can show them
again while nothing but hashes is stored. Who guesses at codes is stopped, and few are
shown at once: digits misheard should not be those of somebody else's browser.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto
from uuid import uuid4

from sqlalchemy import (
    Connection,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from skill.episodes.browsers import Newcomer, add_browser
from skill.episodes.connections import Connections
from skill.episodes.engine import one_at_a_time
from skill.episodes.entries import Page, write
from skill.episodes.handed_out import digest, new_secret
from skill.episodes.records import Pair
from skill.episodes.retention import SIGNIN_KEPT_FOR, purge_signins
from skill.episodes.schema import Moment, attempts, pairings

DIGITS = 6
SYMBOLS = "123456789"
"""No zero: some say "oh", and a number loses it at its front."""
SAID_WITHIN = timedelta(minutes=5)
"""How long after it was shown a code may be said."""
MOST_WRONG = 5
"""Wrong codes of one person in `SIGNIN_KEPT_FOR`, after which right ones fail too."""
MOST_SHOWN_TO = 10
"""Codes shown to one address in `SIGNIN_KEPT_FOR`."""
MOST_SHOWN = 50
"""Codes waiting to be said at once, so that a guess finds one in 10,000 times."""
SHOWING = 20_251_125
"""Lock held by the one worker that shows a new code."""

ROW = pairings.c
OF_CODE = (
    ROW.code == bindparam("said"),
    ROW.shown_at >= bindparam("since", type_=Moment),
    or_(ROW.person.is_(None), ROW.person == bindparam("hers")),
)
SAYABLE = select(ROW.code).where(*OF_CODE)
SAY = (
    update(pairings)
    .where(*OF_CODE)
    .values(person=bindparam("hers"), zone=bindparam("there"))
)
WAITING = select(func.count()).where(
    ROW.shown_at >= bindparam("since", type_=Moment), ROW.person.is_(None)
)
TRIED = select(func.count()).where(
    attempts.c.who == bindparam("by"),
    attempts.c.what == bindparam("doing"),
    attempts.c.at >= bindparam("since", type_=Moment),
)
OF_BROWSER = (
    ROW.secret == bindparam("shown_by"),
    ROW.shown_at >= bindparam("since", type_=Moment),
)
SHOWN = select(ROW.shown_at, ROW.person).where(*OF_BROWSER)
USE = (
    delete(pairings)
    .where(*OF_BROWSER, ROW.person.is_not(None))
    .returning(ROW.person, ROW.zone)
)


class Pairing(StrEnum):
    """What comes of a code she says."""

    SIGNED_IN = auto()
    """A browser shows it, which `Pair` lets in."""
    UNKNOWN = auto()
    """No browser shows it now, or somebody else said it first."""
    TOO_MANY = auto()
    """She said too many wrong ones, so that right ones fail too for a while."""


class TooManyCodes(Exception):
    """No code is shown now: this address, or all together, had too many."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A code a browser shows."""

    code: str
    """Six digits, none of them zero."""
    until: datetime
    """When it can no longer be said."""
    is_said: bool
    """Whether she has said it, and the browser may be signed in."""


class Signins:
    """Codes of browsers, in the database of the diary.

    Every method raises `DiaryError` when the database cannot do it now.
    """

    def __init__(self, connections: Connections, secret: bytes) -> None:
        """Share the connections of a diary, and the secret it was opened with."""
        self._connections = connections
        self._secret = secret

    def show(self, address: str, now: datetime) -> str:
        """Give a browser at an address the secret for which a code is shown.

        Raises:
            TooManyCodes: wait, and try again.

        """
        who = _keyed(self._secret, "address", address)
        with self._connections.writing() as connection:
            one_at_a_time(connection, SHOWING)
            purge_signins(connection, now)
            asked = {"since": now - SAID_WITHIN}
            waiting = connection.execute(WAITING, asked).scalar_one()
            tried = _tried(connection, (who, "show"), now)
            if waiting >= MOST_SHOWN or tried >= MOST_SHOWN_TO:
                raise TooManyCodes
            _note(connection, (who, "show"), now)
            return self._new(connection, now)

    def shown(self, secret: str, now: datetime) -> Shown | None:
        """Give the code of a browser; None: it has none, or its time is over."""
        asked = {"shown_by": digest(secret), "since": now - SIGNIN_KEPT_FOR}
        with self._connections.reading() as connection:
            found = connection.execute(SHOWN, asked).first()
        if found is None:
            return None
        shown_at, person = found
        until = shown_at + SAID_WITHIN
        if person is None and now > until:
            return None
        return Shown(_code_of(self._secret, secret), until, person is not None)

    def sign_in(self, secret: str, name: str, now: datetime) -> str | None:
        """Give a browser whose code was said the secret it stays signed in with.

        None: nobody has said it, or it was used. `name` is what it calls itself.
        """
        asked = {"shown_by": digest(secret), "since": now - SIGNIN_KEPT_FOR}
        with self._connections.writing() as connection:
            found = connection.execute(USE, asked).first()
            if found is None:
                return None
            return add_browser(connection, Newcomer(*found, name), now)

    def _new(self, connection: Connection, now: datetime) -> str:
        """Store a code no other browser shows, and give its secret."""
        while True:
            secret = new_secret()
            code = hash_of(self._secret, _code_of(self._secret, secret))
            known = select(ROW.code).where(ROW.code == code)
            if connection.execute(known).first() is None:
                row = {"code": code, "secret": digest(secret), "shown_at": now}
                connection.execute(insert(pairings), row)
                return secret


def pairing_of(page: Page, code: str) -> Pairing:
    """Tell what would come of a code if she said it now."""
    if _tried(page.connection, (page.person, "pair"), page.now) >= MOST_WRONG:
        return Pairing.TOO_MANY
    found = page.connection.execute(SAYABLE, _said(page, code)).first()
    return Pairing.SIGNED_IN if found else Pairing.UNKNOWN


@write.register
def _pair(record: Pair, page: Page) -> None:
    """Let a browser in, or count a wrong code."""
    if _tried(page.connection, (page.person, "pair"), page.now) >= MOST_WRONG:
        return
    said = _said(page, record.code) | {"there": record.zone}
    if not page.connection.execute(SAY, said).rowcount:
        _note(page.connection, (page.person, "pair"), page.now)


def _said(page: Page, code: str) -> dict[str, datetime | str | None]:
    return {
        "said": hash_of(page.secret, code),
        "hers": page.person,
        "since": page.now - SAID_WITHIN,
    }


def hash_of(secret: bytes, code: str) -> str:
    """Give what is stored of a code."""
    return _keyed(secret, "code", code)


def _code_of(secret: bytes, of_browser: str) -> str:
    number = int(_keyed(secret, "digits", of_browser), 16)
    places = (len(SYMBOLS) ** place for place in range(DIGITS))
    return "".join(SYMBOLS[number // size % len(SYMBOLS)] for size in places)


def _keyed(secret: bytes, purpose: str, value: str) -> str:
    signed = f"cramp-relief {purpose} 1\0{value}"
    return hmac.digest(secret, signed.encode(), "sha256").hex()


def _tried(connection: Connection, by: tuple[str, str], now: datetime) -> int:
    who, doing = by
    asked = {"by": who, "doing": doing, "since": now - SIGNIN_KEPT_FOR}
    return int(connection.execute(TRIED, asked).scalar_one())


def _note(connection: Connection, by: tuple[str, str], now: datetime) -> None:
    who, doing = by
    row = {"id": uuid4().hex, "who": who, "what": doing, "at": now}
    connection.execute(insert(attempts), row)

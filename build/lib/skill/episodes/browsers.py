"""Browsers that are signed in: whose they are, which there are, and their end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from skill.episodes.connections import Connections
from skill.episodes.entries import Page, write
from skill.episodes.handed_out import LONGEST_NAME, digest, new_secret
from skill.episodes.records import SignOut
from skill.episodes.retention import BROWSER_KEPT_FOR
from skill.episodes.schema import Moment, browsers, pairings

SEEN_EVERY = timedelta(hours=1)
"""How exactly it is known when a browser was last seen."""

ROW = browsers.c
COLUMNS = (ROW.id, ROW.person, ROW.name, ROW.paired_at, ROW.seen_at, ROW.zone)
KNOWN = select(*COLUMNS).where(ROW.seen_at >= bindparam("since", type_=Moment))
OF_SECRET = KNOWN.where(ROW.secret == bindparam("secret"))
OF_PERSON = KNOWN.where(ROW.person == bindparam("person"))
SEEN = (
    update(browsers)
    .where(ROW.id == bindparam("browser"))
    .values(seen_at=bindparam("at", type_=Moment))
)


@dataclass(frozen=True, slots=True)
class Browser:
    """What is kept of a browser; not its secret."""

    id: str
    person: str
    name: str
    """What it calls itself, such as "Firefox on Android"."""
    paired_at: datetime
    seen_at: datetime
    """Last use, to the hour."""
    zone: str | None
    """Time zone of the speaker it was paired with; None: not known."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A browser about to be signed in."""

    person: str
    zone: str | None
    name: str


class Browsers:
    """Everyone's browsers, in the database of the diary.

    Every method raises `DiaryError` when the database cannot do it now.
    """

    def __init__(self, connections: Connections) -> None:
        """Share the connections of a diary."""
        self._connections = connections

    def known(self, secret: str, now: datetime) -> Browser | None:
        """Give the browser with a secret, and note its use; None: signed out."""
        asked = {"secret": digest(secret), "since": now - BROWSER_KEPT_FOR}
        with self._connections.reading() as connection:
            row = connection.execute(OF_SECRET, asked).first()
        if row is None:
            return None
        browser = Browser(*row)
        if now - browser.seen_at >= SEEN_EVERY:
            with self._connections.writing() as connection:
                connection.execute(SEEN, {"browser": browser.id, "at": now})
        return browser

    def of(self, person: str, now: datetime) -> list[Browser]:
        """Give a person's browsers, the last used first."""
        asked = {"person": person, "since": now - BROWSER_KEPT_FOR}
        chosen = OF_PERSON.order_by(ROW.seen_at.desc(), ROW.id)
        with self._connections.reading() as connection:
            return [Browser(*row) for row in connection.execute(chosen, asked)]

    def sign_out(self, person: str, browser: str) -> bool:
        """Sign out one browser of a person's; False: she has none of that id."""
        gone = delete(browsers).where(ROW.person == person, ROW.id == browser)
        with self._connections.writing() as connection:
            return connection.execute(gone).rowcount > 0


def add_browser(connection: Connection, newcomer: Newcomer, now: datetime) -> str:
    """Store a browser, and give the secret it is known by from now on."""
    secret = new_secret()
    row = {
        "id": uuid4().hex,
        "person": newcomer.person,
        "secret": digest(secret),
        "name": newcomer.name[:LONGEST_NAME],
        "zone": newcomer.zone,
        "paired_at": now,
        "seen_at": now,
    }
    connection.execute(insert(browsers), row)
    return secret


@write.register
def _sign_out(record: SignOut, page: Page) -> None:
    del record
    page.drop(browsers, pairings)

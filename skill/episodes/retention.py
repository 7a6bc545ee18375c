"""What is deleted when it has been kept long enough, and requests sent twice."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Delete,
    Row,
    Table,
    bindparam,
    delete,
    select,
    tuple_,
)

from skill.episodes.entries import CHANGEABLE_FOR, Page
from skill.episodes.episode import Episode
from skill.episodes.keepsakes import PLACE_VALID_FOR
from skill.episodes.rows import EPISODE_COLUMNS, THE_REQUEST, adding_to
from skill.episodes.schema import (
    attempts,
    browsers,
    episodes,
    pairings,
    places,
    requests,
)

REQUEST_KEPT_FOR = timedelta(hours=24)
"""How long a request sent again is known; platforms retry within seconds."""
KEPT_FOR = timedelta(days=400)
"""How long cramps stay where nothing else is set: a pregnancy and a quarter."""
SIGNIN_KEPT_FOR = timedelta(minutes=15)
"""How long a code, said or not, and who tried one are remembered."""
BROWSER_KEPT_FOR = timedelta(days=90)
"""How long a browser stays signed in that nobody uses."""
MOST_AT_ONCE = 500
"""Rows deleted of one kind at once, so that nobody waits for it; the rest is next."""
PURGED_EVERY = timedelta(minutes=1)
"""How often at most what is old is deleted."""


def _purge_of(table: Table, moment: Column[Any]) -> Delete:
    """Delete rows older than `before`, but for those another worker has in hand."""
    key = tuple(table.primary_key)
    before = bindparam("before", type_=moment.type)
    old = select(*key).where(moment < before).limit(MOST_AT_ONCE)
    return delete(table).where(tuple_(*key).in_(old.with_for_update(skip_locked=True)))


SIGNIN_PURGES = (
    (_purge_of(pairings, pairings.c.shown_at), SIGNIN_KEPT_FOR),
    (_purge_of(attempts, attempts.c.at), SIGNIN_KEPT_FOR),
)
"""What strangers can add to, and so is deleted whenever they do."""
PURGES = (
    *SIGNIN_PURGES,
    (_purge_of(browsers, browsers.c.seen_at), BROWSER_KEPT_FOR),
    (_purge_of(places, places.c.sent_at), PLACE_VALID_FOR),
    (_purge_of(requests, requests.c.stored_at), REQUEST_KEPT_FOR),
    (_purge_of(episodes, episodes.c.deleted_at), CHANGEABLE_FOR),
)
"""What to delete, and how long it is kept."""
EXPIRY = _purge_of(episodes, episodes.c.started_at)


class Purging:
    """Deletes what has been kept long enough, of everyone, once a minute.

    No question finds it before that. Each worker does it on its own.
    """

    def __init__(self, keep: timedelta | None) -> None:
        """Begin with a purge at the first write; `keep` is how long cramps stay.

        None: nothing is ever deleted.
        """
        self._purges = () if keep is None else (*PURGES, (EXPIRY, keep))
        self._done_at = datetime.fromtimestamp(0, UTC)

    def purge(self, page: Page) -> None:
        """Delete what is old at a page's moment, where it is time to."""
        if abs(page.now - self._done_at) < PURGED_EVERY:
            return
        _purge(page.connection, self._purges, page.now)
        self._done_at = page.now


def purge_signins(connection: Connection, now: datetime) -> None:
    """Delete old codes, and who tried one."""
    _purge(connection, SIGNIN_PURGES, now)


def _purge(
    connection: Connection, purges: Iterable[tuple[Delete, timedelta]], now: datetime
) -> None:
    for statement, kept_for in purges:
        connection.execute(statement, {"before": now - kept_for})


ANSWER = select(*EPISODE_COLUMNS).outerjoin_from(requests, episodes).where(*THE_REQUEST)


def answer_to(page: Page, request_id: str) -> Row[Any] | None:
    """Give the row of a request stored before, with its episode's columns."""
    asked = {"person": page.person, "request_id": request_id}
    return page.connection.execute(ANSWER, asked).first()


def keep_answer(page: Page, request_id: str, episode: Episode | None) -> None:
    """Remember that a request was stored, and the episode it gave."""
    row = {
        "person": page.person,
        "request_id": request_id,
        "episode": episode and episode.id,
        "stored_at": page.now,
    }
    page.connection.execute(adding_to(requests, page.dialect), row)

"""The diary: what she told, on disk before anyone says so."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Self

from sqlalchemy import bindparam, func, select

from skill.episodes.changes import newest_of
from skill.episodes.connections import Connections
from skill.episodes.engine import engine_of, one_at_a_time
from skill.episodes.entries import LOGGED, OF_ID, Page, write
from skill.episodes.episode import Episode
from skill.episodes.faults import DiaryError, as_diary_errors
from skill.episodes.keepsakes import Person, person_of
from skill.episodes.records import Correct, Record, Redo, Remove, Undo
from skill.episodes.retention import KEPT_FOR, Purging, answer_to, keep_answer
from skill.episodes.rows import HERS, LIVE, asking, episode_of
from skill.episodes.schema import Moment, episodes, people
from skill.episodes.signins import Pairing, Signins, pairing_of

__all__ = ["Diary", "DiaryError", "Person"]

BEGAN = (
    LIVE,
    episodes.c.started_at >= bindparam("since", type_=Moment),
    episodes.c.started_at < bindparam("until", type_=Moment),
)
LATEST = asking(LIVE).order_by(episodes.c.started_at.desc(), episodes.c.id).limit(1)
OLDEST = asking(LIVE).order_by(episodes.c.started_at, episodes.c.id).limit(1)
WITHIN = asking(*BEGAN).order_by(episodes.c.started_at, episodes.c.id)
COUNT = select(func.count()).where(HERS, *BEGAN)


class Diary:
    """Everyone's episodes, in one database; for any number of threads.

    Every method raises `DiaryError` when the database cannot do it now; a later
    call works once the cause is gone. Users are keys from `people.key_of`.
    """

    def __init__(
        self, connections: Connections, purging: Purging, secret: bytes
    ) -> None:
        """Keep where connections come from; none is made before the first use."""
        self._connections = connections
        self._purging = purging
        self._secret = secret

    @classmethod
    def open(
        cls, url: str, keep: timedelta | None = KEPT_FOR, secret: bytes = b""
    ) -> Self:
        """Give the diary at a database URL, sqlite or postgresql.

        Cramps older than `keep` are deleted by themselves; None: nothing is. With
        `secret` the codes of browsers are hashed; it is the one of
        `people.load_secret`.

        A file that cannot be made now is no failure until the first use.
        Raises `DiaryError` when the URL is for no database known here.
        """
        with as_diary_errors():
            return cls(Connections(engine_of(url)), Purging(keep), secret)

    @property
    def connections(self) -> Connections:
        """Give what else is kept in the same database its connections."""
        return self._connections

    def close(self) -> None:
        """Let go of the database; another use would connect anew."""
        self._connections.dispose()

    @contextmanager
    def at_hand(self) -> Iterator["Diary"]:
        """Give the diary for one turn, whose calls all use one connection."""
        with self._connections.held() as held:
            yield Diary(held, self._purging, self._secret)

    def apply(
        self,
        user: str,
        records: Sequence[Record],
        now: datetime,
        request_id: str | None = None,
    ) -> Episode | None:
        """Store records, all or none, and give the episode the last one was about.

        What this returns is on disk. A request id seen in the last 24 hours stores
        nothing and gives the episode it gave before; None: never sent again.
        Raises `EpisodeInvalid` when a correction makes no valid episode.
        """
        with self._connections.writing() as connection:
            page = Page(connection, user, now, self._secret)
            _wait_for_turn(page)
            self._purging.purge(page)
            once = request_id if _must_be_once(records) else None
            if once and (known := answer_to(page, once)):
                return None if known.id is None else episode_of(known)
            told = [e for r in records if (e := write(r, page)) is not None]
            about = told[-1] if told else None
            if about is None and request_id and (known := answer_to(page, request_id)):
                return None if known.id is None else episode_of(known)
            if once:
                keep_answer(page, once, about)
            return about

    def person(self, user: str, now: datetime) -> Person:
        """Give her consent, her place in a relief, and what she told of herself."""
        with self._connections.reading() as connection:
            return person_of(Page(connection, user, now))

    def one(self, user: str, episode: str) -> Episode | None:
        """Give one of her episodes by its id; None: she has none such."""
        with self._connections.reading() as connection:
            asked = {"person": user, "id": episode}
            return episode_of(connection.execute(OF_ID, asked).first())

    def latest(self, user: str) -> Episode | None:
        """Give the episode that began last; None: there is none."""
        with self._connections.reading() as connection:
            return episode_of(connection.execute(LATEST, {"person": user}).first())

    def oldest(self, user: str) -> Episode | None:
        """Give the episode that began first; None: there is none."""
        with self._connections.reading() as connection:
            return episode_of(connection.execute(OLDEST, {"person": user}).first())

    def latest_changeable(self, user: str, now: datetime) -> Episode | None:
        """Give the episode that an undo or a correction would change now."""
        with self._connections.reading() as connection:
            return Page(connection, user, now).newest(now)

    def logged_since(self, user: str, since: datetime) -> Episode | None:
        """Give the episode logged last, from `since` on; none that a relief began."""
        with self._connections.reading() as connection:
            return Page(connection, user, since).first(LOGGED, since=since)

    def has_just_changed(self, user: str, now: datetime) -> bool:
        """Tell whether an undo now would take back a correction, not an episode."""
        with self._connections.reading() as connection:
            _, replaced = newest_of(Page(connection, user, now), now)
            return replaced is not None and replaced.is_recent(now)

    def within(self, user: str, since: datetime, until: datetime) -> list[Episode]:
        """Give the episodes that began from `since` to before `until`, in order."""
        asked = {"person": user, "since": since, "until": until}
        with self._connections.reading() as connection:
            rows = connection.execute(WITHIN, asked).all()
            return [e for row in rows if (e := episode_of(row))]

    def count(self, user: str, since: datetime, until: datetime) -> int:
        """Count the episodes that began from `since` to before `until`."""
        asked = {"person": user, "since": since, "until": until}
        with self._connections.reading() as connection:
            return connection.execute(COUNT, asked).scalar_one()

    def pairing(self, user: str, code: str, now: datetime) -> Pairing:
        """Tell what `Pair` would do with this code."""
        with self._connections.reading() as connection:
            return pairing_of(Page(connection, user, now, self._secret), code)

    def signins(self) -> Signins:
        """Give what shows codes and takes them, for the side of the browser."""
        return Signins(self._connections, self._secret)

    def known(self) -> list[str]:
        """Give the key of everyone who has an episode, or answered about a log."""
        chosen = select(episodes.c.person).where(LIVE).union(select(people.c.person))
        with self._connections.reading() as connection:
            return sorted(connection.execute(chosen).scalars())

    def users(self) -> list[str]:
        """Give the key of everyone who has an episode."""
        chosen = select(episodes.c.person).where(LIVE).distinct()
        with self._connections.reading() as connection:
            return sorted(connection.execute(chosen).scalars())


def _wait_for_turn(page: Page) -> None:
    """Let one request at a time write in one person's diary; SQLite does already."""
    if page.dialect == "sqlite":
        return
    digest = sha256(page.person.encode()).digest()
    one_at_a_time(page.connection, int.from_bytes(digest[:8], signed=True))


def _must_be_once(records: Sequence[Record]) -> bool:
    """Whether storing them twice would differ; all others know their request."""
    return any(isinstance(record, Undo | Redo | Correct | Remove) for record in records)

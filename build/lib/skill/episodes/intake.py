"""Taking in episodes that were stored elsewhere, all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from skill.episodes.connections import Connections
from skill.episodes.episode import Episode
from skill.episodes.rows import values_of
from skill.episodes.schema import episodes

AT_ONCE = 500
"""Ids in one question; databases have a limit."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking in came to."""

    new: int
    known: int
    """Had before, by their id or the request that brought them."""


class NotHers(Exception):
    """An episode of this id is in somebody else's diary; nothing was stored."""


def take_in(
    connections: Connections, person: str, told: Sequence[Episode], *, dry: bool
) -> Taken:
    """Store the episodes she does not have; a dry run only counts them.

    They are as old as the cramp, so that "undo" still means what she said last.

    Raises:
        DiaryError: the database cannot do it now.
        NotHers: an id belongs to somebody else.

    """
    with connections.writing() as connection:
        owners = _owners(connection, [str(e.id) for e in told])
        if any(owner != person for owner in owners.values()):
            raise NotHers("an episode of this id is in the log of somebody else")
        sent = select(episodes.c.request_id).where(episodes.c.person == person)
        requests = set(connection.execute(sent).scalars())
        new = []
        for e in told:
            if e.id not in owners and e.request_id not in requests:
                requests.add(e.request_id)
                row = {"person": person, "noted_at": e.started_at}
                new.append(values_of(e) | row)
        if new and not dry:
            connection.execute(insert(episodes), new)
    return Taken(len(new), len(told) - len(new))


def _owners(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Give whose the episodes of these ids are, where there are any."""
    asking = select(episodes.c.id, episodes.c.person)
    found: dict[str, str] = {}
    for start in range(0, len(ids), AT_ONCE):
        some = episodes.c.id.in_(ids[start : start + AT_ONCE])
        found |= {row.id: row.person for row in connection.execute(asking.where(some))}
    return found

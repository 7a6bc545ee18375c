"""How an episode is corrected, taken out, and put back as it was.

What a correction replaced is kept with the episode, so that it can be taken back too.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select

from skill.episodes.entries import CHANGEABLE_FOR, OF_ID, ROW, SINCE, Page, write
from skill.episodes.episode import CHANGEABLE, Episode, Leg, corrected
from skill.episodes.records import (
    Change,
    Correct,
    Redo,
    Remove,
    Restore,
    Undo,
)
from skill.episodes.rows import HERS, asking

JUST = timedelta(minutes=5)
"""How long "undo" means a correction rather than the episode."""
REPLACED = select(ROW.replaced).where(HERS, ROW.id == bindparam("id"))
TAKEN_OUT = asking(ROW.deleted_at >= SINCE, ROW.id == bindparam("id"))
# Those undone at one moment come back in exactly the opposite order.
UNDONE_LAST = (
    asking(ROW.deleted_at >= SINCE)
    .order_by(ROW.deleted_at.desc(), ROW.noted_at, ROW.id)
    .limit(1)
)
MOMENTS = frozenset({"at", "started_at", "ended_at"})


@dataclass(frozen=True, slots=True)
class Replaced:
    """The values a correction replaced, or those it had put in their place."""

    at: datetime
    """When it was made, or taken back."""
    values: Mapping[str, Any]
    """Field of an episode to its other value."""
    is_back: bool = False
    """It was taken back; the values are those it had."""

    @classmethod
    def by(cls, before: Episode, after: Episode, at: datetime) -> "Replaced":
        """Give what making `after` of `before` replaces."""
        names = sorted(CHANGEABLE)
        pairs = {n: (getattr(before, n), getattr(after, n)) for n in names}
        return cls(at, {n: was for n, (was, now) in pairs.items() if was != now})

    @classmethod
    def read(cls, text: str | None) -> "Replaced | None":
        """Read what `text` wrote."""
        if text is None:
            return None
        kept = json.loads(text)
        values = {name: _read(name, value) for name, value in kept["values"].items()}
        return cls(_read("at", kept["at"]), values, kept["is_back"])

    def text(self) -> str:
        """Write it for a column."""
        values = {name: _text(value) for name, value in self.values.items()}
        kept = {"at": _text(self.at), "values": values, "is_back": self.is_back}
        return json.dumps(kept, separators=(",", ":"))

    def is_recent(self, now: datetime) -> bool:
        """Tell whether "undo" means this correction."""
        return not self.is_back and abs(now - self.at) <= JUST

    def swapped(self, episode: Episode, at: datetime) -> tuple[Episode, "Replaced"]:
        """Give the episode with these values, and what that replaced."""
        other = replace(episode, **self.values)
        values = {name: getattr(episode, name) for name in self.values}
        return other, Replaced(at, values, not self.is_back)


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _read(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in MOMENTS:
        return datetime.fromisoformat(value)
    return Leg(value) if name == "leg" else value


def newest_of(page: Page, at: datetime) -> tuple[Episode | None, Replaced | None]:
    """Give what an undo could change, and what its last correction replaced."""
    newest = page.newest(at)
    if newest is None:
        return None, None
    asked = {"person": page.person, "id": newest.id}
    return newest, Replaced.read(page.connection.execute(REPLACED, asked).scalar())


@write.register
def _undo(record: Undo, page: Page) -> Episode | None:
    newest, replaced = newest_of(page, record.at)
    if newest and replaced and replaced.is_recent(record.at):
        return _swap(page, newest, replaced)
    return newest and page.change(newest, deleted_at=record.at)


@write.register
def _redo(record: Redo, page: Page) -> Episode | None:
    newest, replaced = newest_of(page, record.at)
    back = replaced if replaced and replaced.is_back else None
    since = record.at - CHANGEABLE_FOR
    undone = page.first(UNDONE_LAST, since=max(since, back.at) if back else since)
    if undone:
        return page.change(undone, deleted_at=None)
    return _swap(page, newest, back) if newest and back else None


def _swap(page: Page, episode: Episode, replaced: Replaced) -> Episode:
    other, replaces = replaced.swapped(episode, page.now)
    return page.change(other, replaced=replaces.text())


@write.register
def _correct(record: Correct, page: Page) -> Episode | None:
    newest = page.newest(record.at)
    if newest is None:
        return None
    after = corrected(newest, record.changes)
    if after == newest:  # what the last real change replaced can still come back
        return newest
    return page.change(after, replaced=Replaced.by(newest, after, record.at).text())


@write.register
def _change(record: Change, page: Page) -> Episode | None:
    found = page.first(OF_ID, id=record.id)
    return found and page.change(corrected(found, record.changes), replaced=None)


@write.register
def _remove(record: Remove, page: Page) -> Episode | None:
    found = page.first(OF_ID, id=record.id)
    return found and page.change(found, deleted_at=record.at)


@write.register
def _restore(record: Restore, page: Page) -> Episode | None:
    found = page.first(TAKEN_OUT, since=record.at - CHANGEABLE_FOR, id=record.id)
    return found and page.change(found, deleted_at=None)

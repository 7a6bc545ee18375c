"""The bedtime stretch as the log knows it: that she did it, and before which nights."""

from zoneinfo import ZoneInfo

from skill.dialogue.closing import closed, nothing_there
from skill.dialogue.turn import Line, Reply, Turn
from skill.dialogue.world import World
from skill.episodes.nights import night_of
from skill.episodes.records import Change, Record, Stretched


def tell(turn: Turn, world: World) -> Reply:
    """Note that she stretched; a cramp of this night is known to follow it."""
    if not (world.person and world.person.consent):
        return closed(turn, (nothing_there(world),))
    zone = ZoneInfo(turn.zone)
    night = night_of(turn.heard_at, zone)
    records: list[Record] = [Stretched(night)]
    found = world.diary.latest(turn.user)
    if found and found.id and night_of(found.started_at, zone) == night:
        records.append(Change(found.id, {"stretched": True}))
    return closed(turn, (Line("diary.stretched"),), tuple(records))

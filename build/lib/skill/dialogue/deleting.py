"""Taking one night out of the log, after one question."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from skill.dialogue import diary, guidance
from skill.dialogue.closing import closed, nothing_there
from skill.dialogue.session import State
from skill.dialogue.turn import Line, Reply, Turn
from skill.dialogue.world import World
from skill.episodes.episode import Episode
from skill.episodes.nights import bounds_of, night_of
from skill.episodes.records import Remove

NIGHT = "night"
"""What "delete?" asks about, in the session's `offer`; else it is everything."""


def ask_night(turn: Turn, world: World) -> Reply:
    """Ask once before the last night that had a cramp goes."""
    found = _last_night(turn, world)
    if not found:
        return closed(turn, (nothing_there(world),))
    asks = Line(f"diary.ask.delete_night.{_kind(len(found))}", {"count": len(found)})
    session = replace(
        turn.session, state=State.CONFIRMING, offer=NIGHT, asked=None, run=None
    )
    return Reply(session=session, asks=asks)


def ask_again(turn: Turn, world: World) -> Reply:
    """Ask the same once more, where nobody understands the answer."""
    is_night = turn.session.offer == NIGHT
    return ask_night(turn, world) if is_night else guidance.repeat(turn, world)


def confirmed(turn: Turn, world: World) -> Reply:
    """Delete what was asked about, and say how much it was."""
    if turn.session.offer != NIGHT:
        return diary.delete(turn, world)
    if turn.intent == "DeleteLog":
        return diary.ask_delete(turn, world)
    found = _last_night(turn, world)
    if not found:
        return closed(turn, (nothing_there(world),))
    records = tuple(Remove(e.id, turn.heard_at) for e in found if e.id)
    count = len(records)
    line = Line(f"diary.deleted_night.{_kind(count)}", {"count": count})
    return closed(turn, (line,), records)


def _last_night(turn: Turn, world: World) -> tuple[Episode, ...]:
    latest = world.diary.latest(turn.user)
    if latest is None:
        return ()
    zone = ZoneInfo(turn.zone)
    bounds = bounds_of(night_of(latest.started_at, zone), zone)
    until = min(bounds[1], turn.heard_at + timedelta(minutes=1))
    return tuple(world.diary.within(turn.user, bounds[0], until))


def _kind(count: int) -> str:
    return "one" if count == 1 else "other"

"""The newest entry of the log by voice: changed, taken out, put back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from intents.moments import NIGHT_BEGINS, NIGHT_ENDS, resolve
from intents.times import Clock
from skill.dialogue import diary, guidance
from skill.dialogue.closing import closed
from skill.dialogue.diary import minutes_of, when_of
from skill.dialogue.turn import Line, Reply, Turn
from skill.dialogue.world import World
from skill.episodes.episode import Episode, Leg
from skill.episodes.records import Correct, Redo, Undo

NOTED = frozenset(
    {"diary.logged", "diary.corrected", "diary.changed_back", "diary.redone"}
    | {"diary.say_what"}
)
"""Replies after which bare values belong to the cramp they told of."""
BY_DAY = range(NIGHT_ENDS, NIGHT_BEGINS)
"""Local hours no cramp "last night" began in."""
HALF_A_DAY = timedelta(hours=12)
JUST_NOTED = timedelta(minutes=2)
"""How long values said by themselves may belong to the cramp noted last."""
FILLING = frozenset({"leg", "place", "severity", "duration"})
"""Slots that may fill in what a cramp just noted lacks."""


def add(turn: Turn, world: World) -> Reply:
    """Put a cramp in, or fill in the one just noted where it says nothing else.

    Only a speaker's platform sends "log a cramp" and "left leg, seven" alike; where
    words arrive, the recogniser has told them apart.
    """
    may_fill = turn.utterance is None and turn.slots and turn.slots.keys() <= FILLING
    if may_fill and world.person and world.person.newest_at:
        since = turn.heard_at - JUST_NOTED
        found = world.diary.logged_since(turn.user, since)
        if found and _fills(found, _changes(turn, found)):
            return correct(turn, world)
    return diary.log(turn, world)


def _fills(found: Episode, told: Mapping[str, Any]) -> bool:
    """Tell whether values say something new, and nothing else than what is there."""
    values = {n: v for n, v in told.items() if n != "started_at"}
    known = {name: getattr(found, name) for name in values}
    if known.get("place") == diary.USUAL_PLACE:  # only taken to be there
        known["place"] = None
    agrees = all(known[n] in (None, value) for n, value in values.items())
    return agrees and any(known[n] != value for n, value in values.items())


def correct(turn: Turn, world: World) -> Reply:
    """Change the newest entry of the last day; a whole cramp told is another one."""
    found = world.diary.latest_changeable(turn.user, turn.heard_at)
    nothing = (Line("diary.nothing_to_correct"),)
    if found is None and turn.slots.keys() <= {"severity"}:  # or a pain she has now
        return replace(guidance.offer(turn, world), says=nothing)
    if found is None:
        return closed(turn, nothing)
    if _is_whole(turn.slots) and found.leg and _has_strength(found):
        return diary.log(turn, world)
    changes = _changes(turn, found)
    if not changes:
        asks = Line("diary.say_what")
        return Reply(session=replace(turn.session, asked=asks.key), asks=asks)
    reply = closed(turn, (), (Correct(turn.heard_at, changes),))
    return replace(reply, tells="diary.corrected", otherwise="diary.nothing_to_correct")


def _is_whole(slots: Mapping[str, Any]) -> bool:
    """Tell whether a cramp is told with its leg, its time, and how bad it was."""
    kinds = ({"leg"}, {"severity", "duration"}, {"time", "ago", "day"})
    return all(kind & slots.keys() for kind in kinds)


def _has_strength(found: Episode) -> bool:
    return found.severity is not None or found.ended_at is not None


def undo(turn: Turn, world: World) -> Reply:
    """Take back the change just made, else take the newest entry of the day out."""
    changed = world.diary.has_just_changed(turn.user, turn.heard_at)
    reply = closed(turn, (), (Undo(turn.heard_at),))
    tells = "diary.changed_back" if changed else "diary.undone"
    return replace(reply, tells=tells, otherwise="diary.nothing_to_undo")


def redo(turn: Turn, world: World) -> Reply:
    """Put back what was taken out, or taken back, last."""
    del world
    reply = closed(turn, (), (Redo(turn.heard_at),))
    return replace(reply, tells="diary.redone", otherwise="diary.nothing_to_redo")


TOLD = ("place", "severity", "sleep", "soreness", "helped")
"""Slots that are fields of an episode as they are."""


def _changes(turn: Turn, found: Episode) -> dict[str, Any]:
    slots = turn.slots
    changes = {name: slots[name] for name in TOLD if name in slots}
    if "leg" in slots:
        changes["leg"] = Leg(slots["leg"])
    elif "side" in slots and found.leg in OTHER:
        changes["leg"] = OTHER[found.leg]
    if minutes := minutes_of(slots):
        changes["minutes"] = minutes
    if any(name in slots for name in ("day", "time", "ago")):
        changes["started_at"] = _moved(turn, found)
    elif minutes and found.started_at + timedelta(minutes=minutes) > turn.heard_at:
        changes["started_at"] = turn.heard_at - timedelta(minutes=minutes)
    return changes


OTHER: Mapping[Leg | None, Leg] = {Leg.LEFT: Leg.RIGHT, Leg.RIGHT: Leg.LEFT}


def _moved(turn: Turn, found: Episode) -> datetime:
    """Give the new start: a day alone keeps the time of day, a time alone the night."""
    when, zone = when_of(turn.slots), turn.zone
    local = found.started_at.astimezone(ZoneInfo(zone))
    if when.clock and not when.day:
        return resolve(when, min(turn.heard_at, found.started_at + HALF_A_DAY), zone)
    kept = (None,) if local.hour in BY_DAY else (None, "night")
    if when.day and not when.clock and when.day.part in kept:
        when = replace(when, clock=Clock(local.hour, local.minute, certain=True))
    return resolve(when, turn.heard_at, zone)

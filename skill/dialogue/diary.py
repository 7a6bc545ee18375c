"""The log by voice: put in, change, take out, count, delete."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from intents.moments import resolve
from intents.times import Clock, When
from skill.dialogue import asking, guidance
from skill.dialogue.closing import closed, nothing_there
from skill.dialogue.session import State
from skill.dialogue.stage import kept_week, stretched
from skill.dialogue.telling import told
from skill.dialogue.turn import Line, Reply, Turn
from skill.dialogue.world import World
from skill.episodes.episode import Episode, Leg
from skill.episodes.nights import BEGINNING
from skill.episodes.records import (
    Consent,
    Correct,
    Forget,
    Log,
    Record,
    Redo,
    Undo,
)
from skill.episodes.report import OFTEN_NIGHTS, Count, Period, report_of, span_of

OFTEN_TONIGHT = 3
"""Cramps in one night from which the same holds."""
USUAL_PLACE = "calf"
"""Where a cramp "in my left leg" is taken to be, until she says otherwise."""


def log(turn: Turn, world: World) -> Reply:
    """Put a cramp in; asking for it is consent to a log."""
    slots, started_at = turn.slots, _started(turn)
    episode = Episode(
        started_at=started_at,
        leg=Leg(slots["leg"]) if "leg" in slots else None,
        place=slots.get("place") or (USUAL_PLACE if "leg" in slots else None),
        severity=slots.get("severity"),
        sleep=slots.get("sleep"),
        helped=slots.get("helped"),
        stretched=stretched(turn, world, started_at),
        week=kept_week(turn, world),
        channel=turn.channel,
        request_id=turn.id,
    )
    if minutes := _minutes(slots):
        ended = episode.started_at + timedelta(minutes=minutes)
        episode = replace(episode, ended_at=min(ended, turn.heard_at))
    records: tuple[Record, ...] = (Log(episode),)
    says = [Line("relief.rest_well")]
    if not (world.person and world.person.consent):
        records = (Consent(True, turn.heard_at), *records)
        says.insert(0, Line("diary.keeping"))
    return replace(closed(turn, tuple(says), records), tells="diary.logged")


def correct(turn: Turn, world: World) -> Reply:
    """Change the newest entry of the last day."""
    found = world.diary.latest_changeable(turn.user, turn.heard_at)
    nothing = (Line("diary.nothing_to_correct"),)
    if found is None and turn.slots.keys() <= {"severity"}:  # or a pain she has now
        return replace(guidance.offer(turn, world), says=nothing)
    if found is None:
        return closed(turn, nothing)
    changes = _changes(turn, found)
    if not changes:
        asks = Line("diary.say_what")
        return Reply(session=replace(turn.session, asked=asks.key), asks=asks)
    reply = closed(turn, (), (Correct(turn.heard_at, changes),))
    return replace(reply, tells="diary.corrected", otherwise="diary.nothing_to_correct")


def undo(turn: Turn, world: World) -> Reply:
    """Take the newest entry of the last day out."""
    del world
    reply = closed(turn, (), (Undo(turn.heard_at),))
    return replace(reply, tells="diary.undone", otherwise="diary.nothing_to_undo")


def redo(turn: Turn, world: World) -> Reply:
    """Put back what was taken out last."""
    del world
    reply = closed(turn, (), (Redo(turn.heard_at),))
    return replace(reply, tells="diary.redone", otherwise="diary.nothing_to_redo")


def last(turn: Turn, world: World) -> Reply:
    """Say when the last one was."""
    found = world.diary.latest(turn.user)
    if found is None:
        return closed(turn, (nothing_there(world),))
    return closed(turn, (told("diary.last", turn, found),))


def count(turn: Turn, world: World) -> Reply:
    """Say how many in a period, and in the one before."""
    if "period" not in turn.slots and (since := asking.since_of(turn)):
        return asking.count_since(turn, world, since)
    named = turn.slots.get("period", Period.WEEK.value)
    period, now = asking.period_of(turn, named)
    zone = ZoneInfo(turn.zone)
    episodes = world.diary.within(turn.user, *span_of(period, now, zone))
    report = report_of(episodes, period, now, zone)
    if not episodes and not (world.person and world.person.consent):
        return closed(turn, (Line("diary.no_log"),))
    says = [_counted(report.now, period, named)]
    if period is not Period.TONIGHT:
        says.append(_before(report.before, period))
    if _is_often(report.now, period):
        says.append(asking.TELL_MIDWIFE)
    return closed(turn, tuple(says))


def _before(before: Count, period: Period) -> Line:
    kind = {0: "none", 1: "one"}.get(before.episodes, "other")
    values: dict[str, str | int] = {"length": period.value, "count": before.episodes}
    return Line(f"diary.before.{kind}", values)


def _is_often(now: Count, period: Period) -> bool:
    if period is Period.WEEK:
        return now.nights >= OFTEN_NIGHTS
    return period is Period.TONIGHT and now.episodes >= OFTEN_TONIGHT


def keep(turn: Turn, world: World) -> Reply:
    """Keep a log from now on."""
    del world
    record = Consent(True, turn.heard_at)
    return closed(turn, (Line("diary.keeping"),), (record,))


def stop_log(turn: Turn, world: World) -> Reply:
    """Log nothing more; what is there stays."""
    del world
    record = Consent(False, turn.heard_at)
    return closed(turn, (Line("diary.stopped"),), (record,))


def kept(turn: Turn, world: World) -> Reply:
    """Say what is kept of her, and where."""
    keeps = world.person and world.person.consent is not None
    line = Line("diary.what_is_kept" if keeps else "diary.nothing_kept")
    return closed(turn, (line,))


def ask_export(turn: Turn, world: World) -> Reply:
    """Say how she gets her log as a file."""
    del world
    return closed(turn, (Line("diary.export"),))


def ask_delete(turn: Turn, world: World) -> Reply:
    """Ask once before everything goes."""
    del world
    asks = Line("diary.ask.delete")
    return Reply(
        session=replace(
            turn.session, state=State.CONFIRMING, asked=asks.key, offer=None
        ),
        asks=asks,
        again=(Line("diary.ask.delete.again"),),
    )


def delete(turn: Turn, world: World) -> Reply:
    """Delete everything, and say how much it was."""
    until = turn.heard_at + timedelta(days=1)
    gone = world.diary.count(turn.user, BEGINNING, until)
    kind = {0: "none", 1: "one"}.get(gone, "other")
    line = Line(f"diary.deleted.{kind}", {"count": gone})
    return closed(turn, (line,), (Forget(),))


def keep_it(turn: Turn, world: World) -> Reply:
    """Delete nothing."""
    del world
    return closed(turn, (Line("diary.delete_kept"),))


def _when(slots: Mapping[str, Any]) -> When:
    return When(day=slots.get("day"), clock=slots.get("time"), ago=slots.get("ago"))


def _started(turn: Turn) -> datetime:
    """Give the time she named, else the start of the relief that runs, else now."""
    when = _when(turn.slots)
    if when != When():
        return resolve(when, turn.heard_at, turn.zone)
    if turn.session.run and turn.session.started:
        return datetime.fromtimestamp(turn.session.started, UTC)
    return turn.heard_at - timedelta(minutes=_minutes(turn.slots) or 0)


def _minutes(slots: Mapping[str, Any]) -> float | None:
    return slots["duration"] / 60 if slots.get("duration") else None


TOLD = ("place", "severity", "sleep", "soreness", "helped")
"""Slots that are fields of an episode as they are."""


def _changes(turn: Turn, found: Episode) -> dict[str, Any]:
    slots = turn.slots
    changes = {name: slots[name] for name in TOLD if name in slots}
    if "leg" in slots:
        changes["leg"] = Leg(slots["leg"])
    elif "side" in slots and found.leg in OTHER:
        changes["leg"] = OTHER[found.leg]
    if minutes := _minutes(slots):
        changes["minutes"] = minutes
    if any(name in slots for name in ("day", "time", "ago")):
        changes["started_at"] = _moved(turn, found)
    return changes


OTHER: Mapping[Leg | None, Leg] = {Leg.LEFT: Leg.RIGHT, Leg.RIGHT: Leg.LEFT}


def _moved(turn: Turn, found: Episode) -> datetime:
    """Give the new start; a day alone keeps the time of day it had."""
    when = _when(turn.slots)
    if when.day and not when.clock and when.day.part in (None, "night"):
        local = found.started_at.astimezone(ZoneInfo(turn.zone))
        when = replace(when, clock=Clock(local.hour, local.minute, certain=True))
    return resolve(when, turn.heard_at, turn.zone)


def _counted(now: Count, period: Period, named: str) -> Line:
    values: dict[str, str | int] = {
        "count": now.episodes,
        "nights": now.nights,
        "period": named,
    }
    if now.episodes <= 1:
        return Line(f"diary.count.{('none', 'one')[now.episodes]}", values)
    if period is Period.TONIGHT:
        return Line("diary.count.tonight", values)
    return Line(f"diary.count.{'same_night' if now.nights == 1 else 'other'}", values)

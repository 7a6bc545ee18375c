"""The log by voice: put in, count, delete."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from intents.moments import resolve
from intents.times import When
from skill.dialogue import asking
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
    Forget,
    Log,
    Record,
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
    if minutes := minutes_of(slots):
        ended = episode.started_at + timedelta(minutes=minutes)
        episode = replace(episode, ended_at=min(ended, turn.heard_at))
    records: tuple[Record, ...] = (Log(episode),)
    says = [Line("relief.rest_well")]
    if not (world.person and world.person.consent):
        records = (Consent(True, turn.heard_at), *records)
        says.insert(0, Line("diary.keeping"))
    return replace(closed(turn, tuple(says), records), tells="diary.logged")


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


def when_of(slots: Mapping[str, Any]) -> When:
    """Give what was said about when, of the slots of a turn."""
    return When(day=slots.get("day"), clock=slots.get("time"), ago=slots.get("ago"))


def _started(turn: Turn) -> datetime:
    """Give the time she named, else the start of the relief that runs, else now."""
    when = when_of(turn.slots)
    if when != When():
        return resolve(when, turn.heard_at, turn.zone)
    if turn.session.run and turn.session.started:
        return datetime.fromtimestamp(turn.session.started, UTC)
    return turn.heard_at - timedelta(minutes=minutes_of(turn.slots) or 0)


def minutes_of(slots: Mapping[str, Any]) -> float | None:
    """Give how long it lasted, None: she did not say."""
    return slots["duration"] / 60 if slots.get("duration") else None


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

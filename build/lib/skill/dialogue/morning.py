"""The morning after: two things asked once in daylight, and both may be skipped."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from skill.dialogue import diary
from skill.dialogue.closing import closed
from skill.dialogue.session import State
from skill.dialogue.steps import REST_WELL
from skill.dialogue.turn import Line, Reply, Turn
from skill.dialogue.world import World
from skill.episodes.episode import Episode
from skill.episodes.nights import NOON, bounds_of, night_of
from skill.episodes.records import Asked, Change, Record

DAYTIME = range(7, 21)
"""Local hours in which she is asked; a cramp begun in them is none of the night."""
FOLLOWED = frozenset(
    {"LogCramp", "Eased", "AskLast", "AskCount", "AskWhichLeg", "AskUsualHour"}
    | {"AskLongest", "AskBetterOrWorse", "AskWhatHelped", "AskDidIStretch", "AskKept"}
)
"""What she may have come for, after whose answer she is asked."""
SLEEP, SORENESS = "sleep", "soreness"
"""What is asked, in this order; the session's `offer` meanwhile."""
SKIPPED = Line("diary.morning.skipped")


def after(turn: Turn, world: World, reply: Reply) -> Reply:
    """Ask at the end of the first answer by day after a night with a cramp."""
    if reply.asks or reply.flag or turn.intent not in FOLLOWED:
        return reply
    night = _night(turn)
    person = world.person
    if night is None or not (person and person.consent) or person.asked_night == night:
        return reply
    if _newest(turn, world, night) is None:
        return reply
    says = tuple(line for line in reply.says if line != REST_WELL)
    asking = _asking(replace(reply, says=says), SLEEP)
    return replace(asking, records=(*reply.records, Asked(night)))


def answer(turn: Turn, world: World) -> Reply:
    """Keep the number she says with the newest cramp of that night."""
    slots, what = turn.slots, turn.session.offer or SLEEP
    named = slots.get(what, slots.get("severity"))
    if named is None or "leg" in slots:
        told = turn.intent == "LogCramp"
        return diary.log(turn, world) if told else _next(turn, ())
    night = _night(turn)
    found = _newest(turn, world, night) if night else None
    if found is None or found.id is None:
        return _next(turn, ())
    return _next(turn, (Change(found.id, {what: named}),))


def skip(turn: Turn, world: World) -> Reply:
    """Go on to the next question, or let it be."""
    del world
    return _next(turn, ())


def _next(turn: Turn, records: tuple[Record, ...]) -> Reply:
    if turn.session.offer != SORENESS:
        asking = _asking(closed(turn, ()), SORENESS)
        return replace(asking, records=records)
    return closed(turn, (Line("diary.morning.done") if records else SKIPPED,), records)


def _asking(reply: Reply, what: str) -> Reply:
    asks = Line(f"diary.ask.{what}")
    session = replace(
        reply.session, state=State.MORNING, offer=what, asked=asks.key, run=None
    )
    return replace(reply, session=session, asks=asks, again=(SKIPPED,))


def _night(turn: Turn) -> date | None:
    """Give the night that is over, None at night."""
    zone = ZoneInfo(turn.zone)
    hour = turn.heard_at.astimezone(zone).hour
    if hour not in DAYTIME:
        return None
    return night_of(turn.heard_at, zone) - timedelta(days=1 if hour >= NOON.hour else 0)


def _newest(turn: Turn, world: World, night: date) -> Episode | None:
    zone = ZoneInfo(turn.zone)
    began, ended = bounds_of(night, zone)
    newest_at = world.person.newest_at if world.person else None
    if newest_at is None or newest_at < began:
        return None
    episodes = world.diary.within(turn.user, began, ended)
    nightly = [e for e in episodes if e.started_at.astimezone(zone).hour not in DAYTIME]
    return nightly[-1] if nightly else None

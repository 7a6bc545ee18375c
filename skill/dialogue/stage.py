"""What she tells of herself: weeks, due date, cautions; kept only if she agrees."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from intents.times import MonthDay
from skill.dialogue.session import Session, State
from skill.dialogue.turn import Line, Reply, Turn
from skill.dialogue.world import World
from skill.episodes.records import Record, Remember, Unremember

PREGNANCY_DAYS = 280
"""From the first day of the last period to the due date."""
DAYS_A_WEEK = 7
SECOND_FROM, THIRD_FROM = 14, 28
"""First weeks of the second and third trimester. Source: claims trimester-*."""
LAST_WEEK = 43
MIDDLES = {"first": 8, "second": 20, "third": 34}
"""Week taken for a trimester when she names no week."""
ELSE = "prevention.offer.else"


def week_of(due_on: date, today: date) -> int | None:
    """Give the week of pregnancy, None where the date is none of this pregnancy."""
    week = (PREGNANCY_DAYS - (due_on - today).days) // DAYS_A_WEEK
    return week if 0 < week <= LAST_WEEK else None


def trimester_of(week: int) -> str:
    """Give first, second or third."""
    if week < SECOND_FROM:
        return "first"
    return "second" if week < THIRD_FROM else "third"


def tell_week(turn: Turn, world: World) -> Reply:
    """Take the week she names; answer what is usual then."""
    week = turn.slots.get("week")
    if week is None or not 0 < int(week) <= LAST_WEEK:
        return _asking(turn, Line("prevention.week.odd"))
    due = turn.heard_at.date() + timedelta(
        days=PREGNANCY_DAYS - int(week) * DAYS_A_WEEK
    )
    return _told(turn, world, due)


def tell_trimester(turn: Turn, world: World) -> Reply:
    """Take the trimester she names, for this conversation."""
    third = turn.slots.get("trimester", "third")
    session = replace(turn.session, week=MIDDLES[third])
    reply = _asking(replace(turn, session=session), _usual(third))
    topic = f"{third}_trimester"
    return replace(reply, session=replace(reply.session, topic=topic))


def tell_due_date(turn: Turn, world: World) -> Reply:
    """Take the date the baby is due."""
    said = turn.slots.get("date")
    due = _next(said, turn.heard_at) if isinstance(said, MonthDay) else None
    if due is None or week_of(due, turn.heard_at.date()) is None:
        return _asking(turn, Line("prevention.week.odd"))
    return _told(turn, world, due)


def tell_caution(turn: Turn, world: World) -> Reply:
    """Take what she says of herself; from now on advice is withheld by it."""
    named = {turn.slots["caution"]} if "caution" in turn.slots else set()
    cautions = tuple(sorted({*turn.session.cautions, *named}))
    session = replace(turn.session, cautions=cautions)
    line = Line("prevention.cautioned")
    turn = replace(turn, session=session)
    return _may_remember(turn, world, line) or _asking(turn, line)


def remember(turn: Turn, world: World) -> Reply:
    """Keep it, as she agreed."""
    del world
    session = turn.session
    due = date.fromisoformat(session.due) if session.due else None
    cautions = frozenset(session.cautions) or None
    key = "prevention.remembered" + ("" if due else ".caution")
    reply = _asking(turn, Line(key))
    record: Record = Remember(due_on=due, cautions=cautions)
    return replace(reply, records=(record,))


def do_not_remember(turn: Turn, world: World) -> Reply:
    """Use it in this conversation only."""
    del world
    return _asking(turn, Line("prevention.not_remembered"))


def forget(turn: Turn, world: World) -> Reply:
    """Forget the date and the cautions; the log stays."""
    del world
    session = replace(turn.session, week=None, due=None, cautions=())
    reply = _asking(replace(turn, session=session), Line("prevention.forgotten"))
    return replace(reply, records=(Unremember(),))


def ask_week(turn: Turn, world: World) -> Reply:
    """Say how far along she is."""
    del world
    if turn.session.week is None:
        return _asking(turn, Line("prevention.week.unknown"))
    return _asking(turn, Line("prevention.week", {"week": turn.session.week}))


def _told(turn: Turn, world: World, due: date) -> Reply:
    week = week_of(due, turn.heard_at.date()) or 1
    session = replace(turn.session, week=week, due=due.isoformat())
    turn = replace(turn, session=session)
    line = _usual(trimester_of(week))
    reply = _may_remember(turn, world, line) or _asking(turn, line)
    topic = f"{trimester_of(week)}_trimester"
    return replace(reply, session=replace(reply.session, topic=topic))


def _usual(trimester: str) -> Line:
    return Line(f"prevention.{trimester}_trimester")


def _may_remember(turn: Turn, world: World, line: Line) -> Reply | None:
    """Ask whether to keep it, where she agreed to a log; None: it is not asked."""
    if not (world.person and world.person.consent):
        return None
    asks = Line("prevention.ask.remember")
    session = replace(turn.session, state=State.REMEMBERING, asked=asks.key)
    return Reply(session=session, says=(line,), asks=asks)


def _asking(turn: Turn, line: Line) -> Reply:
    asks = Line(ELSE)
    session: Session = replace(
        turn.session,
        state=State.OFFERED,
        offer="else",
        asked=asks.key,
        last=(line.packed,),
    )
    return Reply(session=session, says=(line,), asks=asks)


def _next(said: MonthDay, now: datetime) -> date | None:
    """Give the date meant: the one this year or next that a pregnancy allows."""
    years = [said.year] if said.year else [now.year, now.year + 1, now.year - 1]
    for year in years:
        try:
            due = date(year, said.month, said.day)
        except ValueError:
            continue
        if week_of(due, now.date()) is not None:
            return due
    return None

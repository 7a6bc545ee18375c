"""What she tells of herself: weeks, due date, cautions; kept only if she agrees."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from intents.times import MonthDay
from skill.dialogue.session import Session, State
from skill.dialogue.turn import Line, Reply, Turn
from skill.dialogue.world import World
from skill.episodes.nights import night_of
from skill.episodes.records import Remember, Unremember

PREGNANCY_DAYS = 280
"""From the first day of the last period to the due date."""
DAYS_A_WEEK = 7
SECOND_FROM, THIRD_FROM = 14, 28
"""First weeks of the second and third trimester. Source: claims trimester-*."""
LAST_WEEK = 43
ELSE = "else"
"""Offer of another question."""
DUE, CAUTIONS = "due", "cautions"
"""What "shall I remember that?" asks about; the session's `offer` meanwhile."""


def week_of(due_on: date, today: date) -> int | None:
    """Give the week of pregnancy, None where the date is none of this pregnancy."""
    week = (PREGNANCY_DAYS - (due_on - today).days) // DAYS_A_WEEK
    return week if 0 < week <= LAST_WEEK else None


def trimester_of(week: int) -> str:
    """Give first, second or third."""
    if week < SECOND_FROM:
        return "first"
    return "second" if week < THIRD_FROM else "third"


def today(turn: Turn) -> date:
    """Give the date where she is."""
    return turn.heard_at.astimezone(ZoneInfo(turn.zone)).date()


def week(turn: Turn, world: World) -> int | None:
    """Give her week: as she named it now, else as it is remembered."""
    if turn.session.due:
        return week_of(date.fromisoformat(turn.session.due), today(turn))
    return kept_week(turn, world)


def kept_week(turn: Turn, world: World) -> int | None:
    """Give the week she agreed to have remembered; it advances by itself."""
    due = world.person.due_on if world.person else None
    return week_of(due, today(turn)) if due else None


def stretched(turn: Turn, world: World, at: datetime) -> bool | None:
    """Tell whether she did her stretch before the night of a cramp; None: unknown."""
    night = world.person.stretched_night if world.person else None
    return True if night == night_of(at, ZoneInfo(turn.zone)) else None


def trimester(turn: Turn, world: World) -> str | None:
    """Give first, second or third where she told it or her week."""
    known = week(turn, world)
    return turn.session.trimester if known is None else trimester_of(known)


def cautions(turn: Turn, world: World) -> frozenset[str]:
    """Give all she said of herself, in this conversation and before."""
    kept = world.person.cautions if world.person else frozenset()
    return kept | frozenset(turn.session.cautions)


def kept_session(session: Session) -> Session:
    """Give a fresh session that still knows what she told of herself."""
    return Session(
        cautions=session.cautions, due=session.due, trimester=session.trimester
    )


def tell_week(turn: Turn, world: World) -> Reply:
    """Take the week she names; answer what is usual then."""
    named = turn.slots.get("week")
    if named is None or not 0 < int(named) <= LAST_WEEK:
        return _asking(turn, Line("prevention.week.odd"))
    days = PREGNANCY_DAYS - int(named) * DAYS_A_WEEK
    return _told(turn, world, today(turn) + timedelta(days=days))


def tell_trimester(turn: Turn, world: World) -> Reply:
    """Take the trimester she names, for this conversation."""
    del world
    third = turn.slots.get("trimester", "third")
    session = replace(turn.session, trimester=third, topic=f"{third}_trimester")
    return _asking(replace(turn, session=session), _usual(third))


def tell_due_date(turn: Turn, world: World) -> Reply:
    """Take the date the baby is due."""
    said = turn.slots.get("date")
    due = _next(said, today(turn)) if isinstance(said, MonthDay) else None
    if due is None:
        return _asking(turn, Line("prevention.week.odd"))
    return _told(turn, world, due)


def tell_caution(turn: Turn, world: World) -> Reply:
    """Take what she says of herself; from now on advice is withheld by it."""
    named = {turn.slots["caution"]} if "caution" in turn.slots else set()
    told = tuple(sorted({*turn.session.cautions, *named}))
    session = replace(turn.session, cautions=told)
    line = Line("prevention.cautioned")
    turn = replace(turn, session=session)
    return _may_remember(turn, world, (line, CAUTIONS)) or _asking(turn, line)


def remember(turn: Turn, world: World) -> Reply:
    """Keep what was asked about, as she agreed, and nothing else."""
    session = turn.session
    if session.offer == DUE and session.due:
        record = Remember(due_on=date.fromisoformat(session.due))
        reply = _asking(turn, Line("prevention.remembered"))
    else:
        record = Remember(cautions=cautions(turn, world))
        reply = _asking(turn, Line("prevention.remembered.caution"))
    return replace(reply, records=(record,))


def do_not_remember(turn: Turn, world: World) -> Reply:
    """Use it in this conversation only."""
    del world
    return _asking(turn, Line("prevention.not_remembered"))


def forget(turn: Turn, world: World) -> Reply:
    """Forget the date and the cautions; the log stays."""
    del world
    session = replace(turn.session, due=None, trimester=None, cautions=())
    reply = _asking(replace(turn, session=session), Line("prevention.forgotten"))
    return replace(reply, records=(Unremember(),))


def ask_week(turn: Turn, world: World) -> Reply:
    """Say how far along she is."""
    known = week(turn, world)
    if known is None:
        return _asking(turn, Line("prevention.week.unknown"))
    return _asking(turn, Line("prevention.week", {"week": known}))


def _told(turn: Turn, world: World, due: date) -> Reply:
    third = trimester_of(week_of(due, today(turn)) or 1)
    session = replace(
        turn.session,
        due=due.isoformat(),
        trimester=None,
        topic=f"{third}_trimester",
    )
    turn = replace(turn, session=session)
    line = _usual(third)
    return _may_remember(turn, world, (line, DUE)) or _asking(turn, line)


def _usual(trimester: str) -> Line:
    return Line(f"prevention.{trimester}_trimester")


def _may_remember(turn: Turn, world: World, told: tuple[Line, str]) -> Reply | None:
    """Ask whether to keep it, where she agreed to a log; None: it is not asked."""
    if not (world.person and world.person.consent):
        return None
    line, what = told
    asks = Line("prevention.ask.remember")
    session = replace(turn.session, state=State.REMEMBERING, offer=what, asked=asks.key)
    return Reply(session=session, says=(line,), asks=asks)


def answered(turn: Turn, line: Line, topic: str | None, offer: str) -> Reply:
    """Answer with one line, and make one offer."""
    asks = Line(f"prevention.offer.{offer}")
    session = replace(
        turn.session,
        state=State.OFFERED,
        topic=topic,
        offer=offer,
        asked=asks.key,
        last=(line.packed,),
    )
    return Reply(session=session, says=(line,), asks=asks)


def _asking(turn: Turn, line: Line) -> Reply:
    return answered(turn, line, turn.session.topic, ELSE)


def _next(said: MonthDay, now: date) -> date | None:
    """Give the date meant: the one this year or next that a pregnancy allows."""
    years = [said.year] if said.year else [now.year, now.year + 1, now.year - 1]
    for year in years:
        try:
            due = date(year, said.month, said.day)
        except ValueError:
            continue
        if week_of(due, now) is not None:
            return due
    return None

"""What she tells of herself: weeks, due date, cautions; kept only if she agrees."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from intents.times import MonthDay
from skill.dialogue.answers import ELSE, answered, saying
from skill.dialogue.session import Session, State
from skill.dialogue.turn import Line, Reply, Turn
from skill.dialogue.world import World
from skill.episodes.nights import night_of
from skill.episodes.records import Remember, Unremember

DAYS_A_WEEK = 7
PREGNANCY_WEEKS = 40
"""From the first day of the last period to the due date."""
PREGNANCY_DAYS = PREGNANCY_WEEKS * DAYS_A_WEEK
MIDDLE_DAY = 15
"""Day a month stands for where she names no other."""
MONTHS = 12
SECOND_FROM, THIRD_FROM = 14, 28
"""First weeks of the second and third trimester. Source: claims trimester-*."""
LAST_WEEK = 43
ODD = Line("prevention.week.odd")
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


def is_withheld(turn: Turn, world: World, run: str) -> bool:
    """Tell whether something she said of herself withholds a run."""
    return bool(cautions(turn, world) & set(world.facts.runs[run].withhold))


def kept_session(session: Session) -> Session:
    """Give a fresh session that still knows what she told of herself."""
    return Session(
        cautions=session.cautions, due=session.due, trimester=session.trimester
    )


def tell_week(turn: Turn, world: World) -> Reply:
    """Take the week she names; answer what is usual then."""
    named = turn.slots.get("months", turn.slots.get("week"))
    if named is None or not 0 < int(named) <= LAST_WEEK:
        return _asking(turn, ODD)
    reply = _told(turn, world, _due_in(turn, PREGNANCY_WEEKS - int(named)))
    if "months" not in turn.slots:
        return reply
    about = Line("prevention.week", {"week": int(named)})
    return saying(reply, (about, *reply.says))


def tell_weeks_left(turn: Turn, world: World) -> Reply:
    """Take the weeks there are to go."""
    left = turn.slots.get("week")
    if left is None or not 0 <= int(left) < PREGNANCY_WEEKS:
        return _asking(turn, ODD)
    return _told(turn, world, _due_in(turn, int(left)))


def tell_due_month(turn: Turn, world: World) -> Reply:
    """Take the month the baby is due in: it gives a trimester, but no week to keep."""
    del world
    due = _next(MonthDay(_month(turn), MIDDLE_DAY), today(turn))
    known = week_of(due, today(turn)) if due else None
    if known is None:
        return _asking(turn, ODD)
    third = trimester_of(known)
    session = replace(turn.session, trimester=third, topic=f"{third}_trimester")
    line = Line("prevention.week.by_month", {"week": known})
    return _asking(replace(turn, session=session), line)


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
        return _asking(turn, ODD)
    return _told(turn, world, due)


def tell_caution(turn: Turn, world: World) -> Reply:
    """Take what she says of herself; from now on advice is withheld by it."""
    named = {turn.slots["caution"]} if "caution" in turn.slots else set()
    told = tuple(sorted({*turn.session.cautions, *named}))
    session = replace(turn.session, cautions=told)
    line = Line("prevention.cautioned")
    turn = replace(turn, session=session)
    return _may_remember(turn, world, (line, CAUTIONS)) or _asking(turn, line)


def deny_caution(turn: Turn, world: World) -> Reply:
    """Take nothing from a condition she has not, or that somebody else has."""
    denied = Line("prevention.denied")
    reply = _asking(turn, denied)
    if not cautions(turn, world):
        return reply
    return saying(reply, (denied, Line("prevention.denied.kept")))


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


def _due_in(turn: Turn, weeks: int) -> date:
    return today(turn) + timedelta(weeks=weeks)


def _month(turn: Turn) -> int:
    """Give the month named, 1 to 12, or this or the next one."""
    named, now = str(turn.slots.get("due_month", "this")), today(turn).month
    if named.isdigit():
        return int(named)
    return now % MONTHS + 1 if named == "next" else now


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

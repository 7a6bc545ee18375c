"""When it eases: aftercare, the log line, and once the question about a log."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from skill.dialogue import steps, whereabouts
from skill.dialogue.session import State
from skill.dialogue.stage import kept_session
from skill.dialogue.turn import Line, Reply, Turn
from skill.dialogue.world import World
from skill.episodes.records import Begin, Consent, Disclaimed, DropPlace, End, Record

DISCLAIMER = Line("guidance.disclaimer.long")
"""Said once, after the first relief of all."""
AFTERCARE = ("relief.eased", "relief.eased.side", "relief.eased.sore")
"""Said when it has eased, in this order."""


def eased(turn: Turn, world: World) -> Reply:
    """Close with aftercare and the log line; the first time ask for consent."""
    turn = _with_place(turn, world)
    if not turn.session.started:
        return _nothing_ran(turn)
    step = turn.slots.get("helped") or whereabouts.heard(turn, world)
    says: tuple[Line, ...] = tuple(map(Line, AFTERCARE))
    consent = world.person.consent if world.person else False
    if consent is None:
        return _ask_consent(turn, says, step)
    records: tuple[Record, ...] = (DropPlace(),)
    if consent:
        says = (*says, Line("diary.noted"))
        records = (
            *records,
            Begin(steps.episode_of(turn, world)),
            End(turn.heard_at, step),
        )
    if _disclaimer_is_due(turn, world):
        says = (*says, Line("guidance.disclaimer"))
        records = (*records, Disclaimed(turn.heard_at))
    says = (*says, Line("relief.rest_well"))
    return Reply(session=kept_session(turn.session), says=says, records=records)


def _with_place(turn: Turn, world: World) -> Turn:
    """Take up the relief of a session that died, where none runs in this one."""
    place = world.person.place if world.person else None
    if turn.session.run or place is None or place.run not in world.facts.runs:
        return turn
    return replace(turn, session=whereabouts.taken_up(turn.session, place))


def _nothing_ran(turn: Turn) -> Reply:
    """Be glad with her; nothing was begun that could be noted."""
    says = (Line("relief.eased"), Line("relief.rest_well"))
    return Reply(session=kept_session(turn.session), says=says)


def _disclaimer_is_due(turn: Turn, world: World) -> bool:
    """Tell whether a day has passed since she last heard that these are tips."""
    person = world.person
    said = person.disclaimed_at if person else turn.heard_at
    return said is None or turn.heard_at - said >= timedelta(days=1)


def _ask_consent(turn: Turn, says: tuple[Line, ...], step: str) -> Reply:
    asks = Line("diary.ask.consent")
    session = replace(
        turn.session,
        state=State.CONSENTING,
        asked=asks.key,
        helped=step,
        sent=turn.seconds,
        last=(),
    )
    return Reply(session=session, says=says, asks=asks, records=(DropPlace(),))


def consent(turn: Turn, world: World) -> Reply:
    """Keep a log from now on, this relief included."""
    session = turn.session
    ended = datetime.fromtimestamp(session.sent or turn.seconds, UTC)
    return Reply(
        session=kept_session(turn.session),
        says=(Line("diary.kept"), DISCLAIMER, Line("relief.rest_well")),
        records=(
            Consent(True, turn.heard_at),
            Begin(steps.episode_of(turn, world)),
            End(ended, session.helped),
            Disclaimed(turn.heard_at),
        ),
    )


def no_consent(turn: Turn, world: World) -> Reply:
    """Keep no log, and do not ask again."""
    del world
    return Reply(
        session=kept_session(turn.session),
        says=(Line("diary.not_keeping"), DISCLAIMER, Line("relief.rest_well")),
        records=(Consent(False, turn.heard_at), Disclaimed(turn.heard_at)),
    )

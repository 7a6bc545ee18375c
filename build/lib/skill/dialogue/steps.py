"""The timeline at work: play a step, find the step she is at, come back to it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from intents.facts import Run
from skill.dialogue.session import Session, State
from skill.dialogue.stage import kept_week, stretched
from skill.dialogue.timeline import (
    CHECK,
    LONGEST_AGAIN_SECONDS,
    after_segment,
    from_step,
    length_of,
    next_movement,
)
from skill.dialogue.turn import Line, Reply, Turn
from skill.dialogue.whereabouts import EASED, heard, run_of, running
from skill.dialogue.world import World
from skill.episodes.episode import Episode, Leg
from skill.episodes.records import Begin, KeepPlace, Place, Record, Withdraw

Handler = Callable[[Turn, World], Reply]
CLOT = Line("relief.ask.clot")
COUNTING = Line("relief.ask.counting")
DONE = Line("routine.done")
STOP_IF = Line("routine.stop_if")
REST_WELL = Line("relief.rest_well")
FIRST_STEP = "pull_first"
"""The step of a launch; after it she may have a question."""
LAST_STEP = "circles"
"""After it a reprompt closes; it asks nothing more."""


@dataclass(frozen=True, slots=True)
class At:
    """Where to play from."""

    run: str
    """Id in clinical.yaml."""
    step: str | None = None
    """None, or no step of this run: from its beginning."""
    short: bool = False
    """In the fewer words of somebody who comes back to it."""


def play(turn: Turn, world: World, at: At) -> Reply:
    """Say a step to the end of its segment; in silence the next segment follows."""
    run_id, run = at.run, run_of(turn, world, at.run)
    if run.checked and turn.session.clot != "no":
        return _unchecked(turn, at.run)
    step = at.step if at.step in run.steps else run.segments[0][0]
    if step == CHECK:
        turn = replace(turn, session=replace(turn.session, run=run_id, step=step))
        return check(turn, world, CLOT)
    says = tuple(from_step(world.facts, run, step, at.short))
    if run.kind == "routine":
        return _routine(turn, run_id, (step, says), world)
    asks = COUNTING if step == FIRST_STEP and not at.short else EASED
    session = _begun(turn, run_id, step)
    session = replace(session, asked=asks.key, last=tuple(x.packed for x in says))
    return Reply(
        session=session,
        says=says,
        asks=asks,
        again=_again(world, run, step),
        records=_records(turn, world, session),
    )


def _unchecked(turn: Turn, run_id: str) -> Reply:
    """Ask the clot question before a massage; without a "no" there is none."""
    session = replace(
        turn.session, state=State.CHECKING, run=run_id, asked=CLOT.key, last=()
    )
    return Reply(session=session, asks=CLOT, again=(Line("routine.unchecked"),))


def _routine(
    turn: Turn, run_id: str, at: tuple[str, tuple[Line, ...]], world: World
) -> Reply:
    """Play a part of a routine; after the last one it closes."""
    run, (step, says) = run_of(turn, world, run_id), at
    if step == run.segments[0][0]:
        says = (STOP_IF, *says)
    session = replace(
        _begun(turn, run_id, step),
        state=State.EXERCISING,
        started=None,
        last=tuple(line.packed for line in says),
    )
    if run.segment_of(step) == len(run.segments) - 1:
        return Reply(session=Session(), says=(*says, DONE))
    asks = Line("routine.ask.next")
    following = after_segment(run, step)
    again = from_step(world.facts, run, following)
    if run.segment_of(following) == len(run.segments) - 1:
        again.append(DONE)
    if length_of(again, world.pace) > LONGEST_AGAIN_SECONDS:
        again = []
    return Reply(
        session=replace(session, asked=asks.key),
        says=says,
        asks=asks,
        again=tuple(again),
    )


def check(turn: Turn, world: World, asks: Line) -> Reply:
    """Ask for signs while she holds; in silence only stretching goes on."""
    run = run_of(turn, world)
    step = turn.session.step or run.segments[0][0]
    session = replace(
        _begun(turn, running(turn), step),
        state=State.CHECKING,
        asked=asks.key,
        last=("relief.step.check",),
    )
    return Reply(
        session=session,
        says=(Line("relief.step.check"),),
        asks=asks,
        again=_again(world, run, step),
        records=_records(turn, world, session),
    )


def come_back(turn: Turn, world: World, reply: Reply) -> Reply:
    """Answer in the middle of a run, then go on where she was."""
    run_id, step = running(turn), heard(turn, world)
    if step == FIRST_STEP:  # her question is answered; now the stretch in full
        step = next_movement(run_of(turn, world), step)
    turn = replace(turn, session=knowing(turn.session, reply.session))
    back = play(turn, world, At(run_id, step, short=True))
    answer = tuple(line for line in reply.says if line != REST_WELL)
    return replace(
        back,
        says=(*answer, Line("relief.back"), *back.says),
        records=(*reply.records, *_returning(turn, reply, back)),
        tells=reply.tells,
        otherwise=reply.otherwise,
        flag=reply.flag,
    )


def knowing(session: Session, told: Session) -> Session:
    """Give the session with what an answer learned of her."""
    return replace(
        session,
        topic=told.topic,
        refused=told.refused,
        cautions=told.cautions,
        due=told.due,
        trimester=told.trimester,
        flag=told.flag,
    )


def _returning(turn: Turn, reply: Reply, back: Reply) -> tuple[Record, ...]:
    """Give what coming back stores: no cramp where she asked or told the diary."""
    kept = tuple(r for r in back.records if not isinstance(r, Begin))
    if turn.session.asked == COUNTING.key:  # she opened it with a question
        begun = datetime.fromtimestamp(turn.session.started or turn.seconds, UTC)
        return (Withdraw(begun), *kept)
    return kept if reply.records else back.records


def episode_of(turn: Turn, world: World) -> Episode:
    """Give the relief that runs as an episode."""
    session = turn.session
    started_at = datetime.fromtimestamp(session.started or turn.seconds, UTC)
    return Episode(
        started_at=started_at,
        leg=Leg(session.leg) if session.leg else None,
        place=session.place,
        week=kept_week(turn, world),
        signs="" if session.clot == "no" else None,
        stretched=stretched(turn, world, started_at),
        channel=turn.channel,
        request_id=turn.id,
    )


def _begun(turn: Turn, run_id: str, step: str) -> Session:
    return replace(
        turn.session,
        state=State.RELIEVING,
        run=run_id,
        step=step,
        started=turn.session.started or turn.seconds,
        sent=turn.seconds,
        offer=None,
    )


def _again(world: World, run: Run, step: str) -> tuple[Line, ...]:
    following = next_movement(run, step)
    lines = from_step(world.facts, run, following)
    last = run.segments[run.segment_of(following) or 0][-1]
    end = REST_WELL if last == LAST_STEP else EASED
    return (*lines, end)


def _records(turn: Turn, world: World, session: Session) -> tuple[Record, ...]:
    """Keep her place for fifteen minutes, and the episode where she agreed."""
    place = Place(
        run=session.run or "calf",
        step=session.step or "",
        started_at=datetime.fromtimestamp(session.started or turn.seconds, UTC),
        sent_at=turn.heard_at,
        leg=session.leg,
        place=session.place,
        clot=session.clot,
    )
    if world.person is None or not world.person.consent:
        return (KeepPlace(place),)
    begun = Begin(episode_of(replace(turn, session=session), world))
    return (KeepPlace(place), begun)

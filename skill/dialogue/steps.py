"""The timeline at work: play a step, find the step she is at, come back to it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from intents.facts import Run
from skill.dialogue.session import Session, State
from skill.dialogue.timeline import (
    CHECK,
    LISTENING_SECONDS,
    after_segment,
    from_step,
    length_of,
    next_movement,
    step_at,
)
from skill.dialogue.turn import Line, Reply, Turn, unpacked
from skill.dialogue.world import World
from skill.episodes.episode import Episode, Leg
from skill.episodes.records import Begin, KeepPlace, Place, Record, Withdraw

Handler = Callable[[Turn, World], Reply]
WAITING = Line("relief.wait.ask")
EASED = Line("relief.ask.eased")
CLOT = Line("relief.ask.clot")
COUNTING = Line("relief.ask.counting")
DONE = Line("routine.done")
STOP_IF = Line("routine.stop_if")
REST_WELL = Line("relief.rest_well")
FIRST_STEP = "pull_first"
"""The step of a launch; after it she may have a question."""
LAST_STEP = "circles"
"""After it a reprompt closes; it asks nothing more."""


def running(turn: Turn) -> str:
    """Give the id of the run she is in, the calf's where none runs."""
    return turn.session.run or "calf"


def run_of(turn: Turn, world: World) -> Run:
    """Give the run she is in, with its steps."""
    return world.facts.runs[running(turn)]


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
    run_id, run = at.run, world.facts.runs[at.run]
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


def _routine(
    turn: Turn, run_id: str, at: tuple[str, tuple[Line, ...]], world: World
) -> Reply:
    """Play a part of a routine; after the last one it closes."""
    run, (step, says) = world.facts.runs[run_id], at
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


def heard(turn: Turn, world: World) -> str:
    """Give the step she is at: by the time since the last reply was sent."""
    run = run_of(turn, world)
    session = turn.session
    step = session.step if session.step in run.steps else run.segments[0][0]
    lines = [unpacked(text) for text in session.last] or from_step(
        world.facts, run, step
    )
    elapsed = turn.seconds - (session.sent or turn.seconds)
    at = step_at(lines, elapsed, world.pace) or step
    asked = length_of([*lines, Line(session.asked or EASED.key)], world.pace)
    elapsed -= asked + LISTENING_SECONDS
    if elapsed > 0 and session.asked != WAITING.key:
        following = from_step(world.facts, run, next_movement(run, step))
        at = step_at(following, elapsed, world.pace) or at
    return at if at in run.steps else step


def taken_up(session: Session, place: Place) -> Session:
    """Give a session that goes on where a place was kept."""
    return replace(
        session,
        run=place.run,
        step=place.step,
        started=place.started_at.timestamp(),
        sent=place.sent_at.timestamp(),
        leg=place.leg,
        place=place.place,
        clot=place.clot,
    )


def due(turn: Turn, world: World) -> str:
    """Give the step that is due when she opens the skill again: a movement to hold."""
    run, step = run_of(turn, world), heard(turn, world)
    said = from_step(world.facts, run, turn.session.step or step)
    silence = from_step(world.facts, run, next_movement(run, turn.session.step or step))
    elapsed = turn.seconds - (turn.session.sent or turn.seconds)
    whole = length_of([*said, EASED, *silence], world.pace) + LISTENING_SECONDS
    is_over = elapsed > whole or not world.facts.steps[step].hold_seconds
    if not is_over:
        return step
    following = next_movement(run, step)
    is_held = world.facts.steps[following].hold_seconds
    return following if is_held else next_movement(run, following)


def come_back(turn: Turn, world: World, reply: Reply) -> Reply:
    """Answer in the middle of a run, then go on where she was."""
    run_id, step = running(turn), heard(turn, world)
    if step == FIRST_STEP:  # her question is answered; now the stretch in full
        step = next_movement(run_of(turn, world), step)
    back = play(turn, world, At(run_id, step, short=True))
    answer = tuple(line for line in reply.says if line != REST_WELL)
    records = (*reply.records, *back.records)
    if turn.session.asked == COUNTING.key:
        begun = datetime.fromtimestamp(turn.session.started or turn.seconds, UTC)
        kept = (r for r in records if not isinstance(r, Begin))
        records = (Withdraw(begun), *kept)  # she opened it with a question
    return replace(
        back,
        session=replace(back.session, topic=reply.session.topic),
        says=(*answer, Line("relief.back"), *back.says),
        records=records,
        tells=reply.tells,
        otherwise=reply.otherwise,
        flag=reply.flag,
    )


def episode_of(turn: Turn) -> Episode:
    """Give the relief that runs as an episode."""
    session = turn.session
    return Episode(
        started_at=datetime.fromtimestamp(session.started or turn.seconds, UTC),
        leg=Leg(session.leg) if session.leg else None,
        place=session.place,
        week=session.week,
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
    begun = Begin(episode_of(replace(turn, session=session)))
    return (KeepPlace(place), begun)

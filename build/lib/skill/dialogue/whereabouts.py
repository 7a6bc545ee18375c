"""Where she is: the run without what is withheld, and the step by the clock."""

from dataclasses import replace

from intents.facts import Run
from skill.dialogue.session import Session
from skill.dialogue.stage import cautions
from skill.dialogue.timeline import (
    CHECK,
    LISTENING_SECONDS,
    from_step,
    length_of,
    next_movement,
    step_at,
)
from skill.dialogue.turn import Line, Turn, unpacked
from skill.dialogue.world import World
from skill.episodes.records import Place

WAITING = Line("relief.wait.ask")
EASED = Line("relief.ask.eased")
MASSAGE = "massage"
"""What a step needs that is only done after "no" to the clot question."""


def running(turn: Turn) -> str:
    """Give the id of the run she is in, the calf's where none runs."""
    return turn.session.run or "calf"


def run_of(turn: Turn, world: World, run_id: str | None = None) -> Run:
    """Give a run, hers where none is named, without the steps that are withheld."""
    run = world.facts.runs[run_id or running(turn)]
    kept = [
        tuple(s for s in segment if _may(turn, world, s)) for segment in run.segments
    ]
    return replace(run, segments=tuple(segment for segment in kept if segment))


def _may(turn: Turn, world: World, name: str) -> bool:
    """Tell whether a step suits her: what she said, and what a warning withholds.

    Nothing is rubbed before "no" to the clot question, nor after any warning.
    """
    if name == CHECK:
        return True
    step, session = world.facts.steps[name], turn.session
    if cautions(turn, world) & set(step.withhold):
        return False
    if step.needs == MASSAGE:
        return session.clot == "no" and not session.flag
    if step.needs and session.flag:
        return step.needs not in world.watch.of_flag(session.flag).withholds
    return True


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
    began = turn.session.step if turn.session.step in run.steps else step
    said = from_step(world.facts, run, began)
    silence = from_step(world.facts, run, next_movement(run, began))
    elapsed = turn.seconds - (turn.session.sent or turn.seconds)
    whole = length_of([*said, EASED, *silence], world.pace) + LISTENING_SECONDS
    if elapsed <= whole and _is_held(world, step):
        return step
    following = next_movement(run, step)
    return following if _is_held(world, following) else next_movement(run, following)


def _is_held(world: World, step: str) -> bool:
    return step != CHECK and world.facts.steps[step].hold_seconds > 0

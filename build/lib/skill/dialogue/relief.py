"""Relief: starts, goes on, changes variant, eases. Nothing here waits for an answer."""

from dataclasses import replace

from skill.dialogue import changing, easing, steps, whereabouts
from skill.dialogue.session import State
from skill.dialogue.timeline import (
    after_segment,
    neighbour,
    next_movement,
)
from skill.dialogue.turn import Line, Reply, Turn
from skill.dialogue.warning import WARNED_RUN, resume, warn
from skill.dialogue.world import World

QUESTION = Line("relief.ask.question")


def launch(turn: Turn, world: World) -> Reply:
    """Begin at once; within fifteen minutes go on where the clock says she was."""
    place = world.person.place if world.person else None
    if place and place.run == WARNED_RUN:
        return resume(turn, world, place.step)
    if place is None or place.run not in world.facts.runs:
        return steps.play(turn, world, steps.At("launch"))
    turn = replace(turn, session=whereabouts.taken_up(turn.session, place))
    step = whereabouts.due(turn, world)
    known = step == whereabouts.heard(turn, world)
    return steps.play(turn, world, steps.At(place.run, step, short=known))


def start(turn: Turn, world: World) -> Reply:
    """Begin the relief for the part of the leg she named."""
    leg, place = turn.slots.get("leg"), turn.slots.get("place")
    run = "both" if leg == "both" and place in (None, "calf") else place or "calf"
    session = replace(
        turn.session, leg=leg or turn.session.leg, place=place or turn.session.place
    )
    return steps.play(replace(turn, session=session), world, steps.At(run))


def ask_place(turn: Turn, world: World) -> Reply:
    """Ask where it cramps, when "cramps" may be her tummy."""
    del world
    session = replace(turn.session, state=State.PLACING)
    return Reply(
        session=session,
        asks=Line("relief.ask.place"),
        again=(Line("relief.ask.place.again"),),
    )


def tummy(turn: Turn, world: World) -> Reply:
    """Treat tummy cramps as the warning sign they may be."""
    return warn(turn, world, "RF12")


def still_hurts(turn: Turn, world: World) -> Reply:
    """Change variant; at six minutes ask for signs; at ten, call."""
    session, clock = turn.session, world.facts.clock
    ran = turn.seconds - (session.started or turn.seconds)
    if ran >= clock.call_seconds:
        return warn(turn, world, "RF17")
    if not session.run:
        return steps.play(turn, world, steps.At("calf"))
    run, step = whereabouts.run_of(turn, world), whereabouts.heard(turn, world)
    step = next_movement(run, step) if session.clot else after_segment(run, step)
    if ran >= clock.check_seconds and not session.checked:
        session = replace(session, checked="six")
        return steps.check(
            replace(turn, session=session), world, Line("relief.ask.six")
        )
    return steps.play(turn, world, steps.At(whereabouts.running(turn), step))


def no_signs(turn: Turn, world: World) -> Reply:
    """Go on after "no" to the clot question; only now may she rub."""
    session = replace(turn.session, clot="no")
    turn = replace(turn, session=session)
    if whereabouts.run_of(turn, world).kind == "routine":
        return steps.play(turn, world, steps.At(whereabouts.running(turn)))
    return keep_on(turn, world)


def signs(turn: Turn, world: World) -> Reply:
    """Stop everything: "yes" or "not sure" to the clot question."""
    return warn(turn, world, "RF03")


def ask_signs(turn: Turn, world: World) -> Reply:
    """Ask the clot question, where a word like "red" came without it."""
    step = whereabouts.heard(turn, world)
    session = replace(turn.session, run=whereabouts.running(turn), step=step)
    return steps.check(replace(turn, session=session), world, steps.CLOT)


def keep_on(turn: Turn, world: World) -> Reply:
    """Give the next movement, whatever was asked."""
    run = whereabouts.run_of(turn, world)
    following = next_movement(run, whereabouts.heard(turn, world))
    return steps.play(turn, world, steps.At(whereabouts.running(turn), following))


def more(turn: Turn, world: World) -> Reply:
    """Go to the next step, by the clock."""
    return _moved(turn, world, 1)


def back(turn: Turn, world: World) -> Reply:
    """Go to the step before, by the clock."""
    return _moved(turn, world, -1)


def _moved(turn: Turn, world: World, offset: int) -> Reply:
    run = whereabouts.run_of(turn, world)
    step = neighbour(run, whereabouts.heard(turn, world), offset)
    return steps.play(turn, world, steps.At(whereabouts.running(turn), step))


def again(turn: Turn, world: World) -> Reply:
    """Say the step she is at once more, in full."""
    return _here(turn, world, short=False)


def go_on(turn: Turn, world: World) -> Reply:
    """Take up the step she is at, in shorter words."""
    return _here(turn, world, short=True)


def _here(turn: Turn, world: World, short: bool) -> Reply:
    step = whereabouts.heard(turn, world)
    return steps.play(turn, world, steps.At(whereabouts.running(turn), step, short))


def counting_on(turn: Turn, world: World) -> Reply:
    """Carry on after "yes" to "shall I keep counting?"; else "yes" means it eases."""
    if turn.session.asked in (steps.COUNTING.key, QUESTION.key):
        return keep_on(turn, world)
    if turn.session.asked == whereabouts.WAITING.key:
        return go_on(turn, world)
    return easing.eased(turn, world)


def not_counting(turn: Turn, world: World) -> Reply:
    """Ask for her question after "no" to counting; else "no" means it still hurts."""
    if turn.session.asked != steps.COUNTING.key:
        return still_hurts(turn, world)
    return question(turn, world)


def carry_on(turn: Turn, world: World) -> Reply:
    """Go on counting after a launch, else take up the step she is at."""
    counting = turn.session.asked == steps.COUNTING.key
    return keep_on(turn, world) if counting else go_on(turn, world)


def question(turn: Turn, world: World) -> Reply:
    """Ask what she would like to know; in silence the stretch goes on."""
    if not turn.session.run:
        session = replace(turn.session, asked=QUESTION.key)
        return Reply(session=session, asks=QUESTION)
    reply = keep_on(turn, world)
    session = replace(turn.session, state=State.RELIEVING, asked=QUESTION.key)
    return Reply(session=session, asks=QUESTION, again=(*reply.says, whereabouts.EASED))


def elsewhere(turn: Turn, world: World) -> Reply:
    """Stretch what she corrects herself to; others are the log's.

    What helped has eased it.
    """
    if "helped" in turn.slots:
        return easing.eased(turn, world)
    if "place" in turn.slots:
        return start(turn, world)
    return steps.come_back(turn, world, changing.correct(turn, world))


def pause(turn: Turn, world: World) -> Reply:
    """Wait for her; in silence the step she is at is said again."""
    reply = go_on(turn, world)
    return replace(
        reply,
        says=(Line("relief.wait"),),
        asks=whereabouts.WAITING,
        again=(*reply.says, whereabouts.EASED),
        session=replace(reply.session, asked=whereabouts.WAITING.key, last=()),
    )


def start_over(turn: Turn, world: World) -> Reply:
    """Begin the same relief again; its clock runs on."""
    return steps.play(turn, world, steps.At(whereabouts.running(turn)))


def variant(run: str) -> steps.Handler:
    """Give a handler that changes to another way of stretching."""

    def change(turn: Turn, world: World) -> Reply:
        return steps.play(turn, world, steps.At(run))

    return change

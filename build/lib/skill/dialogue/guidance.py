"""Help, stop, repeat, thanks, and what is not understood."""

from dataclasses import replace

from skill.dialogue.session import Session, State
from skill.dialogue.turn import Line, Reply, Turn, unpacked
from skill.dialogue.world import World
from skill.episodes.records import DropPlace


def help_her(turn: Turn, world: World) -> Reply:
    """Say in two sentences what can be said."""
    del world
    asks = Line("guidance.help.ask")
    return Reply(
        session=replace(turn.session, asked=asks.key),
        says=(Line("guidance.help"),),
        asks=asks,
        again=(Line("guidance.help.ask.again"),),
    )


def stop(turn: Turn, world: World) -> Reply:
    """End at once; a relief that ran is over."""
    del world
    ran = turn.session.run is not None
    return Reply(
        session=Session(),
        says=(Line("guidance.stopped"),),
        records=(DropPlace(),) if ran else (),
    )


def thank(turn: Turn, world: World) -> Reply:
    """Close kindly; after a relief, that is how it ends."""
    del world
    return Reply(
        session=Session(),
        says=(Line("guidance.thanked"),),
        records=(DropPlace(),) if turn.session.run else (),
    )


def repeat(turn: Turn, world: World) -> Reply:
    """Say the last lines again, with their question."""
    del world
    lines = tuple(unpacked(text) for text in turn.session.last)
    asks = Line(turn.session.asked) if turn.session.asked else None
    if not lines and asks is None:
        lines = (Line("guidance.nothing_to_repeat"),)
    return Reply(session=turn.session, says=lines, asks=asks)


def cannot_call(turn: Turn, world: World) -> Reply:
    """Say that nobody can be called from here, and whom she may call."""
    del world
    session = replace(turn.session, last=("guidance.cannot_call",))
    return Reply(session=session, says=(Line("guidance.cannot_call"),))


def ready(turn: Turn, world: World) -> Reply:
    """Say what is there when she goes on and nothing runs."""
    del world
    asks = Line("guidance.ready.ask")
    return Reply(session=replace(turn.session, asked=asks.key), asks=asks)


def offer(turn: Turn, world: World) -> Reply:
    """Make one short offer when nothing was understood and nothing runs."""
    del world
    asks = Line("guidance.offer")
    session = replace(turn.session, state=State.RESTING, asked=asks.key)
    return Reply(session=session, asks=asks, again=(Line("guidance.offer.again"),))

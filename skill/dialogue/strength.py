"""How strong it was goes from nought to ten; more is not dropped without a word."""

from dataclasses import replace

from skill.dialogue.steps import Handler
from skill.dialogue.turn import Line, Reply, Turn
from skill.dialogue.world import World

GREATEST = 10


def on_scale(handler: Handler) -> Handler:
    """Make a handler of the log leave out a number off the scale, and say so."""

    def handled(turn: Turn, world: World) -> Reply:
        if turn.slots.get("severity", 0) <= GREATEST:
            return handler(turn, world)
        slots = {k: v for k, v in turn.slots.items() if k != "severity"}
        reply = handler(replace(turn, slots=slots), world)
        return replace(reply, says=(Line("diary.scale"), *reply.says))

    return handled

"""How strong it was goes from nought to ten; more is not dropped without a word."""

from dataclasses import replace

from skill.dialogue.steps import Handler
from skill.dialogue.turn import Line, Reply, Turn
from skill.dialogue.world import World

GREATEST = 10
SCALE, SAY_WHAT = Line("diary.scale"), Line("diary.say_what")


def on_scale(handler: Handler) -> Handler:
    """Make a handler of the log leave out a number off the scale, and say so."""

    def handled(turn: Turn, world: World) -> Reply:
        if turn.slots.get("severity", 0) <= GREATEST:
            return handler(turn, world)
        slots = {k: v for k, v in turn.slots.items() if k != "severity"}
        reply = handler(replace(turn, slots=slots), world)
        if reply.asks == SAY_WHAT:  # there was nothing else in what she said
            session = replace(reply.session, asked=SCALE.key)
            return replace(reply, session=session, asks=SCALE)
        if reply.asks:
            return reply
        return replace(reply, says=(SCALE, *reply.says))

    return handled

"""Scores go from nought to ten; more is not dropped without a word."""

from collections.abc import Mapping
from dataclasses import replace

from skill.dialogue.steps import Handler
from skill.dialogue.turn import Line, Reply, Turn
from skill.dialogue.world import World

GREATEST = 10
SCALES: Mapping[str, Line] = {
    "severity": Line("diary.scale"),
    "sleep": Line("diary.scale_of_ten"),
    "soreness": Line("diary.scale_of_ten"),
}
"""Slot to what is said of a number off its scale."""
SAY_WHAT = Line("diary.say_what")


def on_scale(handler: Handler) -> Handler:
    """Make a handler of the log leave out a number off the scale, and say so."""

    def handled(turn: Turn, world: World) -> Reply:
        off = [name for name in SCALES if turn.slots.get(name, 0) > GREATEST]
        if not off:
            return handler(turn, world)
        told = SCALES[off[0]]
        slots = {k: v for k, v in turn.slots.items() if k not in off}
        reply = handler(replace(turn, slots=slots), world)
        if reply.asks == SAY_WHAT:  # there was nothing else in what she said
            session = replace(reply.session, asked=told.key)
            return replace(reply, session=session, asks=told)
        if reply.asks and off == ["severity"]:
            return reply
        return replace(reply, says=(told, *reply.says))

    return handled

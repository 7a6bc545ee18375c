"""Refusals: given in full twice in a conversation, then closed without argument."""

from dataclasses import replace

from intents.content import Question
from skill.dialogue.answers import ELSE, answered
from skill.dialogue.stage import is_withheld
from skill.dialogue.turn import Line, Reply, Turn
from skill.dialogue.world import World

TIMES = 2
"""How often one thing is refused with its reason."""
KEPT = 8
"""Refusals a session remembers, newest last; it has to stay small."""
INSTEAD = "bedtime"
"""Routine offered in the place of what is refused."""


def is_closed(turn: Turn, question: Question) -> bool:
    """Tell whether a thing was refused as often as it is worth."""
    return turn.session.refused.count(question.id) >= TIMES


def refusing(reply: Reply, world: World, question: Question) -> Reply:
    """Give the reply with its refusal remembered, where it is one."""
    if not any(world.claims[claim].declines for claim in question.claims):
        return reply
    refused = (*reply.session.refused, question.id)[-KEPT:]
    return replace(reply, session=replace(reply.session, refused=refused))


def close(turn: Turn, world: World, question: Question) -> Reply:
    """Say no more about it, and offer a stretch."""
    offer = ELSE if is_withheld(turn, world, INSTEAD) else INSTEAD
    return answered(turn, Line("prevention.refused"), question.id, offer)

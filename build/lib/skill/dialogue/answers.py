"""How a question is answered: one line or a few, and at most one offer."""

from dataclasses import replace

from skill.dialogue.session import State
from skill.dialogue.turn import Line, Reply, Turn

ELSE = "else"
"""Offer of another question."""


def answered(turn: Turn, line: Line, topic: str | None, offer: str) -> Reply:
    """Answer with one line, and make one offer."""
    asks = Line(f"prevention.offer.{offer}")
    session = replace(
        turn.session,
        state=State.OFFERED,
        topic=topic,
        offer=offer,
        asked=asks.key,
        last=(line.packed,),
    )
    return Reply(session=session, says=(line,), asks=asks)


def saying(reply: Reply, says: tuple[Line, ...]) -> Reply:
    """Give the reply with other lines, which "repeat" then says too."""
    last = tuple(line.packed for line in says)
    return replace(reply, says=says, session=replace(reply.session, last=last))

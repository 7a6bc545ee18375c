"""What is said when the diary fails: the relief goes on, and nothing untrue is said."""

from dataclasses import replace

from skill.dialogue.session import RUNNING
from skill.dialogue.steps import come_back
from skill.dialogue.turn import Line, Reply, Turn
from skill.dialogue.world import World
from skill.episodes.records import (
    Asked,
    Begin,
    Disclaimed,
    DropPlace,
    End,
    KeepPlace,
    Sign,
    SpeakSo,
    Stretched,
    Withdraw,
)

DISPENSABLE = (
    *(Begin, End, Withdraw, KeepPlace, DropPlace, Disclaimed),
    *(Asked, Sign, SpeakSo, Stretched),
)
"""Records a relief can do without; all others were asked for by her."""
NOTED = ("diary.noted", "diary.stretched")


def without_diary(turn: Turn, world: World) -> Reply:
    """Say that the log cannot be reached; a relief goes on where it was."""
    reply = Reply(session=turn.session, says=(Line("trouble.diary"),))
    running = turn.session.state in RUNNING
    return come_back(turn, world, reply) if running else reply


def unstored(turn: Turn, world: World, reply: Reply) -> Reply:
    """Give the reply as it may be said when nothing of it was stored."""
    if not all(isinstance(record, DISPENSABLE) for record in reply.records):
        return without_diary(turn, world)
    says = (Line("trouble.not_kept") if x.key in NOTED else x for x in reply.says)
    return replace(reply, says=tuple(says))

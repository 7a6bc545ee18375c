"""Her pages by voice: a browser that shows a code is let in, or all are signed out."""

from skill.dialogue.closing import closed
from skill.dialogue.turn import Line, Reply, Turn
from skill.dialogue.world import World
from skill.episodes.records import Pair, SignOut
from skill.episodes.signins import DIGITS


def pair(turn: Turn, world: World) -> Reply:
    """Let the browser in that shows the digits she said."""
    code = turn.slots.get("code", "")
    if len(code) != DIGITS:
        return closed(turn, (Line("pairing.how"),))
    found = world.diary.pairing(turn.user, code, turn.heard_at)
    record = Pair(code, turn.heard_at, turn.zone)
    return closed(turn, (Line(f"pairing.{found}"),), (record,))


def sign_out(turn: Turn, world: World) -> Reply:
    """Sign every browser of hers out."""
    del world
    return closed(turn, (Line("pairing.signed_out"),), (SignOut(),))

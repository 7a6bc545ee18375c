"""How an answer about the log ends: nothing is open, what she told stays known."""

from dataclasses import replace

from skill.dialogue.stage import kept_session
from skill.dialogue.turn import Line, Reply, Turn
from skill.dialogue.world import World
from skill.episodes.records import Record


def closed(
    turn: Turn, says: tuple[Line, ...], records: tuple[Record, ...] = ()
) -> Reply:
    """Say something and end, in a session "repeat" can be said to."""
    session = kept_session(turn.session)
    session = replace(session, last=tuple(line.packed for line in says))
    return Reply(session=session, says=says, records=records)


def nothing_there(world: World) -> Line:
    """Say that the log is empty, or that none is kept."""
    consent = world.person.consent if world.person else None
    return Line("diary.last.none" if consent else "diary.no_log")

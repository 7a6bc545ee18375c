"""How she wants to be spoken to; remembered for the next night."""

from skill.dialogue.stage import kept_session
from skill.dialogue.steps import Handler
from skill.dialogue.turn import Line, Reply, Turn
from skill.dialogue.world import World
from skill.episodes.records import SpeakSo

WHISPER, SLOWER, FASTER = "whisper", "slower", "faster"
"""What `SpeakSo` may hold; None in its place is the usual."""


def _asked_for(
    line: Line, voice: str | None = None, rate: str | None = None
) -> Handler:
    """Give a handler that remembers a voice or a rate, beside the other she chose."""

    def handler(turn: Turn, world: World) -> Reply:
        person = world.person
        record = SpeakSo(
            voice=voice or (person.voice if person else None),
            rate=rate or (person.rate if person else None),
        )
        return Reply(
            session=kept_session(turn.session), says=(line,), records=(record,)
        )

    return handler


whisper = _asked_for(Line("voice.whisper"), voice=WHISPER)
slower = _asked_for(Line("voice.slower"), rate=SLOWER)
faster = _asked_for(Line("voice.faster"), rate=FASTER)


def normally(turn: Turn, world: World) -> Reply:
    """Go back to the usual voice and pace."""
    del world
    says = (Line("voice.normally"),)
    return Reply(session=kept_session(turn.session), says=says, records=(SpeakSo(),))


def volume(turn: Turn, world: World) -> Reply:
    """Say how the speaker's own volume is set: no skill is told of it."""
    del world
    return Reply(session=kept_session(turn.session), says=(Line("voice.volume"),))

"""The simulator in text: an utterance in, a reply out, with a clock of its own."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from intents.recogniser import Recogniser
from skill.conversation import Conversation
from skill.dialogue.changing import JUST_NOTED, NOTED
from skill.dialogue.session import Session, State
from skill.dialogue.timeline import LISTENING_SECONDS
from skill.dialogue.turn import Turn
from skill.spoken import Spoken

SILENCE = "..."
"""A line that stands for saying nothing."""
CRAMPING = (State.RELIEVING, State.CHECKING, State.TIMING, State.WARNED)
"""States in which an unclear word means it still hurts."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One utterance and the reply to it."""

    turn: Turn
    spoken: Spoken
    milliseconds: float


class Console:
    """One person at the keyboard."""

    def __init__(
        self,
        conversation: Conversation,
        recogniser: Callable[[], Recogniser],
        opening: Turn,
    ) -> None:
        """Take user, locale, zone and first moment from `opening`."""
        self._conversation = conversation
        self._recogniser = recogniser
        self._turn = opening
        self._last: Spoken | None = None
        self._said_at = opening.heard_at
        self._numbers = count(1)

    @property
    def now(self) -> datetime:
        """Give the moment on this console's clock."""
        return self._turn.heard_at

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        later = self._turn.heard_at + timedelta(seconds=seconds)
        self._turn = replace(self._turn, heard_at=later)

    def say(self, utterance: str) -> Exchange:
        """Say something, or nothing: `SILENCE`."""
        if utterance.strip() == SILENCE:
            return self._silence()
        recogniser = self._recogniser()  # learned before the time is taken
        begun = time.perf_counter()
        session = self._turn.session
        heard = recogniser.hear(utterance, session.state in CRAMPING, self._noted())
        turn = replace(
            self._turn,
            id=f"{self._turn.id}-{next(self._numbers)}",
            intent=heard.intent,
            slots=heard.slots,
            utterance=utterance,
            suspicion=recogniser.suspicion(utterance),
        )
        spoken = self._conversation.answer(turn)
        elapsed = (time.perf_counter() - begun) * 1000
        self._turn = replace(self._turn, session=spoken.session)
        self._last, self._said_at = spoken, turn.heard_at
        return Exchange(turn, spoken, round(elapsed, 2))

    def _noted(self) -> bool:
        """Tell whether she has just been told that a cramp was noted or changed."""
        parts = self._last.parts if self._last else ()
        is_recent = self._turn.heard_at - self._said_at <= JUST_NOTED
        return is_recent and any(part.key in NOTED for part in parts)

    def _silence(self) -> Exchange:
        """Hear the reprompt; a second silence closes the session, as Alexa does."""
        turn = replace(self._turn, intent=None, utterance=SILENCE)
        if self._last is None or not self._last.again:
            self._turn = replace(self._turn, session=Session())
            return Exchange(turn, _nothing(), 0.0)
        self.wait(self._last.seconds + LISTENING_SECONDS)
        again = replace(self._last, parts=self._last.again, again=(), episode=None)
        self._last = again
        return Exchange(replace(turn, heard_at=self.now), again, 0.0)


def _nothing() -> Spoken:
    return Spoken(parts=(), again=(), session=Session(), ends=True, asks=None)

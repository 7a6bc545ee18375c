"""One request of Alexa's: refused, heard in silence, or answered in words."""

import json
import logging
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audio.ssml import LimitExceeded
from skill.channels.alexa.envelope import SPOKEN_TO, Envelope, TurnReader
from skill.channels.alexa.rejection import RequestRejected
from skill.channels.alexa.response import body_of, silence
from skill.channels.alexa.verification import Headers, Verifier
from skill.channels.alexa.voicing import Voicing
from skill.conversation import Conversation
from skill.dialogue.turn import Turn
from skill.episodes.records import Forget
from skill.episodes.store import Diary, DiaryError
from skill.spoken import Spoken

LOG = logging.getLogger(__name__)
OK, REFUSED, LATER = 200, 400, 500
DISABLED = "AlexaSkillEvent.SkillDisabled"
PERSISTED = "PERSISTED"
"""What Alexa says of somebody who may come back to the same data."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back over HTTP."""

    status: int
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """What is behind `POST /alexa`; holds nothing between requests."""

    verifier: Verifier
    reader: TurnReader
    conversation: Conversation
    diary: Diary
    keep_when_disabled: bool
    """Nothing is deleted when the skill is disabled."""
    voicing: Voicing

    def answer(self, headers: Headers, body: bytes, now: datetime) -> Answer:
        """Answer a request; `now` is aware.

        A refusal tells the caller nothing, and the log which check it was.
        """
        began = time.perf_counter()
        try:
            content = self._verified(headers, body, now)
        except RequestRejected as rejected:
            LOG.warning("refused: %s", rejected)
            return Answer(REFUSED)
        envelope = Envelope.of(content, body, now)
        if envelope.type in SPOKEN_TO:
            return self._speak(envelope, began)
        return self._hear(envelope, now)

    def _verified(self, headers: Headers, body: bytes, now: datetime) -> dict[str, Any]:
        self.verifier.verify_signature(headers, body, now)
        try:
            content: dict[str, Any] = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise RequestRejected("body", error) from error
        self.verifier.verify_envelope(content, now)
        return content

    def _speak(self, envelope: Envelope, began: float) -> Answer:
        turn = self.reader.bare(envelope)
        try:
            turn = self.reader.turn(envelope, turn)
            spoken = self.conversation.answer(turn)
            answer = Answer(OK, body_of(spoken, self.voicing))
        except LimitExceeded as error:
            LOG.error("%s reply refused: %s", envelope.request_id, error)
            spoken, answer = self._trouble(turn)
        except Exception as error:  # whatever broke, she still gets the stretch
            LOG.error("%s crashed: %s", envelope.request_id, type(error).__name__)
            spoken, answer = self._trouble(turn)
        milliseconds = (time.perf_counter() - began) * 1000
        state = spoken.session.state
        LOG.info("%s %s %s %.1f ms", turn.id, turn.intent, state, milliseconds)
        return answer

    def _trouble(self, turn: Turn) -> tuple[Spoken, Answer]:
        spoken = self.conversation.trouble(turn)
        return spoken, Answer(OK, body_of(spoken, self.voicing))

    def _hear(self, envelope: Envelope, now: datetime) -> Answer:
        """Take note of what cannot be answered in words, of unknown kinds too."""
        if envelope.error:
            LOG.warning("%s %s", envelope.type, envelope.error)
        is_kept = self.keep_when_disabled or envelope.persistence == PERSISTED
        if envelope.type == DISABLED and not is_kept:
            return self._forget(envelope, now)
        return Answer(OK, silence())

    def _forget(self, envelope: Envelope, now: datetime) -> Answer:
        """Delete what is kept of somebody who left.

        While the diary cannot do it the event is not acknowledged, so that Alexa
        sends it again, for an hour. That is safe: to delete twice is to delete, and
        somebody who comes back without her data has a new id.
        """
        try:
            self.diary.apply(self.reader.person(envelope), [Forget()], now)
        except DiaryError as error:
            LOG.error("not deleted yet: %s", type(error).__name__)
            return Answer(LATER)
        LOG.info("deleted what was kept of somebody who disabled the skill")
        return Answer(OK, silence())

"""A reply in words, pauses and seconds: what every channel voices."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from audio.speech import Clip, Pause, Speech, first_sentence_seconds, seconds_of
from audio.ssml import NIGHT, Style
from skill.dialogue.session import Session
from skill.episodes.episode import Episode

PAUSE_BETWEEN_LINES = Pause(0.5)
HOLD = re.compile(r"relief\.hold\.(10|20|30)(\.less)?")
"""Reply keys of holds there is a clip for, of the same seconds."""


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the timeline, worded."""

    kind: str
    """say, hold, rest or ask."""
    key: str
    speech: Speech
    seconds: float


@dataclass(frozen=True, slots=True)
class Manner:
    """How she asked to be spoken to."""

    voice: str | None = None
    """whisper; None: the usual."""
    rate: str | None = None
    """slower or faster; None: the usual."""


USUAL = Manner()
RATES: Mapping[bool, Mapping[str | None, str | None]] = {
    True: {"slower": "70%", None: "slow", "faster": "90%"},
    False: {"slower": "80%", None: None, "faster": "120%"},
}
"""Rate of speech, in relief and not; so near the usual that her place stays right."""
SLOW = frozenset({RATES[True][None], *(rates["slower"] for rates in RATES.values())})
"""Rates slower than a voice's own, for a voice that has but two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A reply in words, pauses and seconds for one locale."""

    parts: tuple[Part, ...]
    again: tuple[Part, ...]
    """The reprompt; empty when the session ends."""
    session: Session
    ends: bool
    asks: str | None
    flag: str | None = None
    episode: Episode | None = None
    """What was stored by this turn."""
    manner: Manner = USUAL

    @property
    def speech(self) -> Speech:
        """Give the whole reply as one speech."""
        return joined(self.parts)

    @property
    def seconds(self) -> float:
        """Give its length."""
        return seconds_of(self.speech)

    @property
    def first_instruction_seconds(self) -> float | None:
        """Give the seconds to the end of the first instruction; None: there is none."""
        begins = 0.0
        for part in self.parts:
            if ".step." in part.key:
                return round(begins + first_sentence_seconds(part.speech), 2)
            begins += part.seconds + PAUSE_BETWEEN_LINES.seconds
        return None


def joined(parts: tuple[Part, ...]) -> Speech:
    """Join parts into one speech, a short pause between lines."""
    pieces: list[Speech] = []
    for part in parts:
        if pieces and part.kind != "hold":
            pieces.append((PAUSE_BETWEEN_LINES,))
        pieces.append(part.speech)
    return tuple(piece for speech in pieces for piece in speech)


def clip_of(part: Part) -> Clip | None:
    """Give the clip that lasts as long as a hold; None where there is none."""
    hold = HOLD.fullmatch(part.key)
    return Clip(f"breath-{hold[1]}", part.seconds) if hold else None


def style_of(parts: tuple[Part, ...], manner: Manner = USUAL) -> Style:
    """Give the voice of some parts: slow and soft where a hold is among them."""
    is_relief = any(part.kind == "hold" for part in parts)
    return Style(
        rate=RATES[is_relief].get(manner.rate, RATES[is_relief][None]),
        volume=NIGHT.volume if is_relief and manner.voice is None else None,
        is_whispered=manner.voice == "whisper",
    )

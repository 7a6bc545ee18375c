"""A spoken reply -> sound: the timeline every channel voices, as one sound."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from audio.encoding import AudioSegment
from audio.loudness import integrated
from audio.mixing import Speaking, finished, held, sentences, silence, spoken
from audio.samples import RATE, Samples
from audio.speech import Say, Speech, plain
from audio.voice import Voice
from skill.spoken import (
    PAUSE_BETWEEN_LINES,
    SLOW,
    Manner,
    Part,
    Spoken,
    clip_of,
    style_of,
)

LISTENING = "listen"
"""Kind of the stretch in which she might answer."""
GAP_SECONDS = 3.0
"""How long listening lasts in a rendering; a speaker listens for eight."""
EXACT = ("hold", "rest")
"""Kinds of parts that last exactly their seconds, whatever the voice."""
SHORTEST_SECONDS = 0.4
"""Loudness is not defined for less. Source: ITU-R BS.1770-5."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One part of the timeline as it sounds."""

    kind: str
    """say, hold, rest, ask or `LISTENING`."""
    words: str
    begins: float
    """Seconds since the beginning."""
    seconds: float
    lufs: float | None
    """Integrated loudness; None: too short, or silent."""


@dataclass(frozen=True)
class Rendering:
    """A reply as sound."""

    stretches: tuple[Stretch, ...]
    samples: Samples
    first_instruction_seconds: float | None
    """Until the first instruction has been said; None: there is none."""

    @property
    def seconds(self) -> float:
        """Give its length."""
        return self.samples.size / RATE


def render(answer: Spoken, voice: Voice | None, with_silence: bool) -> Rendering:
    """Give a reply as sound; `with_silence`: then the reprompt.

    Raises:
        VoiceError: the speech engine fails.

    """
    placed = _placed(answer.parts, voice, answer.manner)
    if with_silence and answer.again and not answer.ends:
        placed.append((LISTENING, "", silence(GAP_SECONDS)))
        placed += _placed(answer.again, voice, answer.manner)
    sound = AudioSegment.empty().set_frame_rate(RATE)
    spans = []
    for kind, words, part in placed:
        spans.append((kind, words, sound.duration_seconds, part.duration_seconds))
        sound += part
    samples = finished(sound)
    stretches = tuple(
        Stretch(*span, _lufs(samples, span[2], span[3])) for span in spans if span[0]
    )
    return Rendering(stretches, samples, _first(answer, stretches, voice))


def _placed(
    parts: tuple[Part, ...], voice: Voice | None, manner: Manner
) -> list[tuple[str, str, AudioSegment]]:
    """Give kind, words and sound in order; the kind of a pause between is empty."""
    speaking = _speaking(parts, voice, manner)
    placed = []
    for number, part in enumerate(parts):
        if number and part.kind != "hold":
            placed.append(("", "", spoken((PAUSE_BETWEEN_LINES,), speaking)))
        placed.append((part.kind, plain(part.speech), _sound_of(part, speaking)))
    return placed


def _sound_of(part: Part, speaking: Speaking) -> AudioSegment:
    if part.kind in EXACT:
        return held(part.speech, speaking, clip_of(part))
    return spoken(part.speech, speaking)


def _speaking(parts: tuple[Part, ...], voice: Voice | None, manner: Manner) -> Speaking:
    """Give who speaks some parts, and how."""
    style = style_of(parts, manner)
    if voice is not None:
        voice = replace(voice, whispers=style.is_whispered)
    return Speaking(voice, style.rate in SLOW)


def _first(
    answer: Spoken, stretches: Iterable[Stretch], voice: Voice | None
) -> float | None:
    for part, stretch in zip(answer.parts, stretches, strict=False):
        if ".step." in part.key:
            speaking = _speaking(answer.parts, voice, answer.manner)
            first = speaking.sentence(_first_sentence(part.speech))
            return round(stretch.begins + float(first.duration_seconds), 2)
    return None


def _first_sentence(speech: Speech) -> str:
    said = next((piece.text for piece in speech if isinstance(piece, Say)), "")
    return sentences(said)[0]


def _lufs(samples: Samples, begins: float, seconds: float) -> float | None:
    heard = samples[round(begins * RATE) : round((begins + seconds) * RATE)]
    if heard.size < SHORTEST_SECONDS * RATE or not heard.any():
        return None
    loudness = integrated(heard)
    return None if loudness == float("-inf") else loudness

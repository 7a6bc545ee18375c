"""Speech -> sound: words from a voice, holds exact to the millisecond, breath beneath.

Where there is no voice, words are the silence of the time they are reckoned to take.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from audio.clips import samples
from audio.encoding import AudioSegment, samples_of, segment_of
from audio.samples import RATE, Samples
from audio.speech import SENTENCE_SECONDS, Clip, Digits, Pause, Piece, Say, Speech
from audio.speech import seconds_of as reckoned
from audio.synthesis import levelled
from audio.voice import Voice

BED_DECIBELS = -8.0
"""A breath beneath words, against one alone: the 40 % of the platform's form."""
SENTENCE_END = re.compile(r"(?<=[.?!])\s+")


@dataclass(frozen=True, slots=True)
class Speaking:
    """Who speaks, and how."""

    voice: Voice | None
    """None: no engine on this machine."""
    is_slow: bool

    def sentence(self, words: str) -> AudioSegment:
        """Give one sentence.

        Raises:
            VoiceError: the engine fails.

        """
        if self.voice is None:
            return silence(Say(words).seconds)
        return segment_of(self.voice.say(words, self.is_slow))


def spoken(speech: Speech, speaking: Speaking) -> AudioSegment:
    """Give a speech as long as its words take, with its pauses.

    Raises:
        VoiceError: the engine fails.

    """
    sound = AudioSegment.empty().set_frame_rate(RATE)
    for piece in speech:
        sound += _sound_of(piece, speaking)
    return sound


def held(speech: Speech, speaking: Speaking, bed: Clip | None) -> AudioSegment:
    """Give a hold: each cue at the moment its marks reckon, the whole exactly as long.

    Words that take longer than reckoned delay the next cue; they never make it longer.

    Raises:
        VoiceError: the engine fails.

    """
    seconds = reckoned(speech)
    sound = _beneath(bed, seconds)
    begins, free = 0.0, 0.0
    for is_pause, run in groupby(speech, lambda piece: isinstance(piece, Pause)):
        pieces = tuple(run)
        if not is_pause:
            words = spoken(pieces, speaking)
            at = max(begins, free)
            sound = sound.overlay(words, position=round(at * 1000))
            free = at + words.duration_seconds + SENTENCE_SECONDS
        begins += reckoned(pieces)
    return sound


def silence(seconds: float) -> AudioSegment:
    """Give silence, to the millisecond."""
    return AudioSegment.silent(round(seconds * 1000), frame_rate=RATE)


def finished(sound: AudioSegment) -> Samples:
    """Give a whole reply as loud as a voice in a bedroom; silence stays silence."""
    heard = samples_of(sound)
    return levelled(heard) if heard.any() else heard


def sentences(text: str) -> list[str]:
    """Give the sentences of a text."""
    return SENTENCE_END.split(text)


def _sound_of(piece: Piece, speaking: Speaking) -> AudioSegment:
    if isinstance(piece, Pause):
        return silence(piece.seconds)
    if isinstance(piece, Clip):
        return segment_of(samples(piece.name))
    if speaking.voice is None:
        return silence(piece.seconds)
    text = " ".join(piece.text) + "." if isinstance(piece, Digits) else piece.text
    said = AudioSegment.empty().set_frame_rate(RATE)
    for part in _spaced(sentences(text), speaking):
        said += part
    return said


def _spaced(texts: list[str], speaking: Speaking) -> Iterator[AudioSegment]:
    for text in texts:
        yield speaking.sentence(text)
        yield silence(SENTENCE_SECONDS)


def _beneath(bed: Clip | None, seconds: float) -> AudioSegment:
    if bed is None:
        return silence(seconds)
    breath = segment_of(samples(bed.name)) + BED_DECIBELS
    return silence(seconds).overlay(breath)

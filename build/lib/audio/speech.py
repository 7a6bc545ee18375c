"""Words with marks -> Say, Pause, Digits, each with its seconds; a Clip replaces them.

Marks in a wording: `[2s]` a pause; `[to 4s]` a pause that fills what was said since the
last mark up to four seconds; `[digits 999]` a number read digit by digit.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

MARK = re.compile(r"\[(?:(to )?(\d+(?:\.\d+)?)s|digits ([^\]]+))\]")
CHARACTER_SECONDS = 0.06
"""Seconds a spoken character takes at the relief's slow rate: 150 words a minute."""
SENTENCE_SECONDS = 0.25
"""Seconds of pause a voice makes at the end of a sentence."""
DIGIT_SECONDS = 0.4
"""Seconds a digit takes when read on its own."""
LEAST_PAUSE_SECONDS = 0.3
"""A filling pause is never shorter, so that two cues do not run together."""


class SpeechError(ValueError):
    """A wording with a mark nobody knows."""


@dataclass(frozen=True, slots=True)
class Say:
    """Plain words."""

    text: str

    @property
    def seconds(self) -> float:
        """Estimate how long they take."""
        ends = len(re.findall(r"[.?!](?:\s|$)", self.text))
        return len(self.text) * CHARACTER_SECONDS + ends * SENTENCE_SECONDS


@dataclass(frozen=True, slots=True)
class Digits:
    """A number read digit by digit."""

    text: str

    @property
    def seconds(self) -> float:
        """Estimate how long it takes."""
        return sum(c.isdigit() for c in self.text) * DIGIT_SECONDS


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Clip:
    """A sound of `clips.yaml` in the place of words."""

    name: str
    seconds: float
    """Exact."""


Piece = Say | Digits | Pause | Clip
Speech = tuple[Piece, ...]


@lru_cache(maxsize=4096)
def speech_of(wording: str) -> Speech:
    """Parse a wording.

    Raises:
        SpeechError: a bracket that is no mark.

    """
    pieces: list[Piece] = []
    position, since_mark = 0, 0.0
    for mark in MARK.finditer(wording):
        since_mark += _say(pieces, wording[position : mark.start()])
        position = mark.end()
        fill, seconds, digits = mark.groups()
        if digits:
            pieces.append(Digits(digits))
            since_mark += pieces[-1].seconds
            continue
        length = float(seconds)
        if fill:
            length = max(LEAST_PAUSE_SECONDS, length - since_mark)
        pieces.append(Pause(round(length, 2)))
        since_mark = 0.0
    _say(pieces, wording[position:])
    return tuple(pieces)


def _say(pieces: list[Piece], text: str) -> float:
    if "[" in text or "]" in text:
        raise SpeechError(f"unknown mark in {text!r}; known: [2s] [to 4s] [digits 999]")
    words = " ".join(text.split())
    if not words:
        return 0.0
    pieces.append(Say(words))
    return pieces[-1].seconds


@lru_cache(maxsize=1024)
def seconds_of(speech: Speech) -> float:
    """Give the length of a speech in seconds: estimated for words, else exact."""
    return sum(piece.seconds for piece in speech)


def plain(speech: Speech) -> str:
    """Give the words alone, as read on a page."""
    words = " ".join(p.text for p in speech if isinstance(p, Say | Digits))
    return re.sub(r" ([.,?])", r"\1", words)


def first_sentence_seconds(speech: Speech) -> float:
    """Give the seconds until the first sentence of a speech has been said."""
    first = next((piece for piece in speech if isinstance(piece, Say)), Say(""))
    sentence = re.match(r".*?[.?!](?=\s|$)", first.text)
    return Say(sentence.group() if sentence else first.text).seconds

"""Speech -> SSML for Alexa: escaped, pauses split, limits of the platform checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

from audio.speech import Clip, Digits, Pause, Piece, Say, Speech, seconds_of

Sources: TypeAlias = tuple[tuple[str, str], ...]
"""Pairs of a clip's name and its address."""

BREAK_SECONDS = 10.0
"""Longest single break. Source: SSML reference, break."""
OUTPUT_CHARACTERS = 8000
"""Longest outputSpeech with its markup. Source: best practice for text response."""
REPLY_SECONDS = 240.0
"""Longest reply we send; the platform's cap on audio in one response."""
REPROMPT_SECONDS = 90.0
"""Longest reprompt; the platform's cap on audio in a reprompt."""
RESPONSE_BYTES = 120 * 1024
"""Largest whole response. Source: request and response JSON reference."""


class LimitExceeded(ValueError):
    """A reply the platform would refuse."""


@dataclass(frozen=True, slots=True)
class Style:
    """How words are said; None leaves it to the voice."""

    rate: str | None = None
    volume: str | None = None


PLAIN = Style()
NIGHT = Style(rate="slow", volume="soft")
"""The calm voice of relief."""


@lru_cache(maxsize=1024)
def ssml_of(speech: Speech, style: Style = PLAIN, sources: Sources = ()) -> str:
    """Give `<speak>...</speak>`; every clip in it needs a source."""
    spans = [
        _audio(piece, sources) if isinstance(piece, Clip) else _styled(run, style)
        for piece, run in _runs(speech)
    ]
    return f"<speak>{' '.join(spans)}</speak>"


def check_limits(ssml: str, speech: Speech, longest_seconds: float) -> None:
    """Refuse what Alexa would refuse.

    Raises:
        LimitExceeded: too many characters, or too long in seconds.

    """
    if len(ssml) > OUTPUT_CHARACTERS:
        raise LimitExceeded(f"{len(ssml)} characters, at most {OUTPUT_CHARACTERS}")
    seconds = seconds_of(speech)
    if seconds > longest_seconds:
        raise LimitExceeded(f"{seconds:.0f} s, at most {longest_seconds:.0f}")


def _runs(speech: Speech) -> Iterator[tuple[Piece, Speech]]:
    """Give clips one by one, and what is between them together."""
    for is_clip, run in groupby(speech, lambda piece: isinstance(piece, Clip)):
        pieces = tuple(run)
        yield from ((p, (p,)) for p in pieces) if is_clip else [(pieces[0], pieces)]


def _styled(run: Speech, style: Style) -> str:
    """Say a run of words in a style; a clip is never inside it, nor made softer."""
    body = " ".join(_tag(piece) for piece in run)
    told = [("rate", style.rate), ("volume", style.volume)]
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in told if value)
    return f"<prosody{attributes}>{body}</prosody>" if attributes else body


def _audio(clip: Clip, sources: Sources) -> str:
    return f"<audio src={quoteattr(dict(sources)[clip.name])}/>"


def _tag(piece: Piece) -> str:
    if isinstance(piece, Pause):
        return _breaks(piece.seconds)
    if isinstance(piece, Digits):
        return f'<say-as interpret-as="digits">{escape(piece.text)}</say-as>'
    return escape(piece.text) if isinstance(piece, Say) else ""


def _breaks(seconds: float) -> str:
    whole, rest = divmod(seconds, BREAK_SECONDS)
    lengths = [BREAK_SECONDS] * int(whole) + ([rest] if rest else [])
    return " ".join(f'<break time="{round(length * 1000)}ms"/>' for length in lengths)

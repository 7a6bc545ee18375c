"""Speech -> SSML for Alexa: escaped, pauses split, limits of the platform checked."""

from functools import lru_cache
from xml.sax.saxutils import escape

from audio.speech import Digits, Pause, Piece, Speech, seconds_of

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


@lru_cache(maxsize=1024)
def ssml_of(speech: Speech, slow: bool = False) -> str:
    """Give `<speak>...</speak>`; `slow` wraps it in the calm rate of relief."""
    body = " ".join(_tag(piece) for piece in speech)
    if slow:
        body = f'<prosody rate="slow" volume="soft">{body}</prosody>'
    return f"<speak>{body}</speak>"


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


def _tag(piece: Piece) -> str:
    if isinstance(piece, Pause):
        return _breaks(piece.seconds)
    if isinstance(piece, Digits):
        return f'<say-as interpret-as="digits">{escape(piece.text)}</say-as>'
    return escape(piece.text)


def _breaks(seconds: float) -> str:
    whole, rest = divmod(seconds, BREAK_SECONDS)
    lengths = [BREAK_SECONDS] * int(whole) + ([rest] if rest else [])
    return " ".join(f'<break time="{round(length * 1000)}ms"/>' for length in lengths)

"""Speech -> SSML for Alexa: escaped, pauses split, limits of the platform checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

from audio.speech import Clip, Digits, Pause, Piece, Speech, seconds_of

ENGLISH = frozenset({"en-US", "en-GB", "en-CA", "en-AU", "en-IN"})
"""The English locales of Alexa."""
TAGS: Mapping[str, frozenset[str]] = {
    "speak": ENGLISH,
    "break": ENGLISH,
    "prosody": ENGLISH,
    "say-as": ENGLISH,
    "audio": ENGLISH,
    "amazon:effect/whispered": ENGLISH,
    "amazon:domain/conversational": frozenset({"en-US"}),
    "amazon:domain/long-form": frozenset({"en-US"}),
    "amazon:domain/music": frozenset({"en-US", "en-CA", "en-GB"}),
    "amazon:domain/news": frozenset({"en-US", "en-AU"}),
}
"""The locales that take a tag, with its `name` where it has one; no other is used.

Source: SSML reference, supported tags; the domains by locale: ssml-check-core 0.3.
"""
TAG = re.compile(r"<([a-z:-]+)(?: name=.([a-z-]+))?")
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
CLIPS_IN_REPLY = 5
"""Most audio files of a response with its reprompt. Source: SSML reference, audio."""
RESPONSE_BYTES = 120 * 1024
"""Largest whole response. Source: request and response JSON reference."""


class LimitExceeded(ValueError):
    """A reply the platform would refuse."""


@dataclass(frozen=True, slots=True)
class Style:
    """How words are said; None leaves it to the voice."""

    rate: str | None = None
    volume: str | None = None
    is_whispered: bool = False


PLAIN = Style()
NIGHT = Style(rate="slow", volume="soft")
"""The calm voice of relief."""


@lru_cache(maxsize=1024)
def ssml_of(speech: Speech, style: Style = PLAIN, sources: Sources = ()) -> str:
    """Give `<speak>...</speak>`; every clip in it needs a source."""
    spans: list[str] = []
    for is_clip, run in groupby(speech, lambda piece: isinstance(piece, Clip)):
        tags = " ".join(_tag(piece, sources) for piece in run)
        spans.append(tags if is_clip else _styled(tags, style))
    return f"<speak>{' '.join(spans)}</speak>"


def check_limits(ssml: str, speech: Speech, longest_seconds: float) -> None:
    """Refuse what Alexa would refuse.

    Raises:
        LimitExceeded: too many characters or clips, or too long in seconds.

    """
    if len(ssml) > OUTPUT_CHARACTERS:
        raise LimitExceeded(f"{len(ssml)} characters, at most {OUTPUT_CHARACTERS}")
    clips = sum(isinstance(piece, Clip) for piece in speech)
    if clips > CLIPS_IN_REPLY:
        raise LimitExceeded(f"{clips} clips, at most {CLIPS_IN_REPLY}")
    check_length(speech, longest_seconds)


def check_length(speech: Speech, longest_seconds: float) -> None:
    """Refuse a speech that is too long.

    Raises:
        LimitExceeded: longer than `longest_seconds`, words, pauses and clips together.

    """
    seconds = seconds_of(speech)
    if seconds > longest_seconds:
        raise LimitExceeded(f"{seconds:.0f} s, at most {longest_seconds:.0f}")


def unsupported(ssml: str, locale: str) -> list[str]:
    """Give the tags of an answer that its locale does not take."""
    used = ("/".join(filter(None, tag)) for tag in TAG.findall(ssml))
    return [tag for tag in used if locale not in TAGS.get(tag, ())]


def _styled(tags: str, style: Style) -> str:
    """Say words in a style; a clip is never among them, nor made softer."""
    told = (("rate", style.rate), ("volume", style.volume))
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in told if value)
    if style.is_whispered:
        tags = f'<amazon:effect name="whispered">{tags}</amazon:effect>'
    return f"<prosody{attributes}>{tags}</prosody>" if attributes else tags


def _tag(piece: Piece, sources: Sources) -> str:
    if isinstance(piece, Pause):
        return _breaks(piece.seconds)
    if isinstance(piece, Digits):
        return f'<say-as interpret-as="digits">{escape(piece.text)}</say-as>'
    if isinstance(piece, Clip):
        return f"<audio src={quoteattr(dict(sources)[piece.name])}/>"
    return escape(piece.text)


def _breaks(seconds: float) -> str:
    whole, rest = divmod(seconds, BREAK_SECONDS)
    lengths = [BREAK_SECONDS] * int(whole) + ([rest] if rest else [])
    return " ".join(f'<break time="{round(length * 1000)}ms"/>' for length in lengths)

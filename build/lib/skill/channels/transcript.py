"""An exchange as text: for people with marks and the clock, or as one JSON object."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from enum import Enum
from typing import Any

from audio.speech import plain, seconds_of
from audio.ssml import ssml_of
from intents.times import Clock
from skill.channels.console import SILENCE, Exchange
from skill.dialogue.timeline import LISTENING_SECONDS
from skill.spoken import PAUSE_BETWEEN_LINES, Part, Spoken, joined, style_of

MARKS = {"say": " ", "hold": "~", "rest": ".", "ask": "?"}
"""How each kind of part is marked in the margin."""


def as_json(exchange: Exchange) -> str:
    """Give one JSON object on one line."""
    turn, spoken = exchange.turn, exchange.spoken
    reprompt = None if spoken.ends else plain(joined(spoken.again))
    record = {
        "utterance": turn.utterance,
        "intent": turn.intent,
        "slots": dict(turn.slots),
        "state": spoken.session.state.value,
        "says": [part.key for part in spoken.parts],
        "speech": plain(spoken.speech),
        "ssml": ssml_of(spoken.speech, style_of(spoken.parts, spoken.manner)),
        "reprompt": reprompt,
        "seconds": round(spoken.seconds, 1),
        "first_instruction_seconds": spoken.first_instruction_seconds,
        "ends": spoken.ends,
        "asks": spoken.asks,
        "red_flag": spoken.flag,
        "episode": asdict(spoken.episode) if spoken.episode else None,
        "elapsed_ms": exchange.milliseconds,
    }
    return json.dumps(record, default=_plain_value, ensure_ascii=False)


def as_text(exchange: Exchange) -> Iterator[str]:
    """Give what she hears, line by line: the clock, a mark, the words, the seconds."""
    turn, spoken = exchange.turn, exchange.spoken
    yield f"her   {'(silence)' if turn.utterance == SILENCE else turn.utterance}"
    yield from _timeline(spoken.parts, 0.0)
    if spoken.ends:
        yield "      (closed)"


def in_silence(spoken: Spoken) -> Iterator[str]:
    """Give what she would hear if she said nothing more."""
    if spoken.ends or not spoken.again:
        return
    yield "her   (silence)"
    yield from _timeline(spoken.again, spoken.seconds + LISTENING_SECONDS)


def _timeline(parts: tuple[Part, ...], begins: float) -> Iterator[str]:
    for number, part in enumerate(parts):
        if number and part.kind != "hold":
            begins += PAUSE_BETWEEN_LINES.seconds
        words = plain(part.speech)
        length = seconds_of(part.speech)
        held = f"  ({length:.0f} s)" if part.kind in ("hold", "rest") else ""
        yield f"{_clock(begins)}  {MARKS[part.kind]} {words}{held}"
        begins += length


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def _plain_value(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Clock):
        return str(value)
    try:
        return {k: v for k, v in asdict(value).items() if v is not None}
    except TypeError:
        return str(value)

"""What every reply must keep to, whatever was said."""

from itertools import groupby
from xml.etree import ElementTree

import pytest

from audio.speech import Clip, Pause, Speech, plain, seconds_of
from audio.ssml import (
    CLIPS_IN_REPLY,
    ENGLISH,
    REPLY_SECONDS,
    REPROMPT_SECONDS,
    check_limits,
    ssml_of,
    unsupported,
)
from skill.channels.alexa.breathing import NEEDED, breathed
from skill.spoken import PAUSE_BETWEEN_LINES, Part, Spoken, joined, style_of

LONGEST_SILENCE = 5.0
"""Seconds. Source: design rule 3, holds are audible."""
FIRST_WORDS = 14
FIRST_SECONDS = 3.0
"""Of the first instruction. Source: design rule 1, action first."""
SESSION_BYTES = 1024
SOURCES = tuple((name, f"https://cramps.example/clips/{name}.mp3") for name in NEEDED)


def silences(speech: Speech) -> list[float]:
    """Give the length of each stretch in which nothing is heard."""
    kinds = groupby(speech, key=lambda piece: isinstance(piece, Pause))
    return [sum(p.seconds for p in pieces) for is_pause, pieces in kinds if is_pause]


def assert_sound(spoken: Spoken) -> None:
    """Fail where a reply breaks a limit of the platform or a rule of the voice."""
    assert spoken.ends == (spoken.asks is None)
    assert spoken.parts
    assert spoken.ends or spoken.again
    in_words = spoken.parts, spoken.again
    for parts, again in (in_words, breathed(*in_words)):
        assert_voiced(parts, REPLY_SECONDS)
        assert_voiced(again, REPROMPT_SECONDS)
        clips = [p for p in joined((*parts, *again)) if isinstance(p, Clip)]
        assert len(clips) <= CLIPS_IN_REPLY


def assert_voiced(parts: tuple[Part, ...], longest: float) -> None:
    """Fail where what is sent for some parts breaks a limit."""
    speech = joined(parts)
    ssml = ssml_of(speech, style_of(parts), SOURCES)
    check_limits(ssml, speech, longest)
    ElementTree.fromstring(ssml)
    assert not [tag for locale in ENGLISH for tag in unsupported(ssml, locale)]
    assert max(silences(speech), default=0) <= LONGEST_SILENCE, plain(speech)
    assert seconds_of(speech) == pytest.approx(
        sum(part.seconds for part in parts)
        + PAUSE_BETWEEN_LINES.seconds * sum(p.kind != "hold" for p in parts[1:])
    )


def assert_acts_first(spoken: Spoken) -> None:
    """Fail where the first thing heard is anything but a short instruction."""
    first = plain(spoken.parts[0].speech).split(".")[0]

    assert ".step." in spoken.parts[0].key
    assert len(first.split()) <= FIRST_WORDS
    assert spoken.first_instruction_seconds <= FIRST_SECONDS

"""What every reply must keep to, whatever was said."""

from itertools import groupby
from xml.etree import ElementTree

from audio.speech import Pause, Speech, plain
from audio.ssml import REPLY_SECONDS, REPROMPT_SECONDS, check_limits, ssml_of
from skill.spoken import Spoken, joined, style_of

LONGEST_SILENCE = 5.0
"""Seconds. Source: design rule 3, holds are audible."""
FIRST_WORDS = 14
FIRST_SECONDS = 3.0
"""Of the first instruction. Source: design rule 1, action first."""
SESSION_BYTES = 1024


def silences(speech: Speech) -> list[float]:
    """Give the length of each stretch in which nothing is heard."""
    kinds = groupby(speech, key=lambda piece: isinstance(piece, Pause))
    return [sum(p.seconds for p in pieces) for is_pause, pieces in kinds if is_pause]


def assert_sound(spoken: Spoken) -> None:
    """Fail where a reply breaks a limit of the platform or a rule of the voice."""
    assert spoken.ends == (spoken.asks is None)
    assert spoken.parts
    assert spoken.ends or spoken.again
    for parts, longest in (
        (spoken.parts, REPLY_SECONDS),
        (spoken.again, REPROMPT_SECONDS),
    ):
        speech = joined(parts)
        ssml = ssml_of(speech, style_of(parts))
        check_limits(ssml, speech, longest)
        ElementTree.fromstring(ssml)
        assert max(silences(speech), default=0) <= LONGEST_SILENCE, plain(speech)


def assert_acts_first(spoken: Spoken) -> None:
    """Fail where the first thing heard is anything but a short instruction."""
    first = plain(spoken.parts[0].speech).split(".")[0]

    assert ".step." in spoken.parts[0].key
    assert len(first.split()) <= FIRST_WORDS
    assert spoken.first_instruction_seconds <= FIRST_SECONDS

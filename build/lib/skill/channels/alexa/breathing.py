"""Holds voiced as clips: the sound of a breath in the place of breathing words."""

from collections.abc import Iterator
from dataclasses import replace

from audio.ssml import CLIPS_IN_REPLY
from skill.spoken import Part, clip_of

NEEDED = ("breath-10", "breath-20", "breath-30")


def breathed(
    parts: tuple[Part, ...], again: tuple[Part, ...]
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Let clips breathe instead of words in a reply and its reprompt.

    The first hold keeps its words, for she must know what to do; so do those beyond
    the number of clips a response may hold. No part becomes longer or shorter.
    """
    parts_and_again = (*parts, *again)
    chosen = list(_holds(parts_and_again))[1 : 1 + CLIPS_IN_REPLY]
    voiced = tuple(
        _as_clip(part) if number in chosen else part
        for number, part in enumerate(parts_and_again)
    )
    return voiced[: len(parts)], voiced[len(parts) :]


def _holds(parts: tuple[Part, ...]) -> Iterator[int]:
    return (number for number, part in enumerate(parts) if clip_of(part))


def _as_clip(part: Part) -> Part:
    clip = clip_of(part)
    return replace(part, speech=(clip,)) if clip else part

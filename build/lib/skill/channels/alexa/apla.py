"""The same timeline as APL for Audio: exact silences, and a breath beneath the words.

Source: developer.amazon.com, APL for Audio reference and its component pages.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, TypeAlias

from ask_sdk_model.interfaces.alexa.presentation.apla.render_document_directive import (
    RenderDocumentDirective,
)

from audio.speech import Pause, Speech
from audio.ssml import LimitExceeded, Sources, Style, ssml_of
from skill.spoken import PAUSE_BETWEEN_LINES, Part, clip_of

VERSION = "0.91"
"""The oldest with `duration`, which holds need. Source: What's new in APL 1.5."""
TOKEN = "cramp-relief"  # noqa: S105
FILES = 15
"""Most audio files of a document. Source: qiita.com/takara328, no page of Amazon's."""
BED_VOLUME = "40%"
"""Of a breath beneath words, so that they stay the louder."""
Component: TypeAlias = dict[str, Any]


def directive(
    parts: tuple[Part, ...], sources: Sources, style: Style
) -> RenderDocumentDirective:
    """Give the directive that voices some parts, each hold over the sound of a breath.

    Raises:
        LimitExceeded: more audio files than a document may have.

    """
    beds = sum(clip_of(part) is not None for part in parts)
    if beds > FILES:
        raise LimitExceeded(f"{beds} audio files, at most {FILES}")
    items = list(_items(parts, dict(sources), style))
    template = {"item": {"type": "Sequencer", "items": items}}
    document: Component = {"type": "APLA", "version": VERSION, "mainTemplate": template}
    return RenderDocumentDirective(token=TOKEN, document=document)


def _items(
    parts: tuple[Part, ...], sources: dict[str, str], style: Style
) -> Iterator[Component]:
    for number, part in enumerate(parts):
        if number and part.kind != "hold":
            yield _silence(PAUSE_BETWEEN_LINES.seconds)
        words = _words(part.speech, style)
        clip = clip_of(part)
        yield from [_over(words, sources[clip.name])] if clip else words


def _words(speech: Speech, style: Style) -> list[Component]:
    """Give speech and exact silences in turn."""
    items: list[Component] = []
    for is_pause, run in groupby(speech, lambda piece: isinstance(piece, Pause)):
        pieces = tuple(run)
        if is_pause:
            items.append(_silence(sum(piece.seconds for piece in pieces)))
            continue
        ssml = ssml_of(pieces, style)
        items.append({"type": "Speech", "contentType": "SSML", "content": ssml})
    return items


def _over(words: list[Component], source: str) -> Component:
    """Lay words over a clip; the clip alone says how long both last."""
    volume = {"type": "Volume", "amount": BED_VOLUME}
    bed = {"type": "Audio", "source": source, "filter": [volume]}
    spoken = {"type": "Sequencer", "duration": "trimToParent", "items": words}
    return {"type": "Mixer", "items": [bed, spoken]}


def _silence(seconds: float) -> Component:
    return {"type": "Silence", "duration": round(seconds * 1000)}

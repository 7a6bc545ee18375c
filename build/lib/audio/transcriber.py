"""Sound -> words, offline, with pocketsphinx and the model of speech it carries.

It expects our own sentences: a model of which word follows which, learned from them.
Unlike a grammar this takes "my calf is swollen" and "and red" in one breath.
"""

import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from audio.faults import SoundError

RATE = 16000
"""Samples a second of what is heard; two bytes each, one channel."""
ROOM_NOISE = 30.0
"""Effective value of a quiet room's noise, of a full scale of 32767: -61 dB."""
WINDOW, LEAD = 0.3, 0.3
"""Seconds in which a voice is made out, and before: its soft beginning."""
FEWEST_SECONDS = 0.25
"""A shorter noise is no word."""
LIBRARY = "pocketsphinx"
MISSING = "listening needs pocketsphinx: pip install 'cramp-relief[listen]'"


class Source(Protocol):
    """Where sound comes from: a recording or a microphone."""

    def read(self, size: int, /) -> bytes:
        """Give the next bytes; fewer at the end."""

    def paused(self) -> AbstractContextManager[None]:
        """Hear nothing for a while, so that she alone is heard."""


class Transcriber:
    """Hears the sentences of one language."""

    def __init__(self, sentences: Iterable[str]) -> None:
        """Learn to expect some sentences; the likelier ones stand there more often.

        Raises:
            SoundError: pocketsphinx is not installed.

        """
        if find_spec(LIBRARY) is None:
            raise SoundError(MISSING)
        import pocketsphinx

        self._library = pocketsphinx
        words = _dictionary(pocketsphinx)
        known, self.unknown_sentences = [], 0
        for text in sentences:
            if words.issuperset(text.split()):
                known.append(text)
            else:
                self.unknown_sentences += 1
        self._decoder = _decoder(pocketsphinx, known)

    def words_in(self, sound: bytes) -> str | None:
        """Give the words of one utterance, None where there are none."""
        if len(sound) < FEWEST_SECONDS * RATE * 2:
            return None
        self._decoder.start_utt()
        self._decoder.process_raw(_in_a_room(sound), full_utt=True)
        self._decoder.end_utt()
        best = self._decoder.hyp()
        return best.hypstr if best and best.hypstr else None

    def utterances(self, source: Source, patience: float) -> Iterator[bytes]:
        """Cut a source where somebody speaks; ends with the source.

        Nothing, `b""`, after each `patience` seconds in which nobody spoke.
        """
        ends = self._library.Endpointer(window=WINDOW, sample_rate=RATE)
        said: list[bytes] = []
        window, lead = (round(s / ends.frame_length) for s in (WINDOW, LEAD))
        before: deque[bytes] = deque(maxlen=lead + window)
        quiet = 0.0
        while len(frame := source.read(ends.frame_bytes)) == ends.frame_bytes:
            before.append(frame)
            if part := ends.process(frame):
                said += [part] if said else [*list(before)[:-window], part]
            quiet = 0.0 if said else quiet + ends.frame_length
            if said and not ends.in_speech:
                yield b"".join(said)
                said.clear()
            elif quiet >= patience:
                yield b""
                quiet = 0.0


def _in_a_room(sound: bytes) -> bytes:
    """Lay the faint noise of a room over what is heard, the same each time.

    The model learned from rooms: of a voice made by a program, whose pauses are
    perfectly silent, it understands half as much.
    """
    heard = np.frombuffer(sound[: len(sound) // 2 * 2], np.int16)
    noise = np.random.default_rng(0).normal(0, ROOM_NOISE, heard.size)
    loudest = np.iinfo(np.int16).max
    return (heard + noise).clip(-loudest, loudest).astype(np.int16).tobytes()


def _dictionary(library: Any) -> set[str]:
    """Give the words whose sounds are known."""
    path = Path(library.get_model_path("en-us/cmudict-en-us.dict"))
    return {line.split(" ", 1)[0] for line in path.read_text("utf-8").splitlines()}


def _decoder(library: Any, sentences: Iterable[str]) -> Any:
    from pocketsphinx.lm import ArpaBoLM

    model = ArpaBoLM(add_start=True)
    model.read_corpus(sentences)
    model.compute()
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "words.arpa")
        model.write_file(path)
        # A search of the best path would take "know" for "no": it weighs the words
        # that follow, and after one word there are none.
        return library.Decoder(lm=path, bestpath=False, loglevel="FATAL")

"""How many spoken sentences are understood, voice by voice.

Run as `python tests/bench_listening.py`. A sentence counts when what was made out means
the same as its text; both go through the recogniser. Voices that are not installed are
left out. It only measures, so it always ends with code 0.
"""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from audio.microphone import Recording
from audio.transcriber import Transcriber
from intents.catalogue import load
from intents.corpus import corpus_of
from intents.recogniser import Recogniser

HERE = Path(__file__).parent
SENTENCES = (HERE / "utterances" / "en" / "spoken.txt").read_text("utf-8").split("\n")
VOICES = {
    **{f"flite {name}": ("flite", "-voice", name) for name in ("rms", "slt", "awb")},
    "flite kal16": ("flite", "-voice", "kal16"),
    "espeak-ng en-us": ("espeak-ng", "-s", "140", "-v", "en-us"),
    "espeak-ng en-us+f3": ("espeak-ng", "-s", "140", "-v", "en-us+f3"),
    "espeak-ng en-gb": ("espeak-ng", "-s", "140", "-v", "en-gb"),
}
OUT = {"flite": "-o", "espeak-ng": "-w"}
TEXT = {"flite": ("-t",), "espeak-ng": ()}


def spoken(voice: tuple[str, ...], text: str, path: Path) -> Recording:
    """Give a sentence as a recording."""
    engine = voice[0]
    command = [*voice, OUT[engine], str(path), *TEXT[engine], text]
    subprocess.run(command, check=True)
    return Recording(path)


def main() -> None:
    """Measure all, and print it."""
    catalogue = load()
    language = catalogue.language("en-US")
    recogniser = Recogniser.of(language)
    examples = [intent.example for intent in catalogue.intents.values()]
    transcriber = Transcriber(corpus_of(language, examples))
    sentences = [text for text in SENTENCES if text]
    shown = Table("voice", "understood", "word for word", "of real time")
    with tempfile.TemporaryDirectory() as folder:
        for name, voice in VOICES.items():
            if shutil.which(voice[0]) is None:
                continue
            meant = exact = 0
            taken = lasted = 0.0
            for text in sentences:
                source = spoken(voice, text, Path(folder) / "said.wav")
                sounds = list(transcriber.utterances(source, patience=60))
                began = time.perf_counter()
                heard = " ".join(transcriber.words_in(s) or "" for s in sounds)
                taken += time.perf_counter() - began
                lasted += sum(len(sound) for sound in sounds) / 32_000
                exact += heard == text
                meant += recogniser.hear(heard).intent == recogniser.hear(text).intent
            parts = (f"{meant / len(sentences):.0%}", f"{exact / len(sentences):.0%}")
            shown.add_row(name, *parts, f"{taken / lasted:.3f}")
    Console().print(shown)


if __name__ == "__main__":
    main()

"""Sentences -> sound, with a speech engine of this machine: espeak-ng, else flite."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from audio.encoding import samples_of, wav_in
from audio.faults import SoundError
from audio.samples import RATE, Samples

SLOW_WORDS = 130
"""Words a minute while a cramp is relieved."""
WORDS = 155
"""Words a minute by day."""
PITCH = 35
"""Of espeak-ng's 0 to 99; its own 50 is bright."""
STRETCHES = {True: "1.2", False: "1.0"}
"""What flite multiplies every sound's length by, slow and not."""
WOMAN, WHISPER = "+f3", "+whisper"
"""Variants of espeak-ng's voices."""
AMERICAN, BRITISH = f"en-us{WOMAN}", f"en{WOMAN}"
VOICES: Mapping[str, str] = {"en-US": AMERICAN, "en-CA": AMERICAN}
"""Locale -> a woman's voice of espeak-ng; British elsewhere."""
LONGEST_SECONDS = 20.0
"""How long an engine may take over one sentence."""
HUSH = 0.003
"""Samples below this, 50 dB under the loudest, before and after words are cut off."""
WORD_LEVEL = 0.1
"""Effective value every sentence is brought to, of full scale: -20 dB."""


class VoiceError(SoundError):
    """A speech engine that fails."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A speech engine and the locale it speaks for."""

    engine: str
    """Name of the program, a key of `COMMANDS`."""
    locale: str
    whispers: bool = False
    """Only espeak-ng can."""

    def say(self, sentence: str, slow: bool) -> Samples:
        """Give a sentence without silence around it; the array is shared.

        Raises:
            VoiceError: the engine fails or makes no sound.

        """
        return _said(self, sentence, slow)


def find(locale: str) -> Voice | None:
    """Give the first engine this machine has, None where it has none."""
    found = (engine for engine in COMMANDS if shutil.which(engine))
    engine = next(found, None)
    return Voice(engine, locale) if engine else None


@lru_cache(maxsize=1024)
def _said(voice: Voice, sentence: str, slow: bool) -> Samples:
    with tempfile.TemporaryDirectory() as folder:
        text, sound = Path(folder) / "text", Path(folder) / "sound.wav"
        text.write_text(sentence, "utf-8")
        command = COMMANDS[voice.engine](voice, slow)
        _run([*command, "-f", str(text), OUT[voice.engine], str(sound)])
        try:
            samples = samples_of(wav_in(sound))
        except (OSError, ValueError, EOFError) as error:
            raise VoiceError(f"{voice.engine} wrote no sound") from error
    return _trimmed(samples, voice.engine)


def _run(command: list[str]) -> None:
    try:
        subprocess.run(  # noqa: S603 - a fixed program, the text is in a file
            command, check=True, capture_output=True, timeout=LONGEST_SECONDS
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise VoiceError(f"{command[0]} failed: {type(error).__name__}") from error


def _trimmed(samples: Samples, engine: str) -> Samples:
    heard = np.flatnonzero(np.abs(samples) > HUSH)
    if not heard.size:
        raise VoiceError(f"{engine} made no sound")
    margin = RATE // 50
    words = samples[max(heard[0] - margin, 0) : heard[-1] + margin]
    spoken = np.asarray(words * WORD_LEVEL / np.sqrt(np.mean(words**2)))
    spoken.setflags(write=False)
    return spoken


def _espeak(voice: Voice, slow: bool) -> list[str]:
    speed = SLOW_WORDS if slow else WORDS
    name = VOICES.get(voice.locale, BRITISH)
    if voice.whispers:
        name = name.replace(WOMAN, WHISPER)
    return ["espeak-ng", "-v", name, "-s", str(speed), "-p", str(PITCH)]


def _flite(_voice: Voice, slow: bool) -> list[str]:
    stretch = f"duration_stretch={STRETCHES[slow]}"
    return ["flite", "-voice", "slt", "--setf", stretch]


COMMANDS: Mapping[str, Callable[[Voice, bool], list[str]]] = {
    "espeak-ng": _espeak,
    "flite": _flite,
}
OUT: Mapping[str, str] = {"espeak-ng": "-w", "flite": "-o"}
"""The option that names the file to write."""

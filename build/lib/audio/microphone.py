"""Where sound to be understood comes from: a microphone, or a recording."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from audio.encoding import AudioSegment, wav_in
from audio.faults import SoundError
from audio.transcriber import RATE

MISSING = (
    "the microphone needs sounddevice and PortAudio: pip install"
    " 'cramp-relief[listen]', apt install libportaudio2; or use --wav FILE"
)
WIDTH = 2
SILENCE_MILLISECONDS = 1000
"""Added to a recording, so that its last word has an end."""


class Recording:
    """A WAV file of any rate, heard from beginning to end."""

    def __init__(self, path: Path) -> None:
        """Read the file.

        Raises:
            SoundError: no WAV file.

        """
        try:
            sound = wav_in(path)
        except Exception as error:  # pydub raises bare errors of many kinds
            raise SoundError(f"--wav: {path}: not a WAV file") from error
        sound = sound.set_channels(1).set_frame_rate(RATE).set_sample_width(WIDTH)
        sound += AudioSegment.silent(SILENCE_MILLISECONDS, frame_rate=RATE)
        self._bytes = BytesIO(sound.raw_data)

    def read(self, size: int, /) -> bytes:
        """Give the next bytes; fewer at the end."""
        return self._bytes.read(size)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Stand still: a recording waits."""
        yield


class Microphone:
    """The default microphone, until interrupted."""

    def __init__(self) -> None:
        """Open it.

        Raises:
            SoundError: no library, or no microphone.

        """
        try:
            import sounddevice

            self._stream: Any = sounddevice.RawInputStream(
                samplerate=RATE, channels=1, dtype="int16"
            )
            self._stream.start()
        except (ImportError, OSError) as error:
            raise SoundError(MISSING) from error
        except sounddevice.PortAudioError as error:
            raise SoundError("no microphone found; use --wav FILE") from error

    def read(self, size: int, /) -> bytes:
        """Give the next bytes, as they are spoken."""
        return bytes(self._stream.read(size // WIDTH)[0])

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Close the ear while the reply is played, and forget what it heard."""
        self._stream.stop()
        try:
            yield
        finally:
            self._stream.start()

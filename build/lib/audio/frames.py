"""The real frame headers of an MP3, and whether a speaker of Amazon's takes them.

Source of the header's layout: ISO/IEC 11172-3 and 13818-3; of what is taken: SSML
reference, audio (MPEG version 2, 48 kbps, 16000, 22050 or 24000 Hz).
"""

from collections.abc import Iterator
from dataclasses import dataclass

HEADER_BYTES = 4
SYNC = 0x7FF
VERSIONS = {0: "2.5", 2: "2", 3: "1"}
LAYERS = {1: 3, 2: 2, 3: 1}
SAMPLE_RATES = {
    "1": (44100, 48000, 32000),
    "2": (22050, 24000, 16000),
    "2.5": (11025, 12000, 8000),
}
BIT_RATES = {
    "1": (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    "2": (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    "2.5": (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Kilobits a second by index, from 1; of layer III alone, which is all we read."""
SAMPLES = {"1": 1152, "2": 576, "2.5": 576}
"""Samples in a frame of layer III."""
MONO = 3
MARKS = (b"Xing", b"Info", b"LAME", b"Lavc", b"VBRI")
"""What an encoder writes into a first frame that holds no sound, or into stuffing."""


class FrameError(ValueError):
    """An MP3 a speaker may refuse: says in which frame and why."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What one header says."""

    version: str
    layer: int
    bit_rate: int
    """Bits a second."""
    sample_rate: int
    is_mono: bool
    length: int
    """Bytes with the header."""

    @property
    def seconds(self) -> float:
        """Give how long its sound is."""
        return SAMPLES[self.version] / self.sample_rate


WANTED = Frame("2", 3, 48000, 24000, is_mono=True, length=144)
"""The one header a clip has, from its first frame to its last."""


def frames_of(content: bytes) -> Iterator[Frame]:
    """Read every frame, without a gap between them.

    Raises:
        FrameError: bytes that are no frame of layer III, such as a tag, or half of one.

    """
    position = 0
    while position < len(content):
        frame = _frame(content[position : position + HEADER_BYTES], position)
        position += frame.length
        if position > len(content):
            raise FrameError(
                f"the last frame ends {position - len(content)} bytes late"
            )
        yield frame


def checked_seconds(content: bytes) -> float:
    """Give the length of a clip whose every frame is as a speaker takes it.

    Raises:
        FrameError: one is not, or the first holds an encoder's mark and no sound.

    """
    seconds = 0.0
    for number, frame in enumerate(frames_of(content)):
        if frame != WANTED:
            raise FrameError(f"frame {number} is {frame}, expected {WANTED}")
        seconds += frame.seconds
    first = content[: WANTED.length]
    found = [mark.decode() for mark in MARKS if mark in first]
    if found or not content:
        raise FrameError(f"the first frame holds {found or 'nothing'}, expected sound")
    return seconds


def _frame(header: bytes, position: int) -> Frame:
    bits = int.from_bytes(header)
    version, layer = VERSIONS.get(bits >> 19 & 3), LAYERS.get(bits >> 17 & 3)
    bit_rate, rate = bits >> 12 & 15, bits >> 10 & 3
    is_frame = len(header) == HEADER_BYTES and bits >> 21 == SYNC
    if not is_frame or not version or layer != LAYERS[1] or rate == MONO:
        raise FrameError(f"byte {position}: {header!r} begins no frame of layer III")
    try:
        kilobits = BIT_RATES[version][bit_rate - 1] if bit_rate else 0
    except IndexError:
        kilobits = 0
    if not kilobits:
        raise FrameError(f"byte {position}: no bit rate has the index {bit_rate}")
    sample_rate = SAMPLE_RATES[version][rate]
    length = SAMPLES[version] // 8 * kilobits * 1000 // sample_rate + (bits >> 9 & 1)
    is_mono = bits >> 6 & 3 == MONO
    return Frame(version, layer, kilobits * 1000, sample_rate, is_mono, length)

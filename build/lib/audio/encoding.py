"""Samples <-> MP3, in the form a speaker of Amazon's takes; ffmpeg is behind it.

MPEG-2 layer III, 48 kbps, 24 kHz, mono, and every frame the same: no Xing or Info
frame, which would declare another bit rate, and no ID3 tag.
"""

import warnings
from io import BytesIO
from pathlib import Path

import imageio_ffmpeg
import numpy as np

from audio.frames import WANTED
from audio.samples import RATE, Samples

with warnings.catch_warnings():
    # It looks for an ffmpeg of the system, and imports what 3.13 no longer has.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment as AudioSegment

BIT_RATE = "48k"
PARAMETERS = (
    "-write_xing",
    "0",
    "-id3v2_version",
    "0",
    "-write_id3v1",
    "0",
    "-map_metadata",
    "-1",
    "-bitexact",
    "-threads",
    "1",
)
SIGNATURE = b"LAME"
ENCODER_SCALE = 0.95
"""What LAME makes of every sample, to keep its own peaks in."""
LOUDEST = 32767
AudioSegment.converter = imageio_ffmpeg.get_ffmpeg_exe()


def segment_of(samples: Samples) -> AudioSegment:
    """Give samples as pydub's segment, 16 bits wide."""
    width = 2
    integers = np.round(np.clip(samples, -1, 1) * LOUDEST).astype("<i2")
    return AudioSegment(
        integers.tobytes(), frame_rate=RATE, sample_width=width, channels=1
    )


def samples_of(segment: AudioSegment) -> Samples:
    """Give a segment's samples, mono at our rate."""
    same = segment.set_channels(1).set_frame_rate(RATE).set_sample_width(2)
    return np.frombuffer(same.raw_data, "<i2").astype(np.float64) / LOUDEST


def mp3_of(samples: Samples, seconds: float) -> bytes:
    """Encode samples; the file lasts `seconds` to the nearest frame (24 ms)."""
    file = BytesIO()
    segment_of(samples / ENCODER_SCALE).export(
        file, format="mp3", bitrate=BIT_RATE, parameters=list(PARAMETERS)
    )
    # The encoder's delay adds frames at the end, where a clip is silent.
    content = file.getvalue()[: round(seconds / WANTED.seconds) * WANTED.length]
    # It fills spare bytes with its name, which some take for the frame it is not.
    return content.replace(SIGNATURE, bytes(len(SIGNATURE)))


def samples_in(content: bytes) -> Samples:
    """Decode an MP3."""
    # A codec given spares the question to ffprobe, which the wheel does not have.
    return samples_of(AudioSegment.from_file(BytesIO(content), "mp3", codec="mp3"))


def wav_in(path: Path) -> AudioSegment:
    """Read a WAV as it is; pydub itself would leave the file open."""
    return AudioSegment.from_file(BytesIO(path.read_bytes()), "wav")

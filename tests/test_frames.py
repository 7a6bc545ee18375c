"""Frame headers: what a speaker takes, and what it would refuse."""

import io

import pytest
from pydub import AudioSegment

from audio import encoding
from audio.clips import samples
from audio.frames import WANTED, FrameError, checked_seconds, frames_of

SEGMENT = encoding.segment_of(samples("tick"))


def encoded(segment=SEGMENT, bitrate="48k", **more) -> bytes:
    file = io.BytesIO()
    quiet = ["-write_xing", "0", "-id3v2_version", "0"]
    segment.export(
        file, "mp3", bitrate=bitrate, parameters=more.pop("options", quiet), **more
    )
    return file.getvalue()


@pytest.fixture(scope="module")
def good() -> bytes:
    return encoding.mp3_of(samples("tick"), 2.16)


def test_a_clip_has_one_kind_of_frame(good):
    frames = list(frames_of(good))

    assert set(frames) == {WANTED}
    assert len(frames) == 90
    assert checked_seconds(good) == pytest.approx(2.16)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda _: b"", "holds nothing"),
        (lambda c: b"ID3\x04" + c, "byte 0: b'ID3.x04' begins no frame"),
        (lambda c: c + b"TAG" + bytes(125), "begins no frame"),
        (lambda c: c[:-1], "ends 1 bytes late"),
        (lambda c: c + b"\xff", "begins no frame"),
        (lambda c: c[:144] + b"\xff\xf3\x04\xc4" + c[148:], "index 0"),
        (lambda c: c[:144] + b"\xff\xf3\xf4\xc4" + c[148:], "index 15"),
        (lambda c: c[:144] + b"\xff\xf5\x64\xc4" + c[148:], "begins no frame"),
        (lambda c: c[:13] + b"Info" + c[17:], "Info"),
        (lambda c: c[:100] + b"LAME" + c[104:], "LAME"),
    ],
)
def test_what_is_no_plain_run_of_frames_is_refused(good, change, why):
    with pytest.raises(FrameError, match=why):
        checked_seconds(change(good))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (encoded(options=["-id3v2_version", "0"]), "bit_rate=64000"),
        (encoded(options=[]), "begins no frame"),
        (encoded(bitrate="64k"), "bit_rate=64000"),
        (encoded(SEGMENT.set_frame_rate(44100)), "version='1'"),
        (encoded(SEGMENT.set_frame_rate(16000)), "sample_rate=16000"),
        (encoded(SEGMENT.set_frame_rate(12000)), "version='2.5'"),
        (encoded(SEGMENT.set_channels(2)), "is_mono=False"),
    ],
)
def test_another_form_of_mp3_is_refused_by_its_first_wrong_frame(content, why):
    with pytest.raises(FrameError, match=why):
        checked_seconds(content)


def test_samples_survive_the_way_to_pydub_and_back():
    segment = encoding.segment_of(samples("tick"))

    back = encoding.samples_of(segment.set_channels(2))

    assert isinstance(segment, AudioSegment)
    assert abs(back - samples("tick")).max() < 1e-4

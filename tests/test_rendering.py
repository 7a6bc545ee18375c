"""The night contract: every reply as sound, measured as it would be heard."""

import re
import shutil
import subprocess

import imageio_ffmpeg
import pytest
from click.testing import CliRunner

from audio.encoding import samples_in, segment_of
from audio.frames import checked_seconds
from audio.loudness import integrated, true_peak
from audio.samples import RATE
from audio.voice import COMMANDS, find
from skill.__main__ import main
from skill.rendering import EXACT, LISTENING, render
from skill.spoken import clip_of

RELIEFS = [
    "open cramp relief",
    "my calf is cramping",
    "my toes are cramping",
    "cramp in my foot",
    "my thigh is cramping",
    "both my calves are cramping",
]
VARIANTS = [
    "my partner is here",
    "i'm standing",
    "i have no towel",
    "i can't reach my toes",
    "i can't stand",
    "it still hurts",
]
ANSWERS = [
    "bedtime stretch",
    "is coffee making it worse",
    "can i eat bananas",
    "should i take magnesium",
    "why do i get cramps",
    "how should i sleep",
]
LONGEST_SILENCE = 5.0
LONGEST_REPLY, LONGEST_REPROMPT = 240, 90
QUIET = "-50dB"

needs_voice = pytest.mark.skipif(
    find("en-GB") is None, reason=f"no speech engine: {' or '.join(COMMANDS)}"
)


@pytest.fixture(scope="module")
def answer(room):
    """Give the reply to something, in a cramp where it is a variant; each once."""
    answers = {}

    def said(text):
        if text not in answers:
            console = room.console({}, f"somebody who says {text}")
            if text in VARIANTS:
                console.say("my calf is cramping")
            answers[text] = console.say(text).spoken
        return answers[text]

    return said


@pytest.fixture(scope="module")
def rendered(answer):
    """Give a reply as sound, each rendered once."""
    renderings = {}

    def sound(text):
        if text not in renderings:
            renderings[text] = render(answer(text), find("en-GB"), with_silence=True)
        return renderings[text]

    return sound


def measured(samples, tmp_path):
    """Let ffmpeg measure: loudness, true peak, and its silences of a second or more."""
    path = tmp_path / "reply.wav"
    segment_of(samples).export(path, format="wav").close()
    filters = f"ebur128=peak=true:framelog=quiet,silencedetect=n={QUIET}:d=1"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostats"]
    done = subprocess.run(
        [*command, "-i", str(path), "-af", filters, "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    loudness = re.findall(r"I:\s+(-?[\d.]+) LUFS", done.stderr)[-1]
    peak = re.findall(r"Peak:\s+(-?[\d.]+) dBFS", done.stderr)[-1]
    gaps = [float(s) for s in re.findall(r"silence_duration: ([\d.]+)", done.stderr)]
    return float(loudness), float(peak), gaps


@needs_voice
@pytest.mark.parametrize("said", RELIEFS + VARIANTS + ANSWERS)
def test_a_reply_is_as_loud_as_a_voice_in_a_bedroom(rendered, said, tmp_path):
    samples = rendered(said).samples

    loudness, peak, gaps = measured(samples, tmp_path)

    assert integrated(samples) == pytest.approx(-18, abs=0.5)
    assert loudness == pytest.approx(-18, abs=0.5)
    assert max(true_peak(samples), peak) <= -3
    assert max(gaps, default=0) <= LONGEST_SILENCE


@pytest.mark.parametrize("said", RELIEFS + VARIANTS + ANSWERS)
def test_no_reply_and_no_reprompt_is_longer_than_a_speaker_takes(rendered, said):
    rendering = rendered(said)
    stretches = rendering.stretches
    turns = [s.begins for s in stretches if s.kind == LISTENING]
    silent = turns[0] if turns else rendering.seconds

    assert silent <= LONGEST_REPLY
    assert rendering.seconds - silent <= LONGEST_REPROMPT


@pytest.mark.parametrize("said", RELIEFS)
def test_the_first_instruction_is_said_within_three_seconds(rendered, said):
    assert 0 < rendered(said).first_instruction_seconds <= 3


@pytest.mark.parametrize("said", RELIEFS + VARIANTS)
def test_holds_and_rests_last_exactly_as_long_as_they_should(answer, rendered, said):
    spoken = answer(said)
    parts = [*spoken.parts, *spoken.again]
    wanted = [p.seconds for p in parts if p.kind in EXACT]

    lasted = [s.seconds for s in rendered(said).stretches if s.kind in EXACT]

    assert lasted == pytest.approx(wanted, abs=0.002)


@pytest.mark.parametrize("said", RELIEFS)
def test_the_parts_keep_their_order(answer, rendered, said):
    spoken = answer(said)

    stretches = rendered(said).stretches

    kinds = [s.kind for s in stretches if s.kind != LISTENING]
    assert kinds == [part.kind for part in (*spoken.parts, *spoken.again)]
    begins = [s.begins for s in stretches]
    assert begins == sorted(begins)


def test_without_a_voice_breath_is_heard_and_time_is_kept(answer):
    spoken = answer("my calf is cramping")

    rendering = render(spoken, None, with_silence=False)

    assert rendering.seconds == pytest.approx(spoken.seconds, abs=0.1)
    assert any(clip_of(part) for part in spoken.parts)
    assert integrated(rendering.samples) == pytest.approx(-18, abs=0.5)


@pytest.fixture
def hear(tmp_path, monkeypatch, room):
    """Give a way to run `hear` where nothing can be played."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("audio.speaker.has_device", lambda: False)

    def run(*arguments):
        return CliRunner().invoke(main, ["hear", "ow", *map(str, arguments)])

    return run


def test_a_reply_is_kept_as_a_wav_and_drawn(hear, tmp_path):
    out, plot = tmp_path / "reply.wav", tmp_path / "reply.png"

    result = hear("--out", out, "--plot", plot)

    assert result.exit_code == 0, result.output
    assert out.read_bytes()[:4] == b"RIFF"
    assert plot.read_bytes()[1:4] == b"PNG"
    assert "Straighten your leg." in result.stdout
    assert "LUFS" in result.stdout
    assert "Not played" in result.stdout


def test_an_mp3_has_the_form_a_speaker_takes(hear, tmp_path):
    out = tmp_path / "reply.mp3"

    hear("--out", out)

    content = out.read_bytes()
    samples = samples_in(content)
    assert checked_seconds(content) == pytest.approx(samples.size / RATE, abs=0.1)
    assert integrated(samples) == pytest.approx(-18, abs=0.5)


def test_a_machine_without_a_voice_says_so(hear, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)

    result = hear()

    assert result.exit_code == 0, result.output
    assert "No speech engine" in result.stdout


@pytest.mark.parametrize(
    ("option", "file", "named"),
    [
        ("--out", "reply.ogg", ".wav or .mp3"),
        ("--plot", "reply.jpg", ".png"),
        ("--out", "no/such/folder/reply.wav", "--out"),
        ("--out", "no/such/folder/reply.mp3", "--out"),
        ("--plot", "no/such/folder/reply.png", "--plot"),
    ],
)
def test_a_file_that_cannot_be_written_is_named(hear, tmp_path, option, file, named):
    result = hear(option, tmp_path / file)

    assert result.exit_code == 1
    assert named in result.stderr
    assert "Traceback" not in result.output


def test_a_missing_library_is_named_before_any_work(hear, monkeypatch, tmp_path):
    monkeypatch.setattr("skill.plotting.find_spec", lambda _: None)

    result = hear("--plot", tmp_path / "reply.png")

    assert result.exit_code == 1
    assert "cramp-relief[plot]" in result.stderr

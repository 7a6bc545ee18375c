"""`cramp-relief hear`: a whole reply as one file, played, measured and drawn."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console as Screen
from rich.table import Table

from audio.encoding import mp3_of, segment_of
from audio.faults import SoundError
from audio.loudness import integrated, true_peak
from audio.speaker import SilentError, play
from audio.voice import COMMANDS, Voice, find
from skill.rendering import GAP_SECONDS, LISTENING, Rendering, render
from skill.trying import Bench

SUFFIXES = (".wav", ".mp3")
"""What `--out` may end in."""


def run(bench: Bench, text: str, options: Mapping[str, Any]) -> None:
    """Render what she hears after saying `text`, and the silence after it.

    Raises:
        SoundError: `--out` or `--plot` cannot be written.
        VoiceError: the speech engine fails.

    """
    screen = Screen(highlight=False, width=110)
    check_targets(options)
    voice = find(bench.locale)
    if voice is None:
        screen.print(NO_VOICE)
    rendering = render(bench.console().say(text).spoken, voice, with_silence=True)
    screen.print(table(rendering, text))
    screen.print(summary(rendering, voice))
    if options["out"]:
        write(rendering, options["out"])
        screen.print(f"written: {options['out']}", soft_wrap=True)
    if options["plot"]:
        from skill.plotting import draw

        draw(rendering, text, options["plot"])
        screen.print(f"drawn: {options['plot']}", soft_wrap=True)
    try:
        play(rendering.samples)
    except SilentError as error:
        screen.print(f"Not played: {error}. --out reply.wav keeps it in a file.")


NO_VOICE = (
    f"No speech engine here ({' or '.join(COMMANDS)}): words are silent for as long as"
    " they would take; breath is heard."
)


def check_targets(options: Mapping[str, Any]) -> None:
    """Refuse files that could not be written, before any work is done.

    Raises:
        SoundError: another suffix than known, no such folder, or no matplotlib.

    """
    out: Path | None = options["out"]
    plot: Path | None = options["plot"]
    if out and out.suffix not in SUFFIXES:
        raise SoundError(f"--out: {out.name!r}, expected {' or '.join(SUFFIXES)}")
    if plot and plot.suffix != ".png":
        raise SoundError(f"--plot: {plot.name!r}, expected .png")
    if plot:
        from skill.plotting import require

        require()


def write(rendering: Rendering, path: Path) -> None:
    """Write a WAV, or an MP3 in the form Alexa takes, by the name's suffix.

    Raises:
        SoundError: the file cannot be written.

    """
    try:
        if path.suffix == ".mp3":
            path.write_bytes(mp3_of(rendering.samples, rendering.seconds))
        else:
            segment_of(rendering.samples).export(path, format="wav").close()
    except OSError as error:
        raise SoundError(f"--out: {path}: {error.strerror}") from error


def table(rendering: Rendering, text: str) -> Table:
    """Give the timeline: when each part begins, how long and how loud it is."""
    shown = Table(title=f"her: {text}", title_justify="left")
    for name in ("part", "words"):
        shown.add_column(name)
    for name in ("begins", "seconds", "LUFS"):
        shown.add_column(name, justify="right", no_wrap=True)
    for part in rendering.stretches:
        words = part.words
        if part.kind == LISTENING:
            words = f"(she says nothing; a speaker waits 8 s, here {GAP_SECONDS:.0f})"
        minutes, seconds = divmod(part.begins, 60)
        loud = "" if part.lufs is None else f"{part.lufs:.1f}"
        begins = f"{minutes:.0f}:{seconds:04.1f}"
        shown.add_row(part.kind, words, begins, f"{part.seconds:.1f}", loud)
    return shown


def summary(rendering: Rendering, voice: Voice | None) -> str:
    """Give the whole in one or two lines."""
    first = rendering.first_instruction_seconds
    lines = [f"voice {voice.engine if voice else 'none'}, {rendering.seconds:.1f} s"]
    if first is not None:
        lines.append(f"first instruction said after {first:.1f} s")
    if rendering.samples.any():
        lines.append(f"{integrated(rendering.samples):.1f} LUFS")
        lines.append(f"true peak {true_peak(rendering.samples):.1f} dBFS")
    return ", ".join(lines)

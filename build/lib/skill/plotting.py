"""A rendering as a picture: loudness over time, the parts of the timeline marked."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from audio.faults import SoundError
from audio.loudness import (
    HOP_SECONDS,
    RISE_SECONDS,
    WANTED_LUFS,
    WINDOW_SECONDS,
    short_term,
)
from skill.rendering import Rendering, Stretch

COLOURS = {
    "say": "#3b6ea5",
    "hold": "#7aa874",
    "rest": "#c9b458",
    "ask": "#b0589a",
    "listen": "#bbbbbb",
}
LEAST_LUFS, MOST_LUFS = -70, 0
CHARACTERS = 44
"""Longest caption of a part."""
MISSING = "--plot needs matplotlib: pip install 'cramp-relief[plot]'"


def require() -> None:
    """Refuse to draw where matplotlib is missing.

    Raises:
        SoundError: says how to install it.

    """
    if find_spec("matplotlib") is None:
        raise SoundError(MISSING)


def draw(rendering: Rendering, title: str, path: Path) -> None:
    """Write the picture as PNG.

    Raises:
        SoundError: the file cannot be written.

    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(16, 7), layout="constrained")
    above, below = figure.subplots(
        2, 1, sharex=True, gridspec_kw={"height_ratios": [3, 2]}
    )
    _curve(above, rendering, title)
    _timeline(below, rendering.stretches)
    above.set_xlim(0, rendering.seconds)
    try:
        figure.savefig(path, dpi=110)
    except OSError as error:
        raise SoundError(f"--plot: {path}: {error.strerror}") from error


def _curve(axes: Any, rendering: Rendering, title: str) -> None:
    levels = short_term(rendering.samples)
    lead = RISE_SECONDS + WINDOW_SECONDS
    seconds = np.arange(levels.size) * HOP_SECONDS - lead + WINDOW_SECONDS
    axes.plot(seconds, np.maximum(levels, LEAST_LUFS), color="#222222", linewidth=0.7)
    for part in rendering.stretches:
        axes.axvspan(
            part.begins,
            part.begins + part.seconds,
            color=COLOURS[part.kind],
            alpha=0.25,
            linewidth=0,
        )
    axes.axhline(WANTED_LUFS, color="#a04040", linestyle="--", linewidth=0.8)
    axes.set_ylim(LEAST_LUFS, MOST_LUFS)
    axes.set_ylabel("loudness of 0.1 s, LUFS")
    axes.set_title(f"her: {title}", loc="left")


def _timeline(axes: Any, stretches: tuple[Stretch, ...]) -> None:
    """Write every part's words on a line of its own, so that none overlap."""
    for row, part in enumerate(stretches):
        axes.barh(
            -row, part.seconds, left=part.begins, color=COLOURS[part.kind], height=0.8
        )
    axes.set_yticks([-row for row in range(len(stretches))])
    axes.set_yticklabels([_caption(part) for part in stretches], fontsize=8)
    axes.set_xlabel("seconds")
    axes.grid(axis="x", alpha=0.3)


def _caption(part: Stretch) -> str:
    words = part.words or "(she says nothing)"
    short = words if len(words) <= CHARACTERS else f"{words[: CHARACTERS - 1]}…"
    return f"{part.kind}: {short}"

"""Plays sound with a player this machine has, where it has something to play on."""

import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from audio.encoding import segment_of
from audio.faults import SoundError
from audio.samples import Samples

PLAYERS: Mapping[str, tuple[str, ...]] = {
    "paplay": (),
    "aplay": ("-q",),
    "afplay": (),
    "ffplay": ("-nodisp", "-autoexit", "-loglevel", "error"),
}
"""Program -> its options, in the order of preference."""
CARDS = Path("/proc/asound/cards")
NO_CARDS = "no soundcards"
SOCKETS = ("pulse/native", "pipewire-0")
"""Where a sound server listens, below $XDG_RUNTIME_DIR."""


class SilentError(SoundError):
    """Nothing to play with or on; says which."""


def play(samples: Samples) -> None:
    """Play, and come back when it is over.

    Raises:
        SilentError: no player, no sound device, or the player fails.

    """
    player = next(filter(shutil.which, PLAYERS), None)
    if player is None:
        raise SilentError(f"no player; known: {', '.join(PLAYERS)}")
    if not has_device():
        raise SilentError("no sound device")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reply.wav"
        segment_of(samples).export(path, format="wav").close()
        try:
            subprocess.run(  # noqa: S603 - a fixed program, a file of ours
                [player, *PLAYERS[player], str(path)], check=True, capture_output=True
            )
        except (OSError, subprocess.CalledProcessError) as error:
            raise SilentError(f"{player} cannot play here") from error


def has_device() -> bool:
    """Tell whether sound can come out; systems other than Linux are believed to."""
    if platform.system() != "Linux" or os.environ.get("PULSE_SERVER"):
        return True
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or "/nowhere")
    if any((runtime / socket).exists() for socket in SOCKETS):
        return True
    try:
        return NO_CARDS not in CARDS.read_text("utf-8")
    except OSError:
        return False

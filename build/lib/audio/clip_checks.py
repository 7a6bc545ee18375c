"""What is wrong with the clips that are built."""

from collections.abc import Iterator
from pathlib import Path

from audio.clips import BUILT, FILE, Recipe, built, hash_of, recipes
from audio.frames import WANTED, FrameError, checked_seconds

LONGEST_KEPT_SECONDS = 60.0
"""Longer clips are too large to lie in the repository; they are built at set-up."""


def findings(folder: Path = BUILT) -> Iterator[str]:
    """Give clips that are missing, not as long as told, or no MP3 a speaker takes."""
    files = built(folder)
    for name, recipe in recipes().items():
        if name in files:
            yield from (
                f"{files[name].name}: {why}" for why in _wrong(files[name], recipe)
            )
        elif recipe.seconds <= LONGEST_KEPT_SECONDS:
            yield f"clips.yaml: {name}: not built; run make clips"


def _wrong(file: Path, recipe: Recipe) -> Iterator[str]:
    content = file.read_bytes()
    match = FILE.fullmatch(file.name)
    if match and match["hash"] != hash_of(content):
        yield f"its content is {hash_of(content)}; run make clips"
    try:
        seconds = checked_seconds(content)
    except FrameError as error:
        yield str(error)
        return
    if abs(seconds - recipe.seconds) > WANTED.seconds / 2:
        yield f"lasts {seconds:.3f} s, expected {recipe.seconds} s to the nearest frame"

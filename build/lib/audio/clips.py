"""The clips: what each is made of, and the files made of them.

What a server needs, names and files, is read without numpy; only making sound needs it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from audio.samples import Samples

RECIPES = Path(__file__).with_name("clips.yaml")
BUILT = Path(__file__).with_name("built")
"""Where clips are built to, and served from."""
FILE = re.compile(r"(?P<name>[a-z]+(?:-[a-z0-9]+)?)-(?P<hash>[0-9a-f]{12})\.mp3")
HASH_CHARACTERS = 12
LICENCES = ("ours",)
"""`ours`: computed by this program from its recipe, nobody's recording."""


class ClipError(Exception):
    """A clip nobody knows, a recipe that is wrong, or a file that is not built."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A clip as it is written down."""

    name: str
    sound: str
    """Names a function of `synthesis.py`."""
    seconds: float
    licence: str
    parameters: Mapping[str, Any]
    """What else that function takes."""


@lru_cache(maxsize=1)
def recipes() -> Mapping[str, Recipe]:
    """Give every clip by name.

    Raises:
        ClipError: a recipe without sound, seconds or a known licence.

    """
    rows = yaml.safe_load(RECIPES.read_text("utf-8"))
    return MappingProxyType({name: _recipe(name, row) for name, row in rows.items()})


def clip(name: str) -> Recipe:
    """Give a clip's recipe.

    Raises:
        ClipError: there is none of that name.

    """
    try:
        return recipes()[name]
    except KeyError:
        known = ", ".join(recipes())
        raise ClipError(f"{name!r} is no clip; known: {known}") from None


@lru_cache(maxsize=32)
def samples(name: str) -> Samples:
    """Give a clip's sound before it is an MP3: mono, 24000 Hz, within -1 to 1.

    The array is shared and read-only.
    """
    from audio import synthesis

    return synthesis.sound_of(clip(name))


def build(folder: Path = BUILT, names: Iterable[str] = ()) -> Iterator[Path]:
    """Write clips as MP3s, all of them where no names are given, each as it is ready.

    A file is named after its content; older files of the same clip are removed.
    """
    from audio import encoding

    folder.mkdir(parents=True, exist_ok=True)
    for name in names or recipes():
        content = encoding.mp3_of(samples(name), clip(name).seconds)
        path = folder / f"{name}-{hash_of(content)}.mp3"
        path.write_bytes(content)
        for other, file in _files(folder):
            if other == name and file != path:
                file.unlink()
        yield path


def built(folder: Path = BUILT) -> Mapping[str, Path]:
    """Give the file of each clip that is built."""
    return MappingProxyType(dict(_files(folder)))


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.glob("*.mp3")):
        match = FILE.fullmatch(path.name)
        if match and match["name"] in recipes():
            yield match["name"], path


def hash_of(content: bytes) -> str:
    """Give what a file of this content is named after."""
    return hashlib.sha256(content).hexdigest()[:HASH_CHARACTERS]


def _recipe(name: str, row: dict[str, Any]) -> Recipe:
    given = dict(row)
    try:
        sound, seconds = str(given.pop("recipe")), float(given.pop("seconds"))
        licence = str(given.pop("licence"))
    except (KeyError, ValueError) as error:
        raise ClipError(
            f"clips.yaml: {name}: {error}, expected recipe, seconds and licence"
        ) from error
    if licence not in LICENCES:
        raise ClipError(f"clips.yaml: {name}: licence {licence!r}; known: {LICENCES}")
    return Recipe(name, sound, seconds, licence, MappingProxyType(given))

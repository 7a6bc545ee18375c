"""How replies are voiced on the speakers of this installation."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from audio.ssml import Sources
from skill.channels.alexa.breathing import NEEDED
from skill.settings import CLIPS_URL, SettingsError


@dataclass(frozen=True, slots=True)
class Voicing:
    """Words alone, or clips too."""

    sources: Sources = ()
    """Addresses of the clips; none: holds are words."""
    as_apla: bool = False
    """Replies with a hold are APL for Audio documents."""

    @classmethod
    def of(cls, url: str | None, built: Mapping[str, Path], as_apla: bool) -> Self:
        """Voice holds with the clips below `url`; None: with words.

        Raises:
            SettingsError: a clip that is needed is not built.

        """
        if url is None:
            return cls()
        missing = [name for name in NEEDED if name not in built]
        if missing:
            raise SettingsError(
                f"{CLIPS_URL.name}: {', '.join(missing)} not built, expected the files"
                " of cramp-relief clips"
            )
        sources = ((name, f"{url}/{built[name].name}") for name in NEEDED)
        return cls(tuple(sources), as_apla)

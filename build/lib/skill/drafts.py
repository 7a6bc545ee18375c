"""Files that are put in place whole, for their owner only."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from skill.settings import SettingsError


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """Give an empty file to write to, which becomes `path` in the end.

    Where anything fails, whatever was at `path` stays.

    Raises:
        SettingsError: it cannot be written.

    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent)  # for its owner only
        os.close(handle)
        draft = Path(name)
        try:
            yield draft
            _sync(draft)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error


def _sync(file: Path) -> None:
    """Have a file on disk before another is given up for it."""
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

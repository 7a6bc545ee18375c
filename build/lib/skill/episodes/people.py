"""Who a diary belongs to: a keyed hash, never the platform's id."""

import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

SECRET_BYTES = 32
PURPOSE = b"cramp-relief person 1\0"
"""Keeps these keys apart from whatever else the secret may come to sign."""


class SecretUnusable(Exception):
    """The secret cannot be read, made or trusted; the message names the file."""


def key_of(secret: bytes, platform_id: str) -> str:
    """Give the 64 hex digits a person is known by in the diary."""
    return hmac.digest(secret, PURPOSE + platform_id.encode(), "sha256").hex()


def load_secret(path: Path) -> bytes:
    """Read the secret, and make one first where there is none.

    Several workers may start at once: one secret wins and all of them get it.
    Raises `SecretUnusable`: with another secret she would not find her diary.
    """
    try:
        if not path.exists():
            _make_secret(path)
        secret = path.read_bytes()
    except OSError as error:
        raise SecretUnusable(f"{path}: {error.strerror}") from error
    if len(secret) != SECRET_BYTES:
        raise SecretUnusable(
            f"{path}: {len(secret)} bytes, expected the {SECRET_BYTES} it was made with"
        )
    return secret


def _make_secret(path: Path) -> None:
    """Put a whole new secret in place, unless another worker was faster."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)  # readable by the owner only
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink()
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Make a new name in the folder outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

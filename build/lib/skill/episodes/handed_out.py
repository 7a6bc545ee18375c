"""Secrets that browsers and programs are given, and what is stored of them."""

from hashlib import sha256
from secrets import token_urlsafe

SECRET_BYTES = 32
LONGEST_NAME = 64
"""Characters kept of what its holder is called."""


def new_secret() -> str:
    """Give a secret nobody can guess, which is nowhere to be read again."""
    return token_urlsafe(SECRET_BYTES)


def digest(secret: str) -> str:
    """Give what is stored; a secret has too much chance in it to be guessed back."""
    return sha256(secret.encode()).hexdigest()

"""Tokens at the command line: made, listed, revoked."""

from contextlib import closing
from datetime import datetime

import click
from rich.console import Console as Screen
from rich.table import Table

from skill.episodes.people import key_of
from skill.episodes.records import Consent, Pair
from skill.episodes.signins import Pairing
from skill.episodes.store import Diary, DiaryError
from skill.episodes.tokens import Token, Tokens
from skill.settings import Settings, SettingsError
from skill.whose import HOME, home_of, opened, secret_of, whose

REFUSED = {
    Pairing.UNKNOWN: "no browser shows it now, expected its six digits",
    Pairing.TOO_MANY: "too many wrong ones, wait a quarter of an hour",
}
"""Why a code lets nobody in."""


def make(name: str, person: str | None, database: str | None, now: datetime) -> None:
    """Print a new token once; making one is consent to a log.

    Raises:
        SettingsError: nobody or several are meant, or the diary cannot be written.

    """
    settings = Settings.from_environment()
    diary = opened(database, settings)
    key = whose(diary, person, otherwise=home_of(settings))
    try:
        diary.apply(key, [Consent(True, now)], now)
        token = Tokens(diary.connections).make(key, name, now)
    except DiaryError as error:
        raise SettingsError(f"no token was made: {error}") from error
    click.echo(f"It logs for {key[:8]}, and is shown only now:", err=True)
    click.echo(token)


def pair(code: str, person: str | None, database: str | None, now: datetime) -> None:
    """Let the browser in that shows a code.

    Raises:
        SettingsError: nobody or several are meant, or no browser shows it now.

    """
    settings = Settings.from_environment()
    secret = secret_of(settings)
    with closing(opened(database, settings, secret)) as diary:
        key = whose(diary, person, otherwise=key_of(secret, HOME))
        try:
            found = diary.pairing(key, code, now)
            diary.apply(key, [Pair(code, now)], now)
        except DiaryError as error:
            raise SettingsError(f"the code cannot be looked up: {error}") from error
    if found is not Pairing.SIGNED_IN:
        raise SettingsError(f"CODE: {REFUSED[found]}")
    click.echo("Paired. Now press the button in the browser.")


def show(database: str | None) -> None:
    """Print a table of all tokens, without the tokens."""
    shown = Table("id", "name", "person", "made", "last used")
    tokens = _tokens(opened(database, Settings.from_environment()))
    for token in tokens:
        used = f"{token.used_at:%d %b %Y}" if token.used_at else "never"
        made = f"{token.made_at:%d %b %Y}"
        shown.add_row(token.id[:8], token.name, token.person[:8], made, used)
    Screen().print(shown if tokens else "No tokens.")


def revoke(begins: str, database: str | None) -> None:
    """Make the one token worthless whose id begins so.

    Raises:
        SettingsError: none or several do.

    """
    diary = opened(database, Settings.from_environment())
    meant = [token for token in _tokens(diary) if token.id.startswith(begins)]
    if not begins or len(meant) != 1:
        raise SettingsError(f"--revoke: {len(meant)} tokens begin so, expected one")
    Tokens(diary.connections).revoke(meant[0].id)
    click.echo(f"Revoked: {meant[0].name}")


def _tokens(diary: Diary) -> list[Token]:
    try:
        return Tokens(diary.connections).all()
    except DiaryError as error:
        raise SettingsError(f"the tokens cannot be read: {error}") from error

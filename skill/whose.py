"""Whose diary a command is about, how it is opened, and in which zone it is read."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from skill.episodes.nights import BEGINNING
from skill.episodes.people import SecretUnusable, key_of, load_secret
from skill.episodes.store import Diary, DiaryError
from skill.settings import Settings, SettingsError, is_zone

HOME = "console"
"""Who talks at the keyboard of this machine, before her name becomes a key."""
EVER = BEGINNING, datetime(2100, 1, 1, tzinfo=UTC)
"""From before any cramp until after all of them."""
SHORTEST = 4
"""Least characters that name a person's key."""


def opened(
    database: str | None,
    settings: Settings,
    secret: bytes = b"",
    keep: timedelta | None = None,
) -> Diary:
    """Open the diary an option names, else the one set; a bare path is a SQLite file.

    Without `secret` no code of a browser is known; without `keep` nothing is deleted
    for its age, since a command may run on a made-up clock.

    Raises:
        SettingsError: it is no URL of a database known here.

    """
    url = url_of(database, settings)
    if database is None:  # as `serve` does before it writes
        settings.secret_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        return Diary.open(url, keep, secret)
    except DiaryError as error:
        raise SettingsError(
            "--database: expected a file, sqlite:///file or postgresql://..."
        ) from error


@contextmanager
def diary_at(database: str | None, settings: Settings) -> Iterator[Diary]:
    """Give the diary an option names while a command runs.

    Raises:
        SettingsError: it fails, told in one line.

    """
    with closing(opened(database, settings)) as diary:
        try:
            yield diary
        except DiaryError as error:
            raise SettingsError(str(error)) from error


def url_of(database: str | None, settings: Settings) -> str:
    """Give the database URL an option names, a bare path being a SQLite file."""
    if database is None:
        return settings.database_url
    return database if "://" in database else f"sqlite:///{database}"


def zone_named(
    name: str | None, settings: Settings, otherwise: str = "UTC"
) -> ZoneInfo:
    """Give the zone of an option, else the one set, else another.

    Raises:
        SettingsError: no zone is called so.

    """
    if name and not is_zone(name):
        raise SettingsError(f"--zone: {name!r}, expected a name like Europe/London")
    return ZoneInfo(name or settings.zone or otherwise)


def secret_of(settings: Settings) -> bytes:
    """Give the secret of this home, made at first use.

    Raises:
        SettingsError: it cannot be read or made.

    """
    try:
        return load_secret(settings.secret_file)
    except SecretUnusable as error:
        raise SettingsError(str(error)) from error


def home_of(settings: Settings) -> str:
    """Give the key of who talks at the keyboard of this machine.

    Raises:
        SettingsError: the secret cannot be read or made.

    """
    return key_of(secret_of(settings), HOME)


def whose(diary: Diary, begins: str | None, otherwise: str | None = None) -> str:
    """Give the key of a person by its first characters, or of the only one there is.

    `otherwise` is who is meant where nobody has a diary yet.

    Raises:
        SettingsError: nobody or several are meant, or the diary cannot be read.

    """
    try:
        known = diary.known()
    except DiaryError as error:
        raise SettingsError(f"the log cannot be read: {error}") from error
    if begins is not None and len(begins) < SHORTEST:
        raise SettingsError(f"--person: expected at least {SHORTEST} characters")
    meant = [key for key in known if key.startswith(begins or "")]
    if not known and begins is None and otherwise:
        return otherwise
    if len(meant) == 1:
        return meant[0]
    shown = ", ".join(key[:8] for key in meant or known) or "nobody yet"
    raise SettingsError(f"--person: expected the beginning of one of these: {shown}")

"""What may be set from the environment, in one table."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

SKILL_ID_BEGINS = "amzn1.ask.skill."
"""Source: developer.amazon.com, skill ids in the developer console."""
MOST_DAYS = 36_500
HTTPS_PORT = 443
DATABASES = ("sqlite", "postgresql", "postgres")


class SettingsError(Exception):
    """A setting cannot be used: names it, what is wrong, and what was expected.

    Never quotes a value that may hold a password.
    """


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table."""

    name: str
    default: str
    """As it is told to people; what is used when the variable is unset or empty."""
    help: str


DATABASE_URL = Setting(
    "DATABASE_URL",
    "a file diary.db in ~/.local/share/cramp-relief",
    "Where the diary is: sqlite:///file or postgresql://user:password@host/name.",
)
SKILL_ID = Setting(
    "CRAMP_RELIEF_SKILL_ID",
    "none",
    "Id of your skill from the Alexa developer console; several with commas between.",
)
SECRET_FILE = Setting(
    "CRAMP_RELIEF_SECRET_FILE",
    "a file secret beside the diary",
    "Holds the key that names people in the diary; made when missing. Back it up.",
)
ZONE = Setting(
    "CRAMP_RELIEF_ZONE",
    "the zone of the speaker's country",
    "Time zone where the speaker does not tell its own, such as Europe/London.",
)
KEEP_WHEN_DISABLED = Setting(
    "CRAMP_RELIEF_KEEP_WHEN_DISABLED",
    "no",
    "yes keeps the diary of somebody who disables the skill; no deletes it.",
)
KEEP_DAYS = Setting(
    "CRAMP_RELIEF_KEEP_DAYS",
    "400",
    "Days a cramp stays in the log before it is deleted by itself; 1 to 36500.",
)
CLIPS_URL = Setting(
    "CRAMP_RELIEF_CLIPS_URL",
    "none, holds are words",
    "Public https address of the clips' folder, such as https://your.host/clips.",
)
APLA = Setting(
    "CRAMP_RELIEF_APLA",
    "no",
    "yes sends holds as APL for Audio, words over the clips; for trying it out.",
)
TABLE = (
    DATABASE_URL,
    SKILL_ID,
    SECRET_FILE,
    ZONE,
    KEEP_WHEN_DISABLED,
    KEEP_DAYS,
    CLIPS_URL,
    APLA,
)
"""Every setting there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one process."""

    database_url: str = field(repr=False)
    """May hold a password, and so is never shown."""
    skill_ids: tuple[str, ...]
    """Skills whose requests are answered; empty: none is, and Alexa is off."""
    secret_file: Path
    zone: str | None = None
    """IANA name; None: the zone of the locale."""
    keep_when_disabled: bool = False
    keep_days: int = int(KEEP_DAYS.default)
    """Days until a cramp is deleted by itself."""
    clips_url: str | None = None
    """Where Alexa fetches clips, without a slash at its end; None: from nowhere."""
    as_apla: bool = False

    @classmethod
    def from_environment(cls, variables: Mapping[str, str] = os.environ) -> Self:
        """Read and check every setting; an empty variable counts as unset.

        Raises:
            SettingsError: one of them cannot be used.

        """
        given = {row: variables.get(row.name, "").strip() for row in TABLE}
        url = given[DATABASE_URL] or f"sqlite:///{data_folder(variables) / 'diary.db'}"
        return cls(
            database_url=_database(url),
            skill_ids=_skills(given[SKILL_ID]),
            secret_file=_secret(given[SECRET_FILE], url, variables),
            zone=_zone(given[ZONE]),
            keep_days=_days(given[KEEP_DAYS] or KEEP_DAYS.default),
            keep_when_disabled=_yes(KEEP_WHEN_DISABLED, given),
            clips_url=_clips(given[CLIPS_URL]),
            as_apla=_apla(given),
        )


def data_folder(variables: Mapping[str, str]) -> Path:
    """Give the folder of this product's data; a relative XDG_DATA_HOME is ignored.

    Raises SettingsError where the user has no home.
    Source: XDG Base Directory Specification.
    """
    told = Path(variables.get("XDG_DATA_HOME", ""))
    try:
        home = told if told.is_absolute() else Path("~/.local/share").expanduser()
    except RuntimeError as error:
        raise _wrong(DATABASE_URL, "no home folder to put it in", "a URL") from error
    return home / "cramp-relief"


def is_zone(name: str) -> bool:
    """Tell whether a time zone of this name is known here."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _wrong(setting: Setting, problem: str, expected: str) -> SettingsError:
    return SettingsError(f"{setting.name}: {problem}, expected {expected}")


def _database(url: str) -> str:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise _wrong(DATABASE_URL, "not a URL", DATABASE_URL.help) from error
    if "://" not in url or parts.scheme.partition("+")[0] not in DATABASES:
        expected = "it to begin with sqlite:/// or postgresql://"
        raise _wrong(DATABASE_URL, "no database known here", expected)
    return url


def _skills(value: str) -> tuple[str, ...]:
    ids = tuple(id_ for part in value.split(",") if (id_ := part.strip()))
    for id_ in ids:
        if not id_.startswith(SKILL_ID_BEGINS):
            raise _wrong(SKILL_ID, f"{id_!r} is no skill id", f"{SKILL_ID_BEGINS}...")
    return ids


def _secret(value: str, url: str, variables: Mapping[str, str]) -> Path:
    if value:
        return Path(value).expanduser()
    scheme, _, database = url.partition(":///")
    file = database.partition("?")[0]
    is_file = scheme.startswith("sqlite") and file not in ("", ":memory:")
    return (Path(file).parent if is_file else data_folder(variables)) / "secret"


def _zone(value: str) -> str | None:
    if value and not is_zone(value):
        raise _wrong(ZONE, f"{value!r} is no time zone", "a name like Europe/London")
    return value or None


def _days(value: str) -> int:
    if not value.isascii() or not value.isdecimal() or not 1 <= int(value) <= MOST_DAYS:
        raise _wrong(KEEP_DAYS, f"{value!r} is unclear", f"days, 1 to {MOST_DAYS}")
    return int(value)


def _yes(setting: Setting, given: Mapping[Setting, str]) -> bool:
    value = given[setting].lower()
    if value not in ("", "yes", "no"):
        raise _wrong(setting, f"{value!r} is unclear", "yes or no")
    return value == "yes"


def _apla(given: Mapping[Setting, str]) -> bool:
    as_apla = _yes(APLA, given)
    if as_apla and not given[CLIPS_URL]:
        raise _wrong(APLA, "it plays clips", f"{CLIPS_URL.name} to be set with it")
    return as_apla


def _clips(value: str) -> str | None:
    """Read an address Alexa can fetch from: https on its own port, and no secret."""
    try:
        parts = urlsplit(value)
        is_public = parts.scheme == "https" and parts.hostname and not parts.username
        is_public = is_public and parts.port in (None, HTTPS_PORT)
    except ValueError:
        is_public = False
    if value and (not is_public or parts.query or parts.fragment):
        raise _wrong(CLIPS_URL, "Alexa cannot fetch from it", CLIPS_URL.help)
    return value.rstrip("/") or None

from pathlib import Path

import pytest

from skill.settings import TABLE, Settings, SettingsError, is_zone

SKILL = "amzn1.ask.skill.1"


def read(**variables):
    home = {"XDG_DATA_HOME": "/data", "HOME": "/home/her"}
    return Settings.from_environment(home | variables)


def test_without_variables_everything_lies_in_the_data_folder():
    settings = read()

    assert settings == Settings(
        database_url="sqlite:////data/cramp-relief/diary.db",
        skill_ids=(),
        secret_file=Path("/data/cramp-relief/secret"),
        zone=None,
        keep_when_disabled=False,
        keep_days=400,
    )


@pytest.mark.parametrize("told", ["", "relative/folder"])
def test_the_data_folder_is_in_her_home_unless_named_in_full(told):
    settings = read(XDG_DATA_HOME=told)

    folder = Path("~/.local/share/cramp-relief").expanduser()
    assert settings.secret_file == folder / "secret"


def test_somebody_without_a_home_is_told_to_name_a_place(monkeypatch):
    def homeless(self):
        raise RuntimeError

    monkeypatch.setattr(Path, "expanduser", homeless)

    with pytest.raises(SettingsError, match="DATABASE_URL: no home folder"):
        read(XDG_DATA_HOME="")
    assert read(XDG_DATA_HOME="", DATABASE_URL="sqlite:////mnt/diary.db")


def test_every_setting_is_read():
    settings = read(
        DATABASE_URL="postgresql://me:hush@host/cramps",
        CRAMP_RELIEF_SKILL_ID=f" {SKILL}, {SKILL}2,",
        CRAMP_RELIEF_SECRET_FILE="/keys/secret",  # noqa: S106
        CRAMP_RELIEF_ZONE="Europe/London",
        CRAMP_RELIEF_KEEP_WHEN_DISABLED="Yes",
        CRAMP_RELIEF_KEEP_DAYS="30",
        CRAMP_RELIEF_CLIPS_URL="https://cramps.example/clips/",
        CRAMP_RELIEF_APLA="yes",
    )

    assert settings == Settings(
        database_url="postgresql://me:hush@host/cramps",
        skill_ids=(SKILL, f"{SKILL}2"),
        secret_file=Path("/keys/secret"),
        zone="Europe/London",
        keep_when_disabled=True,
        keep_days=30,
        clips_url="https://cramps.example/clips",
        as_apla=True,
    )


def test_empty_variables_count_as_unset():
    assert read(**{row.name: " " for row in TABLE}) == read()


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("sqlite:////mnt/stick/diary.db", "/mnt/stick/secret"),
        ("sqlite:////mnt/stick/diary.db?timeout=1", "/mnt/stick/secret"),
        ("sqlite:///diary.db", "secret"),
        ("sqlite:///:memory:", "/data/cramp-relief/secret"),
        ("sqlite://", "/data/cramp-relief/secret"),
        ("postgres://host/cramps", "/data/cramp-relief/secret"),
    ],
)
def test_the_secret_lies_beside_the_diary(url, secret):
    assert read(DATABASE_URL=url).secret_file == Path(secret)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DATABASE_URL", "mysql://me:hush@host/x", "sqlite:/// or postgresql://"),
        ("DATABASE_URL", "hush", "sqlite:/// or postgresql://"),
        ("DATABASE_URL", "postgresql://me:hush@host:port/x", "postgresql://user"),
        ("DATABASE_URL", "postgresql://[hush/x", "postgresql://user"),
        ("CRAMP_RELIEF_SKILL_ID", "cramp relief", "amzn1.ask.skill."),
        ("CRAMP_RELIEF_SKILL_ID", f"{SKILL},other", "amzn1.ask.skill."),
        ("CRAMP_RELIEF_ZONE", "Moon/Crater", "Europe/London"),
        ("CRAMP_RELIEF_ZONE", "../etc/passwd", "Europe/London"),
        ("CRAMP_RELIEF_KEEP_WHEN_DISABLED", "perhaps", "yes or no"),
        ("CRAMP_RELIEF_CLIPS_URL", "http://cramps.example/clips", "https"),
        ("CRAMP_RELIEF_CLIPS_URL", "cramps.example", "https"),
        ("CRAMP_RELIEF_CLIPS_URL", "https://", "https"),
        ("CRAMP_RELIEF_CLIPS_URL", "https://me:hush@cramps.example", "https"),
        ("CRAMP_RELIEF_CLIPS_URL", "https://cramps.example:8443/clips", "https"),
        ("CRAMP_RELIEF_CLIPS_URL", "https://cramps.example:port/", "https"),
        ("CRAMP_RELIEF_CLIPS_URL", "https://[hush", "https"),
        ("CRAMP_RELIEF_CLIPS_URL", "https://cramps.example/?key=hush", "https"),
        ("CRAMP_RELIEF_CLIPS_URL", "https://cramps.example/#hush", "https"),
        ("CRAMP_RELIEF_APLA", "perhaps", "yes or no"),
        ("CRAMP_RELIEF_APLA", "yes", "CRAMP_RELIEF_CLIPS_URL to be set"),
    ],
)
def test_a_wrong_value_is_named_with_what_was_expected(name, value, expected):
    with pytest.raises(SettingsError) as raised:
        read(**{name: value})

    message = str(raised.value)
    assert message.startswith(f"{name}: ")
    assert ", expected " in message
    assert expected in message
    assert "hush" not in message


def test_a_password_is_never_shown():
    settings = read(DATABASE_URL="postgresql://me:hush@host/cramps")

    assert "hush" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Europe/London", True),
        ("UTC", True),
        ("Europe", False),
        ("Moon/Crater", False),
        ("/etc/passwd", False),
        ("", False),
        ("\0", False),
    ],
)
def test_zones_are_known_by_name(name, known):
    assert is_zone(name) is known


def test_the_table_tells_every_setting_once():
    names = [row.name for row in TABLE]

    assert len(set(names)) == len(names)
    assert all(row.default and row.help.endswith(".") for row in TABLE)


@pytest.mark.parametrize("told", ["0", "-1", "36501", "a year", "1.5", "²"])
def test_days_that_cannot_be_kept_are_refused(told):
    with pytest.raises(SettingsError, match="CRAMP_RELIEF_KEEP_DAYS"):
        read(CRAMP_RELIEF_KEEP_DAYS=told)

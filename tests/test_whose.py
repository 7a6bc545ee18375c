"""A command finds the diary it is about, or says whose there are."""

from contextlib import closing
from datetime import UTC, datetime

import pytest

from skill.episodes.records import Consent
from skill.episodes.store import Diary
from skill.settings import Settings, SettingsError
from skill.whose import home_of, whose

NOW = datetime(2025, 11, 24, 3, tzinfo=UTC)


@pytest.fixture
def diary(tmp_path):
    with closing(Diary.open(f"sqlite:///{tmp_path}/diary.db")) as opened:
        yield opened


def known(diary, *people):
    for person in people:
        diary.apply(person, [Consent(True, NOW)], NOW)


def test_the_only_person_is_meant(diary):
    known(diary, "abcdef12")

    assert whose(diary, None) == "abcdef12"


def test_a_person_is_named_by_how_her_key_begins(diary):
    known(diary, "abcdef12", "abdd0000")

    assert whose(diary, "abdd") == "abdd0000"


@pytest.mark.parametrize("begins", [None, "abcd", "ffff", "ab"])
def test_who_is_not_clear_is_asked_for(diary, begins):
    known(diary, "abcdef12", "abcdff00")

    with pytest.raises(SettingsError, match="--person"):
        whose(diary, begins)


def test_where_there_is_nobody_yet_the_one_at_the_keyboard_may_be_meant(
    diary, tmp_path
):
    settings = Settings(
        database_url="sqlite://", skill_ids=(), secret_file=tmp_path / "secret"
    )
    home = home_of(settings)

    assert whose(diary, None, otherwise=home) == home
    with pytest.raises(SettingsError, match="nobody yet"):
        whose(diary, None)

"""Tokens speak for one person until they are revoked, on both databases."""

from datetime import UTC, datetime

import pytest

from skill.episodes.records import Consent, Forget
from skill.episodes.tokens import Bearer, Tokens

pytest_plugins = ("databases",)

NOW = datetime(2025, 11, 24, 3, tzinfo=UTC)


def test_a_token_speaks_for_its_person_and_its_use_is_noted(diary):
    diary.apply("her", [Consent(True, NOW)], NOW)
    tokens = Tokens(diary.connections)

    token = tokens.make("her", "button", NOW)

    assert tokens.bearer(token, NOW) == Bearer("her", consents=True)
    assert tokens.bearer(token + "x", NOW) is None
    (kept,) = tokens.all()
    assert (kept.name, kept.person, kept.used_at) == ("button", "her", NOW)


def test_a_token_ends_when_it_is_revoked_or_everything_is_deleted(diary):
    tokens = Tokens(diary.connections)
    first, second = (tokens.make("her", name, NOW) for name in ("a", "b"))
    (revoked,) = [token for token in tokens.all() if token.name == "a"]

    assert tokens.revoke(revoked.id)
    assert tokens.bearer(first, NOW) is None
    diary.apply("her", [Forget()], NOW)

    assert tokens.bearer(second, NOW) is None
    assert tokens.all() == []
    assert not tokens.revoke(revoked.id)


def test_the_command_makes_lists_and_revokes(command):
    made = command("token", "bedside button")
    listed = command("token", "--list")
    id_ = next(w for w in listed.output.split() if len(w) == 8 and w.isalnum())
    revoked = command("token", "--revoke", id_)

    assert made.stdout.startswith("crt_")
    assert "bedside button" in listed.output
    assert made.stdout.strip() not in listed.output
    assert revoked.output == "Revoked: bedside button\n"
    assert command("token", "--list").output == "No tokens.\n"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((), "Name it"),
        (("x", "--person", "ffffffff"), "--person"),
        (("--revoke", "ffffffff"), "--revoke"),
    ],
)
def test_the_command_says_what_it_expected(command, arguments, named):
    result = command("token", *arguments)

    assert result.exit_code in (1, 2)
    assert named in result.stderr

"""People are known by a hash nobody can turn back without the secret."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from skill.episodes.people import SecretUnusable, key_of, load_secret


def test_a_key_is_the_same_each_time_and_another_for_another_secret():
    key = key_of(b"a" * 32, "amzn1.ask.account.X")

    assert key == key_of(b"a" * 32, "amzn1.ask.account.X")
    assert key != key_of(b"b" * 32, "amzn1.ask.account.X")
    assert len(key) == 64


def test_the_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    path = tmp_path / "new" / "secret"

    secret = load_secret(path)

    assert load_secret(path) == secret
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret"]


def test_workers_that_start_at_once_share_one_secret(tmp_path):
    path = tmp_path / "secret"

    with ThreadPoolExecutor(8) as workers:
        secrets = set(workers.map(load_secret, [path] * 32))

    assert len(secrets) == 1


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_a_damaged_secret_is_refused_and_left_as_it_is(tmp_path, content):
    path = tmp_path / "secret"
    path.write_bytes(content)

    with pytest.raises(SecretUnusable, match=str(path)):
        load_secret(path)

    assert path.read_bytes() == content


def test_a_secret_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(SecretUnusable, match="directory"):
        load_secret(tmp_path)

"""Clips over HTTP: kept for ever, fetched in ranges, and nothing beside them."""

import pytest

from audio.clips import built

FILE = built()["breath-10"]
ADDRESS = f"/clips/{FILE.name}"
CONTENT = FILE.read_bytes()


@pytest.fixture
def fetch(shared):
    def get(path=ADDRESS, method="get", **headers):
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        with getattr(shared.client, method)(path, headers=names) as response:
            response.get_data()
        return response

    return get


@pytest.mark.parametrize("name", sorted(built()))
def test_every_clip_is_served(fetch, name):
    response = fetch(f"/clips/{built()[name].name}")

    assert response.status_code == 200
    assert response.content_type == "audio/mpeg"
    assert response.data == built()[name].read_bytes()


def test_a_clip_is_kept_for_ever_and_is_nobodys(fetch):
    response = fetch()

    kept = response.cache_control
    assert kept.public
    assert kept.immutable
    assert kept.max_age == 365 * 24 * 3600
    assert response.get_etag() == (FILE.stem, False)
    assert "Set-Cookie" not in response.headers
    assert "Vary" not in response.headers


def test_a_clip_that_is_there_is_not_sent_again(fetch):
    response = fetch(If_None_Match=f'"{FILE.stem}"')

    assert response.status_code == 304
    assert response.data == b""
    assert response.get_etag() == (FILE.stem, False)
    assert fetch(If_None_Match='"other"').status_code == 200


def test_head_tells_the_size_alone(fetch):
    response = fetch(method="head")

    assert response.status_code == 200
    assert response.data == b""
    assert response.content_length == len(CONTENT)
    assert response.content_type == "audio/mpeg"
    assert response.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-143", 0, 143),
        ("bytes=144-", 144, len(CONTENT) - 1),
        ("bytes=-100", len(CONTENT) - 100, len(CONTENT) - 1),
        (f"bytes=0-{2 * len(CONTENT)}", 0, len(CONTENT) - 1),
    ],
)
def test_a_range_is_a_part(fetch, asked, first, last):
    response = fetch(Range=asked)

    assert response.status_code == 206
    assert response.data == CONTENT[first : last + 1]
    assert response.content_range.to_header() == f"bytes {first}-{last}/{len(CONTENT)}"
    assert response.content_length == last + 1 - first


@pytest.mark.parametrize(
    "asked", [f"bytes={len(CONTENT)}-", "bytes=9999999-", "bytes=5-1"]
)
def test_a_range_beyond_the_end_is_refused(fetch, asked):
    assert fetch(Range=asked).status_code == 416


def test_a_range_of_another_version_is_the_whole(fetch):
    same, other = f'"{FILE.stem}"', '"another"'

    assert fetch(Range="bytes=0-9", If_Range=same).status_code == 206
    assert fetch(Range="bytes=0-9", If_Range=other).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/clips",
        "/clips/",
        "/clips/breath-10.mp3",
        "/clips/breath-10-000000000000.mp3",
        f"/clips/{FILE.stem}",
        f"/clips/{FILE.name}/",
        "/clips/../clips.yaml",
        "/clips/..%2fclips.yaml",
        "/clips/%2e%2e/%2e%2e/pyproject.toml",
        f"/clips/{FILE}",
        "/clips/.gitignore",
        f"/clips/{FILE.name.upper()}",
    ],
)
def test_nothing_else_is_there(fetch, path):
    response = fetch(path)

    assert response.status_code == 404
    assert FILE.stem not in response.text.replace(path, "")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_clip_is_only_read(fetch, method):
    assert fetch(method=method).status_code == 405


def test_a_query_changes_nothing(fetch):
    assert fetch(f"{ADDRESS}?user=her").data == CONTENT

"""Buttons and programs log, read and take out cramps; each of one person only."""

import json
import logging
import resource
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from skill.app import Outside, create_app
from skill.episodes.episode import Episode
from skill.episodes.records import Begin, Consent, Log
from skill.episodes.store import Diary
from skill.episodes.tokens import Tokens
from skill.settings import Settings

NOW = datetime(2025, 11, 24, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HER, ANOTHER = "a" * 64, "b" * 64


@pytest.fixture
def house(tmp_path):
    """Give the webhook of two people, each with a token."""
    url = f"sqlite:///{tmp_path}/diary.db"
    settings = Settings(database_url=url, skill_ids=(), secret_file=tmp_path / "secret")
    client = create_app(settings, Outside(now=lambda: NOW)).test_client()
    with closing(Diary.open(url)) as diary:
        tokens = {}
        for person in (HER, ANOTHER):
            diary.apply(person, [Consent(True, NOW)], NOW)
            tokens[person] = Tokens(diary.connections).make(person, "button", NOW)

        def ask(method, path, body=None, person=HER, **headers):
            headers = {"Authorization": f"Bearer {tokens[person]}"} | headers
            return client.open(path, method=method, json=body, headers=headers)

        yield SimpleNamespace(ask=ask, client=client, diary=diary, tokens=tokens)


def test_an_empty_body_is_a_cramp_that_begins_now(house):
    answer = house.ask("POST", "/episodes", {})

    stored = house.diary.latest(HER)
    assert answer.status_code == 201
    assert answer.json["started_at"] == NOW.isoformat()
    assert (stored.started_at, stored.channel) == (NOW, "webhook")
    assert house.ask("GET", answer.headers["Location"]).json == answer.json


def test_everything_that_may_be_told_comes_back(house):
    told = {
        "started_at": "2025-11-24T03:30:00+01:00",
        "minutes": 2,
        "leg": "left",
        "place": "calf",
        "severity": 7,
        "sleep": 5,
        "soreness": 0,
        "helped": "wall",
        "stretched": False,
        "week": 31,
    }

    answer = house.ask("POST", "/episodes", told | {"mood": "fine"}).json

    assert answer.pop("id")
    assert answer == told | {
        "started_at": "2025-11-24T02:30:00+00:00",
        "ended_at": "2025-11-24T02:32:00+00:00",
        "signs": None,
        "channel": "webhook",
    }


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ([], "body"),
        ({"severity": 11}, "severity"),
        ({"severity": "7"}, "severity"),
        ({"leg": "middle"}, "leg"),
        ({"started_at": "yesterday"}, "started_at"),
        ({"started_at": "2025-11-24T03:00:00"}, "started_at"),
        ({"started_at": "2025-02-30T03:00:00Z"}, "started_at"),
        ({"minutes": 2, "ended_at": "2025-11-24T03:00:00Z"}, "body"),
        ({"minutes": 1441}, "minutes"),
        ({"helped": "<script>"}, "helped"),
    ],
)
def test_a_value_that_cannot_be_is_named_and_nothing_stored(house, body, field):
    answer = house.ask("POST", "/episodes", body)

    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert answer.json["field"] == field
    assert house.diary.latest(HER) is None


@pytest.mark.parametrize(
    "body",
    [
        {"started_at": "2025-11-24T03:06:00Z"},
        {"ended_at": "2025-11-24T03:06:00Z"},
        {"started_at": "2025-11-24T02:00:00Z", "ended_at": "2025-11-24T01:00:00Z"},
    ],
)
def test_a_moment_that_cannot_be_is_named_and_nothing_stored(house, body):
    answer = house.ask("POST", "/episodes", body)

    assert answer.status_code == 409
    assert answer.json["field"] in body
    assert house.diary.latest(HER) is None


def test_a_clock_a_little_ahead_is_taken_as_now(house):
    answer = house.ask("POST", "/episodes", {"started_at": "2025-11-24T03:04:00Z"})

    assert answer.json["started_at"] == NOW.isoformat()


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"leg=left", "application/x-www-form-urlencoded", 415),
        (b" " * 600_000, "application/json", 413),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(house, data, kind, status):
    headers = {"Authorization": f"Bearer {house.tokens[HER]}"}

    answer = house.client.post(
        "/episodes", data=data, content_type=kind, headers=headers
    )

    assert (answer.status_code, answer.json["status"]) == (status, status)


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer x", "Basic eDp5", "bearer "])
def test_without_a_token_nothing_is_done(house, given, caplog):
    with caplog.at_level(logging.INFO):
        answers = [
            house.client.open(path, method=method, json={"leg": "left"}, headers=head)
            for head in [{"Authorization": given}]
            for method, path in [
                ("GET", "/episodes"),
                ("POST", "/episodes"),
                ("DELETE", f"/episodes/{'0' * 32}"),
            ]
        ]

    assert {answer.status_code for answer in answers} == {401}
    assert answers[0].headers["WWW-Authenticate"] == "Bearer"
    assert "left" not in caplog.text
    assert house.diary.latest(HER) is None


def test_a_revoked_token_and_a_withdrawn_consent_end_it(house):
    tokens = Tokens(house.diary.connections)
    (revoked,) = [t.id for t in tokens.all() if t.person == ANOTHER]

    tokens.revoke(revoked)
    house.diary.apply(HER, [Consent(False, NOW)], NOW)

    assert house.ask("POST", "/episodes", {}, person=ANOTHER).status_code == 401
    assert house.ask("POST", "/episodes", {}).status_code == 403
    assert house.diary.latest(HER) is None


def test_a_token_is_not_to_be_found_in_the_database(house, tmp_path):
    house.ask("GET", "/episodes")

    names = ("diary.db", "diary.db-wal")
    kept = b"".join((tmp_path / name).read_bytes() for name in names)

    assert house.tokens[HER].encode() not in kept


def test_her_cramps_come_the_latest_first_a_page_at_a_time(house):
    for hours in range(5):
        moment = NOW - timedelta(hours=hours)
        told = Episode(
            started_at=moment, channel="console", request_id=f"{hours}", severity=hours
        )
        house.diary.apply(HER, [Log(told)], NOW)

    page = house.ask("GET", "/episodes?limit=2&offset=1").json
    span = house.ask(
        "GET", "/episodes?since=2025-11-23T23:30:00Z&until=2025-11-24T01:30:00Z"
    ).json

    assert [e["severity"] for e in page["episodes"]] == [1, 2]
    assert page["total"] == 5
    assert [e["severity"] for e in span["episodes"]] == [2, 3]


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "since=1", "offset=-1"])
def test_a_question_that_cannot_be_is_refused(house, query):
    answer = house.ask("GET", f"/episodes?{query}")

    assert answer.status_code == 422
    assert answer.json["field"] == query.partition("=")[0]


def test_nobody_reads_or_takes_out_what_is_somebody_elses(house):
    hers = house.ask("POST", "/episodes", {}).json

    path = f"/episodes/{hers['id']}"
    answers = [house.ask(m, path, person=ANOTHER) for m in ("GET", "DELETE")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert house.ask("GET", "/episodes", person=ANOTHER).json["episodes"] == []
    assert house.ask("GET", path).json == hers


def test_what_is_taken_out_is_gone(house):
    path = f"/episodes/{house.ask('POST', '/episodes', {}).json['id']}"

    removed = house.ask("DELETE", path)

    assert (removed.status_code, removed.data) == (204, b"")
    assert house.ask("GET", path).status_code == 404
    assert house.ask("DELETE", path).status_code == 404


def test_the_same_key_stores_once_also_from_two_threads_at_once(house):
    def press(_):
        return house.ask("POST", "/episodes", {}, **{"Idempotency-Key": "press-1"})

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(press, range(8)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert house.ask("GET", "/episodes").json["total"] == 1


def test_a_button_pressed_in_a_relief_completes_its_episode(house):
    begun = Episode(started_at=NOW - MINUTE, channel="alexa", request_id="launch")
    house.diary.apply(HER, [Begin(begun)], NOW)

    answer = house.ask("POST", "/episodes", {"severity": 6})

    assert answer.json["channel"] == "alexa"
    assert answer.json["severity"] == 6
    assert house.ask("GET", "/episodes").json["total"] == 1


@contextmanager
def locked(diary):
    """Somebody else writes, and does not come to an end."""
    with diary.connections.writing():
        yield


@contextmanager
def full(diary):
    """There is no room for another page."""
    with diary.connections.reading() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handled = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handled)


@pytest.mark.parametrize("fault", [locked, full])
def test_a_press_refused_by_a_fault_is_stored_once_when_it_comes_again(house, fault):
    def press():
        return house.ask("POST", "/episodes", {}, **{"Idempotency-Key": "press-1"})

    with fault(house.diary):
        refused = press()
    again = [press(), press()]

    assert refused.status_code == 503
    assert refused.headers["Retry-After"]
    assert [answer.status_code for answer in again] == [201, 201]
    assert house.ask("GET", "/episodes").json["total"] == 1


def test_while_the_diary_cannot_be_reached_nothing_is_said_to_be_stored(tmp_path):
    (tmp_path / "diary.db").mkdir()
    settings = Settings(
        database_url=f"sqlite:///{tmp_path}/diary.db",
        skill_ids=(),
        secret_file=tmp_path / "secret",
    )
    client = create_app(settings, Outside(now=lambda: NOW)).test_client()

    answer = client.post(
        "/episodes", json={}, headers={"Authorization": "Bearer crt_x"}
    )

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert json.loads(answer.data)["title"]

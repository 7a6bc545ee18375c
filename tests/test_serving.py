import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from amazon import Amazon, Leaf, pem_of, rsa_key
from amazon_server import AmazonServer
from audio.clips import built
from gunicorn_process import GunicornProcess
from skill.serving import Listener, console_notes, serve
from skill.settings import Settings, SettingsError
from speaker import SKILL, Speaker, envelope, words


@pytest.fixture(scope="module")
def amazon():
    return Amazon(datetime.now(UTC))


@pytest.fixture(scope="module")
def bucket(amazon):
    with AmazonServer(amazon) as server:
        yield server


def variables(folder, **more):
    return {
        "DATABASE_URL": f"sqlite:///{folder}/diary.db",
        "CRAMP_RELIEF_SKILL_ID": SKILL,
        "CRAMP_RELIEF_SECRET_FILE": f"{folder}/secret",
        "CRAMP_RELIEF_ZONE": "Europe/London",
        **more,
    }


def now():
    return {"request.timestamp": datetime.now(UTC).isoformat(timespec="seconds")}


def stored(folder):
    with sqlite3.connect(f"{folder}/diary.db") as connection:
        rows = connection.execute("SELECT severity FROM episodes").fetchall()
    connection.close()
    return rows


def settings(**changes):
    given = {"database_url": "sqlite://", "skill_ids": (SKILL,)}
    return Settings(**given | {"secret_file": Path("secret")} | changes)


def test_a_night_over_http(bucket, amazon, tmp_path):
    with GunicornProcess(bucket, variables(tmp_path), workers=2) as server:
        speaker = Speaker(amazon, server)
        speaker.say("keep_log", now())
        log = speaker.say("log_cramp", now())
        relief = speaker.say("launch", now())
        more = speaker.say("still_hurts", now())
        health = server.ask("GET", "/health")

    assert "toes" in words(relief)
    assert relief["shouldEndSession"] is more["shouldEndSession"] is False
    assert words(log).startswith("Noted")
    assert (7,) in stored(tmp_path)
    assert (health.status_code, health.data) == (200, b"ok")
    assert set(bucket.tunnels) >= {"s3.amazonaws.com:443"}


@pytest.fixture(scope="module")
def single(bucket, tmp_path_factory):
    folder = tmp_path_factory.mktemp("single")
    with GunicornProcess(bucket, variables(folder), workers=1) as server:
        server.folder = folder
        yield server


def forged(amazon, content, **headers):
    body = json.dumps(content).encode()
    return body, {k: v for k, v in (amazon.headers(body) | headers).items() if v}


@pytest.mark.parametrize(
    "headers",
    [
        {"Signature-256": None},
        {"SignatureCertChainUrl": None},
        {"Signature-256": "QUJD"},
        {"SignatureCertChainUrl": "https://evil.example/echo.api/cert.pem"},
    ],
)
def test_forgeries_are_refused_over_http(single, amazon, headers):
    body, headers = forged(amazon, envelope("launch", now()), **headers)

    answer = single.post("/alexa", body, headers)

    assert (answer.status_code, answer.data) == (400, b"")


@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_body_too_large_is_refused_over_http(single, is_chunked):
    body = b" " * 1_000_000

    answer = single.post("/alexa", iter([body]) if is_chunked else body, {})

    assert (answer.status_code, answer.data) == (400, b"")


def test_a_chunked_request_is_read(single, amazon):
    body, headers = forged(amazon, envelope("launch", now()))

    answer = single.post("/alexa", iter([body[:100], body[100:]]), headers)

    assert "toes" in words(answer.get_json()["response"])


def test_what_was_said_to_be_noted_outlives_a_worker(single, amazon):
    worker = single.worker()
    speaker = Speaker(amazon, single)
    speaker.say("keep_log", now())

    for count in range(1, 4):
        answer = speaker.say("log_cramp", now())
        single.kill(worker)
        worker = single.worker()

        assert words(answer).startswith("Noted")
        assert len(stored(single.folder)) == count

    assert words(speaker.say("launch", now()))


def test_the_diary_is_for_the_owner_only(single, amazon):
    Speaker(amazon, single).say("keep_log", now())

    for name in ("diary.db", "secret"):
        assert (single.folder / name).stat().st_mode & 0o077 == 0


def test_it_stops_when_asked(bucket, tmp_path):
    with GunicornProcess(bucket, variables(tmp_path), workers=1) as server:
        server.worker()

        assert server.stop() == 0


def test_it_serves_https_with_a_certificate_of_its_own(bucket, amazon, tmp_path):
    key = rsa_key("home")
    leaf = amazon.mint.leaf(amazon.root, Leaf(names=("localhost",), key=key))
    (tmp_path / "chain.pem").write_bytes(pem_of([leaf]))
    (tmp_path / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    files = {
        "certfile": str(tmp_path / "chain.pem"),
        "keyfile": str(tmp_path / "key.pem"),
    }

    with GunicornProcess(
        bucket,
        variables(tmp_path),
        workers=1,
        trust=amazon.root_pem.decode(),
        **files,
    ) as server:
        answer = Speaker(amazon, server).say("launch", now())

    assert "toes" in words(answer)


def test_a_home_without_alexa_has_its_pages_and_says_so(bucket, amazon, tmp_path):
    chosen = variables(tmp_path, CRAMP_RELIEF_SKILL_ID="")
    body, headers = forged(amazon, envelope("launch", now()))

    with GunicornProcess(bucket, chosen, workers=1) as server:
        page = server.ask("GET", "/sign-in")
        episodes = server.ask("GET", "/episodes")
        clip = server.ask("GET", f"/clips/{next(iter(built().values())).name}")
        alexa = server.post("/alexa", body, headers)

    told = [line for line in server.log if "Alexa is off" in line]
    assert len(told) == 1
    assert "CRAMP_RELIEF_SKILL_ID" in told[0]
    assert (page.status_code, clip.status_code) == (200, 200)
    assert (episodes.status_code, alexa.status_code) == (401, 404)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"certfile": Path("no.pem")}, "--certfile: no.pem cannot be read"),
        ({"keyfile": Path("no.pem")}, "--keyfile: no.pem cannot be read"),
        ({"keyfile": Path(__file__)}, "--keyfile: expected --certfile"),
    ],
)
def test_a_certificate_that_is_not_there_stops_the_start(files, message):
    with pytest.raises(SettingsError, match=message):
        serve(settings(), Listener(**files))


def test_the_notes_tell_what_the_console_asks():
    notes = console_notes(settings(), 8123)

    for told in (
        "https://<your host>/alexa",
        "http://127.0.0.1:8123/alexa",
        "trusted\n",
        "wildcard",
        "self-signed",
        SKILL,
        "intents/models/<locale>.json",
    ):
        assert told in notes

import json
import logging
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
import yaml

from amazon import NOW, Amazon, Leaf, rsa_key
from audio.ssml import BREAK_SECONDS
from skill.app import LARGEST_BODY, Outside, create_app
from skill.conversation import Conversation
from skill.dialogue.session import Session
from skill.episodes.people import key_of
from skill.episodes.store import Diary, DiaryError
from skill.settings import Settings, SettingsError
from speaker import ENVELOPES, SKILL, Speaker, envelope, words

EDGES = yaml.safe_load((ENVELOPES / "edges.yaml").read_text("utf-8"))
HER = "amzn1.ask.account.HER"
STRETCH = "toes"


@pytest.fixture(scope="module")
def amazon():
    return Amazon(NOW)


def home_in(folder, amazon):
    """Give a home with an empty diary, and how to start an application in it."""
    settings = Settings(
        database_url=f"sqlite:///{folder}/diary.db",
        skill_ids=(SKILL,),
        secret_file=folder / "secret",
    )

    def start(answer="Europe/London", **changes):
        asked = []

        def ask(device):
            asked.append(device)
            return answer

        outside = Outside(fetch=amazon.fetch, ask=ask, now=lambda: NOW)
        app = create_app(replace(settings, **changes), outside)
        return Speaker(amazon, app.test_client()), asked

    return SimpleNamespace(start=start, folder=folder, file=folder / "diary.db")


@pytest.fixture(scope="module", autouse=True)
def trust(amazon, tmp_path_factory):
    root = tmp_path_factory.mktemp("trust") / "root.pem"
    root.write_bytes(amazon.root_pem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(root))
        yield


@pytest.fixture
def home(tmp_path, amazon):
    return home_in(tmp_path, amazon)


@pytest.fixture(scope="module")
def shared(amazon, tmp_path_factory):
    """Give a speaker for requests that need no diary of their own."""
    speaker, _ = home_in(tmp_path_factory.mktemp("shared"), amazon).start()
    return speaker


@pytest.fixture
def speaker(home):
    speaker, _ = home.start()
    return speaker


def rows(home, table="episodes"):
    with sqlite3.connect(home.file) as connection:
        connection.row_factory = sqlite3.Row
        found = connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
    connection.close()
    return found


def lines(caplog):
    return [r.getMessage() for r in caplog.records if r.name.startswith("skill")]


def test_opening_the_skill_starts_the_stretch(speaker):
    answer = speaker.say("launch")

    assert STRETCH in words(answer)
    assert "toes" in words(answer["reprompt"])
    assert answer["shouldEndSession"] is False
    assert speaker.attributes["state"] == "relieving"


def test_the_session_comes_back_and_help_goes_on(speaker):
    first = words(speaker.say("launch"))

    second = words(speaker.say("still_hurts"))

    assert second != first
    assert speaker.attributes["state"] == "relieving"


def test_stop_ends_the_session_and_leaves_no_attributes(shared):
    shared.say("launch")

    answer = shared.say("stop")

    assert answer["shouldEndSession"] is True
    assert "reprompt" not in answer
    assert shared.attributes == {}


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge["id"])
def test_odd_requests_get_a_safe_answer(shared, caplog, edge):
    content = envelope(edge["from"], edge.get("set"), edge.get("drop", ()))

    with caplog.at_level(logging.WARNING):
        response = shared.send(content)

    if edge["then"] == "refused":
        assert (response.status_code, response.data) == (400, b"")
        assert lines(caplog) == [f"refused: {edge['check']}"]
        return
    answer = response.get_json()["response"]
    assert response.status_code == 200
    if edge["then"] == "silent":
        assert answer == {}
    else:
        assert words(answer)
        assert isinstance(answer["shouldEndSession"], bool)
        assert not any("crashed" in line for line in lines(caplog)) or (
            edge["id"].startswith("attributes_")
        )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"request": ' + b"9" * 10_000 + b"}",
        b"{}\x00",
    ],
)
def test_signed_bodies_that_are_no_envelope_are_refused(shared, caplog, body):
    response = shared.send_bytes(body)

    assert (response.status_code, response.data) == (400, b"")
    assert len(lines(caplog)) == 1
    assert lines(caplog)[0].startswith(("refused: body", "refused: timestamp"))


FORGERIES = {
    "nothing signed": lambda headers: {},
    "no signature": lambda headers: headers | {"Signature-256": ""},
    "no address": lambda headers: headers | {"SignatureCertChainUrl": ""},
    "signature of another body": lambda headers: (
        headers | {"Signature-256": Amazon(NOW).sign(b"another")}
    ),
    "signature cut": lambda headers: (
        headers | {"Signature-256": headers["Signature-256"][:-8]}
    ),
    "signature is no base64": lambda headers: headers | {"Signature-256": "***"},
    "signed with another key": lambda headers: (
        headers
        | {"Signature-256": Amazon(NOW, Leaf(key=rsa_key("mallory"))).sign(b"{}")}
    ),
    "address over http": lambda headers: (
        headers | {"SignatureCertChainUrl": "http://s3.amazonaws.com/echo.api/cert.pem"}
    ),
    "address elsewhere": lambda headers: (
        headers | {"SignatureCertChainUrl": "https://evil.example/echo.api/cert.pem"}
    ),
    "address with user": lambda headers: (
        headers
        | {"SignatureCertChainUrl": "https://s3.amazonaws.com@evil.example/echo.api/c"}
    ),
    "address climbs": lambda headers: (
        headers
        | {"SignatureCertChainUrl": "https://s3.amazonaws.com/echo.api/../other/c.pem"}
    ),
    "address in other case": lambda headers: (
        headers
        | {"SignatureCertChainUrl": "https://s3.amazonaws.com/EcHo.aPi/cert.pem"}
    ),
    "address with port": lambda headers: (
        headers
        | {"SignatureCertChainUrl": "https://s3.amazonaws.com:563/echo.api/cert.pem"}
    ),
    "older signature only": lambda headers: {
        "SignatureCertChainUrl": headers["SignatureCertChainUrl"],
        "Signature": headers["Signature-256"],
    },
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_forgeries_are_refused_before_anything_is_parsed(shared, caplog, forge):
    body = json.dumps(envelope("log_cramp")).encode()
    headers = forge(shared.amazon.headers(body))

    response = shared.client.post("/alexa", data=body, headers=headers)

    assert (response.status_code, response.data) == (400, b"")
    assert len(lines(caplog)) == 1
    assert HER not in caplog.text


def test_a_changed_byte_is_a_forgery(shared):
    body = json.dumps(envelope("launch")).encode()
    headers = shared.amazon.headers(body)

    response = shared.client.post("/alexa", data=body + b" ", headers=headers)

    assert response.status_code == 400


def test_a_body_too_large_is_refused_like_any_other(shared, caplog):
    response = shared.send_bytes(b" " * (LARGEST_BODY + 1))

    assert (response.status_code, response.data) == (400, b"")
    assert lines(caplog) == ["refused: body not read"]


def test_only_two_addresses_answer(shared):
    statuses = {
        (method, path): getattr(shared.client, method)(path).status_code
        for method in ("get", "post")
        for path in ("/alexa", "/health", "/", "/static/x", "/clips")
    }

    assert statuses.pop(("get", "/health")) == 200
    assert statuses.pop(("post", "/alexa")) == 400
    assert statuses.pop(("get", "/alexa")) == statuses.pop(("post", "/health")) == 405
    assert set(statuses.values()) == {404}


def test_health_does_not_open_the_diary(speaker, home):
    response = speaker.client.get("/health")

    assert response.data == b"ok"
    assert not home.file.exists()


def test_a_told_cramp_is_stored_with_what_was_said(speaker, home):
    speaker.say("keep_log")

    answer = speaker.say("log_cramp")

    (row,) = rows(home)
    assert words(answer).startswith("Noted")
    assert (row["leg"], row["place"], row["severity"]) == ("left", "calf", 7)
    assert row["started_at"].startswith("2026-11-24 02:30")
    assert row["channel"] == "alexa"
    assert row["person"] == key_of((home.folder / "secret").read_bytes(), HER)


def test_a_request_sent_twice_is_stored_once(speaker, home):
    speaker.say("keep_log")
    content = envelope("log_cramp", {"request.requestId": "twice"})

    answers = [speaker.send(content).get_json() for _ in range(2)]

    assert answers[0] == answers[1]
    assert len(rows(home)) == 1


def test_a_request_without_id_sent_twice_is_stored_once(speaker, home):
    speaker.say("keep_log")
    content = envelope("log_cramp", without=["request.requestId"])

    for _ in range(2):
        speaker.send(content)

    assert len(rows(home)) == 1


def test_somebody_else_has_another_diary(speaker, home):
    other = {"context.System.user.userId": "amzn1.ask.account.OTHER"}
    for changes in ({}, other):
        speaker.say("keep_log", changes)
        speaker.say("log_cramp", changes)

    people = Counter(row["person"] for row in rows(home))

    assert sorted(people.values()) == [1, 1]
    assert not any("amzn1" in person for person in people)


@pytest.mark.parametrize("name", ["launch", "start_relief", "still_hurts", "yes"])
def test_nobody_in_a_cramp_waits_for_a_time_zone(home, name):
    speaker, asked = home.start()

    speaker.say(name)

    assert asked == []


def test_a_time_of_day_is_read_in_the_zone_of_the_speaker(home):
    speaker, asked = home.start(answer="Asia/Tokyo")
    speaker.say("keep_log")

    for _ in range(2):
        speaker.say("log_cramp")

    assert rows(home)[0]["started_at"].startswith("2026-11-23 17:30")
    assert [device.id for device in asked] == ["amzn1.ask.device.BEDSIDE"]


@pytest.mark.parametrize(
    ("zone", "hour"), [("Europe/Berlin", "01:30"), (None, "02:30")]
)
def test_a_mute_speaker_is_in_the_set_zone_else_in_that_of_its_country(
    home, zone, hour
):
    speaker, _ = home.start(answer="Moon/Crater", zone=zone)
    speaker.say("keep_log")

    speaker.say("log_cramp")

    assert rows(home)[0]["started_at"].startswith(f"2026-11-24 {hour}")


def test_a_diary_nobody_can_open_does_not_keep_the_stretch_away(home):
    url = f"sqlite:///{home.folder}/no/such/folder/diary.db"
    speaker, _ = home.start(database_url=url)

    relief = words(speaker.say("launch"))
    logged = words(speaker.say("log_cramp"))

    assert STRETCH in relief
    assert "Noted" not in logged


def test_a_diary_that_can_only_be_read_is_not_said_to_be_written(home):
    speaker, _ = home.start()
    speaker.say("keep_log")
    url = f"sqlite:///file:{home.file}?mode=ro&uri=true"
    speaker, _ = home.start(database_url=url)

    relief = words(speaker.say("start_relief"))
    speaker.attributes = {}
    logged = words(speaker.say("log_cramp"))

    assert STRETCH in relief
    assert "Noted" not in relief + logged
    assert rows(home) == []


def test_a_diary_that_broke_is_not_said_to_be_written(speaker, home):
    speaker.say("keep_log")
    with sqlite3.connect(home.file) as connection:
        connection.execute("DROP TABLE episodes")
        connection.execute("CREATE TABLE episodes (id)")
    connection.close()

    relief = words(speaker.say("start_relief"))
    logged = words(speaker.say("log_cramp"))

    assert STRETCH in relief
    assert "Noted" not in relief + logged


def test_a_crash_still_gives_the_stretch(shared, monkeypatch, caplog):
    def crash(self, turn):
        raise RuntimeError("left calf")

    monkeypatch.setattr(Conversation, "answer", crash)

    answer = shared.say("start_relief")

    assert STRETCH in words(answer)
    assert answer["shouldEndSession"] is True
    assert any(line.endswith("crashed: RuntimeError") for line in lines(caplog))
    assert "left calf" not in caplog.text


@pytest.mark.parametrize("times", [400, 90])
def test_a_reply_alexa_would_refuse_is_replaced(shared, monkeypatch, caplog, times):
    answer = Conversation.answer

    def endless(self, turn):
        spoken = answer(self, turn)
        if times == 90:
            return replace(spoken, again=spoken.again * times)
        return replace(spoken, parts=spoken.parts * times)

    monkeypatch.setattr(Conversation, "answer", endless)

    response = shared.say("launch")

    assert STRETCH in words(response)
    assert response["shouldEndSession"] is True
    assert any("reply refused" in line for line in lines(caplog))


def test_a_session_too_large_for_alexa_is_replaced(shared, monkeypatch, caplog):
    answer = Conversation.answer

    def heavy(self, turn):
        session = Session(last=("x" * 130_000,))
        return replace(answer(self, turn), session=session)

    monkeypatch.setattr(Conversation, "answer", heavy)

    response = shared.say("launch")

    assert response["shouldEndSession"] is True
    assert any("reply refused" in line for line in lines(caplog))


@pytest.mark.parametrize("name", sorted(p.stem for p in ENVELOPES.glob("*.json")))
def test_every_answer_is_one_alexa_takes(shared, name):
    response = shared.send(envelope(name))

    answer = response.get_json()
    assert response.status_code == 200
    assert response.content_type == "application/json;charset=UTF-8"
    assert answer["version"] == "1.0"
    if "outputSpeech" in answer["response"]:
        assert answer["response"]["shouldEndSession"] in (True, False)
    for holder in (answer["response"], answer["response"].get("reprompt", {})):
        if speech := holder.get("outputSpeech"):
            assert ElementTree.fromstring(speech["ssml"]).tag == "speak"  # noqa: S314
            breaks = re.findall(r'time="(\d+)ms"', speech["ssml"])
            assert all(0 < int(ms) <= BREAK_SECONDS * 1000 for ms in breaks)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("session_ended", "SessionEndedRequest INVALID_RESPONSE"),
        ("exception", "System.ExceptionEncountered INTERNAL_SERVICE_ERROR"),
    ],
)
def test_errors_alexa_reports_are_one_line(shared, caplog, name, line):
    shared.send(envelope(name))

    assert lines(caplog) == [line]


def disable(speaker, status):
    path = "request.body.userInformationPersistenceStatus"
    content = envelope("skill_disabled", {path: status} if status else {})
    if status is None:
        del content["request"]["body"]
    return speaker.send(content)


@pytest.mark.parametrize("status", ["NOT_PERSISTED", None])
def test_to_disable_the_skill_deletes_what_is_kept(speaker, home, status):
    speaker.say("keep_log")
    speaker.say("log_cramp")

    statuses = [disable(speaker, status).status_code for _ in range(2)]

    assert statuses == [200, 200]
    assert [*rows(home), *rows(home, "people"), *rows(home, "places")] == []


def test_what_may_stay_stays(home):
    speaker, _ = home.start()
    speaker.say("keep_log")
    speaker.say("log_cramp")

    disable(speaker, "PERSISTED")
    keeping, _ = home.start(keep_when_disabled=True)
    disable(keeping, "NOT_PERSISTED")

    assert len(rows(home)) == 1


def test_an_event_that_could_not_be_obeyed_is_sent_again(shared, monkeypatch):
    def refuse(self, *args):
        raise DiaryError("diary: locked")

    monkeypatch.setattr(Diary, "apply", refuse)

    response = disable(shared, "NOT_PERSISTED")

    assert (response.status_code, response.data) == (500, b"")


def test_the_log_holds_nothing_about_her(speaker, caplog):
    with caplog.at_level(logging.INFO):
        for name in ("keep_log", "log_cramp", "launch", "ask_about", "skill_disabled"):
            speaker.send(envelope(name))

    for secret in ("HER", "BEDSIDE", "token", "bananas", "calves", "02:30", "PT2M"):
        assert secret not in caplog.text
    assert re.fullmatch(
        r"amzn1\.echo-api\.request\.1 KeepLog \w+ [\d.]+ ms", lines(caplog)[0]
    )


def test_the_application_does_without_the_recogniser():
    names = "sklearn", "numpy", "hassil", "alembic", "rich", "gunicorn"
    code = (
        "import sys; from skill.app import create_app;"
        f"print([name for name in {names} if name in sys.modules])"
    )

    found = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )

    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"database_url": "mysql://me:hush@host/x"}, "DATABASE_URL"),
        ({"database_url": "hush"}, "DATABASE_URL"),
        ({"secret_file": "folder"}, "CRAMP_RELIEF_SECRET_FILE"),
        ({"secret_file": "short"}, "CRAMP_RELIEF_SECRET_FILE"),
    ],
)
def test_settings_that_cannot_be_used_stop_the_start(home, change, name):
    (home.folder / "folder").mkdir()
    (home.folder / "short").write_bytes(b"short")
    if "secret_file" in change:
        change = {"secret_file": home.folder / change["secret_file"]}

    with pytest.raises(SettingsError) as raised:
        home.start(**change)

    assert str(raised.value).startswith(name)
    assert "hush" not in str(raised.value)


def test_trouble_is_worded_for_every_locale_within_the_limits(home, monkeypatch):
    def crash(self, turn):
        raise RuntimeError

    monkeypatch.setattr(Conversation, "answer", crash)
    speaker, _ = home.start()
    locales = ("en-US", "en-GB", "en-CA", "en-AU", "en-IN", "en-IE", "en-NZ", "fr-FR")

    said = {words(speaker.say("launch", {"request.locale": n})) for n in locales}

    assert all(STRETCH in text for text in said)

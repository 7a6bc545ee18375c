"""Requests of Alexa's that are answered: in words, or with silence."""

import logging
import re
from xml.etree import ElementTree

import pytest

from audio.ssml import BREAK_SECONDS
from speaker import ENVELOPES, STRETCH, envelope, lines, words


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


def test_the_log_holds_nothing_about_her(speaker, caplog):
    with caplog.at_level(logging.INFO):
        for name in ("keep_log", "log_cramp", "launch", "ask_about", "skill_disabled"):
            speaker.send(envelope(name))

    for secret in ("HER", "BEDSIDE", "token", "bananas", "calves", "02:30", "PT2M"):
        assert secret not in caplog.text
    assert re.fullmatch(
        r"amzn1\.echo-api\.request\.1 KeepLog \w+ [\d.]+ ms", lines(caplog)[0]
    )

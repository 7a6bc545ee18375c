"""Whatever breaks behind Alexa, she gets the stretch."""

import sqlite3
from dataclasses import replace

import pytest

from skill.conversation import Conversation
from skill.dialogue.session import Session
from speaker import STRETCH, lines, words


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
    assert home.rows() == []


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


def test_trouble_is_worded_for_every_locale_within_the_limits(home, monkeypatch):
    def crash(self, turn):
        raise RuntimeError

    monkeypatch.setattr(Conversation, "answer", crash)
    speaker, _ = home.start()
    locales = ("en-US", "en-GB", "en-CA", "en-AU", "en-IN", "en-IE", "en-NZ", "fr-FR")

    said = {words(speaker.say("launch", {"request.locale": n})) for n in locales}

    assert all(STRETCH in text for text in said)

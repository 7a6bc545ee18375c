"""What is kept of what Alexa sends: once, for the right person, at the right time."""

from collections import Counter

import pytest

from skill.episodes.people import key_of
from skill.episodes.store import Diary, DiaryError
from speaker import HER, envelope, words


def test_a_told_cramp_is_stored_with_what_was_said(speaker, home):
    speaker.say("keep_log")

    answer = speaker.say("log_cramp")

    (row,) = home.rows()
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
    assert len(home.rows()) == 1


def test_a_request_without_id_sent_twice_is_stored_once(speaker, home):
    speaker.say("keep_log")
    content = envelope("log_cramp", without=["request.requestId"])

    for _ in range(2):
        speaker.send(content)

    assert len(home.rows()) == 1


def logging(speaker, **slots):
    filled = {name: {"name": name, "value": str(v)} for name, v in slots.items()}
    intent = {"name": "LogCramp", "slots": filled}
    return speaker.say("log_cramp", {"request.intent": intent})


def test_values_told_right_after_a_note_fill_it_in(speaker, home):
    speaker.say("keep_log")
    logging(speaker)

    answer = logging(speaker, leg="left", severity=7)

    (row,) = home.rows()
    assert words(answer).startswith("Changed: left leg, seven")
    assert (row["leg"], row["severity"]) == ("left", 7)


def test_a_place_told_after_a_leg_fills_the_note_in(speaker, home):
    speaker.say("keep_log")
    logging(speaker, leg="left")

    logging(speaker, place="thigh", severity=7)

    (row,) = home.rows()
    assert (row["leg"], row["place"], row["severity"]) == ("left", "thigh", 7)


def test_sleep_beyond_ten_is_left_out_and_told(speaker, home):
    speaker.say("keep_log")

    answer = logging(speaker, leg="left", sleep=12)

    (row,) = home.rows()
    assert "goes up to ten" in words(answer)
    assert (row["leg"], row["sleep"]) == ("left", None)


def test_what_fills_a_note_in_is_no_second_cramp_when_sent_twice(speaker, home):
    speaker.say("keep_log")
    logging(speaker)
    filled = {"severity": {"name": "severity", "value": "7"}}
    changes = {"request.intent": {"name": "LogCramp", "slots": filled}}
    content = envelope("log_cramp", changes | {"request.requestId": "twice"})

    answers = [speaker.send(content).get_json()["response"] for _ in range(2)]

    assert all("seven, just now" in words(answer) for answer in answers)
    assert len(home.rows()) == 1


@pytest.mark.parametrize(
    "second", [{}, {"leg": "right"}, {"leg": "left", "time": "02:30"}]
)
def test_another_cramp_right_after_a_note_is_stored_too(speaker, home, second):
    speaker.say("keep_log")
    logging(speaker, leg="left")

    logging(speaker, **second)

    assert len(home.rows()) == 2


def test_somebody_else_has_another_diary(speaker, home):
    other = {"context.System.user.userId": "amzn1.ask.account.OTHER"}
    for changes in ({}, other):
        speaker.say("keep_log", changes)
        speaker.say("log_cramp", changes)

    people = Counter(row["person"] for row in home.rows())

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

    assert home.rows()[0]["started_at"].startswith("2026-11-23 17:30")
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

    assert home.rows()[0]["started_at"].startswith(f"2026-11-24 {hour}")


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
    assert [*home.rows(), *home.rows("people"), *home.rows("places")] == []


def test_what_may_stay_stays(home):
    speaker, _ = home.start()
    speaker.say("keep_log")
    speaker.say("log_cramp")

    disable(speaker, "PERSISTED")
    keeping, _ = home.start(keep_when_disabled=True)
    disable(keeping, "NOT_PERSISTED")

    assert len(home.rows()) == 1


def test_an_event_that_could_not_be_obeyed_is_sent_again(shared, monkeypatch):
    def refuse(self, *args):
        raise DiaryError("diary: locked")

    monkeypatch.setattr(Diary, "apply", refuse)

    response = disable(shared, "NOT_PERSISTED")

    assert (response.status_code, response.data) == (500, b"")

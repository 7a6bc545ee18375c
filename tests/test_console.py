"""The simulator in text: time passes, silence is heard, and it is all shown."""

import json

import pytest

from skill.channels.console import SILENCE
from skill.channels.transcript import as_json, as_text, in_silence
from skill.dialogue.session import Session
from talkers import MOMENT

KEYS = [
    "utterance",
    "intent",
    "slots",
    "state",
    "says",
    "speech",
    "ssml",
    "reprompt",
    "seconds",
    "first_instruction_seconds",
    "ends",
    "asks",
    "red_flag",
    "episode",
    "elapsed_ms",
]


@pytest.fixture
def console(room):
    return room.console({}, "somebody at the console")


def test_a_turn_has_a_number_and_the_moment_on_its_clock(console):
    console.wait(90)

    first, second = console.say("ow"), console.say("next")

    assert (first.turn.heard_at - MOMENT).total_seconds() == 90
    assert first.turn.id != second.turn.id
    assert first.turn.utterance == "ow"
    assert first.milliseconds > 0


def test_the_session_goes_from_turn_to_turn(console):
    first = console.say("my calf is cramping").spoken

    assert console.say("next").turn.session == first.session


def test_in_a_cramp_unclear_words_still_hurt(console):
    assert console.say("flibberty gibbet").turn.intent is None

    console.say("my calf is cramping")

    assert console.say("flibberty gibbet").turn.intent == "StillHurts"


def test_silence_is_the_reprompt_and_takes_its_time(console):
    spoken = console.say("my calf is cramping").spoken

    silent = console.say(SILENCE)

    assert silent.spoken.parts == spoken.again
    assert silent.turn.intent is None
    assert (console.now - MOMENT).total_seconds() > spoken.seconds


def test_a_second_silence_closes(console):
    for said in ("my calf is cramping", SILENCE):
        console.say(said)

    closed = console.say(SILENCE).spoken

    assert closed.ends
    assert closed.session == Session()
    assert console.say("next").turn.session == Session()


@pytest.mark.parametrize(
    "said", ["ow", "can i eat bananas", "log a cramp", "chest pain", "stop", SILENCE]
)
def test_every_object_has_the_same_keys_on_one_line(console, said):
    line = as_json(console.say(said))

    assert list(json.loads(line)) == KEYS
    assert "\n" not in line


def test_silence_before_anything_closes(console):
    closed = console.say(SILENCE).spoken

    assert closed.ends
    assert closed.parts == ()


def test_values_are_written_as_people_write_them(console):
    said = "log a cramp pain seven two minutes at half past two yesterday"

    told = json.loads(as_json(console.say(said)))

    slots = told["slots"]
    assert (slots["severity"], slots["duration"], slots["time"]) == (7, 120, "02:30")
    assert told["episode"]["started_at"] == "2026-11-23T02:30:00+00:00"


def test_one_object_holds_all_there_is_to_know(console):
    told = json.loads(as_json(console.say("log a cramp left leg at half past two")))

    assert told["intent"] == "LogCramp"
    assert told["slots"]["leg"] == "left"
    assert told["says"][0] == "diary.logged"
    assert told["ends"] is True
    assert told["reprompt"] is None
    assert told["episode"]["leg"] == "left"
    assert told["speech"].startswith("Noted")


def test_relief_tells_how_soon_the_first_instruction_is_over(console):
    told = json.loads(as_json(console.say("my calf is cramping")))

    assert 0 < told["first_instruction_seconds"] <= 3
    assert told["reprompt"]
    assert told["state"] == "relieving"


def test_a_warning_is_named(console):
    told = json.loads(as_json(console.say("my calf is swollen and red")))

    assert told["red_flag"] == "RF03"


def test_the_text_has_a_clock_and_marks(console):
    exchange = console.say("my calf is cramping")

    lines = list(as_text(exchange))

    assert lines[0] == "her   my calf is cramping"
    assert lines[1].startswith("0:00")
    assert any(" ~ " in line and line.endswith("(30 s)") for line in lines)
    assert " ? " in lines[-1]
    assert list(in_silence(exchange.spoken))[0] == "her   (silence)"


def test_a_closed_session_says_so_and_has_no_silence(console):
    exchange = console.say("stop")

    assert list(as_text(exchange))[-1].strip() == "(closed)"
    assert list(in_silence(exchange.spoken)) == []

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amazon import NOW
from intents.catalogue import load
from intents.times import Clock, Day, MonthDay
from skill.channels.alexa.envelope import Envelope, TurnReader
from skill.channels.alexa.slots import DAY_SECONDS, SlotReader
from skill.channels.alexa.zones import Zones
from skill.dialogue.session import Session
from skill.dialogue.turn import LAUNCH
from speaker import envelope

CATALOGUE = load()
ENGLISH = CATALOGUE.languages["en"]
READER = TurnReader(CATALOGUE, b"secret", Zones(lambda device: "UTC"), None)
SLOTS = SlotReader(CATALOGUE, ENGLISH)
MATCH, NO_MATCH = "ER_SUCCESS_MATCH", "ER_SUCCESS_NO_MATCH"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def turn_of(name, changes=None, without=(), body=b"body"):
    content = envelope(name, changes, without)
    read = Envelope.of(content, body, NOW)
    return READER.turn(read, READER.bare(read))


def resolved(*authorities, value="heard"):
    """Give a slot with (status, ids) for each authority."""
    found = [
        {"status": {"code": code}, "values": [{"value": {"id": id_}} for id_ in ids]}
        for code, ids in authorities
    ]
    return {"value": value, "resolutions": {"resolutionsPerAuthority": found}}


def read_one(name, slot):
    return SLOTS.read({name: slot}).get(name)


def test_a_launch_becomes_a_turn():
    turn = turn_of("launch")

    assert (turn.intent, turn.locale, turn.channel) == (LAUNCH, "en-GB", "alexa")
    assert turn.heard_at == NOW
    assert turn.id == "amzn1.echo-api.request.1"
    assert turn.utterance is None
    assert turn.session == Session()
    assert len(turn.user) == 64


def test_a_told_cramp_becomes_typed_values():
    turn = turn_of("log_cramp")

    assert turn.intent == "LogCramp"
    assert turn.slots == {
        "leg": "left",
        "place": "calf",
        "severity": 7,
        "duration": 120,
        "time": Clock(2, 30, certain=True),
    }


@pytest.mark.parametrize(
    ("sent", "intent"),
    [
        *CATALOGUE.by_alexa_name.items(),
        *((name, name) for name in CATALOGUE.intents if name != "Fallback"),
        ("AMAZON.SomedayIntent", None),
        ("OrderPizza", None),
        ("", None),
        (None, None),
    ],
)
def test_intents_go_by_our_names(sent, intent):
    turn = turn_of("start_relief", {"request.intent.name": sent})

    assert turn.intent == (None if intent == "Fallback" else intent)


@pytest.mark.parametrize("id_", sorted(ENGLISH.questions))
def test_a_question_is_found_by_its_thing(id_):
    slot = resolved((MATCH, [id_]))

    turn = turn_of("ask_about", {"request.intent.slots.thing": slot})

    assert turn.intent == ENGLISH.questions[id_].intent
    assert turn.slots == {}


@pytest.mark.parametrize(
    ("slot", "slots"),
    [
        (resolved((NO_MATCH, []), value="snake oil"), {"anything": "snake oil"}),
        (resolved((MATCH, ["moon"]), value="moon dust"), {"anything": "moon dust"}),
        ({"value": "?"}, {}),
        (None, {}),
    ],
)
def test_a_thing_nobody_knows_is_passed_on_in_words(slot, slots):
    turn = turn_of("ask_about", {"request.intent.slots.thing": slot})

    assert (turn.intent, turn.slots) == ("AskUnknown", slots)


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("severity", "0", 0),
        ("severity", "10", 10),
        ("severity", "11", 11),
        ("severity", "101", None),
        ("severity", "?", None),
        ("severity", " ", None),
        ("severity", "seven", 7),
        ("duration", "PT2M", 120),
        ("duration", "PXD", None),
        ("duration", "P1D", None),
        ("ago", "PT30M", 1800),
        ("ago", "P2D", 2 * DAY_SECONDS),
        ("ago", "P1W", 7 * DAY_SECONDS),
        ("ago", "P", None),
        ("time", "02:30", Clock(2, 30, certain=True)),
        ("time", "26:30", None),
        ("day", "2026-11-23", Day(kind="date", first=date(2026, 11, 23))),
        ("day", "2026-02-30", None),
        ("date", "2027-03-01", MonthDay(3, 1, 2027)),
        ("week", "28", 28),
        ("week", "99", 99),
        ("week", "100", None),
        ("leg", "left", "left"),
        ("leg", "LEFT", "left"),
        ("leg", "third", None),
        ("place", "calf", "calf"),
        ("place", "elbow", None),
        ("period", "week", "week"),
        ("routine", "bedtime", "bedtime"),
        ("routine", "calf", None),
        ("anything", "snake oil", "snake oil"),
        ("mood", "bad", None),
        ("leg", "left\nright", None),
        ("leg", "l" * 5000, None),
    ],
)
def test_raw_values_are_read_or_dropped(name, value, read):
    assert read_one(name, {"value": value}) == read


@pytest.mark.parametrize("caution", CATALOGUE.facts.cautions)
def test_cautions_are_read_by_id(caution):
    assert read_one("caution", resolved((MATCH, [caution]))) == caution


@pytest.mark.parametrize(
    ("slot", "leg"),
    [
        (resolved((MATCH, ["left"])), "left"),
        (resolved((NO_MATCH, []), (MATCH, ["right"])), "right"),
        (resolved((MATCH, ["right", "left"])), "right"),
        (resolved((MATCH, ["moon"]), (MATCH, ["both"])), "both"),
        (resolved((NO_MATCH, ["left"])), None),
        (resolved((NO_MATCH, ["left"]), value="right"), "right"),
        (resolved(("ER_ERROR_TIMEOUT", []), value="left"), "left"),
        ({"slotValue": {"type": "Simple", "value": "left"}}, "left"),
        ({"slotValue": {"type": "Simple", **resolved((MATCH, ["left"]))}}, "left"),
        (
            {
                "slotValue": {
                    "type": "List",
                    "values": [
                        {"type": "Simple", "value": v} for v in ("right", "left")
                    ],
                }
            },
            "right",
        ),
        ({"slotValue": {"type": "Simple"}, "value": "left"}, "left"),
        ({"slotValue": {"type": "List", "values": []}}, None),
        ({"resolutions": {"resolutionsPerAuthority": [None, 3, {"status": []}]}}, None),
    ],
)
def test_ids_come_before_words_in_every_shape_of_a_slot(slot, leg):
    assert read_one("leg", slot) == leg


@pytest.mark.parametrize(
    ("slots", "day"),
    [
        ({"time": "NI"}, Day(kind="back", part="night")),
        ({"time": "MO"}, Day(kind="back", part="morning")),
        (
            {"time": "EV", "day": "2026-11-23"},
            Day(kind="date", first=date(2026, 11, 23), part="evening"),
        ),
        ({"time": "02:30"}, None),
        ({"time": "soon"}, None),
    ],
)
def test_a_part_of_the_day_is_a_day(slots, day):
    read = SLOTS.read({name: {"value": value} for name, value in slots.items()})

    assert read.get("day") == day
    assert ("time" in read) is (slots["time"] == "02:30")


def test_the_household_is_one_person():
    plain = turn_of("launch")
    person = turn_of("launch", {"context.System.person": {"personId": "him"}})
    session_only = turn_of("launch", without=["context.System.user"])

    assert plain.user == person.user == session_only.user


def test_without_a_user_nobody_shares_a_diary():
    without = ["context.System.user", "session.user"]
    changes = {"session.sessionId": "another"}

    assert turn_of("launch", without=without).user != turn_of("launch").user
    assert (
        turn_of("launch", without=without).user
        != turn_of("launch", changes, without).user
    )


@pytest.mark.parametrize("id_", [None, "", "a" * 201, "with space", "line\nend", 5])
def test_a_request_without_a_usable_id_goes_by_its_body(id_):
    changes = {"request.requestId": id_}

    ids = [turn_of("launch", changes, body=body).id for body in (b"a", b"a", b"b")]

    assert ids[0] == ids[1] != ids[2]
    assert all(len(id_) == 64 for id_ in ids)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-24T03:00:00Z", NOW),
        ("2026-11-24T04:00:00.5+01:00", NOW + timedelta(seconds=0.5)),
        ("2026-11-24T03:00:00", NOW),
        ("soon", NOW),
    ],
)
def test_moments_are_utc(text, moment):
    turn = turn_of("launch", {"request.timestamp": text})

    assert turn.heard_at == moment
    assert turn.heard_at.tzinfo is UTC


@given(JSON)
def test_anything_at_all_can_be_read(content):
    for place in ("request", "session", "context"):
        odd = envelope("log_cramp") | {place: content}
        read = Envelope.of(odd, b"", datetime(2026, 11, 24, tzinfo=UTC))
        READER.turn(read, READER.bare(read))


@given(JSON)
def test_any_slots_can_be_read(content):
    turn_of("log_cramp", {"request.intent.slots": content})
    for name in ("leg", "severity", "time", "ago", "anything"):
        SLOTS.read({name: content})
        SLOTS.read({name: {"value": content, "slotValue": content}})
        SLOTS.read({name: {"resolutions": content}})

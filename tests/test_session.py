"""What goes back and forth with each turn survives, and nonsense starts afresh."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.dialogue.session import Session, State, from_attributes
from skill.dialogue.turn import Line, unpacked

WORDS = st.none() | st.text(max_size=20)
MOMENTS = st.none() | st.floats(min_value=0, max_value=4e9)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
FIELDS = sorted(Session.__dataclass_fields__)
SESSIONS = st.builds(
    Session,
    state=st.sampled_from(State),
    run=WORDS,
    step=WORDS,
    started=MOMENTS,
    sent=MOMENTS,
    leg=st.sampled_from([None, "left", "right", "both"]),
    topic=WORDS,
    cautions=st.lists(st.text(max_size=12), max_size=4).map(tuple),
    due=st.none() | st.dates().map(str),
    trimester=st.sampled_from([None, "first", "second", "third"]),
    last=st.lists(st.text(max_size=12), max_size=4).map(tuple),
)


@given(SESSIONS)
def test_a_session_survives_the_wire(session):
    sent = json.dumps(session.to_attributes())

    assert from_attributes(json.loads(sent)) == session


@given(JSON)
def test_anything_can_be_read(attributes):
    assert isinstance(from_attributes(attributes), Session)


@given(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=4))
def test_any_values_in_known_fields_can_be_read(values):
    attributes = {"v": 1, "state": "relieving", **values}

    session = from_attributes(attributes)

    json.dumps(session.to_attributes(), allow_nan=False)


@pytest.mark.parametrize(
    "attributes",
    [
        {"v": 2, "state": "relieving"},
        {"state": "relieving"},
        {"v": 1, "state": "dancing"},
        {"v": 1, "state": "relieving", "run": 7},
        {"v": 1, "state": "relieving", "sent": "soon"},
        {"v": 1, "state": "relieving", "sent": float("inf")},
        {"v": 1, "state": "relieving", "sent": float("nan")},
        {"v": 1, "state": "relieving", "sent": 10**400},
        {"v": 1, "state": "relieving", "sent": -1},
        {"v": 1, "state": "relieving", "leg": "middle"},
        {"v": 1, "state": "relieving", "due": "soon"},
        {"v": 1, "state": "relieving", "last": 5},
        ["v", 1],
        "relieving",
    ],
)
def test_what_we_did_not_write_starts_afresh(attributes, caplog):
    session = from_attributes(attributes)

    assert session == Session()
    assert "session attributes refused" in caplog.text
    assert "relieving" not in caplog.text


@pytest.mark.parametrize("attributes", [None, {}, ""])
def test_no_attributes_are_a_new_session_without_complaint(attributes, caplog):
    assert from_attributes(attributes) == Session()
    assert caplog.text == ""


def test_a_field_of_a_later_version_is_ignored():
    attributes = {"v": 1, "state": "resting", "mood": "fine"}

    assert from_attributes(attributes) == Session()


@given(
    st.dictionaries(st.text(min_size=1, max_size=9), st.text(min_size=1), max_size=4)
)
def test_a_line_survives_being_packed(values):
    line = Line("diary.logged", values)

    assert unpacked(line.packed) == line

"""Every pair of state and intent is answered, and random walks keep to the rules."""

import json
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.catalogue import load
from intents.times import Clock, Day
from rules import SESSION_BYTES, assert_acts_first, assert_sound
from skill.conversation import Conversation
from skill.dialogue.router import ANYWHERE, DETOURS, ROWS, UNCLEAR
from skill.dialogue.session import Session, State, from_attributes
from skill.dialogue.timeline import CHECK
from skill.dialogue.turn import LAUNCH, Turn
from skill.episodes.episode import SCALE
from skill.episodes.records import KeepPlace, Place
from skill.episodes.store import Diary
from talkers import MOMENT, PEOPLE

CATALOGUE = load()
DIARY = Diary.open("sqlite://")
CONVERSATION = Conversation(CATALOGUE, DIARY)
LANGUAGE = CATALOGUE.language("en-GB")
QUESTIONS = sorted(LANGUAGE.topics)
OTHERS = sorted(CATALOGUE.intents.keys() - set(QUESTIONS))
INTENTS = [LAUNCH, None, *OTHERS, *QUESTIONS[:3]]
RUNS = sorted(CATALOGUE.facts.runs)
RELIEFS = [run for run in RUNS if CATALOGUE.facts.runs[run].kind == "relief"]
SLOTS = st.fixed_dictionaries(
    {},
    optional={
        "leg": st.sampled_from(["left", "right", "both"]),
        "place": st.sampled_from(["calf", "foot", "toes", "thigh"]),
        "period": st.sampled_from(["tonight", "week", "month"]),
        "routine": st.sampled_from(RUNS),
        "caution": st.sampled_from(CATALOGUE.facts.cautions),
        "severity": st.sampled_from(SCALE),
        "duration": st.integers(1, 3600),
        "ago": st.integers(1, 86400),
        "week": st.integers(1, 42),
        "time": st.builds(Clock, st.integers(1, 12), st.integers(0, 59), st.booleans()),
        "day": st.builds(Day, kind=st.just("back"), days=st.integers(0, 6)),
        "code": st.sampled_from(["482916", "482"]),
        "anything": st.sampled_from(["snake oil", "a swollen red calf", "cheese"]),
    },
)
MOVES = st.one_of(
    st.sampled_from(INTENTS),
    st.sampled_from(QUESTIONS),
    st.sampled_from(["StillHurts", "No", "Next", "Yes", "StartRelief", "Repeat"]),
)
WAITS = st.integers(0, 400) | st.sampled_from([600, 899, 901, 90_000])
WALKS = st.lists(st.tuples(MOVES, SLOTS, WAITS), min_size=1, max_size=8)


def turn(user, session, intent, slots=None, at=MOMENT):
    return Turn(
        user=user,
        locale="en-GB",
        heard_at=at,
        intent=intent,
        slots=slots or {},
        session=session,
        id=f"walk-{next(PEOPLE)}",
        zone="Europe/London",
    )


def waiting_in(state, run):
    """Give a session as it may stand in a state."""
    sent = MOMENT.timestamp() - 20
    step = CATALOGUE.facts.runs[run].segments[0][0]
    if state in (State.RELIEVING, State.CHECKING, State.TIMING, State.EXERCISING):
        return Session(state=state, run=run, step=step, started=sent, sent=sent)
    if state is State.WARNED:
        return Session(state=state, flag="RF03", last=("danger.rf03",))
    if state is State.OFFERED:
        return Session(state=state, offer="bedtime", topic=next(iter(LANGUAGE.topics)))
    return Session(state=state)


@pytest.mark.parametrize("state", State)
def test_every_intent_is_answered_in_every_state(state):
    run = "bedtime" if state is State.EXERCISING else "calf"

    for intent in INTENTS:
        user = f"pair-{next(PEOPLE)}"
        spoken = CONVERSATION.answer(turn(user, waiting_in(state, run), intent))
        assert_sound(spoken)


@pytest.mark.parametrize("state", State)
def test_every_state_knows_what_to_do_with_unclear_words(state):
    assert state in ROWS
    assert state in UNCLEAR


def test_every_intent_but_signs_and_questions_has_a_row():
    routed = {name for row in ROWS.values() for name in row} | {*ANYWHERE, *DETOURS}
    own = {
        name
        for name, intent in CATALOGUE.intents.items()
        if not intent.flag and not intent.topic
    }

    assert own - routed == {"Fallback"}
    assert routed - own == {LAUNCH}


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_answered_in_the_words_of_its_topic(question):
    user = f"asks-{next(PEOPLE)}"

    spoken = CONVERSATION.answer(turn(user, Session(), question))

    assert spoken.parts[0].key == f"prevention.{LANGUAGE.topics[question]}"
    assert_sound(spoken)


@pytest.mark.parametrize("run", RELIEFS)
def test_every_relief_can_be_walked_to_its_end_and_round_again(run):
    session = waiting_in(State.RELIEVING, run)
    at, heard = MOMENT, set()

    for _ in range(len(CATALOGUE.facts.runs[run].segments) + 1):
        spoken = CONVERSATION.answer(turn(f"walks-{run}", session, "StillHurts", at=at))
        assert_sound(spoken)
        heard |= {part.key for part in spoken.parts}
        session, at = spoken.session, at + timedelta(seconds=10)

    assert run == "rub" or "relief.step.rub" not in heard


@pytest.mark.parametrize("run", RELIEFS)
def test_opening_again_acts_at_once_wherever_she_was(run):
    user = f"reopens-{run}"
    movements = [s for s in CATALOGUE.facts.runs[run].steps if s != CHECK]

    for step, seconds in product(movements, range(0, 900, 15)):
        sent = MOMENT - timedelta(seconds=seconds)
        place = Place(run=run, step=step, started_at=sent, sent_at=sent)
        DIARY.apply(user, [KeepPlace(place)], sent)
        spoken = CONVERSATION.answer(turn(user, Session(), LAUNCH))
        assert_acts_first(spoken)


@pytest.mark.parametrize("run", sorted(set(RUNS) - set(RELIEFS)))
def test_every_routine_can_be_walked_to_its_end_in_replies_of_the_right_length(run):
    user, at = f"walks-{run}", MOMENT.replace(hour=14)
    session = Session(clot="no")
    spoken = CONVERSATION.answer(
        turn(user, session, "StartRoutine", {"routine": run}, at)
    )

    for _ in CATALOGUE.facts.runs[run].segments[1:]:
        assert_sound(spoken)
        assert spoken.session.state is State.EXERCISING
        at += timedelta(seconds=spoken.seconds + 2)
        spoken = CONVERSATION.answer(turn(user, spoken.session, "Yes", at=at))

    assert_sound(spoken)
    assert spoken.ends


@settings(max_examples=150)
@given(WALKS)
def test_no_walk_breaks_a_rule(walk):
    user, session, at = f"walker-{next(PEOPLE)}", Session(), MOMENT
    denied = False

    for intent, slots, seconds in walk:
        at += timedelta(seconds=seconds)
        asked = session.state is State.CHECKING
        denied = denied or (asked and intent == "No")
        spoken = CONVERSATION.answer(turn(user, session, intent, slots, at))

        assert_sound(spoken)
        keys = {part.key for part in (*spoken.parts, *spoken.again)}
        assert denied or "relief.step.rub" not in keys
        attributes = json.dumps(spoken.session.to_attributes())
        assert len(attributes) < SESSION_BYTES
        assert from_attributes(json.loads(attributes)) == spoken.session
        session = Session() if spoken.ends else spoken.session


@settings(max_examples=60)
@given(WALKS, SLOTS)
def test_after_any_walk_opening_or_asking_for_relief_acts_at_once(walk, slots):
    user, session, at = f"walker-{next(PEOPLE)}", Session(), MOMENT
    for intent, given_slots, seconds in walk:
        at += timedelta(seconds=seconds)
        spoken = CONVERSATION.answer(turn(user, session, intent, given_slots, at))
        session = Session() if spoken.ends else spoken.session
    warned = session.state is State.WARNED

    for intent in (LAUNCH, "StartRelief"):
        spoken = CONVERSATION.answer(turn(user, session, intent, slots, at))
        if not spoken.flag and not warned:
            assert_acts_first(spoken)


@given(st.sampled_from(State), st.text(max_size=40))
def test_any_words_are_answered(state, words):
    user = f"says-{next(PEOPLE)}"
    said = turn(user, waiting_in(state, "calf"), None)

    spoken = CONVERSATION.answer(replace(said, utterance=words))

    assert_sound(spoken)

"""Where she is in a run, by the clock and by asking for the next step."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.speech import seconds_of, speech_of
from intents.catalogue import load
from intents.replies import Replies
from skill.dialogue.timeline import (
    CHECK,
    after_segment,
    from_step,
    length_of,
    neighbour,
    next_movement,
    step_at,
    step_named,
)
from skill.dialogue.turn import Line

CATALOGUE = load()
FACTS = CATALOGUE.facts
REPLIES = Replies(CATALOGUE, "en-GB")
RUNS = sorted(FACTS.runs)
PLACES = [(run, step) for run in RUNS for step in FACTS.runs[run].steps]
MOVEMENTS = [(run, step) for run, step in PLACES if step != CHECK]


def pace(line):
    return seconds_of(speech_of(REPLIES.word(line.key)))


@pytest.mark.parametrize(("run", "step"), MOVEMENTS)
def test_the_step_at_each_moment_is_the_one_begun_last(run, step):
    lines = from_step(FACTS, FACTS.runs[run], step)
    begins, heard = 0.0, None

    for line in lines:
        heard = step_named(line) or heard
        assert step_at(lines, begins, pace) == heard
        assert step_at(lines, begins + pace(line) - 0.01, pace) == heard
        begins += pace(line)

    assert step_at(lines, begins + 1000, pace) == heard
    assert begins == pytest.approx(length_of(lines, pace))


def test_before_anything_was_said_there_is_no_step():
    lines = [Line("relief.back"), Line("relief.step.pull")]

    assert step_at(lines, 0.0, pace) is None
    assert step_at(lines, -5.0, pace) is None
    assert step_at([], 10.0, pace) is None


@given(
    st.sampled_from(MOVEMENTS),
    st.floats(min_value=0, max_value=300),
    st.floats(min_value=0, max_value=300),
)
def test_time_never_leads_backwards(place, earlier, later):
    run, step = place
    lines = from_step(FACTS, FACTS.runs[run], step)
    names = [name for line in lines if (name := step_named(line))]
    earlier, later = sorted((earlier, later))

    first, second = (step_at(lines, t, pace) for t in (earlier, later))

    assert names.index(first) <= names.index(second)


@pytest.mark.parametrize("run", RUNS)
def test_next_walks_through_every_movement_and_stays_at_the_last(run):
    movements = [step for step in FACTS.runs[run].steps if step != CHECK]
    walked = [movements[0]]

    for _ in movements[1:]:
        walked.append(neighbour(FACTS.runs[run], walked[-1], 1))

    assert walked == movements
    assert neighbour(FACTS.runs[run], movements[-1], 1) == movements[-1]
    assert neighbour(FACTS.runs[run], movements[0], -1) == movements[0]


@pytest.mark.parametrize(("run", "step"), PLACES)
def test_silence_leads_to_a_movement_never_to_a_question(run, step):
    following = next_movement(FACTS.runs[run], step)

    assert following in FACTS.runs[run].steps
    assert following != CHECK


@pytest.mark.parametrize("run", RUNS)
def test_segments_follow_one_another_and_begin_again(run):
    segments = FACTS.runs[run].segments
    firsts = [segment[0] for segment in segments]

    walked = [after_segment(FACTS.runs[run], first) for first in firsts]

    assert walked == [*firsts[1:], firsts[0]]


def test_rubbing_comes_right_after_the_question():
    for run in FACTS.runs.values():
        segments = run.segments
        for before, segment in pairwise(segments):
            assert ("rub" in segment) <= (before == (CHECK,))


@pytest.mark.parametrize(("run", "step"), MOVEMENTS)
def test_a_hold_lasts_exactly_its_seconds(run, step):
    lines = from_step(FACTS, FACTS.runs[run], step)
    holds = [line for line in lines if ".hold." in line.key or ".rest." in line.key]

    for line in holds:
        assert pace(line) == pytest.approx(int(line.key.split(".")[2]), abs=0.05)


@pytest.mark.parametrize(("run", "step"), MOVEMENTS)
def test_shorter_words_take_no_longer(run, step):
    long, short = (from_step(FACTS, FACTS.runs[run], step, s) for s in (False, True))

    assert length_of(short, pace) <= length_of(long, pace)

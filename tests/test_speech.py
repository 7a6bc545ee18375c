"""Marks in a wording, and how long things take."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.speech import (
    LEAST_PAUSE_SECONDS,
    Digits,
    Pause,
    Say,
    SpeechError,
    first_sentence_seconds,
    plain,
    seconds_of,
    speech_of,
)

WORDS = st.text(
    st.characters(blacklist_characters="[]", blacklist_categories=("Cs",))
).filter(str.strip)


def test_marks_become_pauses_and_digits():
    speech = speech_of("Call [digits 999] now. [2s] Wait.")

    assert speech == (
        Say("Call"),
        Digits("999"),
        Say("now."),
        Pause(2.0),
        Say("Wait."),
    )


@pytest.mark.parametrize("seconds", [3, 4, 6, 12.5])
def test_a_filling_pause_ends_when_it_is_told_to(seconds):
    speech = speech_of(f"Breathe in. [to {seconds}s]")

    assert seconds_of(speech) == pytest.approx(seconds, abs=0.01)


def test_a_filling_pause_counts_from_the_mark_before():
    speech = speech_of("In. [to 4s] And out. [to 6s]")

    assert seconds_of(speech) == pytest.approx(10, abs=0.01)


def test_words_longer_than_their_time_still_get_a_breath():
    speech = speech_of("This sentence is longer than one second. [to 1s]")

    assert speech[-1] == Pause(LEAST_PAUSE_SECONDS)


@pytest.mark.parametrize("wording", ["[", "a]", "[2]", "[s]", "[to s]", "[digits ]"])
def test_a_mark_nobody_knows_is_refused(wording):
    with pytest.raises(SpeechError, match="unknown mark"):
        speech_of(wording)


def test_the_plain_form_has_words_alone():
    speech = speech_of("Call [digits 999], then wait. [2s] Rest.")

    assert plain(speech) == "Call 999, then wait. Rest."


@given(WORDS)
def test_words_without_marks_stay_as_they_are(words):
    assert plain(speech_of(words)).split() == Say(words).text.split() or "." in words


@given(st.lists(st.sampled_from(["Hold.", "[2s]", "[to 4s]", "[digits 111]", "And"])))
def test_a_speech_is_as_long_as_its_pieces(pieces):
    speech = speech_of(" ".join(pieces))

    assert seconds_of(speech) == pytest.approx(sum(p.seconds for p in speech))
    assert all(piece.seconds >= 0 for piece in speech)


def test_the_first_sentence_ends_at_its_stop():
    one = speech_of("Straighten your leg. Slowly pull.")

    assert first_sentence_seconds(one) == Say("Straighten your leg.").seconds
    assert first_sentence_seconds(()) == 0

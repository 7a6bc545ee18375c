"""The spoken loop: flite speaks, the transcriber hears, and relief is given."""

import shutil
import subprocess

import pytest
from click.testing import CliRunner

from audio.encoding import AudioSegment, samples_of, wav_in
from audio.microphone import Recording
from audio.transcriber import RATE, Transcriber
from intents.corpus import corpus_of
from skill.__main__ import main
from skill.dialogue.session import State
from skill.listening import UNCLEAR

VOICES = ("rms", "slt", "awb", "kal16")
MEANT = {
    "my calf is cramping": "StartRelief",
    "it's gone": "Eased",
    "is coffee making it worse": "AskCaffeineAndCramps",
    "how many this week": "AskCount",
    "log a cramp left leg pain seven": "LogCramp",
    "my partner is here": "PartnerHere",
    "bedtime stretch": "StartRoutine",
    "i can't reach": "CannotReach",
}

needs_flite = pytest.mark.skipif(shutil.which("flite") is None, reason="no flite")


@pytest.fixture(scope="module")
def corpus(language, catalogue):
    examples = (intent.example for intent in catalogue.intents.values())
    return list(corpus_of(language, examples))


@pytest.fixture(scope="module")
def transcriber(corpus):
    return Transcriber(corpus)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    """Give a way to have flite speak: the path of a WAV."""
    folder = tmp_path_factory.mktemp("spoken")

    def say(*sentences, voice="slt", gap=1.0):
        whole = AudioSegment.silent(500, frame_rate=RATE)
        for number, text in enumerate(sentences):
            path = folder / f"{number}.wav"
            command = ["flite", "-voice", voice, "-t", text, "-o", str(path)]
            subprocess.run(command, check=True)
            whole += wav_in(path).set_frame_rate(RATE)
            whole += AudioSegment.silent(round(gap * 1000), frame_rate=RATE)
        path = folder / "whole.wav"
        whole.export(path, format="wav").close()
        return path

    return say


@pytest.fixture
def listen(tmp_path, monkeypatch, room):
    """Give a way to run `listen` on a recording; what is played is kept."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    played = []
    monkeypatch.setattr("skill.listening.play", played.append)

    def run(path, *arguments):
        command = ["listen", "--wav", str(path), *arguments]
        return CliRunner().invoke(main, command), played

    return run


@needs_flite
def test_she_speaks_and_relief_is_spoken(listen, spoken):
    path = spoken("my calf is cramping", "it still hurts", "it's gone", voice="rms")

    result, played = listen(path)

    assert result.exit_code == 0, result.output
    heard = [line for line in result.stdout.splitlines() if line.startswith("her")]
    assert len(heard) == len(played) == 3
    assert "Straighten your leg." in result.stdout
    assert "Press your foot flat" in result.stdout
    assert "Walk a little" in result.stdout
    assert played[0].size > 60 * 24000


@needs_flite
def test_eight_seconds_of_silence_mean_go_on(listen, spoken):
    path = spoken("my calf is cramping", gap=9)

    result, played = listen(path)

    assert "her   (silence)" in result.stdout
    assert "Press your foot flat" in result.stdout
    assert len(played) == 2


@needs_flite
def test_most_voices_are_understood(transcriber, recogniser, spoken):
    understood = []

    for voice in VOICES:
        for text, intent in MEANT.items():
            source = Recording(spoken(text, voice=voice))
            (sound,) = transcriber.utterances(source, patience=60)
            words = transcriber.words_in(sound) or ""
            understood.append(recogniser.hear(words).intent == intent)

    assert sum(understood) >= 0.95 * len(understood)


@needs_flite
def test_two_signs_in_one_breath_are_both_heard(transcriber, spoken):
    source = Recording(spoken("my calf is red and swollen", voice="rms"))

    (sound,) = transcriber.utterances(source, patience=60)

    assert transcriber.words_in(sound) == "my calf is red and swollen"


def test_what_cannot_be_made_out_in_a_cramp_still_hurts(room):
    console = room.console({}, "somebody who mumbles")
    console.say("my calf is cramping")

    exchange = console.say(UNCLEAR)

    assert exchange.turn.intent == "StillHurts"
    assert exchange.spoken.session.state == State.RELIEVING


def test_a_sound_too_short_for_a_word_is_none(transcriber):
    assert transcriber.words_in(bytes(200)) is None


def test_silence_has_no_utterance(transcriber, tmp_path):
    path = tmp_path / "silence.wav"
    AudioSegment.silent(3000, frame_rate=44100).export(path, format="wav").close()

    assert list(transcriber.utterances(Recording(path), patience=60)) == []
    assert not samples_of(wav_in(path)).any()


def test_a_sentence_with_words_nobody_can_pronounce_is_left_out():
    transcriber = Transcriber(["my calf hurts", "xyzzyq hurts"])

    assert transcriber.unknown_sentences == 1


def test_the_corpus_holds_openings_signs_and_values(corpus):
    assert {"open cramp relief", "my calf is cramping", "half past two"} <= set(corpus)
    assert not any("{" in text for text in corpus)


def test_no_recording_is_an_error(listen, tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("my calf is cramping")

    result, _ = listen(path)

    assert result.exit_code == 1
    assert "not a WAV file" in result.stderr


def test_a_missing_recogniser_is_named(listen, tmp_path, monkeypatch):
    path = tmp_path / "silence.wav"
    AudioSegment.silent(100).export(path, format="wav").close()
    monkeypatch.setattr("audio.transcriber.find_spec", lambda _: None)

    result, _ = listen(path)

    assert result.exit_code == 1
    assert "cramp-relief[listen]" in result.stderr

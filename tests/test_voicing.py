"""Holds as the sound of a breath: which of them, how long, and within which limits."""

import re
from xml.etree import ElementTree

import pytest

from audio.clips import built
from audio.speech import Clip, Pause, Say, plain, seconds_of, speech_of
from audio.ssml import CLIPS_IN_REPLY, NIGHT, LimitExceeded
from intents.replies import Replies
from rules import LONGEST_SILENCE, silences
from skill.channels.alexa.apla import FILES, directive
from skill.channels.alexa.breathing import NEEDED, breathed, clip_of
from skill.channels.alexa.voicing import Voicing
from skill.settings import SettingsError
from skill.spoken import Part, joined

URL = "https://cramps.example/clips"
VOICING = Voicing.of(URL, built(), as_apla=False)
HOLDS = [f"relief.hold.{n}{less}" for n in (10, 20, 30) for less in ("", ".less")]


def hold(catalogue, key="relief.hold.30", locale="en-GB"):
    speech = speech_of(Replies(catalogue, locale).word(key))
    return Part("hold", key, speech, seconds_of(speech))


def say(text="Toes up. Hold."):
    speech = (Say(text),)
    return Part("say", "relief.step.again", speech, seconds_of(speech))


def clips_in(parts):
    return [piece.name for piece in joined(parts) if isinstance(piece, Clip)]


def sounds_in(node):
    """Give the components of a document that are heard, in order."""
    inside = [item for child in node.get("items", []) for item in sounds_in(child)]
    return inside if "items" in node else [node]


@pytest.mark.parametrize("key", HOLDS)
def test_a_clip_lasts_exactly_as_long_as_the_words_in_every_locale(catalogue, key):
    for locale in catalogue.locales:
        part = hold(catalogue, key, locale)

        (_, again), _ = breathed((part, part), ())

        assert again.seconds == part.seconds == seconds_of(again.speech)
        assert f"breath-{round(part.seconds)}" == clip_of(part).name in NEEDED


def test_the_first_hold_keeps_its_words_and_later_ones_are_clips(catalogue):
    first, second = hold(catalogue), hold(catalogue, "relief.hold.30.less")

    parts, again = breathed((say(), first, say(), second), (say(), first))

    assert parts[1] == first
    assert clips_in(parts) == clips_in(again) == ["breath-30"]
    assert plain(parts[3].speech) == ""
    assert [part.kind for part in parts] == ["say", "hold", "say", "hold"]


def test_a_response_with_its_reprompt_has_no_more_clips_than_it_may(catalogue):
    held = hold(catalogue, "relief.hold.10")

    parts, again = breathed((held,) * 5, (held,) * 4)

    assert len(clips_in(parts)) == 4
    assert len(clips_in(parts) + clips_in(again)) == CLIPS_IN_REPLY
    assert again[-1] == held


@pytest.mark.parametrize(
    "key", ["routine.cue.pumps", "relief.hold.15", "relief.rest.5"]
)
def test_what_has_words_of_its_own_keeps_them(catalogue, key):
    part = Part("hold", key, (Say("Breathe."), Pause(4)), 5)

    assert breathed((part,) * 3, (part,)) == ((part,) * 3, (part,))


def test_clips_that_are_not_built_stop_the_start():
    with pytest.raises(
        SettingsError, match="CLIPS_URL: breath-20, breath-30 not built"
    ):
        Voicing.of(URL, {"breath-10": built()["breath-10"]}, as_apla=False)
    assert Voicing.of(None, {}, as_apla=False) == Voicing()


@pytest.fixture
def relief(home):
    """Give the answer to a cramp with these settings."""

    def answer(**changes):
        speaker, _ = home.start(**changes)
        return speaker.say("start_relief")

    return answer


def test_a_relief_sounds_only_where_an_address_is_set(relief):
    words = relief()

    assert "<audio" not in str(words)
    assert "directives" not in words or not words["directives"]


def test_a_relief_breathes_from_the_second_hold_on(relief):
    response = relief(clips_url=URL)

    said = response["outputSpeech"]["ssml"]
    again = response["reprompt"]["outputSpeech"]["ssml"]
    sources = re.findall(r'<audio src="([^"]+)"/>', said + again)
    assert said.index("Breathe in.") < said.index("<audio")
    assert 1 < len(sources) <= CLIPS_IN_REPLY
    assert set(sources) <= {f"{URL}/{built()[name].name}" for name in NEEDED}
    assert not ElementTree.fromstring(said).findall(".//prosody/audio")


def test_as_a_document_a_relief_has_exact_silences_and_breath_beneath_words(relief):
    response = relief(clips_url=URL, as_apla=True)

    (given,) = response["directives"]
    sequence = given["document"]["mainTemplate"]["item"]
    mixers = [item for item in sequence["items"] if item["type"] == "Mixer"]
    assert "outputSpeech" not in response
    assert given["type"] == "Alexa.Presentation.APLA.RenderDocument"
    assert (given["document"]["type"], sequence["type"]) == ("APLA", "Sequencer")
    assert mixers
    for bed, words in (mixer["items"] for mixer in mixers):
        assert bed["type"] == "Audio"
        assert bed["source"].startswith(f"{URL}/breath-")
        assert words["duration"] == "trimToParent"
        assert {"Speech", "Silence"} == {item["type"] for item in words["items"]}


def test_both_forms_have_the_same_timeline(catalogue):
    parts = (say(), hold(catalogue), say("Rest."), hold(catalogue, "relief.hold.10"))

    document = directive(parts, VOICING.sources, NIGHT).document
    heard = sounds_in(document["mainTemplate"]["item"])

    silent = sum(item["duration"] for item in heard if item["type"] == "Silence")
    words = " ".join(i["content"] for i in heard if i["type"] == "Speech")
    paused = sum(p.seconds for p in joined(parts) if isinstance(p, Pause))
    assert silent == pytest.approx(paused * 1000, abs=1)
    assert max(i.get("duration", 0) for i in heard) <= LONGEST_SILENCE * 1000
    bare = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words)).strip()
    assert bare == plain(joined(parts))


def test_every_piece_of_a_document_is_ssml_of_its_own(catalogue):
    parts = (say("Cold & <sore>. Hold."), hold(catalogue))

    heard = sounds_in(
        directive(parts, VOICING.sources, NIGHT).document["mainTemplate"]["item"]
    )

    for item in heard:
        if item["type"] == "Speech":
            assert item["contentType"] == "SSML"
            assert ElementTree.fromstring(item["content"]).tag == "speak"


def test_a_document_with_too_many_files_is_refused(catalogue):
    held = hold(catalogue, "relief.hold.10")

    with pytest.raises(LimitExceeded, match="16 audio files, at most 15"):
        directive((held,) * (FILES + 1), VOICING.sources, NIGHT)


def test_what_holds_nothing_is_never_a_document(home):
    speaker, _ = home.start(clips_url=URL, as_apla=True)

    response = speaker.say("stop")

    assert not response.get("directives")
    assert response["outputSpeech"]["ssml"].startswith("<speak>")


def test_no_reply_is_silent_for_long_with_clips(catalogue):
    parts = (say(), hold(catalogue), say(), hold(catalogue))

    voiced, _ = breathed(parts, ())

    assert max(silences(joined(voiced))) <= LONGEST_SILENCE

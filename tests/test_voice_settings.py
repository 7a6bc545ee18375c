"""How she wants to be spoken to holds from that answer on, also on later nights."""

import pytest

from audio.ssml import ssml_of, unsupported
from skill.spoken import Manner, style_of


def test_whispering_is_remembered(keyboard):
    her = keyboard()

    said = her.say("can you whisper")
    her.leave()
    later = her.say("my calf is cramping")

    assert said.manner == later.manner == Manner("whisper", None)
    assert style_of(later.parts, later.manner).is_whispered


def test_pace_and_voice_are_kept_beside_each_other_until_she_wants_the_usual(keyboard):
    her = keyboard()

    her.say("can you whisper")
    both = her.say("speak slower")
    usual = her.say("speak normally")

    assert both.manner == Manner("whisper", "slower")
    assert usual.manner == her.say("what helps").manner == Manner()


@pytest.mark.parametrize(
    "manner", [Manner("whisper", "slower"), Manner(None, "faster")]
)
@pytest.mark.parametrize("locale", ["en-US", "en-GB", "en-CA", "en-AU", "en-IN"])
def test_every_manner_is_voiced_with_tags_the_locale_takes(keyboard, manner, locale):
    spoken = keyboard().say("my calf is cramping")

    ssml = ssml_of(spoken.speech, style_of(spoken.parts, manner))

    assert unsupported(ssml, locale) == []
    assert ("whispered" in ssml) is (manner.voice == "whisper")


def test_deleting_everything_forgets_the_voice_too(room, keyboard):
    her = keyboard()
    her.say("can you whisper")

    her.say("delete everything")
    her.say("yes")

    assert room.diary.person(her.user, her.now).voice is None

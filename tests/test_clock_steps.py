"""The clock of the machine is set, or a request comes late: nothing is lost for it."""

import pytest

HOUR = 3600
STEPS = (-48 * HOUR, -HOUR, -5, 5, HOUR, 48 * HOUR)


@pytest.mark.parametrize("step", STEPS)
def test_a_relief_goes_on_whatever_the_clock_does(keyboard, step):
    her = keyboard(consent=True)
    her.say("my calf is cramping")

    her.wait(step)
    spoken = her.say("still hurts")

    assert spoken.parts
    assert not any(part.key.startswith("trouble") for part in spoken.parts)


@pytest.mark.parametrize("step", STEPS)
def test_a_cramp_that_was_noted_is_there_whatever_the_clock_does(keyboard, room, step):
    her = keyboard(consent=True)
    her.say("my calf is cramping")

    her.wait(step)
    eased, noted = her.say("it's gone"), her.say("log a cramp left leg seven")

    said = [part.key for spoken in (eased, noted) for part in spoken.parts]
    kept = room.diary.latest_changeable(her.user, her.now)
    assert not any(key.startswith("trouble") for key in said)
    assert "diary.logged" in said
    assert (kept.leg, kept.severity) == ("left", 7)
    assert kept.ended_at is None or kept.ended_at >= kept.started_at

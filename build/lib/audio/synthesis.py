"""Recipes -> sound: everything is computed, the same on every machine.

The noise comes from PCG64's raw numbers, whose stream NumPy promises to keep (NEP 19).
"""

from collections.abc import Callable, Sequence

import numpy as np

from audio.clips import ClipError, Recipe
from audio.loudness import WANTED_LUFS, integrated
from audio.samples import RATE, Samples

HUSH_DB = 36.0
"""How far below its height a swell begins and ends."""
STRAIGHT = 0.7
"""Share of a straight line in a swell; all of it would have corners one hears."""
FADE_SECONDS = 0.15
SILENT_SECONDS = 0.06
"""Nothing at the very end, which an encoder's delay pushes out of the file."""
BREATH_IN = (420.0, 640.0)
BREATH_OUT = (300.0, 500.0)
"""Where the noise of a breath is centred and how far it reaches, Hz: no whistle."""
SURF = (220.0, 420.0)
RUMBLE = 80
"""Hz below which a small speaker only rattles."""
HUM = (131.0, 196.0, 262.0)
"""Low harmonics beneath a breath, Hz."""
HUM_SHARE = 0.3
SETTLE_RISE_SECONDS = 4.0
CEILING = 0.65
"""What peaks are bent to stay under, of full scale: -3.7 dB."""
MOST_LEVELLINGS = 12
NEAR_LU = 0.01
"""How near the wanted loudness is near enough."""
WORD_BITS = 64
"""Bits of one raw random number."""


def sound_of(recipe: Recipe) -> Samples:
    """Make a clip's sound, as loud as clips are, read-only.

    Raises:
        ClipError: no such sound, or parameters it does not take.

    """
    try:
        sound = SOUNDS[recipe.sound](recipe)
    except KeyError as error:
        raise ClipError(
            f"clips.yaml: {recipe.name}: unknown or missing {error};"
            f" sounds: {', '.join(SOUNDS)}"
        ) from error
    sound = levelled(_faded(sound))
    sound.setflags(write=False)
    return sound


def _breath(recipe: Recipe) -> Samples:
    given = recipe.parameters
    seed = int(given["seed"])
    phases: list[Samples] = []
    for cycle in range(int(given["cycles"])):
        for seconds, band, height, offset in (
            (given["in"], BREATH_IN, 0.6, 1),
            (given["out"], BREATH_OUT, 0.3, 2),
        ):
            if seconds:
                count = round(seconds * RATE)
                noise = _noise(count, band, 1000 * seed + 10 * cycle + offset)
                sound = noise + HUM_SHARE * _tones(count, HUM)
                phases.append(sound * _swell(count, round(height * count)))
    return np.concatenate(phases)


def _pulse(recipe: Recipe) -> Samples:
    count = round(recipe.seconds * RATE)
    peak = round(recipe.parameters["swell"] * RATE)
    return _tones(count, recipe.parameters["hertz"]) * _swell(count, peak)


def _settle(recipe: Recipe) -> Samples:
    given = recipe.parameters
    count = round(recipe.seconds * RATE)
    seconds = np.arange(count) / RATE
    waves = 2 * np.cos(2 * np.pi * seconds / given["wave"])
    level = -waves - given["falls"] * seconds / recipe.seconds
    shape = 10 ** (level / 20)
    rise = round(SETTLE_RISE_SECONDS * RATE)
    ends = _swell(2 * rise, rise)
    shape[:rise] *= ends[:rise]
    shape[-rise:] *= ends[rise:]
    return np.asarray(shape * _noise(count, SURF, int(given["seed"])))


SOUNDS: dict[str, Callable[[Recipe], Samples]] = {
    "breath": _breath,
    "pulse": _pulse,
    "settle": _settle,
}


def _noise(count: int, band: tuple[float, float], seed: int) -> Samples:
    """Give soft noise around the first frequency of a band, gone beyond the second."""
    words = np.random.PCG64(seed).random_raw(count)
    spectrum = np.fft.rfft(words / 2.0 ** (WORD_BITS - 1) - 1)
    centre, reach = band
    hertz = np.fft.rfftfreq(count, 1 / RATE)
    spectrum *= np.exp(-(((hertz - centre) / (reach / 2)) ** 2)) * (hertz > RUMBLE)
    noise = np.fft.irfft(spectrum, count)
    return np.asarray(noise / noise.std())


def _tones(count: int, hertz: Sequence[float]) -> Samples:
    """Give partials, each an octave's worth softer than the one below it."""
    seconds = np.arange(count) / RATE
    sound = np.zeros(count)
    for number, frequency in enumerate(hertz):
        sound += np.sin(2 * np.pi * frequency * seconds + number) / 2**number
    return np.asarray(sound / sound.std())


def _swell(count: int, peak: int) -> Samples:
    """Give an envelope that rises to `peak` and falls to the end, round in decibels."""
    up = np.linspace(0, 1, peak, endpoint=False)
    down = np.linspace(1, 0, count - peak)
    straight = np.concatenate([up, down])
    round_ = (1 - np.cos(np.pi * straight)) / 2
    height = STRAIGHT * straight + (1 - STRAIGHT) * round_
    return np.asarray(10 ** (HUSH_DB * (height - 1) / 20))


def _faded(sound: Samples) -> Samples:
    fade, silent = round(FADE_SECONDS * RATE), round(SILENT_SECONDS * RATE)
    ramp = (1 - np.cos(np.linspace(0, np.pi, fade))) / 2
    shape = np.ones(sound.size)
    shape[:fade] = ramp
    shape[-fade - silent : -silent] = ramp[::-1]
    shape[-silent:] = 0
    return np.asarray(sound * shape)


def levelled(sound: Samples) -> Samples:
    """Bring a sound to a clip's loudness, its rare peaks bent and not cut."""
    gain, bent = 1.0, sound
    for _ in range(MOST_LEVELLINGS):
        missing = WANTED_LUFS - integrated(bent)
        if abs(missing) < NEAR_LU:
            break
        gain *= 10 ** (missing / 20)
        bent = CEILING * np.tanh(gain * sound / CEILING)
    return np.asarray(bent)

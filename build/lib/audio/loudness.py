"""How loud a sound is, where it peaks, how steeply it rises and how high it reaches."""

import numpy as np
import pyloudnorm
from scipy.signal import resample_poly

from audio.samples import RATE, Samples

WANTED_LUFS = -18.0
"""Integrated loudness of a clip: a voice's in a bedroom. Within `TOLERANCE_LU`."""
TOLERANCE_LU = 0.5
HIGHEST_PEAK = -3.0
"""True peak of a clip, dBFS."""
STEEPEST_RISE_LU = 12.0
"""Most that loudness may rise within `RISE_SECONDS`; a startle needs about 25 dB."""
RISE_SECONDS = 0.2
HUSH_LUFS = -50.0
"""A quiet bedroom; rises are measured from here, not from digital silence."""
BRIGHT_HERTZ = 4000
MOST_BRIGHT = 1e-4
"""Largest share of the energy above `BRIGHT_HERTZ`: 40 dB below the rest."""
OVERSAMPLING = 4
"""Source: ITU-R BS.1770-5, annex 2."""
WINDOW_SECONDS = 0.1
HOP_SECONDS = 0.02
SILENCE = 1e-12


def integrated(samples: Samples) -> float:
    """Give the integrated loudness, LUFS, gated; from 0.4 s on.

    Source: ITU-R BS.1770-5, as pyloudnorm has it.
    """
    return float(pyloudnorm.Meter(RATE).integrated_loudness(samples))


def true_peak(samples: Samples) -> float:
    """Give the peak between the samples, dBFS."""
    between = resample_poly(samples, OVERSAMPLING, 1)
    return float(20 * np.log10(max(np.abs(between).max(), SILENCE)))


def share_above(samples: Samples, hertz: float = BRIGHT_HERTZ) -> float:
    """Give the share of the energy above a frequency, 0 to 1."""
    power = np.abs(np.fft.rfft(samples)) ** 2
    above = np.fft.rfftfreq(samples.size, 1 / RATE) > hertz
    return float(power[above].sum() / max(power.sum(), SILENCE))


def short_term(samples: Samples) -> Samples:
    """Give the loudness of each tenth of a second, LUFS, every `HOP_SECONDS`.

    Silence before the first sample counts, so that a sudden beginning is seen.
    """
    window, hop = int(WINDOW_SECONDS * RATE), int(HOP_SECONDS * RATE)
    silence = np.zeros(window + int(RISE_SECONDS * RATE))
    heard = _weighted(np.concatenate([silence, samples]))
    sums = np.concatenate([[0.0], np.cumsum(heard**2)])
    power = (sums[window:] - sums[:-window])[::hop] / window
    return np.asarray(-0.691 + 10 * np.log10(np.maximum(power, SILENCE)))


def steepest_rise(samples: Samples) -> float:
    """Give the most, LU, that loudness rises within `RISE_SECONDS`."""
    levels = np.maximum(short_term(samples), HUSH_LUFS)
    hops = round(RISE_SECONDS / HOP_SECONDS)
    return float((levels[hops:] - levels[:-hops]).max(initial=0.0))


def _weighted(samples: Samples) -> Samples:
    """Weigh frequencies as ears do: the K weighting."""
    heard = samples
    for stage in pyloudnorm.Meter(RATE)._filters.values():
        heard = stage.apply_filter(heard)
    return np.asarray(heard)

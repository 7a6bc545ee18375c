"""Measures of a sound, on sounds whose measure is known."""

import numpy as np
import pytest

from audio import loudness
from audio.samples import RATE

SECONDS = np.arange(3 * RATE) / RATE
TONE = np.sin(2 * np.pi * 997 * SECONDS)


def test_a_full_tone_in_one_channel_is_three_below_nothing():
    """Source: ITU-R BS.1770-5, which calibrates with this tone."""
    assert loudness.integrated(TONE) == pytest.approx(-3.01, abs=0.1)


def test_a_peak_between_samples_is_found():
    between = np.sin(2 * np.pi * RATE / 4 * SECONDS + np.pi / 4)

    assert 20 * np.log10(np.abs(between).max()) == pytest.approx(-3.01, abs=0.01)
    assert loudness.true_peak(between[RATE:]) > -0.6


def test_energy_above_a_frequency_is_a_share():
    bright = np.sin(2 * np.pi * 6000 * SECONDS)

    assert loudness.share_above(TONE) < 1e-6
    assert loudness.share_above(TONE + bright) == pytest.approx(0.5, abs=0.01)


def test_a_sudden_beginning_is_a_steep_rise_and_a_swell_is_none():
    swell = TONE * 10 ** ((np.minimum(SECONDS, 2) - 2) * 25 / 20)

    assert loudness.steepest_rise(0.1 * TONE) > 25
    assert loudness.steepest_rise(0.1 * np.concatenate([TONE, TONE])[RATE:]) > 25
    assert loudness.steepest_rise(0.1 * swell) < 8
    assert loudness.steepest_rise(np.zeros(RATE)) == 0

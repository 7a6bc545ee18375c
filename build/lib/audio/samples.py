"""What sound is here: an array of samples, always mono, always at one rate."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Samples: TypeAlias = NDArray[np.float64]
"""Mono sound at `RATE`, within -1 to 1."""
RATE = 24000
"""Samples a second; what a clip's MP3 has, and more than a voice needs."""

"""What a second look for warning signs gives."""

from dataclasses import dataclass

NOTHING = "nothing"
"""Stands for no sign."""
SURE = 0.2
"""Least margin with which a sign is taken that the rules missed.

Chosen by training on the words of two writers and trying those of two others.
"""
SURE_OF_NOTHING = -1.2
"""Greatest margin with which a sign the rules found is doubted."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """The likeliest warning sign of an utterance."""

    flag: str
    """Id of the sign, e.g. RF03."""
    margin: float
    """Above 0 it is more like that sign than like nothing."""

    @property
    def is_sign(self) -> bool:
        """Tell whether it is clear enough to answer."""
        return self.margin >= SURE

    @property
    def is_nothing(self) -> bool:
        """Tell whether it is clear that there is no sign."""
        return self.margin <= SURE_OF_NOTHING

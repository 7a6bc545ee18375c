"""What a second look for warning signs gives."""

from dataclasses import dataclass

URGENCIES = ("E", "M", "D", "N")
"""Emergency number now, maternity unit now, within a day, next appointment."""
NOTHING = "nothing"
"""Stands for no sign."""
SURE = -0.2
"""Least margin with which a sign is taken that the rules missed.

This and the margins below were chosen on writers the net had not learned from: see
decision 17.
"""
SURE_OF_NOTHING = -0.6
"""Greatest margin with which a sign the rules found is doubted."""
SURE_OF_NO_EMERGENCY = -1.0
"""The same where the rules found an emergency."""
SURE_OF_THE_SIGN = 0.5
"""Least margin with which a sign is taken for a more urgent one of the rules."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """The likeliest warning sign of an utterance."""

    flag: str
    """Id of the sign, e.g. RF03."""
    margin: float
    """Above 0 it is more like that sign than like nothing."""
    variant: str = ""
    """Name of its more urgent form, e.g. emergency; empty for the plain one."""

    @property
    def is_sign(self) -> bool:
        """Tell whether it is clear enough to answer."""
        return self.margin >= SURE

    @property
    def is_this_sign(self) -> bool:
        """Tell whether it is clearly this sign, and none more urgent."""
        return self.margin >= SURE_OF_THE_SIGN

    @property
    def is_nothing(self) -> bool:
        """Tell whether it is clear that there is no sign."""
        return self.margin <= SURE_OF_NOTHING

    @property
    def is_no_emergency(self) -> bool:
        """Tell whether it is so clear that even an emergency may be doubted."""
        return self.margin <= SURE_OF_NO_EMERGENCY

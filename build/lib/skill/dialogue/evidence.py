"""What each claim rests on, as "says who" tells it."""

from dataclasses import dataclass

from intents.catalogue import Catalogue
from intents.coverage import DECLINE


@dataclass(frozen=True, slots=True)
class Evidence:
    """The ground of one claim."""

    strength: str
    """guidance, trial, weak, memory or editorial."""
    spoken: tuple[str, ...]
    """Short names of its sources, best known first."""
    declines: bool
    """Whether what it claims is refused."""


def evidence_of(catalogue: Catalogue) -> dict[str, Evidence]:
    """Give the ground of every claim."""
    return {
        name: Evidence(
            claim["strength"],
            tuple(catalogue.sources[source]["spoken"] for source in claim["sources"]),
            claim["verdict"] == DECLINE,
        )
        for name, claim in catalogue.claims.items()
    }

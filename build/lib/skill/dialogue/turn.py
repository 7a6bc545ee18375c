"""What comes into the dialogue and what it decides: Turn, Line, Reply."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from intents.suspicion import Suspicion
from skill.dialogue.session import Session
from skill.episodes.records import Record

LAUNCH = "Launch"
"""Intent of a turn that only opens the skill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One utterance with its locale, session and moment."""

    user: str
    """Pseudonymous key of the person, from `skill.episodes.people.key_of`."""
    locale: str
    """Alexa locale, e.g. en-GB."""
    heard_at: datetime
    """When it was heard, aware UTC."""
    intent: str | None
    """Name in intents.yaml, `LAUNCH`, or None: not understood."""
    slots: Mapping[str, Any] = field(default_factory=dict)
    """leg, place, period: ids; severity: int; duration, ago: seconds;
    time: Clock; day: Day; code: digits; anything: words."""
    session: Session = Session()
    id: str
    """Request id; the same id is the same turn sent again."""
    utterance: str | None = None
    """Words heard, where the channel has them; searched for warning signs."""
    suspicion: Suspicion | None = None
    """A second look for warning signs, where the channel can take one."""
    zone: str = "UTC"
    """IANA time zone of the device."""
    channel: str = "console"
    """alexa, console or webhook: how an episode was logged."""

    @property
    def seconds(self) -> float:
        """Give the moment in seconds since 1970 UTC."""
        return self.heard_at.timestamp()


@dataclass(frozen=True, slots=True)
class Line:
    """One reply key with its values."""

    key: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def packed(self) -> str:
        """Give the line as one short string for the session."""
        return f"{self.key}?{urlencode(self.values)}" if self.values else self.key


def unpacked(text: str) -> Line:
    """Read what `Line.packed` gave; numbers come back as text."""
    key, _, values = text.partition("?")
    return Line(key, dict(parse_qsl(values)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a handler chose; a reply with `asks` keeps the session open."""

    session: Session
    says: tuple[Line, ...] = ()
    asks: Line | None = None
    again: tuple[Line, ...] = ()
    """The reprompt: what is said in silence. Empty: the question again."""
    records: tuple[Record, ...] = ()
    """Stored before anything is said."""
    tells: str | None = None
    """Key of a first line that tells the episode stored."""
    otherwise: str | None = None
    """Key said instead where `tells` found no episode."""
    flag: str | None = None
    """Warning sign answered, e.g. RF03."""

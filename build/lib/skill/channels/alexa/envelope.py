"""Alexa's request envelope -> Turn.

Read by hand: the SDK's reader refuses a request with a type or a value it does not
know, and Alexa adds some without notice. Whatever is missing or odd counts as absent.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Self

from intents.catalogue import Catalogue
from skill.channels.alexa.fields import at, text_at
from skill.channels.alexa.slots import SlotReader, words_of
from skill.channels.alexa.zones import Device, Zones
from skill.dialogue.session import from_attributes
from skill.dialogue.turn import LAUNCH, Turn
from skill.episodes.people import key_of

SPOKEN_TO = frozenset({"LaunchRequest", "IntentRequest"})
"""Types of requests that are answered in words."""
FALLBACK = "AMAZON.FallbackIntent"
ASK_ABOUT, ASK_UNKNOWN = "AskAbout", "AskUnknown"
"""Intent of all questions about a thing, and of those nobody has an answer to."""
DEFAULT_LOCALE = "en-US"
_LOCALE = re.compile(r"[a-z]{2}-[A-Z]{2}")
_WORD = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,200}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What is read of a request that Alexa signed."""

    type: str
    """As sent, such as LaunchRequest; "unreadable" where it is no plain word."""
    request_id: str
    """As sent; without a usable one, a hash of the body."""
    sent_at: datetime
    """Aware UTC."""
    locale: str
    user: str = field(repr=False)
    """Whose diary it is: the platform's id, or of the session if there is none."""
    intent: str | None = None
    """Name as sent; None: none was."""
    slots: object = None
    attributes: object = None
    device: Device | None = None
    """None: Alexa cannot be asked about the speaker."""
    error: str | None = None
    """Type of the error a request reports."""
    persistence: str | None = None
    """PERSISTED or NOT_PERSISTED when the skill was disabled."""

    @classmethod
    def of(cls, content: Mapping[str, Any], body: bytes, now: datetime) -> Self:
        """Read a parsed body; `now` stands in for a moment that cannot be read."""
        request = at(content, "request")
        system = at(content, "context", "System")
        request_id = _plain(_REQUEST_ID, at(request, "requestId"))
        request_id = request_id or sha256(body).hexdigest()
        return cls(
            type=_plain(_WORD, at(request, "type")) or "unreadable",
            request_id=request_id,
            sent_at=_moment(text_at(request, "timestamp"), now),
            locale=_plain(_LOCALE, at(request, "locale")) or DEFAULT_LOCALE,
            user=text_at(system, "user", "userId")
            or text_at(content, "session", "user", "userId")
            or text_at(content, "session", "sessionId")
            or request_id,
            intent=text_at(request, "intent", "name"),
            slots=at(request, "intent", "slots"),
            attributes=at(content, "session", "attributes"),
            device=_device(system),
            error=_plain(_WORD, at(request, "error", "type")),
            persistence=text_at(request, "body", "userInformationPersistenceStatus"),
        )


class TurnReader:
    """Makes turns of envelopes; made once."""

    def __init__(
        self, catalogue: Catalogue, secret: bytes, zones: Zones, zone: str | None
    ) -> None:
        """Take a `secret` to name people with and a `zone` for mute speakers."""
        self._catalogue = catalogue
        self._secret = secret
        self._zones = zones
        self._zone = zone
        self._slots = {
            code: SlotReader(catalogue, language)
            for code, language in catalogue.languages.items()
        }

    def person(self, envelope: Envelope) -> str:
        """Give the key of the household: one account has one log."""
        return key_of(self._secret, envelope.user)

    def bare(self, envelope: Envelope) -> Turn:
        """Give a turn without anything that was said, which cannot fail."""
        return Turn(
            user=self.person(envelope),
            locale=envelope.locale,
            heard_at=envelope.sent_at,
            intent=None,
            id=envelope.request_id,
            channel="alexa",
        )

    def turn(self, envelope: Envelope, bare: Turn) -> Turn:
        """Complete the bare turn of an envelope; may wait for the speaker's zone."""
        intent, slots = self._meaning(envelope)
        return replace(
            bare,
            intent=intent,
            slots=slots,
            session=from_attributes(envelope.attributes),
            zone=self._zone_for(intent, envelope),
        )

    def _meaning(self, envelope: Envelope) -> tuple[str | None, Mapping[str, Any]]:
        if envelope.type == "LaunchRequest":
            return LAUNCH, {}
        language = self._catalogue.language(envelope.locale)
        reader = self._slots[language.code]
        if envelope.intent == ASK_ABOUT:
            thing = at(envelope.slots, "thing")
            if asked := reader.question(thing):
                return language.questions[asked].intent, {}
            words = words_of(thing)
            return ASK_UNKNOWN, {"anything": words} if words else {}
        return self._named(envelope.intent), reader.read(envelope.slots)

    def _named(self, name: str | None) -> str | None:
        """Give our intent, None for words the platform did not understand either."""
        if name is None or name == FALLBACK:
            return None
        own = name if name in self._catalogue.intents else None
        return self._catalogue.by_alexa_name.get(name, own)

    def _zone_for(self, intent: str | None, envelope: Envelope) -> str:
        fallback = self._zone or self._catalogue.locale(envelope.locale).zone
        known = self._catalogue.intents.get(intent or "")
        if known is None or not known.local_time:
            return fallback  # nobody in a cramp waits for a time zone
        return self._zones.zone_of(envelope.device) or fallback


def _plain(pattern: re.Pattern[str], value: object) -> str | None:
    return value if isinstance(value, str) and pattern.fullmatch(value) else None


def _moment(text: str | None, now: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return now
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _device(system: object) -> Device | None:
    id_ = text_at(system, "device", "deviceId")
    address, token = text_at(system, "apiEndpoint"), text_at(system, "apiAccessToken")
    return Device(id_, address, token) if id_ and address and token else None

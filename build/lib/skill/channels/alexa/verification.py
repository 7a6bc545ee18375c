"""Whether Alexa sent a request, to this skill, just now: Verifier.

The signature is checked on the raw bytes, before anything is parsed; the moment and
the skill, which are inside the signed bytes, after that.
"""

import base64
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import Certificate

from skill.channels.alexa.certificates import certificate_url
from skill.channels.alexa.rejection import RequestRejected
from skill.channels.alexa.signers import Fetch, Signers, download
from skill.channels.alexa.trust import environment_trust

TOLERANCE = timedelta(seconds=150)
"""How far a request's moment may lie from ours, either way.

Source: ask_sdk_webservice_support, verifier_constants; no longer one is publishable.
"""
EVENT_TOLERANCE = timedelta(seconds=3600)
"""The same for events, which Alexa sends again when they could not be delivered."""
EVENT_TYPES = ("AlexaSkillEvent.", "Reminders.")
"""How the types of such events begin."""

_URL_HEADER = "signaturecertchainurl"
_SIGNATURE_HEADER = "signature-256"
_SIGNATURE_LENGTH = 2048
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"
    r"(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_SKILL_PATHS = (
    ("context", "System", "application", "applicationId"),
    ("session", "application", "applicationId"),
)


class Headers(Protocol):
    """Headers of a request, of a web framework or a plain mapping."""

    def items(self) -> Iterable[tuple[str, str]]:
        """Give each name, in any case, with its value."""


def _environment_roots() -> Sequence[Certificate]:
    return environment_trust().roots


class Verifier:
    """Tells Alexa's requests from others; made once and shared between threads."""

    def __init__(
        self,
        skill_ids: Collection[str],
        fetch: Fetch = download,
        roots: Callable[[], Sequence[Certificate]] = _environment_roots,
    ) -> None:
        """Accept requests to any of `skill_ids`.

        `fetch` and `roots` are where the machine ends: the download of a chain and
        the certificates trusted, both read only when a chain is not known yet.
        """
        self._skill_ids = frozenset(skill_ids)
        self._signers = Signers(fetch, roots)

    def verify_signature(self, headers: Headers, body: bytes, now: datetime) -> None:
        """Check that Alexa signed exactly these bytes.

        Header names in any case; `now` is aware. Raises RequestRejected and
        nothing else.
        """
        url, signature = _signature_headers(headers)
        signer = self._signers.at(certificate_url(url), now)
        try:
            if len(signature) > _SIGNATURE_LENGTH:
                raise InvalidSignature
            sealed = base64.b64decode(signature, validate=True)
            signer.key.verify(sealed, body, PKCS1v15(), SHA256())
        except (InvalidSignature, ValueError, TypeError) as error:
            raise RequestRejected("signature", error) from error

    def verify_envelope(self, envelope: object, now: datetime) -> None:
        """Check the moment and the skill of a parsed body whose signature held.

        `now` is aware. Raises RequestRejected and nothing else.
        """
        if not isinstance(envelope, dict):
            raise RequestRejected("body")
        _verify_moment(envelope, now)
        named = [_reach(envelope, path) for path in _SKILL_PATHS]
        present = [name for name in named if name is not None]
        if not present or not all(map(self._is_ours, present)):
            raise RequestRejected("skill id")

    def _is_ours(self, skill_id: object) -> bool:
        return isinstance(skill_id, str) and skill_id in self._skill_ids


def _signature_headers(headers: Headers) -> tuple[str, str]:
    found: dict[str, str] = {}
    for name, value in headers.items():
        lowered = str(name).lower()
        if lowered in (_URL_HEADER, _SIGNATURE_HEADER):
            if lowered in found or not isinstance(value, str):
                raise RequestRejected("header")  # of two, which one is meant?
            found[lowered] = value
    url, signature = found.get(_URL_HEADER), found.get(_SIGNATURE_HEADER)
    if not url or not signature:
        raise RequestRejected("header")
    return url, signature


def _verify_moment(envelope: object, now: datetime) -> None:
    moment = _reach(envelope, ("request", "timestamp"))
    kind = _reach(envelope, ("request", "type"))
    is_event = isinstance(kind, str) and kind.startswith(EVENT_TYPES)
    tolerance = EVENT_TOLERANCE if is_event else TOLERANCE
    if not isinstance(moment, str) or not _MOMENT.fullmatch(moment):
        raise RequestRejected("timestamp")
    try:
        sent_at = datetime.fromisoformat(moment)
    except ValueError as error:
        raise RequestRejected("timestamp", error) from error
    if sent_at.tzinfo is None:  # Alexa's moments are UTC, said or not
        sent_at = sent_at.replace(tzinfo=UTC)
    if abs(now - sent_at) > tolerance:
        raise RequestRejected("timestamp")


def _reach(value: object, path: Sequence[str]) -> object:
    """Follow keys down a parsed body; None where they lead nowhere."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value

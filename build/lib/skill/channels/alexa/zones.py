"""The time zone of a speaker, asked of Alexa and remembered."""

import json
import logging
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from urllib.parse import quote

import requests

from skill.channels.alexa.trust import environment_trust
from skill.settings import is_zone

LOG = logging.getLogger(__name__)
WAIT_SECONDS = 0.3
"""How long an answer waits for its zone; a later one serves the next turn."""
KEPT_SECONDS = 24 * 3600.0
FAILURE_KEPT_SECONDS = 300.0
"""How long a speaker is not asked again after a failure."""
DEVICES = 1024
"""Speakers remembered; the one asked about first is dropped."""
QUESTIONS_AT_ONCE = 4
READ_BYTES = 256
# The address comes with the request. Its host is one of Alexa's own, or the token is
# not sent anywhere. Source: Alexa settings API, base addresses by region.
_ADDRESS = re.compile(r"https://api(?:\.eu|\.fe)?\.amazon(?:alexa)?\.com/?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Device:
    """A speaker, and how to ask Alexa about it during this request."""

    id: str = field(repr=False)
    address: str
    """Base address of Alexa's API, as the request gave it."""
    token: str = field(repr=False)
    """Bearer token of this request."""


Ask = Callable[[Device], str]
"""Gives the zone of a speaker; may raise anything."""


class _Bearer(requests.auth.AuthBase):
    """The token of the request; without it a netrc file would be asked for one."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def ask_alexa(device: Device) -> str:
    """Ask Alexa's settings API.

    Raises OSError (of which the errors of requests are) or ValueError if the
    address is not Alexa's or the answer is no JSON text.
    """
    if not _ADDRESS.fullmatch(device.address):
        raise ValueError("settings: not an address of Alexa's")
    path = f"v2/devices/{quote(device.id, safe='')}/settings/System.timeZone"
    with requests.get(
        f"{device.address.rstrip('/')}/{path}",
        auth=_Bearer(device.token),
        timeout=5 * WAIT_SECONDS,
        stream=True,
        allow_redirects=False,
        verify=environment_trust().location,
        headers={"Accept-Encoding": "identity"},
    ) as response:
        if response.status_code != requests.codes.ok:
            raise OSError(f"settings: status {response.status_code}")
        name = json.loads(response.raw.read(READ_BYTES))
    if not isinstance(name, str):
        raise ValueError("settings: expected a text")
    return name


class Zones:
    """Time zones by speaker; safe to share between threads."""

    def __init__(
        self, ask: Ask = ask_alexa, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Take whom to `ask`, and a `clock` in seconds that only goes forward."""
        self._ask = ask
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[str, tuple[str | None, float]] = {}
        self._coming: dict[str, Future[str | None]] = {}

    def zone_of(self, device: Device | None) -> str | None:
        """Give an IANA name, None where it cannot be had within `WAIT_SECONDS`."""
        if device is None:
            return None
        with self._lock:
            zone, until = self._known.get(device.id, (None, 0.0))
            if self._clock() < until:
                return zone
            coming = self._coming.get(device.id) or self._send_for(device)
        try:
            return coming.result(WAIT_SECONDS) if coming else None
        except TimeoutError:
            return None

    def _send_for(self, device: Device) -> Future[str | None] | None:
        if len(self._coming) >= QUESTIONS_AT_ONCE:
            return None
        # A thread of its own: no timeout of the HTTP stack bounds the whole.
        threading.Thread(target=self._bring, args=(device,), daemon=True).start()
        coming: Future[str | None] = Future()
        self._coming[device.id] = coming
        return coming

    def _bring(self, device: Device) -> None:
        zone = self._asked(device)
        kept = KEPT_SECONDS if zone else FAILURE_KEPT_SECONDS
        with self._lock:
            self._known.pop(device.id, None)
            self._known[device.id] = (zone, self._clock() + kept)
            while len(self._known) > DEVICES:
                del self._known[next(iter(self._known))]
            coming = self._coming.pop(device.id)
        coming.set_result(zone)

    def _asked(self, device: Device) -> str | None:
        try:
            name = self._ask(device)
        except Exception as error:  # every failure of the network means: not known
            LOG.warning("zone not known: %s", type(error).__name__)
            return None
        if not is_zone(name):
            LOG.warning("zone not known: no such zone")
            return None
        return name

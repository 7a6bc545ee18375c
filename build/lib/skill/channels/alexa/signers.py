"""The signers at Amazon's addresses: fetched when first needed, then remembered."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime

import requests
from cryptography.x509 import Certificate

from skill.channels.alexa.certificates import Signer, trusted_signer
from skill.channels.alexa.rejection import RequestRejected
from skill.channels.alexa.trust import environment_trust

Fetch = Callable[[str], bytes]
"""Gives the PEM file at an address; may raise anything."""

FETCH_SECONDS = 3.0
"""How long a request may wait for a certificate; Alexa gives up after 8 s."""
FETCH_BYTES = 64 * 1024
"""Largest certificate file read; Amazon's holds about 5 kB."""
CACHED_SIGNERS = 8
"""Amazon has two or three in use at a time."""
FETCHES_AT_ONCE = 4
"""Downloads under way before further unknown addresses are turned away."""


def download(url: str) -> bytes:
    """Fetch a certificate file as the environment's proxy and trust settings say.

    Raises OSError (of which the errors of requests are) if it is not there, is too
    large, or takes too long; a redirect counts as not there.
    """
    deadline = time.monotonic() + FETCH_SECONDS
    with requests.get(
        url,
        timeout=FETCH_SECONDS,
        stream=True,
        allow_redirects=False,
        verify=environment_trust().location,
        headers={"Accept-Encoding": "identity"},
    ) as response:
        if response.status_code != requests.codes.ok:
            raise OSError(f"certificate file: status {response.status_code}")
        content = b""
        # One read of the socket at a time: a trickle is noticed, not waited for.
        while piece := response.raw.read1(FETCH_BYTES):
            content += piece
            if len(content) > FETCH_BYTES or time.monotonic() > deadline:
                raise OSError("certificate file: too large or too slow")
        return content


class Signers:
    """Trusted signers by certificate address, each fetched when first needed.

    Safe to share between threads. Requests that need the same address share one
    download. Only a trusted signer is kept, so nobody but Amazon can fill the cache.
    """

    def __init__(
        self, fetch: Fetch, roots: Callable[[], Sequence[Certificate]]
    ) -> None:
        """Take a `fetch` and where to read the trusted certificates anew."""
        self._fetch = fetch
        self._roots = roots
        self._lock = threading.Lock()
        self._known: dict[str, Signer] = {}
        self._coming: dict[str, Future[Signer]] = {}

    def at(self, url: str, now: datetime) -> Signer:
        """Give the signer whose chain lies at a normalised address.

        Raises RequestRejected if it cannot be had in time or is not to be trusted.
        """
        with self._lock:
            signer = self._known.get(url)
            if signer and signer.is_current(now):
                return signer
            self._known.pop(url, None)
            coming = self._coming.get(url) or self._send_for(url, now)
        try:
            return coming.result(FETCH_SECONDS)
        except TimeoutError as error:
            raise RequestRejected("certificate fetch", error) from error

    def _send_for(self, url: str, now: datetime) -> Future[Signer]:
        if len(self._coming) >= FETCHES_AT_ONCE:
            raise RequestRejected("certificate fetch")
        # A thread of its own, because no timeout of the HTTP stack bounds the whole:
        # name look-up and every address of a host are waited for separately.
        threading.Thread(target=self._bring, args=(url, now), daemon=True).start()
        coming: Future[Signer] = Future()
        self._coming[url] = coming
        return coming

    def _bring(self, url: str, now: datetime) -> None:
        signer: Signer | RequestRejected
        try:
            signer = trusted_signer(self._fetched(url), self._roots(), now)
        except RequestRejected as rejected:
            signer = rejected
        except BaseException as error:  # even a panic: those who wait must hear of it
            signer = RequestRejected("chain", error)
        with self._lock:
            coming = self._coming.pop(url)
            if isinstance(signer, Signer):
                self._keep(url, signer)
        if isinstance(signer, Signer):
            coming.set_result(signer)
        else:
            coming.set_exception(signer)

    def _fetched(self, url: str) -> bytes:
        try:
            return self._fetch(url)
        except Exception as error:  # every failure of the network is the same refusal
            raise RequestRejected("certificate fetch", error) from error

    def _keep(self, url: str, signer: Signer) -> None:
        self._known[url] = signer
        while len(self._known) > CACHED_SIGNERS:
            del self._known[next(iter(self._known))]

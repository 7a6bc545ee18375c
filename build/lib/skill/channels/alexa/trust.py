"""The certificates this machine trusts, by the usual settings of its environment."""

import os
import re
import ssl
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import certifi
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509 import Certificate, load_pem_x509_certificate

# Whatever lies between the marks is plain base64, so a mark without its partner
# ends the search at once and a long hostile file costs no more than reading it.
_PEM = re.compile(
    rb"-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----"
)


@dataclass(frozen=True, slots=True)
class TrustStore:
    """What is trusted, in the two forms it is used in."""

    location: str
    """File or directory for TLS connections, as `requests` takes it."""
    roots: tuple[Certificate, ...]
    """Every readable certificate, each once; an intermediate may be among them."""


def environment_trust() -> TrustStore:
    """Read the trust store: set variables, else OpenSSL's own paths, else certifi.

    The variables add up, so that a root named by any of them counts; once one of
    them names a certificate, nothing that is not named is trusted.
    """
    paths = ssl.get_default_verify_paths()
    system = [Path(paths.openssl_cafile), Path(paths.openssl_capath)]
    for locations in (_named_by_environment(), system):
        held = {place: found for place in locations if (found := _held_in(place))}
        if held:
            every = {root: None for found in held.values() for root in found}
            return TrustStore(str(next(iter(held))), tuple(every))
    bundle = Path(certifi.where())
    return TrustStore(str(bundle), tuple(_held_in(bundle)))


def certificates_in(pems: Iterable[bytes]) -> list[Certificate]:
    """Parse every PEM certificate, in order; broken and repeated ones are left out."""
    blocks = {block: None for pem in pems for block in _PEM.findall(pem)}
    return [found for block in blocks if (found := _parsed(block))]


def _parsed(block: bytes) -> Certificate | None:
    try:
        certificate = load_pem_x509_certificate(block)
        # Read here, once: a root whose extensions cannot be parsed would otherwise
        # spoil every path that only comes past its name.
        _ = certificate.extensions
    except Exception:  # the parser has no common error of its own
        return None
    return certificate


def _named_by_environment() -> Iterator[Path]:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        if value := os.environ.get(name):
            yield Path(value)
    for value in os.environ.get("SSL_CERT_DIR", "").split(os.pathsep):
        if value:
            yield Path(value)


def _held_in(location: Path) -> list[Certificate]:
    with warnings.catch_warnings():
        # Old roots with a serial number of zero: nothing the reader could mend.
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        return certificates_in(_contents(location))


def _contents(location: Path) -> Iterator[bytes]:
    try:
        files = sorted(location.iterdir()) if location.is_dir() else [location]
    except OSError:
        return
    for file in files:
        try:
            yield file.read_bytes()
        except OSError:
            continue

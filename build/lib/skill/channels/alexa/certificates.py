"""Which certificates may speak for Alexa: where they lie and whom they lead to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.verification import (
    Criticality,
    ExtensionPolicy,
    Policy,
    PolicyBuilder,
    Store,
)

from skill.channels.alexa.rejection import RequestRejected
from skill.channels.alexa.trust import certificates_in

SIGNER = "echo-api.amazon.com"
"""The name Alexa's certificate is made out to.

Source: developer.amazon.com, host a custom skill as a web service."""
KEY_BITS = 2048
"""Shortest RSA key believed; the chain verifier asks this of issuers only."""

# A list of what is allowed, not of what is not: no userinfo, port, query, fragment,
# escape, backslash or control character can get past it, whatever the HTTP stack
# would make of one.
_ADDRESS = re.compile(
    r"(?i:https)://(?i:s3\.amazonaws\.com)(?::443)?(/[A-Za-z0-9._~/-]*)",
    re.ASCII,  # or a long s would pass for one
)
_ADDRESS_LENGTH = 512
_FOLDER = "/echo.api/"


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that may sign for Alexa."""

    key: RSAPublicKey
    begins: datetime
    """First moment of the leaf certificate, UTC."""
    ends: datetime
    """Last moment of the leaf certificate, UTC."""

    def is_current(self, now: datetime) -> bool:
        """The leaf certificate is inside its dates."""
        return self.begins <= now <= self.ends


def certificate_url(text: str) -> str:
    """Normalise the address of a certificate chain.

    Raises RequestRejected unless it lies in Amazon's folder for such chains.
    """
    address = _ADDRESS.fullmatch(text) if len(text) <= _ADDRESS_LENGTH else None
    path = _without_dots(address[1]) if address else ""
    if not path.startswith(_FOLDER) or path == _FOLDER:
        raise RequestRejected("certificate url")
    return f"https://s3.amazonaws.com{path}"


def _without_dots(path: str) -> str:
    *folders, name = path.split("/")[1:]
    kept: list[str] = []
    for segment in folders:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if name == "..":
        del kept[-1:]
    return "/".join(["", *kept, "" if name in (".", "..") else name])


def trusted_signer(
    pem: bytes, roots: Sequence[x509.Certificate], now: datetime
) -> Signer:
    """Give the key of the first certificate if a path leads from it to a root.

    The others may be in any order and may be superfluous.

    Raises RequestRejected for the dates of the first certificate, and for a chain
    that is broken, not trusted, not Alexa's, or made with a key that is not RSA.
    """
    chain = certificates_in([pem])
    if not chain:
        raise RequestRejected("chain")
    leaf, *others = chain
    begins, ends = leaf.not_valid_before_utc, leaf.not_valid_after_utc
    if not begins <= now <= ends:
        raise RequestRejected("certificate dates")
    try:
        builder = PolicyBuilder().store(Store(list(roots))).time(now)
        builder = builder.extension_policies(ca_policy=_AUTHORITY, ee_policy=_LEAF)
        builder.build_server_verifier(x509.DNSName(SIGNER)).verify(leaf, others)
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        key = leaf.public_key()
    except Exception as error:  # the verifier and the parsers share no error class
        raise RequestRejected("chain", error) from error
    # The verifier would let *.amazon.com pass; Amazon asks for the name itself.
    is_named = SIGNER in names.value.get_values_for_type(x509.DNSName)
    if not is_named or not isinstance(key, RSAPublicKey) or key.key_size < KEY_BITS:
        raise RequestRejected("chain")
    return Signer(key, begins, ends)


def _signs_certificates(
    _policy: Policy, _certificate: x509.Certificate, usage: x509.KeyUsage | None
) -> None:
    if usage and not usage.key_cert_sign:
        raise ValueError("an issuer may not sign certificates")


def _is_authority(
    _policy: Policy, _certificate: x509.Certificate, basic: x509.BasicConstraints
) -> None:
    if not basic.ca:
        raise ValueError("an issuer is no authority")


# Amazon's chain of 2026 passes the verifier's web profile as it is. What is relaxed
# here is form that proves nothing: key identifiers only help to find an issuer, and
# an authority without key usage, or with constraints not marked critical, is one all
# the same. Names, dates, signatures, algorithms, the authority flag, path lengths
# and the purpose of the leaf are checked as before.
_LEAF = ExtensionPolicy.webpki_defaults_ee().may_be_present(
    x509.AuthorityKeyIdentifier, Criticality.AGNOSTIC, None
)
_AUTHORITY = (
    ExtensionPolicy.webpki_defaults_ca()
    .may_be_present(x509.AuthorityKeyIdentifier, Criticality.AGNOSTIC, None)
    .may_be_present(x509.KeyUsage, Criticality.AGNOSTIC, _signs_certificates)
    .require_present(x509.BasicConstraints, Criticality.AGNOSTIC, _is_authority)
)

"""A double for Amazon: certificates minted at run time, bodies signed, chains served.

`Amazon(now)` behaves; `Amazon(now, Leaf(...))` or another `pem` misbehaves as asked.
"""

import base64
import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NAME = "echo-api.amazon.com"
URL = "https://s3.amazonaws.com/echo.api/echo-api-cert-12.pem"
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
_WITH_SHA256 = bytes.fromhex("2a864886f70d01010b")
_WITH_SHA1 = bytes.fromhex("2a864886f70d010105")
"""Object identifiers of RSA signatures as they lie in a certificate."""
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@functools.cache
def rsa_key(owner: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """Give the key of an owner, made once in a test run: RSA keys take their time."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@functools.cache
def ec_key(owner: str) -> ec.EllipticCurvePrivateKey:
    """Give the elliptic-curve key of an owner."""
    return ec.generate_private_key(ec.SECP256R1())


@dataclass(frozen=True)
class Leaf:
    """What is asked of a certificate; as it stands, one like Amazon's."""

    names: tuple[str, ...] = (NAME,)
    key: Key = field(default_factory=lambda: rsa_key("leaf"))
    begins: timedelta = -DAY
    ends: timedelta = 90 * DAY
    """Both counted from now."""
    hash: hashes.SHA256 | hashes.SHA384 = field(default_factory=hashes.SHA256)
    usages: tuple[x509.ObjectIdentifier, ...] = (ExtendedKeyUsageOID.SERVER_AUTH,)
    is_authority: bool = False
    has_key_identifiers: bool = True


@dataclass(frozen=True)
class Authority:
    """A certificate that issues others, with its key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey


@dataclass(frozen=True)
class Form:
    """What is asked of the certificate of an authority; as it stands, a sound one."""

    is_authority: bool = True
    may_sign: bool = True
    path_length: int | None = None
    ends: timedelta = 3650 * DAY
    """Counted from now."""
    is_bare: bool = False
    """Nothing but the authority flag, and that not critical."""


class Mint:
    """Issues certificates as seen from one moment; another realm has other keys."""

    def __init__(self, now: datetime, realm: str = "amazon") -> None:
        self.now = now
        self.realm = realm

    def root(self, name: str = "Amazon Root CA 1") -> Authority:
        """Give an authority that vouches for itself."""
        return self._authority(name, None, Form())

    def intermediate(
        self, issuer: Authority, name: str = "Amazon RSA 2048 M01", **form
    ) -> Authority:
        """Give an authority that another vouches for; `form` as in Form."""
        return self._authority(name, issuer, Form(**form))

    def leaf(self, issuer: Authority, leaf: Leaf) -> x509.Certificate:
        builder = self._begun(NAME, leaf.key, common_name(issuer.certificate))
        builder = builder.not_valid_before(self.now + leaf.begins)
        builder = builder.not_valid_after(self.now + leaf.ends)
        builder = builder.add_extension(
            x509.BasicConstraints(leaf.is_authority, None), True
        )
        if leaf.names:
            dns_names = [x509.DNSName(name) for name in leaf.names]
            builder = builder.add_extension(
                x509.SubjectAlternativeName(dns_names), False
            )
        if leaf.usages:
            builder = builder.add_extension(x509.ExtendedKeyUsage(leaf.usages), False)
        if leaf.has_key_identifiers:
            builder = builder.add_extension(_key_identifier(issuer.key), False)
        return builder.sign(issuer.key, leaf.hash)

    def _authority(self, name: str, issuer: Authority | None, form: Form) -> Authority:
        key = rsa_key(f"{self.realm}: {name}")
        issued_by = common_name(issuer.certificate) if issuer else name
        issuer_key = issuer.key if issuer else key
        builder = self._begun(name, key, issued_by)
        builder = builder.not_valid_before(self.now - 365 * DAY)
        builder = builder.not_valid_after(self.now + form.ends)
        limits = x509.BasicConstraints(form.is_authority, form.path_length)
        builder = builder.add_extension(limits, not form.is_bare)
        if not form.is_bare:
            builder = builder.add_extension(_authority_usage(form.may_sign), True)
            builder = builder.add_extension(_key_identifier(issuer_key), False)
            subject_key = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
            builder = builder.add_extension(subject_key, False)
        return Authority(builder.sign(issuer_key, hashes.SHA256()), key)

    def _begun(self, name: str, key: Key, issued_by: str) -> x509.CertificateBuilder:
        return x509.CertificateBuilder(
            issuer_name=_distinguished(issued_by),
            subject_name=_distinguished(name),
            public_key=key.public_key(),
            serial_number=x509.random_serial_number(),
        )


class Amazon:
    """One root, one intermediate, one leaf that signs; and the bucket they lie in."""

    def __init__(self, now: datetime, leaf: Leaf | None = None) -> None:
        self.mint = Mint(now)
        leaf = leaf or Leaf()
        self.key = leaf.key
        self.root = self.mint.root()
        self.intermediate = self.mint.intermediate(self.root)
        self.leaf = self.mint.leaf(self.intermediate, leaf)
        self.pem = pem_of([self.leaf, self.intermediate.certificate])
        self.fetched: list[str] = []

    @property
    def roots(self) -> list[x509.Certificate]:
        """The only certificate to be trusted."""
        return [self.root.certificate]

    @property
    def root_pem(self) -> bytes:
        """The same as a file, for SSL_CERT_FILE and its like."""
        return pem_of(self.roots)

    def fetch(self, url: str) -> bytes:
        """Serve the chain at any address, and remember that it was asked for."""
        self.fetched.append(url)
        return self.pem

    def sign(self, body: bytes) -> str:
        """Give the value of the Signature-256 header."""
        assert isinstance(self.key, rsa.RSAPrivateKey)
        signature = self.key.sign(body, padding.PKCS1v15(), hashes.SHA256())
        return base64.b64encode(signature).decode()

    def headers(self, body: bytes, url: str = URL) -> dict[str, str]:
        """Give the headers Alexa sends along with a body."""
        return {"SignatureCertChainUrl": url, "Signature-256": self.sign(body)}


def sha1_signed(
    certificate: x509.Certificate, key: rsa.RSAPrivateKey
) -> x509.Certificate:
    """Sign a certificate again the old way, which its builder declines to do."""
    signed = certificate.tbs_certificate_bytes.replace(_WITH_SHA256, _WITH_SHA1)
    signature = key.sign(signed, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303
    whole = certificate.public_bytes(serialization.Encoding.DER)
    whole = whole.replace(_WITH_SHA256, _WITH_SHA1)
    return x509.load_der_x509_certificate(whole[: -len(signature)] + signature)


def pem_of(certificates: Sequence[x509.Certificate]) -> bytes:
    """Write certificates one after the other."""
    encoding = serialization.Encoding.PEM
    return b"".join(certificate.public_bytes(encoding) for certificate in certificates)


def common_name(certificate: x509.Certificate) -> str:
    """Give the name of a subject."""
    return str(certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)


def _distinguished(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _key_identifier(key: Key) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _authority_usage(may_sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=may_sign,
        crl_sign=may_sign,
        encipher_only=False,
        decipher_only=False,
    )

"""Addresses of chains, and the chains that lead to a trusted certificate."""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given, settings
from hypothesis import strategies as st

from amazon import (
    DAY,
    NAME,
    NOW,
    Amazon,
    Leaf,
    Mint,
    ec_key,
    pem_of,
    rsa_key,
    sha1_signed,
)
from refusal import refusal
from skill.channels.alexa.certificates import certificate_url, trusted_signer

HOST = "https://s3.amazonaws.com"


@pytest.fixture
def amazon():
    return Amazon(NOW)


@pytest.mark.parametrize(
    "url",
    [
        f"{HOST}/echo.api/echo-api-cert.pem",
        f"{HOST}:443/echo.api/echo-api-cert.pem",
        f"{HOST}/echo.api/../echo.api/echo-api-cert.pem",
        f"{HOST}/echo.api/./echo-api-cert.pem",
        f"{HOST}/other/../echo.api/x/../echo-api-cert.pem",
        f"{HOST}/../echo.api/echo-api-cert.pem",
        "HTTPS://s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "https://S3.AmazonAWS.com:443/echo.api/echo-api-cert.pem",
    ],
)
def test_every_form_of_the_address_means_the_same_file(url):
    assert certificate_url(url) == f"{HOST}/echo.api/echo-api-cert.pem"


@pytest.mark.parametrize(
    "url",
    [
        "http://s3.amazonaws.com/echo.api/cert.pem",
        "ftp://s3.amazonaws.com/echo.api/cert.pem",
        "//s3.amazonaws.com/echo.api/cert.pem",
        "s3.amazonaws.com/echo.api/cert.pem",
        "https:/s3.amazonaws.com/echo.api/cert.pem",
        "https://notamazon.com/echo.api/cert.pem",
        "https://s3.amazonaws.com.evil.example/echo.api/cert.pem",
        "https://evils3.amazonaws.com/echo.api/cert.pem",
        "https://evil.s3.amazonaws.com/echo.api/cert.pem",
        "https://s3-amazonaws.com/echo.api/cert.pem",
        "https://s3xamazonaws.com/echo.api/cert.pem",
        "https://s3.amazonaws.com./echo.api/cert.pem",
        "https://user@s3.amazonaws.com/echo.api/cert.pem",
        "https://user:word@s3.amazonaws.com/echo.api/cert.pem",
        "https://s3.amazonaws.com@evil.example/echo.api/cert.pem",
        "https://s3.amazonaws.com:443@evil.example/echo.api/cert.pem",
        "https://evil.example#@s3.amazonaws.com/echo.api/cert.pem",
        "https://evil.example\\@s3.amazonaws.com/echo.api/cert.pem",
        f"{HOST}:563/echo.api/cert.pem",
        f"{HOST}:80/echo.api/cert.pem",
        f"{HOST}:4430/echo.api/cert.pem",
        f"{HOST}:-443/echo.api/cert.pem",
        f"{HOST}:/echo.api/cert.pem",
        f"{HOST}:\u0664\u0664\u0663/echo.api/cert.pem",
        f"{HOST}/EcHo.aPi/cert.pem",
        f"{HOST}/invalid.path/cert.pem",
        f"{HOST}/echo.api",
        f"{HOST}/echo.api/",
        f"{HOST}/echo.api/x/..",
        f"{HOST}/echo.api/.",
        f"{HOST}/echo.api-evil/cert.pem",
        f"{HOST}/echoxapi/cert.pem",
        f"{HOST}/evil/echo.api/cert.pem",
        f"{HOST}//echo.api/cert.pem",
        f"{HOST}/echo.api/../other/cert.pem",
        f"{HOST}/echo.api/../../other/cert.pem",
        f"{HOST}/echo.api/..",
        f"{HOST}/echo.api/%2e%2e/other/cert.pem",
        f"{HOST}/echo.api/%2E./other/cert.pem",
        f"{HOST}/echo.api%2fcert.pem",
        f"{HOST}/echo.api/..\\other/cert.pem",
        f"{HOST}\\echo.api\\cert.pem",
        f"{HOST}/echo.api/cert.pem?versionId=1",
        f"{HOST}/echo.api/cert.pem#part",
        f"{HOST}/echo.api/cert.pem;a=b",
        f"{HOST}/echo.api/cert.pem\n",
        f"{HOST}/echo.api/ce\trt.pem",
        f"{HOST}/echo.api/cert.pem\x00",
        f" {HOST}/echo.api/cert.pem",
        f"{HOST}/echo.api/cert .pem",
        f"{HOST}/echo.api/c\u00e9rt.pem",
        "https://\u017f3.amazonaws.com/echo.api/cert.pem",
        "HTTP\u017f://s3.amazonaws.com/echo.api/cert.pem",
        f"{HOST}/echo.api/" + "x" * 10_000,
        "https://[::1/echo.api/cert.pem",
        "https://",
        "not an address",
    ],
)
def test_an_address_elsewhere_is_refused(url):
    assert refusal(certificate_url, url) == "certificate url"


@pytest.mark.parametrize(
    ("leaf", "check"),
    [
        (Leaf(), None),
        (Leaf(names=("api.example.com", NAME)), None),
        (Leaf(usages=()), None),
        (Leaf(has_key_identifiers=False), None),
        (Leaf(hash=hashes.SHA384()), None),
        (Leaf(begins=timedelta(0)), None),
        (Leaf(ends=timedelta(0)), None),
        (Leaf(names=("example.com",)), "chain"),
        (Leaf(names=("*.amazon.com",)), "chain"),
        (Leaf(names=("amazon.com",)), "chain"),
        (Leaf(names=(f"{NAME}.evil.example",)), "chain"),
        (Leaf(names=(f"evil-{NAME}",)), "chain"),
        (Leaf(names=()), "chain"),
        (Leaf(is_authority=True), "chain"),
        (Leaf(usages=(ExtendedKeyUsageOID.CODE_SIGNING,)), "chain"),
        (Leaf(key=rsa_key("short", 1024)), "chain"),
        (Leaf(key=ec_key("leaf")), "chain"),
        (Leaf(begins=timedelta(seconds=1)), "certificate dates"),
        (Leaf(ends=timedelta(seconds=-1)), "certificate dates"),
    ],
)
def test_the_leaf_must_be_alexas_and_current(leaf, check):
    amazon = Amazon(NOW, leaf)

    assert refusal(trusted_signer, amazon.pem, amazon.roots, NOW) == check


def cross_signed(amazon):
    """Give the root of `amazon` as issued by another, and that other."""
    other = amazon.mint.root("Starfield Services Root")
    return amazon.mint.intermediate(other, "Amazon Root CA 1").certificate, other


def accepted_chains():
    """Yield chains with the roots that make them good."""
    amazon = Amazon(NOW)
    leaf, between, root = amazon.leaf, amazon.intermediate.certificate, amazon.roots[0]
    cross, other = cross_signed(amazon)
    stranger = amazon.mint.root("Stranger").certificate
    bare = amazon.mint.intermediate(amazon.root, is_bare=True).certificate
    old = amazon.mint.intermediate(amazon.root, ends=-DAY).certificate
    yield "root included", [leaf, between, root], [root]
    yield "unordered", [leaf, root, cross, between], [root]
    yield "stranger included", [leaf, stranger, between], [root]
    yield "cross-signed, own root known", [leaf, between, cross], [root]
    yield "cross-signed, other root known", [leaf, between, cross], [other.certificate]
    yield "both roots known", [leaf, between, cross], [other.certificate, root]
    yield "intermediate trusted", [leaf, between], [between]
    yield "intermediate trusted and left out", [leaf], [between]
    yield "cross-signed one trusted", [leaf, between, cross], [cross]
    yield "leaf trusted", [leaf], [leaf]
    yield "expired twin beside the good one", [leaf, old, between], [root]
    yield "authority without key usage", [leaf, bare], [root]
    yield "root known twice", [leaf, between], [root, root, stranger]


def refused_chains():
    """Yield chains with roots that do not make them good."""
    amazon = Amazon(NOW)
    leaf, between, root = amazon.leaf, amazon.intermediate.certificate, amazon.roots[0]
    cross, other = cross_signed(amazon)
    elsewhere = Mint(NOW, "elsewhere")
    impostor = elsewhere.intermediate(elsewhere.root()).certificate

    def instead(**changes):
        return amazon.mint.intermediate(amazon.root, **changes).certificate

    deep = amazon.mint.intermediate(
        replace(amazon.intermediate, certificate=instead(path_length=0)), "Below"
    )
    deep_leaf = amazon.mint.leaf(deep, Leaf())
    yield "nothing trusted", [leaf, between, root], []
    yield "stranger trusted", [leaf, between, root], [impostor]
    yield "intermediate missing", [leaf], [root]
    yield "cross-signed one missing", [leaf, between], [other.certificate]
    yield "leaf not first", [between, leaf], [root]
    yield "intermediate of the same name", [leaf, impostor], [root]
    yield "intermediate expired", [leaf, instead(ends=-DAY)], [root]
    yield "intermediate no authority", [leaf, instead(is_authority=False)], [root]
    yield "intermediate may not sign", [leaf, instead(may_sign=False)], [root]
    path = [deep_leaf, deep.certificate, instead(path_length=0)]
    yield "path too long", path, [root]
    old_way = sha1_signed(leaf, amazon.intermediate.key)
    yield "signed with SHA-1", [old_way, between], [root]
    own = Mint(NOW).leaf(replace(amazon.root, key=rsa_key("leaf")), Leaf())
    yield "forged by the leaf's own key", [own], [root]


@pytest.mark.parametrize(
    ("chain", "roots"),
    [pytest.param(*case, id=name) for name, *case in accepted_chains()],
)
def test_any_path_to_a_trusted_certificate_is_enough(chain, roots):
    assert refusal(trusted_signer, pem_of(chain), roots, NOW) is None


@pytest.mark.parametrize(
    ("chain", "roots"),
    [pytest.param(*case, id=name) for name, *case in refused_chains()],
)
def test_a_chain_without_a_sound_path_is_refused(chain, roots):
    assert refusal(trusted_signer, pem_of(chain), roots, NOW) == "chain"


def mangled_pems():
    """Yield files that hold no chain."""
    pem = Amazon(NOW).pem
    yield b""
    yield b"\x00\xff" * 1000
    yield b"<Error><Code>AccessDenied</Code></Error>"
    yield b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    yield b"-----BEGIN CERTIFICATE-----\n" * 2000
    yield pem.replace(b"M", b"N")
    yield pem[: len(pem) // 3]
    yield pem.replace(b"CERTIFICATE", b"PUBLIC KEY")


@pytest.mark.parametrize("pem", list(mangled_pems()))
def test_a_file_that_holds_no_chain_is_refused(amazon, pem):
    assert refusal(trusted_signer, pem, amazon.roots, NOW) == "chain"


@pytest.mark.parametrize("around", [b"", b"Bag Attributes: \xff\n", b"\r\n\r\n"])
def test_text_around_the_certificates_does_no_harm(amazon, around):
    pem = around + amazon.pem.replace(b"\n", b"\r\n") + around

    assert refusal(trusted_signer, pem, amazon.roots, NOW) is None


@settings(deadline=None)
@given(at=st.integers(0, 3000), byte=st.integers(0, 255))
def test_no_damaged_certificate_raises_anything_else(at, byte):
    amazon = Amazon(NOW)
    chain = [amazon.leaf, amazon.intermediate.certificate]
    der = bytearray(chain[0].public_bytes(Encoding.DER))
    der[at % len(der)] = byte
    blocks = pem_of(chain[1:])
    damaged = b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(bytes(der))
    damaged += b"-----END CERTIFICATE-----\n" + blocks

    assert refusal(trusted_signer, damaged, amazon.roots, NOW) in {
        None,
        "chain",
        "certificate dates",
    }

"""What is refused at the door, with one line in the log and none for the caller."""

import json
import logging

import pytest
import yaml

from amazon import NOW, Amazon, Leaf, rsa_key
from skill.app import LARGEST_BODY
from speaker import ENVELOPES, HER, envelope, lines, words

EDGES = yaml.safe_load((ENVELOPES / "edges.yaml").read_text("utf-8"))


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge["id"])
def test_odd_requests_get_a_safe_answer(shared, caplog, edge):
    content = envelope(edge["from"], edge.get("set"), edge.get("drop", ()))

    with caplog.at_level(logging.WARNING):
        response = shared.send(content)

    if edge["then"] == "refused":
        assert (response.status_code, response.data) == (400, b"")
        assert lines(caplog) == [f"refused: {edge['check']}"]
        return
    answer = response.get_json()["response"]
    assert response.status_code == 200
    if edge["then"] == "silent":
        assert answer == {}
    else:
        assert words(answer)
        assert isinstance(answer["shouldEndSession"], bool)
        assert not any("crashed" in line for line in lines(caplog)) or (
            edge["id"].startswith("attributes_")
        )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"request": ' + b"9" * 10_000 + b"}",
        b"{}\x00",
    ],
)
def test_signed_bodies_that_are_no_envelope_are_refused(shared, caplog, body):
    response = shared.send_bytes(body)

    assert (response.status_code, response.data) == (400, b"")
    assert len(lines(caplog)) == 1
    assert lines(caplog)[0].startswith(("refused: body", "refused: timestamp"))


FORGERIES = {
    "nothing signed": lambda headers: {},
    "no signature": lambda headers: headers | {"Signature-256": ""},
    "no address": lambda headers: headers | {"SignatureCertChainUrl": ""},
    "signature of another body": lambda headers: (
        headers | {"Signature-256": Amazon(NOW).sign(b"another")}
    ),
    "signature cut": lambda headers: (
        headers | {"Signature-256": headers["Signature-256"][:-8]}
    ),
    "signature is no base64": lambda headers: headers | {"Signature-256": "***"},
    "signed with another key": lambda headers: (
        headers
        | {"Signature-256": Amazon(NOW, Leaf(key=rsa_key("mallory"))).sign(b"{}")}
    ),
    "address over http": lambda headers: (
        headers | {"SignatureCertChainUrl": "http://s3.amazonaws.com/echo.api/cert.pem"}
    ),
    "address elsewhere": lambda headers: (
        headers | {"SignatureCertChainUrl": "https://evil.example/echo.api/cert.pem"}
    ),
    "address with user": lambda headers: (
        headers
        | {"SignatureCertChainUrl": "https://s3.amazonaws.com@evil.example/echo.api/c"}
    ),
    "address climbs": lambda headers: (
        headers
        | {"SignatureCertChainUrl": "https://s3.amazonaws.com/echo.api/../other/c.pem"}
    ),
    "address in other case": lambda headers: (
        headers
        | {"SignatureCertChainUrl": "https://s3.amazonaws.com/EcHo.aPi/cert.pem"}
    ),
    "address with port": lambda headers: (
        headers
        | {"SignatureCertChainUrl": "https://s3.amazonaws.com:563/echo.api/cert.pem"}
    ),
    "older signature only": lambda headers: {
        "SignatureCertChainUrl": headers["SignatureCertChainUrl"],
        "Signature": headers["Signature-256"],
    },
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_forgeries_are_refused_before_anything_is_parsed(shared, caplog, forge):
    body = json.dumps(envelope("log_cramp")).encode()
    headers = forge(shared.amazon.headers(body))

    response = shared.client.post("/alexa", data=body, headers=headers)

    assert (response.status_code, response.data) == (400, b"")
    assert len(lines(caplog)) == 1
    assert HER not in caplog.text


def test_a_changed_byte_is_a_forgery(shared):
    body = json.dumps(envelope("launch")).encode()
    headers = shared.amazon.headers(body)

    response = shared.client.post("/alexa", data=body + b" ", headers=headers)

    assert response.status_code == 400


def test_a_body_too_large_is_refused_like_any_other(shared, caplog):
    response = shared.send_bytes(b" " * (LARGEST_BODY + 1))

    assert (response.status_code, response.data) == (400, b"")
    assert lines(caplog) == ["refused: body not read"]

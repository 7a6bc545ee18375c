"""What is taken for Alexa's and what is refused, and by which check."""

import base64
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from hypothesis import given, settings
from hypothesis import strategies as st

from amazon import NOW, Amazon
from refusal import refusal
from skill.channels.alexa.rejection import RequestRejected
from skill.channels.alexa.verification import Verifier

SKILL = "amzn1.ask.skill.ours"
BODY = '{"version": "1.0", "said": "crampé"}'.encode()


HOST = "https://s3.amazonaws.com"


def verifier_for(amazon, **changes):
    """Give a verifier that downloads from `amazon` and trusts its root."""
    return Verifier(
        [SKILL],
        changes.get("fetch", amazon.fetch),
        changes.get("roots", lambda: amazon.roots),
    )


@pytest.fixture
def amazon():
    return Amazon(NOW)


@pytest.fixture
def verifier(amazon):
    return verifier_for(amazon)


@pytest.mark.parametrize("spelling", [str.lower, str.upper, str.title, str.swapcase])
def test_header_names_may_be_in_any_case(amazon, verifier, spelling):
    headers = {spelling(name): text for name, text in amazon.headers(BODY).items()}

    assert refusal(verifier.verify_signature, headers, BODY, NOW) is None


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"Signature-256": None}, "header"),
        ({"SignatureCertChainUrl": None}, "header"),
        ({"Signature-256": ""}, "header"),
        ({"SignatureCertChainUrl": ""}, "header"),
        ({"Signature-256": 256}, "header"),
        ({"signature-256": "twice"}, "header"),
        ({"Signature-256": None, "Signature": "older header"}, "header"),
        ({"Signature-256": "no base64!"}, "signature"),
        ({"Signature-256": "QUJD"}, "signature"),
        ({"Signature-256": "QUJ"}, "signature"),
        ({"Signature-256": "QUJD\n"}, "signature"),
        ({"Signature-256": "\u00e9\u2603"}, "signature"),
        ({"Signature-256": "A" * 1_000_000}, "signature"),
        ({"Signature-256": base64.b64encode(bytes(256)).decode()}, "signature"),
        ({"Signature-256": base64.b64encode(b"\xff" * 256).decode()}, "signature"),
    ],
)
def test_broken_headers_are_refused(amazon, verifier, changes, check):
    headers = amazon.headers(BODY) | changes
    kept = {name: text for name, text in headers.items() if text is not None}

    assert refusal(verifier.verify_signature, kept, BODY, NOW) == check


@pytest.mark.parametrize(
    "body", [BODY + b" ", BODY[:-1], b"", BODY.replace(b" ", b""), BODY.upper()]
)
def test_a_body_changed_by_a_byte_is_refused(amazon, verifier, body):
    headers = amazon.headers(BODY)

    assert refusal(verifier.verify_signature, headers, body, NOW) == "signature"


@pytest.mark.parametrize(
    ("padded", "digest"),
    [
        (padding.PKCS1v15(), hashes.SHA1()),  # noqa: S303
        (padding.PKCS1v15(), hashes.SHA512()),
        (padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256()),
    ],
)
def test_a_signature_of_another_kind_is_refused(amazon, verifier, padded, digest):
    signature = base64.b64encode(amazon.key.sign(BODY, padded, digest)).decode()
    headers = amazon.headers(BODY) | {"Signature-256": signature}

    assert refusal(verifier.verify_signature, headers, BODY, NOW) == "signature"


@pytest.mark.parametrize("junk", ["\n", " ", "!", "\u00e9", "="])
def test_junk_around_a_good_signature_is_refused(amazon, verifier, junk):
    headers = amazon.headers(BODY)
    headers["Signature-256"] = junk + headers["Signature-256"]

    assert refusal(verifier.verify_signature, headers, BODY, NOW) == "signature"


def test_a_refused_address_is_never_fetched(amazon, verifier):
    headers = amazon.headers(BODY, f"{HOST}/echo.api/../other/cert.pem")

    assert refusal(verifier.verify_signature, headers, BODY, NOW) == "certificate url"
    assert amazon.fetched == []


def envelope(**changes):
    """Give a parsed body as Alexa sends it just now, with its request changed."""
    request = {"type": "IntentRequest", "timestamp": "2026-11-24T03:00:00Z"} | changes
    application = {"applicationId": SKILL}
    return {
        "version": "1.0",
        "context": {"System": {"application": application}},
        "session": {"application": application},
        "request": request,
    }


@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-24T03:00:00Z",
        "2026-11-24T03:00:00",
        "2026-11-24T03:00:00+00:00",
        "2026-11-24T04:30:00+01:30",
        "2026-11-23T19:00:00-08:00",
        "2026-11-24T03:00:00.5Z",
        "2026-11-24T03:00:00.123",
        "2026-11-24T03:00:00.123456789Z",
        "2026-11-24T02:57:30Z",
        "2026-11-24T03:02:30Z",
    ],
)
def test_a_moment_within_150_seconds_is_accepted(verifier, moment):
    assert refusal(verifier.verify_envelope, envelope(timestamp=moment), NOW) is None


@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-24T02:57:29Z",
        "2026-11-24T03:02:31Z",
        "2026-11-24T03:02:30.001Z",
        "2026-11-24T02:57:29",
        "2026-11-24T03:00:00+01:00",
        "2026-11-24T03:00:00+25:00",
        "2026-13-01T03:00:00Z",
        "2026-02-30T03:00:00Z",
        "2026-11-24T25:00:00Z",
        "2026-11-24T03:00:60Z",
        "2026-11-24T03:00Z",
        "2026-11-24 03:00:00Z",
        "2026-11-24",
        "20261124T030000Z",
        "2026-W48-2T03:00:00Z",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "2026-11-24T03:00:00Z\n",
        "2026-11-24T03:00:00.Z",
        "\u0662\u0660\u0662\u0666-11-24T03:00:00Z",
        "",
        None,
        1795489200,
        1795489200000.0,
        True,
        ["2026-11-24T03:00:00Z"],
        {"now": 1},
    ],
)
def test_another_moment_is_refused(verifier, moment):
    late = envelope(timestamp=moment)

    assert refusal(verifier.verify_envelope, late, NOW) == "timestamp"


@pytest.mark.parametrize(
    ("kind", "seconds", "check"),
    [
        ("AlexaSkillEvent.SkillEnabled", 3600, None),
        ("AlexaSkillEvent.SkillDisabled", -3600, None),
        ("AlexaSkillEvent.SkillAccountLinked", 3600, None),
        ("AlexaSkillEvent.SkillAccountUnlinked", 3600, None),
        ("Reminders.ReminderStatusChanged", 3600, None),
        ("AlexaSkillEvent.SkillDisabled", 3601, "timestamp"),
        ("Reminders.ReminderStarted", -3601, "timestamp"),
        ("LaunchRequest", 151, "timestamp"),
        ("SessionEndedRequest", 151, "timestamp"),
        ("AlexaSkillEventual", 151, "timestamp"),
        ("alexaskillevent.SkillDisabled", 151, "timestamp"),
        (None, 151, "timestamp"),
        (["AlexaSkillEvent."], 151, "timestamp"),
    ],
)
def test_events_may_be_an_hour_late(verifier, kind, seconds, check):
    moment = (NOW - timedelta(seconds=seconds)).isoformat()

    event = envelope(type=kind, timestamp=moment)

    assert refusal(verifier.verify_envelope, event, NOW) == check


@pytest.mark.parametrize(
    ("context", "session", "check"),
    [
        (SKILL, SKILL, None),
        (SKILL, None, None),
        (None, SKILL, None),
        ("amzn1.ask.skill.other", SKILL, "skill id"),
        (SKILL, "amzn1.ask.skill.other", "skill id"),
        (SKILL.upper(), None, "skill id"),
        ("", None, "skill id"),
        (None, None, "skill id"),
        (0, None, "skill id"),
        ([SKILL], None, "skill id"),
        ({SKILL: SKILL}, None, "skill id"),
    ],
)
def test_the_request_must_be_for_this_skill(verifier, context, session, check):
    body = envelope() | {
        "context": {"System": {"application": {"applicationId": context}}},
        "session": {"application": {"applicationId": session}},
    }

    assert refusal(verifier.verify_envelope, body, NOW) == check


def test_a_verifier_of_several_skills_takes_each_of_them():
    body = envelope()

    assert refusal(Verifier(["other", SKILL]).verify_envelope, body, NOW) is None
    assert refusal(Verifier([]).verify_envelope, body, NOW) == "skill id"


@pytest.mark.parametrize("body", [None, [], "text", 7, b"{}", [{"request": {}}]])
def test_a_body_that_is_no_envelope_is_refused(verifier, body):
    assert refusal(verifier.verify_envelope, body, NOW) == "body"


@pytest.mark.parametrize("part", ["request", "context", "session"])
@pytest.mark.parametrize("junk", [None, [], "text", 7, {}, {"System": []}])
def test_parts_of_the_wrong_kind_never_break_the_verifier(verifier, part, junk):
    refused = refusal(verifier.verify_envelope, envelope() | {part: junk}, NOW)

    assert refused in {None, "timestamp", "skill id"}
    assert part != "request" or refused == "timestamp"


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(
                ["request", "timestamp", "type", "context", "System", "session"]
                + ["application", "applicationId"]
            )
            | st.text(),
            inner,
        )
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(JSON)
def test_no_parsed_body_raises_anything_else(body):
    verify = Verifier([SKILL]).verify_envelope

    assert refusal(verify, body, NOW) in {"body", "timestamp", "skill id"}


@settings(deadline=None)
@given(st.from_regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d*)?(Z|[+-]\d\d:\d\d)?"))
def test_no_moment_raises_anything_else(moment):
    verify = Verifier([SKILL]).verify_envelope

    assert refusal(verify, envelope(timestamp=moment), NOW) in {None, "timestamp"}


@settings(deadline=None)
@given(
    headers=st.dictionaries(
        st.sampled_from(["Signature-256", "signature-256", "SignatureCertChainUrl"])
        | st.text(),
        st.text() | st.from_regex(r"https://s3\.amazonaws\.com/.*"),
    ),
    body=st.binary(),
    pem=st.binary(),
)
def test_no_headers_body_or_certificate_raise_anything_else(headers, body, pem):
    verify = Verifier([SKILL], lambda url: pem, list).verify_signature

    assert refusal(verify, headers, body, NOW) in {"header", "certificate url", "chain"}


def test_a_refusal_names_its_check_and_nothing_the_caller_sent(amazon, verifier):
    headers = amazon.headers(BODY) | {"Signature-256": "c2VjcmV0"}

    with pytest.raises(RequestRejected) as caught:
        verifier.verify_signature(headers, BODY, NOW)

    assert str(caught.value) == "signature (InvalidSignature)"

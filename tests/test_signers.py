"""Chains are fetched once, within limits, through the proxy of the environment."""

import threading

import pytest
from cryptography.x509 import Certificate

from amazon import DAY, NOW, URL, Amazon, Mint
from amazon_server import AmazonServer
from refusal import refusal
from skill.channels.alexa import signers
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


def test_a_signed_body_is_accepted_and_its_chain_fetched_once(amazon, verifier):
    verifier.verify_signature(amazon.headers(BODY), BODY, NOW)
    verifier.verify_signature(amazon.headers(b""), b"", NOW)

    assert amazon.fetched == [URL]


@pytest.mark.parametrize("error", [OSError, ValueError, KeyError, TimeoutError])
def test_a_failed_download_is_refused_and_tried_again(amazon, error):
    answers = [error("offline"), amazon.pem]

    def fetch(url):
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    verify = verifier_for(amazon, fetch=fetch).verify_signature
    headers = amazon.headers(BODY)

    assert refusal(verify, headers, BODY, NOW) == "certificate fetch"
    assert refusal(verify, headers, BODY, NOW) is None


def test_an_unreadable_trust_store_is_a_refusal(amazon):
    def roots():
        raise MemoryError

    verify = verifier_for(amazon, roots=roots).verify_signature

    assert refusal(verify, amazon.headers(BODY), BODY, NOW) == "chain"


def test_an_untrusted_chain_is_not_remembered(amazon):
    known: list[Certificate] = []
    verify = verifier_for(amazon, roots=lambda: known).verify_signature
    headers = amazon.headers(BODY)

    first = refusal(verify, headers, BODY, NOW)
    known += amazon.roots

    assert first == "chain"
    assert refusal(verify, headers, BODY, NOW) is None


def test_a_renewed_leaf_is_fetched_when_the_old_one_has_expired(amazon, verifier):
    later = NOW + 91 * DAY
    verifier.verify_signature(amazon.headers(BODY), BODY, NOW)

    expired = refusal(verifier.verify_signature, amazon.headers(BODY), BODY, later)
    amazon.pem = Amazon(later).pem
    renewed = refusal(verifier.verify_signature, amazon.headers(BODY), BODY, later)

    assert (expired, renewed) == ("certificate dates", None)
    assert len(amazon.fetched) == 3


def test_forms_of_one_address_share_a_download(amazon, verifier):
    for url in (URL, URL.replace(".com", ".COM:443"), URL.replace("api/", "api/./")):
        verifier.verify_signature(amazon.headers(BODY, url), BODY, NOW)

    assert amazon.fetched == [URL]


def test_the_cache_is_bounded_and_forgets_the_oldest(amazon, verifier):
    urls = [f"{HOST}/echo.api/{n}.pem" for n in range(signers.CACHED_SIGNERS + 1)]

    for url in [*urls, urls[-1], urls[1], urls[0]]:
        verifier.verify_signature(amazon.headers(BODY, url), BODY, NOW)

    assert amazon.fetched == [*urls, urls[0]]


def test_requests_at_once_share_a_download(amazon):
    asked, may_answer = [], threading.Event()

    def fetch(url):
        asked.append(url)
        may_answer.wait()
        return amazon.pem

    verify = verifier_for(amazon, fetch=fetch).verify_signature
    found = []

    def ask():
        found.append(refusal(verify, amazon.headers(BODY), BODY, NOW))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    may_answer.set()
    for thread in threads:
        thread.join()

    assert found == [None] * 6
    assert asked == [URL]


def test_a_flood_of_addresses_is_turned_away_while_known_ones_go_on(
    amazon, monkeypatch
):
    monkeypatch.setattr(signers, "FETCH_SECONDS", 0.01)
    may_answer = threading.Event()

    def fetch(url):
        if url != URL:
            may_answer.wait()
        return amazon.fetch(url)

    verify = verifier_for(amazon, fetch=fetch).verify_signature
    verify(amazon.headers(BODY), BODY, NOW)
    flood = [
        refusal(verify, amazon.headers(BODY, f"{HOST}/echo.api/{n}"), BODY, NOW)
        for n in range(3 * signers.FETCHES_AT_ONCE)
    ]
    known = refusal(verify, amazon.headers(BODY), BODY, NOW)
    may_answer.set()

    assert set(flood) == {"certificate fetch"}
    assert known is None


@pytest.fixture
def server(amazon, monkeypatch):
    with AmazonServer(amazon) as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        yield server


def test_the_chain_comes_through_the_proxy_of_the_environment(amazon, server):
    verifier = Verifier([SKILL])

    verifier.verify_signature(amazon.headers(BODY), BODY, NOW)
    verifier.verify_signature(amazon.headers(b"{}"), b"{}", NOW)

    assert server.tunnels == ["s3.amazonaws.com:443"]
    assert amazon.fetched == [URL]


@pytest.mark.parametrize(
    "changes",
    [
        {"status": 404},
        {"status": 500},
        {"status": 302, "location": f"{HOST}/echo.api/elsewhere.pem"},
        {"size": signers.FETCH_BYTES + 1},
        {"root": "untrusted"},
    ],
    ids=str,
)
def test_a_download_that_is_not_the_file_itself_is_refused(amazon, server, changes):
    server.status = changes.get("status", 200)
    server.location = changes.get("location")
    amazon.pem += b"\n" * changes.get("size", 0)
    if "root" in changes:
        server.trust(Mint(NOW).root("Stranger").certificate)

    verify = Verifier([SKILL]).verify_signature

    assert refusal(verify, amazon.headers(BODY), BODY, NOW) == "certificate fetch"
    assert len(server.tunnels) == 1

import threading

import pytest
import requests

from skill.channels.alexa import zones
from skill.channels.alexa.zones import Device, Zones, ask_alexa

DEVICE = Device("bedside", "https://api.eu.amazonalexa.com", "token")


class Asked:
    """Answers for Alexa, and counts how often it was asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.now = 0.0
        self.zones = Zones(self.ask, lambda: self.now)
        self.devices = []

    def ask(self, device):
        self.devices.append(device.id)
        answer = self.answers[min(len(self.devices), len(self.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_a_zone_is_remembered_for_a_day():
    asked = Asked("Asia/Tokyo", "Europe/Paris")

    first = [asked.zones.zone_of(DEVICE) for _ in range(3)]
    asked.now += zones.KEPT_SECONDS
    moved = asked.zones.zone_of(DEVICE)

    assert (first, moved) == (["Asia/Tokyo"] * 3, "Europe/Paris")


@pytest.mark.parametrize("answer", [OSError(), ValueError(), "Moon/Crater", ""])
def test_a_failure_is_remembered_for_minutes(answer):
    asked = Asked(answer, "Asia/Tokyo")

    first = [asked.zones.zone_of(DEVICE) for _ in range(3)]
    asked.now += zones.FAILURE_KEPT_SECONDS
    later = asked.zones.zone_of(DEVICE)

    assert (first, later) == ([None] * 3, "Asia/Tokyo")
    assert len(asked.devices) == 2


def test_a_late_answer_serves_the_next_turn(monkeypatch):
    monkeypatch.setattr(zones, "WAIT_SECONDS", 0.01)
    may_answer, answered = threading.Event(), threading.Event()

    def ask(device):
        may_answer.wait(5)
        return "Asia/Tokyo"

    known = Zones(ask)
    early = [known.zone_of(DEVICE) for _ in range(2)]
    coming = known._coming[DEVICE.id]
    coming.add_done_callback(lambda _: answered.set())
    may_answer.set()
    answered.wait(5)

    assert early == [None, None]
    assert known.zone_of(DEVICE) == "Asia/Tokyo"


def test_only_so_many_are_asked_about_at_once(monkeypatch):
    monkeypatch.setattr(zones, "WAIT_SECONDS", 0.01)
    may_answer = threading.Event()
    known = Zones(lambda device: may_answer.wait(5) and "UTC")
    devices = [Device(str(n), DEVICE.address, "token") for n in range(6)]

    found = [known.zone_of(device) for device in devices]

    assert found == [None] * 6
    assert len(known._coming) == zones.QUESTIONS_AT_ONCE
    may_answer.set()


def test_only_so_many_are_remembered(monkeypatch):
    monkeypatch.setattr(zones, "DEVICES", 3)
    asked = Asked("Asia/Tokyo")

    for number in range(5):
        asked.zones.zone_of(Device(str(number), DEVICE.address, "token"))

    assert list(asked.zones._known) == ["2", "3", "4"]


def test_without_a_device_nobody_is_asked():
    asked = Asked("Asia/Tokyo")

    assert asked.zones.zone_of(None) is None
    assert asked.devices == []


class Answered:
    """Stands in for `requests.get` and its response."""

    def __init__(self, content=b'"Asia/Tokyo"', status_code=200):
        self.content = content
        self.status_code = status_code
        self.raw = self
        self.sent = None

    def __call__(self, url, **options):
        request = requests.Request("GET", url, auth=options["auth"]).prepare()
        self.sent = (request.url, request.headers["Authorization"])
        self.options = options
        return self

    def read(self, length):
        return self.content[:length]

    def __enter__(self):
        return self

    def __exit__(self, *error):
        """Close nothing."""


@pytest.mark.parametrize(
    "address",
    [
        "https://api.amazonalexa.com",
        "https://api.eu.amazonalexa.com/",
        "https://api.fe.amazonalexa.com",
        "https://api.fe.amazon.com",
    ],
)
def test_alexa_is_asked_at_the_address_of_the_request(monkeypatch, address):
    answered = Answered()
    monkeypatch.setattr(requests, "get", answered)

    name = ask_alexa(Device("amzn1/../x?y", address, "token"))

    base = address.rstrip("/")
    path = "/v2/devices/amzn1%2F..%2Fx%3Fy/settings/System.timeZone"
    assert name == "Asia/Tokyo"
    assert answered.sent == (base + path, "Bearer token")
    assert answered.options["allow_redirects"] is False


@pytest.mark.parametrize(
    "address",
    [
        "http://api.amazonalexa.com",
        "https://api.amazonalexa.com.evil.example",
        "https://evil.example/api.amazonalexa.com",
        "https://api.amazonalexa.com@evil.example",
        "https://evil.example#.api.amazonalexa.com",
        "https://api.amazonalexa.com:8443",
        "https://127.0.0.1",
        "https://apiXamazonalexa.com",
        "https://api.amazonalexa.com\n",
        "file:///etc/passwd",
        "",
    ],
)
def test_nobody_else_is_sent_the_token(monkeypatch, address):
    answered = Answered()
    monkeypatch.setattr(requests, "get", answered)

    with pytest.raises(ValueError, match="not an address"):
        ask_alexa(Device("bedside", address, "token"))

    assert answered.sent is None


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 204),
        (b'"Asia/Tokyo"', 302),
        (b"{}", 403),
        (b"{}", 200),
        (b"Asia/Tokyo", 200),
        (b'"' + b"x" * 1000 + b'"', 200),
        (b"\xff", 200),
    ],
)
def test_other_answers_are_failures(monkeypatch, content, status):
    monkeypatch.setattr(requests, "get", Answered(content, status))

    with pytest.raises((OSError, ValueError)):
        ask_alexa(DEVICE)


def test_a_device_shows_neither_its_id_nor_its_token():
    assert "bedside" not in repr(DEVICE)
    assert "token=" not in repr(DEVICE)

"""A home with pages: one server, a diary, and browsers that may be signed in."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from skill.app import Outside, create_app
from skill.episodes.episode import Episode, Leg
from skill.episodes.records import Consent, Log, Pair
from skill.episodes.store import Diary
from skill.settings import Settings

NOW = datetime(2025, 11, 24, 20, tzinfo=UTC)
HER, ANOTHER = "a" * 64, "b" * 64
PHONE = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
HTTPS, AT_HOME = "https://cramps.example", "http://localhost:8080"


class Tab:
    """A browser without scripts: it follows links and sends forms with their token."""

    def __init__(self, home: "Home", base: str = HTTPS) -> None:
        self._home = home
        self.client: FlaskClient = home.app.test_client()
        self._base = base
        self.last: TestResponse

    def get(self, path: str, **more: Any) -> TestResponse:
        return self._ask("GET", path, **more)

    def post(self, path: str, page: str | None = None, **form: str) -> TestResponse:
        """Send a form of a page, by default of the page of the same address."""
        sent = {"token": self.token(page or path), **form}
        return self._ask("POST", path, data=sent)

    def token(self, page: str) -> str:
        found = re.search('name="token" value="([0-9a-f]+)"', self.get(page).text)
        return found[1] if found else ""

    def sign_in(self, person: str = HER, zone: str | None = "Europe/London") -> "Tab":
        self.post("/sign-in")
        self._home.say(person, self.code(), zone)
        self.post("/sign-in/said", "/sign-in")
        return self

    def code(self) -> str:
        found = re.search(r"cramp-relief pair (\d{6})", self.get("/sign-in").text)
        return found[1] if found else ""

    def _ask(self, method: str, path: str, **more: Any) -> TestResponse:
        headers = {"User-Agent": PHONE, "Sec-Fetch-Site": "same-origin"}
        headers |= more.pop("headers", {})
        self.last = self.client.open(
            path, base_url=self._base, method=method, headers=headers, **more
        )
        return self.last


@dataclass
class Home:
    """One machine; its clock stands still until it is moved."""

    folder: Any
    now: datetime = NOW

    def __post_init__(self) -> None:
        url = f"sqlite:///{self.folder}/diary.db"
        secret = self.folder / "secret"
        settings = Settings(database_url=url, skill_ids=(), secret_file=secret)
        self.app = create_app(settings, Outside(now=lambda: self.now))
        self.diary = Diary.open(url, secret=secret.read_bytes())

    def say(self, person: str, code: str, zone: str | None = None) -> None:
        self.diary.apply(person, [Pair(code, self.now, zone)], self.now)

    def keep(self, person: str = HER, **told: Any) -> Episode:
        """Store a cramp of somebody who agreed to a log."""
        started_at = told.pop("started_at", self.now - timedelta(hours=17))
        name = f"{person[0]}{started_at}"
        episode = Episode(
            started_at=started_at, channel="alexa", request_id=name, **told
        )
        records = [Consent(True, self.now), Log(episode)]
        stored = self.diary.apply(person, records, self.now)
        assert stored
        return stored

    def all_of(self, person: str = HER) -> list[Episode]:
        since = datetime(2020, 1, 1, tzinfo=UTC)
        return self.diary.within(person, since, self.now + timedelta(days=9))


FULL = {
    "leg": Leg.LEFT,
    "place": "calf",
    "severity": 7,
    "sleep": 5,
    "soreness": 2,
    "helped": "wall",
    "stretched": False,
    "week": 31,
}

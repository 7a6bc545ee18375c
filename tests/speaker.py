"""A bedside speaker: sends signed envelopes, carries the session from turn to turn."""

import json
import re
from pathlib import Path

from amazon import Amazon

ENVELOPES = Path(__file__).parent / "envelopes"
HER = "amzn1.ask.account.HER"
"""Who speaks in the stored envelopes."""
STRETCH = "toes"
"""A word in whatever begins a stretch."""
SKILL = "amzn1.ask.skill.00000000-0000-4000-8000-000000000001"


def envelope(name: str, changes=None, without=()) -> dict:
    """Give a stored envelope with values at dotted paths changed or left out."""
    content = json.loads((ENVELOPES / f"{name}.json").read_text("utf-8"))
    for path, value in (changes or {}).items():
        *folders, key = path.split(".")
        _at(content, folders)[key] = value
    for path in without:
        *folders, key = path.split(".")
        del _at(content, folders)[key]
    return content


def _at(content, folders) -> dict:
    for folder in folders:
        content = content[folder]
    return content


class Speaker:
    """Talks to a Flask test client, or to whatever has its `post`."""

    def __init__(self, amazon: Amazon, client) -> None:
        self.amazon = amazon
        self.client = client
        self.attributes: dict = {}
        self.turns = 0

    def send(self, content: dict):
        """Sign and send an envelope; give the HTTP response."""
        return self.send_bytes(json.dumps(content).encode())

    def send_bytes(self, body: bytes):
        """Sign and send bytes as they are."""
        return self.client.post("/alexa", data=body, headers=self.amazon.headers(body))

    def say(self, name: str, changes=None) -> dict:
        """Say what an envelope holds in the session that runs; give the answer."""
        self.turns += 1
        given = {
            "session.attributes": self.attributes,
            "request.requestId": f"amzn1.echo-api.request.{self.turns}",
        }
        content = envelope(name, given | (changes or {}))
        answer = self.send(content).get_json()
        self.attributes = answer.get("sessionAttributes", {})
        return answer["response"]


def words(speech: dict) -> str:
    """Give the words of an outputSpeech without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", speech["outputSpeech"]["ssml"]).split())


def lines(caplog) -> list[str]:
    """Give what the skill wrote to its log."""
    return [r.getMessage() for r in caplog.records if r.name.startswith("skill")]

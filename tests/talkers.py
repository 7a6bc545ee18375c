"""Two ways to talk in a test: at the keyboard, and to a speaker with signed envelopes.

What she says becomes an envelope as Alexa's own cloud would make it: the recogniser
gives intent and slots, and the slots are written in the forms of the platform.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from intents.catalogue import Catalogue
from intents.recogniser import Heard, Recogniser
from intents.times import Clock, Day, MonthDay
from skill.channels.alexa.envelope import ASK_ABOUT, FALLBACK
from skill.channels.console import SILENCE, Console
from skill.conversation import Conversation
from skill.dialogue.danger import Watch
from skill.dialogue.turn import LAUNCH, Turn
from skill.episodes.people import key_of
from skill.episodes.store import Diary
from skill.spoken import Spoken
from speaker import Speaker

MOMENT = datetime(2026, 11, 24, 3, 10, tzinfo=UTC)
PARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}
PEOPLE = count(1)


@dataclass
class Present:
    """The moment and the time zone of the speaker, until they are changed."""

    now: datetime = MOMENT
    zone: str = "Europe/London"


@dataclass(frozen=True, kw_only=True)
class Room:
    """What both talkers stand in: content, ears, and where the log lies."""

    catalogue: Catalogue
    recogniser: Recogniser
    conversation: Conversation
    diary: Diary

    def console(self, given: dict[str, Any], user: str) -> Console:
        """Give a new session at the keyboard."""
        opening = Turn(
            user=user,
            locale=given.get("locale", "en-GB"),
            heard_at=moment_of(given),
            intent=None,
            id=f"console-{next(PEOPLE)}",
            zone=given.get("zone", "Europe/London"),
        )
        return Console(self.conversation, lambda: self.recogniser, opening)


def moment_of(given: dict[str, Any]) -> datetime:
    """Give the moment a conversation begins, UTC."""
    told = given.get("moment")
    return datetime.fromisoformat(told).astimezone(UTC) if told else MOMENT


def keys_of(spoken: Spoken) -> list[str]:
    """Give what was said, without holds, rests and the closing question."""
    spoken_keys = [part.key for part in spoken.parts if part.kind == "say"]
    return [key for key in spoken_keys if key != spoken.asks]


class Keyboard:
    """Somebody at the console, who may also leave and come back."""

    def __init__(self, room: Room, given: dict[str, Any]) -> None:
        self.user = f"her-{next(PEOPLE)}"
        self._room, self._given = room, given
        self._console = room.console(given, self.user)

    @property
    def now(self) -> datetime:
        return self._console.now

    def wait(self, seconds: float) -> None:
        self._console.wait(seconds)

    def leave(self) -> None:
        """Lose the session; what is kept of her stays."""
        moment = {"moment": self.now.isoformat()}
        self._console = self._room.console(self._given | moment, self.user)

    def say(self, utterance: str | None) -> Spoken:
        """Say something, or nothing: None."""
        return self._console.say(utterance or SILENCE).spoken


@dataclass(frozen=True, kw_only=True)
class House:
    """Where the speaker stands: its server's clock and log."""

    speaker: Speaker
    present: Present
    diary: Diary
    secret: bytes


class Bedside:
    """Somebody who talks to a speaker, in envelopes."""

    def __init__(self, house: House, room: Room, given: dict[str, Any]) -> None:
        self.account = f"amzn1.ask.account.{next(PEOPLE)}"
        self.user = key_of(house.secret, self.account)
        self.diary = house.diary
        self._room, self._house = room, house
        self._locale = given.get("locale", "en-GB")
        self._watch = Watch(room.catalogue.language(self._locale).danger)
        house.present.now = moment_of(given)
        house.present.zone = given.get("zone", "Europe/London")
        self.leave()

    @property
    def now(self) -> datetime:
        return self._house.present.now

    def wait(self, seconds: float) -> None:
        self._house.present.now += timedelta(seconds=seconds)

    def leave(self) -> None:
        """Lose the session; what is kept of her stays."""
        self._house.speaker.attributes = {}

    def say(self, utterance: str) -> dict[str, Any]:
        """Say something; give the response."""
        heard = self._heard(utterance)
        changes = {
            "request.timestamp": self.now.isoformat(),
            "request.requestId": f"request-{next(PEOPLE)}",
            "request.locale": self._locale,
            "context.System.user.userId": self.account,
            "session.user.userId": self.account,
            "context.System.device.deviceId": f"bedside of {self.account}",
        }
        if heard.intent == LAUNCH:
            return self._house.speaker.say("launch", changes)
        named = {"name": heard.intent, "slots": heard.slots}
        return self._house.speaker.say(
            "start_relief", changes | {"request.intent": named}
        )

    @property
    def attributes(self) -> dict[str, Any]:
        """Give the session that goes back with the next envelope."""
        return self._house.speaker.attributes

    def _heard(self, utterance: str) -> Heard:
        """Give intent and slots as the platform names and writes them."""
        finding = self._watch.look(utterance)
        if finding and finding.is_alarm:
            flags = self._room.catalogue.language(self._locale).danger["flags"]
            return Heard(flags[finding.flag]["intent"])
        heard = self._room.recogniser.hear(utterance)
        local = self.now.astimezone(ZoneInfo(self._house.present.zone))
        return on_the_platform(heard, self._room.catalogue, local)


def on_the_platform(heard: Heard, catalogue: Catalogue, local: datetime) -> Heard:
    """Give what the recogniser heard in Alexa's names and forms."""
    if heard.intent is None:
        return Heard(FALLBACK)
    if heard.intent == LAUNCH:
        return heard
    intent = catalogue.intents[heard.intent]
    if intent.topic:
        return Heard(ASK_ABOUT, {"thing": _known("thing", intent.topic)})
    slots: dict[str, Any] = {}
    for name, value in heard.slots.items():
        slots |= _slot(name, value, local)
    return Heard(intent.alexa or intent.name, slots)


def _slot(name: str, value: Any, local: datetime) -> dict[str, Any]:
    if name in ("duration", "ago"):
        return {name: _said(name, f"PT{value}S")}
    if isinstance(value, Clock):
        return {name: _said(name, str(value))}
    if isinstance(value, Day):
        return _day(value, local)
    if isinstance(value, MonthDay):
        told = date(value.year or local.year, value.month, value.day)
        if told < local.date():  # the platform takes a day without a year as to come
            told = told.replace(year=told.year + 1)
        return {name: _said(name, told.isoformat())}
    if isinstance(value, int) or name in ("anything", "code"):
        return {name: _said(name, str(value))}
    return {name: _known(name, value)}


def _day(day: Day, local: datetime) -> dict[str, Any]:
    """Give a day as a date, its part as a time."""
    back = day.days
    if day.kind == "weekday":
        back = (local.weekday() - day.days) % 7
    named = day.first or local.date() - timedelta(days=back)
    slots = {"day": _said("day", named.isoformat())}
    if day.part:
        slots["time"] = _said("time", PARTS[day.part])
    return slots


def _said(name: str, value: str) -> dict[str, Any]:
    return {"name": name, "value": value, "confirmationStatus": "NONE"}


def _known(name: str, id_: str) -> dict[str, Any]:
    match = {"value": {"name": id_, "id": id_}}
    authority = {"status": {"code": "ER_SUCCESS_MATCH"}, "values": [match]}
    return _said(name, id_) | {"resolutions": {"resolutionsPerAuthority": [authority]}}

"""JSON of the webhook -> Episode, and back; what a body may hold is in openapi.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml
from jsonschema import Draft202012Validator, ValidationError

from intents.catalogue import LOADER
from skill.episodes.episode import Episode, EpisodeInvalid, Leg

DOCUMENT: Mapping[str, Any] = yaml.load(
    Path(__file__).with_name("openapi.yaml").read_text("utf-8"),
    LOADER,  # noqa: S506, a safe loader
)
"""The OpenAPI document."""
AHEAD = timedelta(minutes=5)
"""How far a caller's clock may be ahead; its moments then count as now."""
EARLIEST, LATEST = datetime(1969, 1, 1, tzinfo=UTC), datetime(2101, 1, 1, tzinfo=UTC)
NUMBER_LENGTH = 9
"""Digits from which a number is no count."""
TOLD = ("leg", "place", "severity", "sleep", "soreness", "helped", "stretched", "week")


class Invalid(ValueError):
    """A value the document does not allow; `field` names it."""

    def __init__(self, field: str, problem: str) -> None:
        """Take the field and what is wrong with it."""
        super().__init__(problem)
        self.field = field


class Impossible(Invalid):
    """A moment that cannot be, beside the clock or another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Which episodes are asked for."""

    since: datetime
    until: datetime
    limit: int
    offset: int


def new_episode(body: Any, key: str | None, now: datetime) -> Episode:
    """Give the episode of a body; without a start it is beginning now.

    A `key` makes the request id, and without one every request is another.

    Raises:
        Invalid: a value is not allowed.
        Impossible: a moment cannot be.

    """
    _check(BODY, body)
    if key is not None:
        _check(PARAMETERS["Idempotency-Key"], key, "Idempotency-Key")
    started_at = _past(body, "started_at", now) or _began(body, now)
    try:
        return Episode(
            started_at=started_at,
            ended_at=_ended(body, started_at, now),
            channel="webhook",
            request_id=_request_id(key),
            **_told(body),
        )
    except EpisodeInvalid as error:
        field, _, problem = str(error).partition(": ")
        raise Impossible(field, problem or str(error)) from error


def span_of(arguments: Mapping[str, str]) -> Span:
    """Read the query of a list.

    Raises:
        Invalid: a value is not allowed.

    """
    numbers = {name: _number(arguments, name) for name in ("limit", "offset")}
    since = _moment(arguments.get("since"), "since") or EARLIEST
    until = _moment(arguments.get("until"), "until") or LATEST
    return Span(since=since, until=until, **numbers)


def shown(episode: Episode) -> dict[str, Any]:
    """Give an episode as JSON."""
    ended_at = episode.ended_at
    return {
        "id": episode.id,
        "started_at": episode.started_at.isoformat(),
        "ended_at": ended_at and ended_at.isoformat(),
        "minutes": episode.minutes,
        **{name: getattr(episode, name) for name in TOLD},
        "signs": episode.signs,
        "channel": episode.channel,
    }


def _validator(schema: Mapping[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": DOCUMENT["components"]})


BODY = _validator(DOCUMENT["components"]["schemas"]["NewEpisode"])
MOMENT = _validator(DOCUMENT["components"]["schemas"]["Moment"])
PARAMETERS = {
    parameter["name"]: _validator(parameter["schema"])
    for method in ("get", "post")
    for parameter in DOCUMENT["paths"]["/episodes"][method]["parameters"]
}


def _check(validator: Draft202012Validator, value: Any, field: str = "body") -> None:
    """Refuse the first value that the document does not allow."""
    for error in validator.iter_errors(value):
        named = ".".join(str(part) for part in error.absolute_path) or field
        raise Invalid(named, f"{named}: {_expected(error)}")


def _expected(error: ValidationError) -> str:
    """Say what was expected, without the value that came."""
    if error.validator == "enum":
        return f"expected one of {error.validator_value}"
    if error.validator in ("minimum", "maximum"):
        return f"{error.validator} is {error.validator_value}"
    return f"expected {error.validator} {error.validator_value}"


def _began(body: Mapping[str, Any], now: datetime) -> datetime:
    """Give when a cramp without a start began: as long ago as it lasted."""
    return now - timedelta(minutes=body.get("minutes", 0))


def _ended(
    body: Mapping[str, Any], started_at: datetime, now: datetime
) -> datetime | None:
    if "minutes" in body:
        return min(started_at + timedelta(minutes=body["minutes"]), now)
    return _past(body, "ended_at", now)


def _past(body: Mapping[str, Any], name: str, now: datetime) -> datetime | None:
    """Read a moment that has been; a little ahead is now, by another clock."""
    moment = _moment(body.get(name), name)
    if moment is not None and moment > now + AHEAD:
        raise Impossible(name, f"{name}: in the future")
    return moment and min(moment, now)


def _moment(text: str | None, name: str) -> datetime | None:
    """Read a moment with a zone, as UTC; None: none was given."""
    if text is None:
        return None
    # A "+" that was not escaped in an address arrives as a space.
    told = text.replace(" ", "+")
    _check(MOMENT, told, name)
    try:
        return datetime.fromisoformat(told).astimezone(UTC)
    except ValueError as error:
        raise Invalid(name, f"{name}: no day or hour of a calendar") from error


def _number(arguments: Mapping[str, str], name: str) -> int:
    text = arguments.get(name)
    schema = PARAMETERS[name].schema
    if text is None:
        return int(schema["default"])
    is_number = text.isascii() and text.isdecimal()
    number = int(text) if is_number and len(text) < NUMBER_LENGTH else text
    _check(PARAMETERS[name], number, name)
    return int(number)


def _told(body: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: body[name] for name in TOLD if body.get(name) is not None}
    # JSON knows one kind of number: 7.0 is the integer 7.
    told |= {k: int(v) for k, v in told.items() if isinstance(v, float)}
    return told | ({"leg": Leg(told["leg"])} if "leg" in told else {})


def _request_id(key: str | None) -> str:
    return f"key:{sha256(key.encode()).hexdigest()}" if key else f"post:{uuid4().hex}"

"""The web server's application: every object is made here once, and joined."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException

from audio.clips import built
from intents.catalogue import Catalogue, load
from skill.channels.alexa.endpoint import REFUSED, Answer, Endpoint
from skill.channels.alexa.envelope import TurnReader
from skill.channels.alexa.signers import Fetch, download
from skill.channels.alexa.verification import Verifier
from skill.channels.alexa.voicing import Voicing
from skill.channels.alexa.zones import Ask, Zones, ask_alexa
from skill.channels.clips import clips_page
from skill.channels.pages.blueprint import pages_blueprint
from skill.channels.pages.visits import House
from skill.channels.webhook import webhook_blueprint
from skill.conversation import Conversation
from skill.episodes.people import SecretUnusable, load_secret
from skill.episodes.store import Diary, DiaryError
from skill.exports.names import names_of
from skill.settings import DATABASE_URL, SECRET_FILE, Settings, SettingsError

LOG = logging.getLogger(__name__)
LARGEST_BODY = 512 * 1024
"""Bytes of a request read; Alexa's have a few thousand."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Where the machine ends; tests stand in for it here."""

    fetch: Fetch = download
    """Downloads a certificate chain."""
    ask: Ask = ask_alexa
    """Asks Alexa for the time zone of a speaker."""
    now: Callable[[], datetime] = _now
    """Gives the moment, aware."""


def create_app(settings: Settings, outside: Outside | None = None) -> Flask:
    """Give the application; connects to nothing and forks safely.

    Where no skill id is set there is no `/alexa`; all else answers.

    Raises:
        SettingsError: the secret, the database or the clips cannot be used.
        ContentError: a file below `intents/` is wrong.

    """
    outside = outside or Outside()
    shared = _shared(settings, outside)
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.register_blueprint(clips_page(built()))
    app.register_blueprint(webhook_blueprint(shared.diary, outside.now))
    app.register_blueprint(_pages(shared))
    if settings.skill_ids:
        _answer_alexa(app, shared)

    @app.get("/health")
    def health() -> Response:
        return Response("ok", mimetype="text/plain")

    return app


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """What the parts of the application share."""

    settings: Settings
    outside: Outside
    catalogue: Catalogue
    secret: bytes
    diary: Diary


def _shared(settings: Settings, outside: Outside) -> _Shared:
    secret = _secret(settings)
    return _Shared(
        settings=settings,
        outside=outside,
        catalogue=load(),
        secret=secret,
        diary=_diary(settings, secret),
    )


def _pages(shared: _Shared) -> Blueprint:
    house = House(
        diary=shared.diary,
        secret=shared.secret,
        now=shared.outside.now,
        zone=shared.settings.zone,
        keep=timedelta(shared.settings.keep_days),
        names=names_of(shared.catalogue),
        has_speaker=bool(shared.settings.skill_ids),
    )
    return pages_blueprint(house)


def _endpoint(shared: _Shared) -> Endpoint:
    settings, catalogue = shared.settings, shared.catalogue
    zones = Zones(shared.outside.ask)
    return Endpoint(
        verifier=Verifier(settings.skill_ids, shared.outside.fetch),
        reader=TurnReader(catalogue, shared.secret, zones, settings.zone),
        conversation=Conversation(catalogue, shared.diary),
        diary=shared.diary,
        keep_when_disabled=settings.keep_when_disabled,
        voicing=Voicing.of(settings.clips_url, built(), settings.as_apla),
    )


def _answer_alexa(app: Flask, shared: _Shared) -> None:
    endpoint = _endpoint(shared)

    @app.post("/alexa")
    def alexa() -> Response:
        try:
            body = request.get_data(cache=False)
        except HTTPException:  # too large, or cut short
            LOG.warning("refused: body not read")
            return _response(Answer(REFUSED))
        now = shared.outside.now()
        return _response(endpoint.answer(request.headers, body, now))


def _secret(settings: Settings) -> bytes:
    try:
        return load_secret(settings.secret_file)
    except (SecretUnusable, OSError) as error:
        raise SettingsError(f"{SECRET_FILE.name}: {error}") from error


def _diary(settings: Settings, secret: bytes) -> Diary:
    try:
        keep = timedelta(settings.keep_days)
        return Diary.open(settings.database_url, keep, secret)
    except DiaryError as error:
        # The cause may quote the URL, and the URL a password.
        expected = f"{DATABASE_URL.name}: unusable, expected {DATABASE_URL.help}"
        raise SettingsError(expected) from error


def _response(answer: Answer) -> Response:
    kind = "application/json;charset=UTF-8" if answer.body else None
    return Response(answer.body, answer.status, content_type=kind)

"""POST, GET and DELETE /episodes: the log for buttons, phones and home automation."""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from flask import Blueprint, Response, request, url_for
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from skill.channels.bodies import (
    DOCUMENT,
    Impossible,
    Invalid,
    Span,
    new_episode,
    shown,
    span_of,
)
from skill.episodes.records import Log, Remove
from skill.episodes.store import Diary, DiaryError
from skill.episodes.tokens import Tokens

LOG = logging.getLogger(__name__)
JSON, PROBLEM = "application/json", "application/problem+json"
RETRY_SECONDS = 5
"""When to try again while the diary cannot be reached."""
SCHEME = "Bearer "
Answer = tuple[int, Any, Mapping[str, str]]
"""Status, JSON (None: no body), and headers."""


class Refused(Exception):
    """A request that is not done: status, what is wrong, which field."""

    def __init__(self, status: int, title: str, field: str | None = None) -> None:
        """Take what the caller is told."""
        super().__init__(title)
        self.status = status
        self.problem = {"title": title, "status": status}
        if field:
            self.problem["field"] = field


@dataclass(frozen=True, slots=True)
class Webhook:
    """What is behind /episodes; holds nothing between requests."""

    diary: Diary
    tokens: Tokens
    now: Callable[[], datetime]

    def log(self, person: str) -> Answer:
        """Store a cramp; the same key stores it once."""
        now = self.now()
        episode = new_episode(_body(), request.headers.get("Idempotency-Key"), now)
        stored = self.diary.apply(person, [Log(episode)], now)
        if stored is None:
            raise DiaryError("diary: gave nothing for a log")
        where = url_for("webhook.one", episode_id=stored.id)
        return 201, shown(stored), {"Location": where}

    def list(self, person: str) -> Answer:
        """Give a page of her cramps, the latest first."""
        span: Span = span_of(request.args)
        found = self.diary.within(person, span.since, span.until)[::-1]
        page = found[span.offset : span.offset + span.limit]
        return 200, {"episodes": [shown(e) for e in page], "total": len(found)}, {}

    def one(self, person: str, episode_id: str) -> Answer:
        """Give one of her cramps."""
        found = self.diary.one(person, episode_id)
        if found is None:
            raise Refused(404, "There is no such cramp in this log.")
        return 200, shown(found), {}

    def remove(self, person: str, episode_id: str) -> Answer:
        """Take one of her cramps out."""
        now = self.now()
        if self.diary.apply(person, [Remove(episode_id, now)], now) is None:
            raise Refused(404, "There is no such cramp in this log.")
        return 204, None, {}

    def person(self) -> str:
        """Give whose token came with the request.

        Raises:
            Refused: none that is known, or she wants no log.

        """
        given = request.headers.get("Authorization", "")
        token = given.removeprefix(SCHEME).strip() if given.startswith(SCHEME) else ""
        bearer = self.tokens.bearer(token, self.now()) if token else None
        if bearer is None:
            raise Refused(401, "A token of this log is needed.")
        if not bearer.consents:
            raise Refused(403, "She wants no log.")
        return bearer.person


def webhook_blueprint(diary: Diary, now: Callable[[], datetime]) -> Blueprint:
    """Give the routes of the webhook."""
    hook = Webhook(diary, Tokens(diary.connections), now)
    routes = Blueprint("webhook", __name__)

    def add(rule: str, method: str, name: str, does: Callable[..., Answer]) -> None:
        view = _view(hook, does)
        routes.add_url_rule(rule, name, view, methods=[method])

    add("/episodes", "POST", "log", hook.log)
    add("/episodes", "GET", "list", hook.list)
    add("/episodes/<episode_id>", "GET", "one", hook.one)
    add("/episodes/<episode_id>", "DELETE", "remove", hook.remove)

    @routes.get("/openapi.json")
    def document() -> Response:
        return Response(json.dumps(DOCUMENT), content_type=JSON)

    return routes


def _view(hook: Webhook, does: Callable[..., Answer]) -> Callable[..., Response]:
    @wraps(does)
    def view(**path: str) -> Response:
        try:
            return _response(*does(hook.person(), **path))
        except Refused as refused:
            LOG.warning("webhook refused: %s", refused.status)
            return _problem(refused)
        except Invalid as invalid:
            LOG.warning("webhook refused: %s", type(invalid).__name__)
            status = 409 if isinstance(invalid, Impossible) else 422
            return _problem(Refused(status, str(invalid), invalid.field))
        except DiaryError as error:
            LOG.error("webhook: diary cannot be reached: %s", type(error).__name__)
            return _problem(Refused(503, "The diary cannot be reached; try again."))

    return view


def _body() -> Any:
    if request.mimetype != JSON:
        raise Refused(415, f"Send {JSON}.")
    try:
        return json.loads(request.get_data(cache=False))
    except RequestEntityTooLarge as error:
        raise Refused(413, "The body is too large.") from error
    except HTTPException as error:
        raise Refused(400, "The body was cut short.") from error
    except (ValueError, RecursionError) as error:
        raise Refused(400, "The body is not JSON.") from error


def _response(
    status: int, body: Any, headers: Mapping[str, str], kind: str = JSON
) -> Response:
    text = None if body is None else json.dumps(body)
    response = Response(text, status, content_type=None if body is None else kind)
    response.headers["Cache-Control"] = "no-store"
    response.headers.update(headers)
    return response


def _problem(refused: Refused) -> Response:
    headers = {
        401: {"WWW-Authenticate": "Bearer"},
        503: {"Retry-After": str(RETRY_SECONDS)},
    }
    status = refused.status
    return _response(status, refused.problem, headers.get(status, {}), PROBLEM)

"""All pages, behind one door."""

import logging
from itertools import chain

from flask import Blueprint, Response, abort, g, request
from werkzeug.exceptions import HTTPException

from skill.channels.pages import cramps, nights, reports, settings, signing_in
from skill.channels.pages.door import HEADERS, NEVER_STORED, Caller
from skill.channels.pages.visits import House, Page, Routes, Visit, page, seeing, visit
from skill.episodes.store import DiaryError
from skill.exports.names import named, part_of

LOG = logging.getLogger(__name__)
OPEN = frozenset({"pages.static", "pages.privacy", *signing_in.OPEN})
"""What is answered to anybody."""
UNAVAILABLE = 503
CRASHED = 500
UNENCRYPTED = 426
"""Upgrade Required: come back over HTTPS."""


def pages_blueprint(house: House) -> Blueprint:
    """Give her pages, and nothing of anybody's without signing in."""
    pages = Blueprint(
        "pages",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/pages",
    )
    pages.add_app_template_filter(part_of, "part")
    pages.add_app_template_filter(lambda id_: named(id_, house.names), "named")
    pages.before_request(lambda: _come_in(house))
    pages.after_request(_leave)
    pages.register_error_handler(HTTPException, _refused)
    pages.register_error_handler(DiaryError, _unreachable)
    pages.register_error_handler(Exception, _crashed)
    parts = (signing_in, nights, cramps, reports, settings)
    for rule, methods, view in chain(ROUTES, *(part.ROUTES for part in parts)):
        pages.add_url_rule(rule, view.__name__, view, methods=methods.split())
    return pages


def start() -> Page:
    """Lead to her diary."""
    return seeing("month")


def privacy() -> Page:
    """Say what is kept, to anybody."""
    return page("privacy", days=visit().house.keep.days)


def _come_in(house: House) -> Page | None:
    """Know the browser; turn away whom the page is not for."""
    caller = Caller(request, house.secret)
    g.visit = Visit(caller=caller, browser=None, now=house.now(), house=house)
    if request.endpoint == "pages.static":
        return None
    if not caller.is_welcome:
        return page("refused", code=UNENCRYPTED), UNENCRYPTED
    if caller.signed_in:
        known = house.browsers.known(caller.signed_in, visit().now)
        g.visit = Visit(caller=caller, browser=known, now=visit().now, house=house)
    if request.method == "POST" and not (caller.is_ours and caller.has_token):
        LOG.warning("pages: refused a form from elsewhere, or an old one")
        abort(403)
    if visit().browser is None and request.endpoint not in OPEN:
        return seeing("sign_in")
    return None


def _leave(response: Response) -> Response:
    response.headers.update(HEADERS)
    if request.endpoint != "pages.static":
        response.headers["Cache-Control"] = NEVER_STORED
    return response


def _refused(error: HTTPException) -> Page:
    code = error.code or UNAVAILABLE
    return page("refused", code=code), code


def _crashed(error: Exception) -> Page:
    """Say so calmly; what broke may quote what she typed, and is not logged."""
    LOG.error("pages: crashed: %s", type(error).__name__)
    return page("refused", code=CRASHED), CRASHED


def _unreachable(error: DiaryError) -> Page:
    LOG.error("pages: diary cannot be reached: %s", type(error).__name__)
    return page("refused", code=UNAVAILABLE), UNAVAILABLE


ROUTES: Routes = (("/", "GET", start), ("/privacy", "GET", privacy))

"""Getting in: a code is shown, she says it, and the browser is let in."""

import logging
from datetime import timedelta
from math import ceil

from flask import make_response, request

from skill.channels.pages.visits import Page, Routes, page, seeing, visit
from skill.episodes.signins import Shown, TooManyCodes

LOG = logging.getLogger(__name__)
OPEN = frozenset({"pages.sign_in", "pages.show_code", "pages.said"})
"""Pages for a browser that is not signed in."""
TOO_MANY = 429


def sign_in() -> Page:
    """Show the code of this browser, or offer one."""
    if visit().browser:
        return seeing("month")
    shown, waiting = _shown(), "waiting" in request.args
    left = shown.until - visit().now if shown else timedelta()
    minutes = ceil(left / timedelta(minutes=1))
    return page("sign_in", shown=shown, waiting=waiting, minutes=minutes)


def show_code() -> Page:
    """Give this browser a code."""
    here = visit()
    try:
        secret = here.house.diary.signins().show(here.caller.address, here.now)
    except TooManyCodes:
        LOG.warning("pages: too many codes were asked for")
        return page("refused", code=TOO_MANY), TOO_MANY
    response = seeing("sign_in")
    here.caller.keep(response, "code", secret)
    return response


def said() -> Page:
    """Let this browser in, where its code was said."""
    here = visit()
    waiting = here.caller.waiting or ""
    signins = here.house.diary.signins()
    secret = signins.sign_in(waiting, here.caller.name, here.now)
    if secret is None:
        return seeing("sign_in", waiting="yes")
    LOG.info("pages: a browser was signed in")
    response = seeing("month")
    here.caller.keep(response, "browser", secret)
    here.caller.drop(response, "code")
    return response


def sign_out() -> Page:
    """Sign this browser out."""
    here = visit()
    if here.browser:
        here.house.browsers.sign_out(here.person, here.browser.id)
    response = make_response(page("signed_out", gone=None))
    here.caller.drop(response, "browser")
    return response


def _shown() -> Shown | None:
    here = visit()
    waiting = here.caller.waiting
    return here.house.diary.signins().shown(waiting, here.now) if waiting else None


ROUTES: Routes = (
    ("/sign-in", "GET", sign_in),
    ("/sign-in", "POST", show_code),
    ("/sign-in/said", "POST", said),
    ("/sign-out", "POST", sign_out),
)

"""What she decides about her log: whether, how long, who sees it, and its end."""

from datetime import timedelta

from flask import abort, g, make_response, request
from werkzeug.wrappers import Response as AnyResponse

from skill.channels.pages.forms import day_of
from skill.channels.pages.visits import Page, Routes, Visit, page, seeing, visit
from skill.dialogue.stage import week_of
from skill.dialogue.voice import FASTER, SLOWER, WHISPER
from skill.episodes.nights import BEGINNING
from skill.episodes.records import (
    Consent,
    Forget,
    Record,
    Remember,
    SignOut,
    SpeakSo,
    Unremember,
)

VOICES, RATES = (WHISPER,), (SLOWER, FASTER)
DONE = frozenset({"kept", "stopped", "due", "forgotten", "voice", "signed_out"})
"""What the page may say was done."""


def settings() -> Page:
    """Show them all."""
    return _settings()


def keep_log() -> Page:
    """Keep a log from now on, or stop."""
    keeps = request.form.get("keep") == "yes"
    return _done("kept" if keeps else "stopped", Consent(keeps, visit().now))


def tell_due() -> Page:
    """Remember when the baby is due."""
    here = visit()
    try:
        due_on = day_of(request.form.get("due", "").strip())
    except ValueError:
        due_on = None
    today = here.now.astimezone(here.zone).date()
    if due_on is None or week_of(due_on, today) is None:
        return _settings(problem="due"), 422
    return _done("due", Remember(due_on=due_on))


def speak_so() -> Page:
    """Remember how she wants to be spoken to; an unknown word is the usual."""
    voice, rate = (request.form.get(name) for name in ("voice", "rate"))
    record = SpeakSo(
        voice=voice if voice in VOICES else None, rate=rate if rate in RATES else None
    )
    return _done("voice", record)


def unremember() -> Page:
    """Forget what she told of herself."""
    return _done("forgotten", Unremember())


def sign_out_one(browser: str) -> Page:
    """Sign out one browser of hers."""
    here = visit()
    if not here.house.browsers.sign_out(here.person, browser):
        abort(404)
    return seeing("settings", done="signed_out")


def sign_out_all() -> Page:
    """Sign out every browser of hers, this one too."""
    return _out(SignOut())


def delete() -> Page:
    """Ask, then delete all that is kept of her."""
    here = visit()
    until = here.now + timedelta(days=1)
    gone = here.house.diary.count(here.person, BEGINNING, until)
    if request.method == "GET":
        return page("delete", gone=gone, problem=False)
    if request.form.get("sure") != "yes":
        return page("delete", gone=gone, problem=True), 422
    return _out(Forget(), gone)


def _settings(problem: str | None = None) -> str:
    here = visit()
    known, today = here.known, here.now.astimezone(here.zone).date()
    done = request.args.get("done")
    return page(
        "settings",
        known=known,
        week=week_of(known.due_on, today) if known.due_on else None,
        browsers=here.house.browsers.of(here.person, here.now),
        done=done if done in DONE else None,
        problem=problem,
        days=here.house.keep.days,
    )


def _done(what: str, record: Record) -> AnyResponse:
    here = visit()
    here.house.diary.apply(here.person, [record], here.now)
    return seeing("settings", done=what)


def _out(record: Record, gone: int | None = None) -> Page:
    """Store what signs this browser out too, and say what is gone."""
    here = visit()
    here.house.diary.apply(here.person, [record], here.now)
    signed_out = Visit(caller=here.caller, browser=None, now=here.now, house=here.house)
    g.visit = signed_out
    response = make_response(page("signed_out", gone=gone))
    here.caller.drop(response, "browser")
    return response


ROUTES: Routes = (
    ("/settings", "GET", settings),
    ("/settings/log", "POST", keep_log),
    ("/settings/due", "POST", tell_due),
    ("/settings/voice", "POST", speak_so),
    ("/settings/forget", "POST", unremember),
    ("/settings/browsers/<browser>", "POST", sign_out_one),
    ("/settings/browsers", "POST", sign_out_all),
    ("/settings/delete", "GET POST", delete),
)

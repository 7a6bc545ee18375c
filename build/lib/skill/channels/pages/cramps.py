"""One cramp of hers: added, changed, taken out, brought back."""

import re
from secrets import token_hex
from typing import Any

from flask import abort, request
from werkzeug.wrappers import Response as AnyResponse

from skill.channels.pages import forms
from skill.channels.pages.visits import Page, Routes, page, seeing, visit
from skill.dialogue.stage import week_of
from skill.episodes.episode import Episode, EpisodeInvalid
from skill.episodes.nights import night_of
from skill.episodes.records import Change, Consent, Log, Record, Remove, Restore
from skill.episodes.store import DiaryError

REFUSED = 422


def add() -> Page:
    """Give the form of a new cramp, or store it."""
    here = visit()
    if request.method == "GET":
        return _form(forms.blank(here.frame), None)
    filled = forms.read(request.form, here.frame)
    if filled.problems:
        return _form(request.form, None, filled.problems), REFUSED
    return _seeing(_added(dict(filled.told)), "added")


def change(cramp: str) -> Page:
    """Give the form of a cramp, or store what was changed in it."""
    here, episode = visit(), _hers(cramp)
    if request.method == "GET":
        return _form(forms.shown(episode, here.zone), episode)
    filled = forms.read(request.form, here.frame, episode)
    if filled.problems:
        return _form(request.form, episode, filled.problems), REFUSED
    return _seeing(_stored(Change(cramp, filled.told)), "changed")


def remove(cramp: str) -> Page:
    """Ask, then take a cramp out."""
    episode = _hers(cramp)
    if request.method == "GET":
        return page("remove", episode=episode)
    _stored(Remove(cramp, visit().now))
    return _seeing(episode, "removed", removed=cramp)


def restore(cramp: str) -> Page:
    """Bring a cramp back that was taken out."""
    return _seeing(_stored(Restore(cramp, visit().now)), "restored")


def _form(values: Any, episode: Episode | None, problems: Any = None) -> str:
    """Give the form, as it was filled where something in it cannot be so."""
    here = visit()
    return page(
        "cramp",
        values=values,
        episode=episode,
        problems=problems or {},
        steps=forms.STEPS,
        days=here.house.keep.days,
        today=here.now.astimezone(here.zone).date(),
        once=_once(),
        consent=here.known.consent,
    )


def _once() -> str:
    """Give what makes a form that is sent twice one cramp."""
    sent = request.form.get("once", "")
    return sent if re.fullmatch("[0-9a-f]{32}", sent) else token_hex(16)


def _hers(cramp: str) -> Episode:
    """Give one of her cramps; nobody is told whether another has it."""
    here = visit()
    return here.house.diary.one(here.person, cramp) or abort(404)


def _added(told: dict[str, Any]) -> Episode:
    here = visit()
    known = here.known
    if told["week"] is None and known.due_on:
        day = told["started_at"].astimezone(here.zone).date()
        told["week"] = week_of(known.due_on, day)
    episode = Episode(channel="page", request_id=f"page:{_once()}", **told)
    # To ask for a log entry is to agree to a log, as it is by voice.
    agreeing = () if known.consent else (Consent(True, here.now),)
    stored = here.house.diary.apply(here.person, [*agreeing, Log(episode)], here.now)
    if stored is None:
        raise DiaryError("diary: gave nothing for a log")
    return stored


def _stored(record: Record) -> Episode:
    """Store what is to be done with one of her cramps, and give it."""
    here = visit()
    try:
        stored = here.house.diary.apply(here.person, [record], here.now)
    except EpisodeInvalid:  # it was changed elsewhere in between
        abort(409)
    return stored or abort(404)


def _seeing(episode: Episode, done: str, **values: str) -> AnyResponse:
    """Show the night of a cramp, and what was done."""
    night = night_of(episode.started_at, visit().zone)
    where = {"name": f"{night:%Y-%m}", "done": done, **values}
    return seeing("named_month", **where, _anchor=f"night-{night}")


ROUTES: Routes = (
    ("/cramps/new", "GET POST", add),
    ("/cramps/<cramp>", "GET POST", change),
    ("/cramps/<cramp>/remove", "GET POST", remove),
    ("/cramps/<cramp>/restore", "POST", restore),
)

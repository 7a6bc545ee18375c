"""Her report for a midwife: the sheet on a page and as PDF, and her log as files."""

from collections.abc import Sequence
from datetime import date

from flask import Response, abort, request
from markupsafe import Markup

from skill.channels.pages.forms import day_of
from skill.channels.pages.months import YEARS
from skill.channels.pages.visits import Page, Routes, page, visit
from skill.episodes.episode import Episode
from skill.episodes.nights import DAY, bounds_of, night_of
from skill.exports.csv import as_csv
from skill.exports.report import sheet
from skill.exports.wording import About

REFUSED = 422
MOST_NIGHTS = 1_000
"""Nights a sheet may span; a log holds fewer unless it is set to hold more."""


def report() -> Page:
    """Show the sheet, of her log or of the nights she chose."""
    about = _about()
    if about is None:
        return page("report", about=_whole(), body="", problem=True), REFUSED
    body = Markup(sheet(_within(about), about))  # noqa: S704, escaped by its template
    return page("report", about=about, body=body, problem=False)


def report_pdf() -> Page:
    """Give the sheet as PDF."""
    from skill.exports.pdf import as_pdf  # a second, for the few who ask for it

    about = _about() or abort(REFUSED)
    content = as_pdf(_within(about), about)
    return _file(content, "application/pdf", f"cramps-{about.last}.pdf")


def log_csv() -> Page:
    """Give the whole log as CSV, which can be taken in again."""
    about = _whole()
    content = as_csv(_within(about)).encode()
    return _file(content, "text/csv; charset=utf-8", f"cramps-{about.last}.csv")


def _about() -> About | None:
    """Give what the report is about; None: the nights asked for are none."""
    whole = _whole()
    try:
        last = day_of(request.args.get("last", "")) or whole.last
        first = day_of(request.args.get("first", "")) or _latest(whole)
    except ValueError:
        return None
    if (
        first.year not in YEARS
        or not first <= last <= whole.last
        or (last - first).days >= MOST_NIGHTS
    ):
        return None
    return _of(first, last)


def _whole() -> About:
    """Give what a report of her whole log is about: her first night to this one."""
    here = visit()
    tonight = night_of(here.now, here.zone)
    oldest = here.house.diary.oldest(here.person)
    first = night_of(oldest.started_at, here.zone) if oldest else tonight
    return _of(min(first, tonight), tonight)


def _latest(whole: About) -> date:
    """Give the first night of a sheet where she names none."""
    return max(whole.first, whole.last - (MOST_NIGHTS - 1) * DAY)


def _of(first: date, last: date) -> About:
    here = visit()
    return About(
        person=here.person,
        first=first,
        last=last,
        zone=here.zone,
        made_at=here.now,
        names=here.house.names,
    )


def _within(about: About) -> Sequence[Episode]:
    since, _ = bounds_of(about.first, about.zone)
    _, until = bounds_of(about.last, about.zone)
    return visit().house.diary.within(about.person, since, until)


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


ROUTES: Routes = (
    ("/report", "GET", report),
    ("/report.pdf", "GET", report_pdf),
    ("/log.csv", "GET", log_csv),
)

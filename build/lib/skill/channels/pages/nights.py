"""Her diary: a month of nights, as a calendar and as a list."""

from datetime import date

from flask import abort, request

from skill.channels.pages.months import (
    bounds_of_month,
    first_of,
    month_of,
    this_month,
)
from skill.channels.pages.visits import Page, Routes, page, visit
from skill.episodes.nights import night_of, week_bounds
from skill.episodes.report import OFTEN_NIGHTS, count_of

DONE = frozenset({"added", "changed", "removed", "restored"})
"""What the page may say was done."""


def month() -> Page:
    """Show this month."""
    here = visit()
    return _month(this_month(here.now, here.zone))


def named_month(name: str) -> Page:
    """Show a month by its name in the address."""
    first = first_of(name)
    if first is None:
        abort(404)
    return _month(first)


def _month(first: date) -> Page:
    here = visit()
    diary, zone = here.house.diary, here.zone
    episodes = diary.within(here.person, *bounds_of_month(first, zone))
    week = week_bounds(here.now, zone)
    lately = count_of(diary.within(here.person, *week), week, zone)
    done = request.args.get("done")
    return page(
        "month",
        month=month_of(first, episodes, zone),
        tonight=night_of(here.now, zone),
        this_month=this_month(here.now, zone),
        is_often=lately.nights >= OFTEN_NIGHTS,
        consent=here.known.consent,
        done=done if done in DONE else None,
        removed=request.args.get("removed"),
    )


ROUTES: Routes = (
    ("/diary", "GET", month),
    ("/diary/<name>", "GET", named_month),
)

"""One request to a page: who it is from, and what it may see."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from flask import Response, g, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from skill.channels.pages.door import Caller
from skill.channels.pages.forms import Frame
from skill.episodes.browsers import Browser, Browsers
from skill.episodes.store import Diary, Person

SEE_OTHER = 303
Page = str | tuple[str, int] | Response | AnyResponse
"""What a view gives."""
Routes = tuple[tuple[str, str, Callable[..., Page]], ...]
"""Rules, their methods with spaces between, and the views behind them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What all pages share; holds nothing between requests."""

    diary: Diary
    secret: bytes
    now: Callable[[], datetime]
    zone: str | None
    """Zone where a browser knows none; None: UTC."""
    keep: timedelta
    """How long cramps are kept."""
    names: Mapping[str, str]
    """Words for ids of steps and warning signs."""
    has_speaker: bool
    """Whether Alexa is on, so that codes can be said."""

    @property
    def browsers(self) -> Browsers:
        """Give the browsers that are signed in."""
        return Browsers(self.diary.connections)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request."""

    caller: Caller
    browser: Browser | None
    """None: not signed in, and no page about anybody is given."""
    now: datetime
    house: House

    @property
    def person(self) -> str:
        """Give whose log it is about.

        Raises:
            LookupError: the browser is not signed in.

        """
        if self.browser is None:
            raise LookupError("not signed in")
        return self.browser.person

    @property
    def zone(self) -> ZoneInfo:
        """Give the zone she sees times in."""
        return ZoneInfo(
            (self.browser and self.browser.zone) or self.house.zone or "UTC"
        )

    @property
    def frame(self) -> Frame:
        """Give what moments in forms are read with."""
        return Frame(zone=self.zone, now=self.now, keep=self.house.keep)

    @property
    def known(self) -> Person:
        """Give what is kept of her besides her cramps."""
        return self.house.diary.person(self.person, self.now)


def visit() -> Visit:
    """Give the visit of the request that is being answered."""
    return cast(Visit, g.visit)


def page(name: str, /, **values: object) -> str:
    """Give a page by the name of its template."""
    return render_template(f"pages/{name}.html", visit=visit(), **values)


def seeing(name: str, /, **values: object) -> AnyResponse:
    """Send the browser to another page of ours, so that a reload repeats nothing."""
    return redirect(url_for(f"pages.{name}", **values), SEE_OTHER)  # type: ignore[arg-type]

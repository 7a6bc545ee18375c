"""A real browser on a phone, with scripts switched off, does all that she would do."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfReader
from werkzeug.serving import WSGIRequestHandler, make_server

from pages_home import ANOTHER, FULL, HER, Home

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PHONE = {"width": 360, "height": 740}
A4 = (595, 842)
"""Points."""
NIGHT = datetime(2025, 11, 24, 3, 10, tzinfo=UTC)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


class Quiet(WSGIRequestHandler):
    def log(self, type, message, *args):
        pass


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # As root in a container Chromium has no sandbox to offer.
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        yield started
        started.close()


@pytest.fixture
def home(tmp_path):
    opened = Home(tmp_path)
    yield opened
    opened.diary.close()


@pytest.fixture
def address(home) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, home.app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def open_page(chromium, address):
    """Give a way to open a page of a new browser; what it refuses fails the test."""
    contexts, refused = [], []

    def open_page(path="/", scripts=False, **chosen) -> Page:
        context = chromium.new_context(
            base_url=address,
            viewport=chosen.pop("viewport", PHONE),
            java_script_enabled=scripts,
            **chosen,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: _note_foreign(r.url, address, refused))
        page.on("console", lambda m: _note_policy(m.text, refused))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert refused == []


def _note_foreign(url, address, refused):
    if not url.startswith(address):
        refused.append(url)


def _note_policy(text, refused):
    if "Content Security Policy" in text:
        refused.append(text)


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def say_code(page: Page, home: Home, person: str = HER) -> None:
    told = page.get_by_text("cramp-relief pair").inner_text()
    home.say(person, "".join(c for c in told if c.isdecimal()), "Europe/London")
    button(page, "I have typed it").click()


def sign_in(page: Page, home: Home, person: str = HER) -> Page:
    button(page, "Show me a code").click()
    say_code(page, home, person)
    return page


def is_no_wider(page: Page) -> bool:
    """Tell whether a page needs no scrolling sideways."""
    root = "document.documentElement"
    return bool(page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"))


def test_she_signs_in_adds_changes_and_deletes(home, open_page):
    page = open_page()
    button(page, "Show me a code").click()
    button(page, "I have typed it").click()
    assert page.get_by_role("status").inner_text().startswith("Not heard yet")

    page.goto("/sign-in")
    say_code(page, home)
    page.get_by_role("link", name="Add a cramp").click()
    page.get_by_label("Day", exact=True).fill("2025-11-24")
    page.get_by_label("Time it began").fill("03:10")
    page.get_by_text("left", exact=True).click()
    page.get_by_label("Pain").select_option("7")
    button(page, "Save").click()
    added = home.all_of()

    page.get_by_role("link", name="Change the cramp at 03:10").click()
    page.get_by_label("Pain").select_option("8")
    page.get_by_label("Minutes it lasted").fill("3")
    button(page, "Save").click()
    changed = home.all_of()

    page.get_by_role("link", name="Delete the cramp at 03:10").click()
    button(page, "Delete it").click()
    deleted = home.all_of()
    button(page, "Undo").click()

    assert [(e.started_at, e.leg, e.severity) for e in added] == [(NIGHT, "left", 7)]
    assert [(e.severity, e.minutes) for e in changed] == [(8, 3)]
    assert deleted == []
    assert home.all_of() == changed
    assert page.get_by_role("status").inner_text() == "It is back."


def test_she_signs_out_everywhere_and_another_stays(home, open_page):
    first, second = sign_in(open_page(), home), sign_in(open_page(), home)
    theirs = sign_in(open_page(), home, ANOTHER)

    first.goto("/settings")
    button(first, "Sign out everywhere, here too").click()
    for page in (second, theirs):
        page.goto("/diary")

    assert first.get_by_role("heading", level=1).inner_text() == "You are signed out"
    assert second.url.endswith("/sign-in")
    assert theirs.url.endswith("/diary")


def test_all_of_it_can_be_done_with_the_keyboard(home, open_page):
    page = sign_in(open_page(), home)
    page.goto("/cramps/new")

    page.keyboard.press("Tab")
    skipping = page.get_by_role("link", name="Skip to the page").bounding_box()
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.get_by_label("Time it began").fill("03:10")
    page.get_by_label("not said").first.focus()
    page.keyboard.press("ArrowLeft")
    button(page, "Save").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/diary/**")

    assert skipping["y"] >= 0
    assert [e.leg for e in home.all_of()] == ["both"]


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("width", [360, 1100])
def test_every_page_is_within_reach_of_everybody(home, open_page, scheme, width):
    for n in range(5):
        began = NIGHT - timedelta(days=n, hours=n % 2)
        home.keep(started_at=began, ended_at=began + timedelta(minutes=2), **FULL)
    last = home.all_of()[-1]
    viewport = {"width": width, "height": 740}
    page = open_page("/sign-in", scripts=True, color_scheme=scheme, viewport=viewport)
    found = []

    def look(at):
        page.goto(at) if at else page.wait_for_load_state()
        report = Axe().run(page, options=RULES)
        found.extend(
            (page.url, v["id"], v["help"]) for v in report.response["violations"]
        )
        assert is_no_wider(page), page.url

    look(None)
    button(page, "Show me a code").click()
    look(None)
    button(page, "I have typed it").click()
    look(None)
    say_code(page, home)
    look("/diary?done=removed&removed=x")
    look("/report")
    look("/settings")
    look("/settings/delete")
    button(page, "Delete everything").click()
    look(None)
    look("/privacy")
    look("/nowhere")
    look(f"/cramps/{last.id}/remove")
    look(f"/cramps/{last.id}")
    page.get_by_label("Week of pregnancy").fill("31")
    page.get_by_label("Time it began").fill("23:59")
    page.get_by_label("Day", exact=True).fill("2025-11-24")
    button(page, "Save").click()
    look(None)

    assert found == []


def test_the_report_is_one_sheet_of_paper_and_then_rows(home, open_page):
    for n in range(0, 390, 5):
        home.keep(started_at=NIGHT - timedelta(days=n), signs="RF03", **FULL)
    page = sign_in(open_page(), home)

    page.goto("/report")
    printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    first, second = (page.extract_text() for page in printed[:2])

    assert "Leg cramps in pregnancy" in first
    assert "Nights with cramps in each month" in first
    assert "Every cramp" in second
    assert "Sign out" not in first
    assert (round(printed[0].mediabox.width), round(printed[0].mediabox.height)) == A4


def test_dark_is_what_a_page_is_by_default(home, open_page):
    grounds = {}
    for scheme in ("no-preference", "dark", "light"):
        page = open_page(scripts=True, color_scheme=scheme)
        colour = "getComputedStyle(document.documentElement).backgroundColor"
        grounds[scheme] = page.evaluate(colour)

    assert grounds["dark"] == "rgb(20, 22, 28)"
    assert grounds["light"] == "rgb(250, 247, 242)"


def test_nothing_of_hers_stays_in_the_cache(home, open_page):
    page = sign_in(open_page(), home)
    home.keep(started_at=NIGHT, severity=7)
    page.goto("/diary")
    with closing(sqlite3.connect(home.folder / "diary.db")) as database:
        database.execute("DELETE FROM browsers")
        database.commit()

    page.goto("/privacy")
    page.go_back()

    assert page.url.endswith("/sign-in")

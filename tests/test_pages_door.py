"""Who may come in to her pages, and what leaves with them."""

import logging
import re
from datetime import timedelta

import pytest

from pages_home import ANOTHER, AT_HOME, HER, HTTPS, Home, Tab
from skill.episodes.signins import MOST_SHOWN_TO

PRIVATE = (
    "/report",
    "/report.pdf",
    "/log.csv",
    "/diary",
    "/diary/2025-11",
    "/cramps/new",
    "/settings",
    "/settings/delete",
)
FORMS = (
    "/cramps/new",
    "/settings/log",
    "/settings/due",
    "/settings/forget",
    "/settings/voice",
    "/settings/browsers",
    "/settings/delete",
    "/sign-out",
    "/sign-in",
    "/sign-in/said",
)


@pytest.fixture
def home(tmp_path):
    opened = Home(tmp_path)
    yield opened
    opened.diary.close()


@pytest.fixture
def tab(home):
    return Tab(home).sign_in()


def cookie_of(response):
    return next(c for c in response.headers.getlist("Set-Cookie") if "browser=" in c)


@pytest.mark.parametrize("path", PRIVATE)
def test_nothing_is_shown_before_signing_in(home, path):
    answer = Tab(home).get(path)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")


@pytest.mark.parametrize("base", [HTTPS, AT_HOME])
def test_the_cookie_is_out_of_reach(home, base):
    tab = Tab(home, base)

    tab.sign_in()

    told = cookie_of(tab.last)
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(told.split("; "))
    assert "Domain" not in told
    assert ("; Secure" in told) == (base == HTTPS)
    assert told.startswith("__Host-") == (base == HTTPS)
    assert tab.get("/diary").status_code == 200


@pytest.mark.parametrize(
    "path",
    [*(p for p in PRIVATE if "." not in p), "/sign-in", "/privacy", "/cramps/none"],
)
def test_every_page_asks_nobody_else_and_is_stored_nowhere(tab, path):
    answer = tab.get(path)

    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; img-src 'self'")
    assert "frame-ancestors 'none'; base-uri 'none'" in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not re.search(
        r"<script|style=|\son\w+=|https?://(?!www.w3.org)", answer.text
    )


def test_the_style_sheet_is_given_to_anybody(home):
    answer = Tab(home).get("/pages/pages.css", buffered=True)

    assert (answer.status_code, answer.mimetype) == (200, "text/css")
    assert "url(" not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", FORMS)
def test_a_form_without_its_token_does_nothing(home, tab, path):
    home.keep()

    answers = [
        tab.client.post(path, base_url=HTTPS, data={"sure": "yes", "token": token})
        for token in ("", "0" * 64, "ü", Tab(home).token("/sign-in"))
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert len(home.all_of()) == 1
    assert tab.get("/diary").status_code == 200


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://cramps.example"},
    ],
)
def test_a_form_from_elsewhere_does_nothing(home, tab, path, headers):
    form = {"token": tab.token("/settings"), "sure": "yes"}

    answer = tab.client.post(path, base_url=HTTPS, data=form, headers=headers)

    assert answer.status_code == 403


@pytest.mark.parametrize("headers", [{}, {"Origin": "null"}, {"Origin": HTTPS}])
def test_a_form_of_an_older_browser_is_taken(home, tab, headers):
    form = {"token": tab.token("/settings"), "keep": "yes"}

    tab.client.post("/settings/log", base_url=HTTPS, data=form, headers=headers)

    assert home.diary.person(HER, home.now).consent


def test_nobody_reads_or_changes_what_another_logged(home, tab):
    theirs = home.keep(ANOTHER, severity=9)
    browser = home.diary.connections
    Tab(home).sign_in(ANOTHER)
    with browser.reading() as connection:
        asked = "SELECT id FROM browsers WHERE person = ?"
        signed_in = connection.exec_driver_sql(asked, (ANOTHER,)).scalar_one()

    paths = [f"/cramps/{theirs.id}{end}" for end in ("", "/remove")]
    read = [tab.get(path).status_code for path in paths]
    form = {"day": "2025-11-24", "time": "03:10"}
    sent = [
        tab.post(path, "/settings", **form).status_code
        for path in (
            *paths,
            f"/cramps/{theirs.id}/restore",
            f"/settings/browsers/{signed_in}",
        )
    ]

    assert {*read, *sent} == {404}
    assert home.all_of(ANOTHER) == [theirs]
    assert "9 of 10" not in tab.get("/diary").text


def test_a_cookie_that_was_made_up_is_nobody(home, tab):
    name = "__Host-cramp-relief-browser"
    for value in ("", "x", "a" * 3_000, "' OR 1=1 --"):
        tab.client.set_cookie(name, value, domain="cramps.example", secure=True)

        assert tab.get("/diary").status_code == 303


def test_a_browser_that_was_left_alone_is_signed_out(home, tab):
    home.now += timedelta(days=89)
    used = tab.get("/diary").status_code
    home.now += timedelta(days=89)
    again = tab.get("/diary").status_code
    home.now += timedelta(days=91)

    assert (used, again, tab.get("/diary").status_code) == (200, 200, 303)


@pytest.mark.parametrize(
    ("base", "status"),
    [
        ("http://cramps.example", 426),
        ("http://192.168.1.5:8080", 426),
        ("http://localhost.evil.example", 426),
        ("http://localhost:8080", 200),
        ("http://127.0.0.1:8080", 200),
        ("http://[::1]:8080", 200),
        ("http://localhost", 200),
        ("https://cramps.example", 200),
    ],
)
def test_plain_http_is_for_this_machine_only(home, base, status):
    assert Tab(home, base).get("/sign-in").status_code == status


def test_guessing_secrets_of_browsers_that_wait_finds_none(home):
    waiting = Tab(home)
    waiting.post("/sign-in")
    home.say(HER, waiting.code())
    thief = Tab(home)

    answers = [thief.post("/sign-in/said", "/sign-in") for _ in range(20)]

    assert {a.headers["Location"] for a in answers} == {"/sign-in?waiting=yes"}
    assert thief.get("/diary").status_code == 303


@pytest.mark.parametrize(
    ("seen", "forwarded", "limited"),
    [
        ("203.0.113.7", None, True),
        ("203.0.113.7", "{n}.1.1.1", True),
        ("127.0.0.1", "{n}.1.1.1, 198.51.100.3", True),
        ("127.0.0.1", "198.51.100.{n}", False),
        ("2001:db8::{n}", None, True),
        ("2001:db8:0:{n}::1", None, False),
        ("127.0.0.1", "odd {n}", False),
    ],
)
def test_an_address_is_shown_few_codes(home, seen, forwarded, limited):
    statuses = []
    for n in range(MOST_SHOWN_TO + 1):
        tab = Tab(home)
        form = {"token": tab.token("/sign-in")}
        headers = {"X-Forwarded-For": forwarded.format(n=n)} if forwarded else {}
        environ = {"REMOTE_ADDR": seen.format(n=n)}
        statuses.append(
            tab.client.post(
                "/sign-in",
                base_url=HTTPS,
                data=form,
                headers=headers,
                environ_base=environ,
            ).status_code
        )

    assert statuses[-1] == (429 if limited else 303)
    assert set(statuses[:-1]) == {303}


def test_no_address_leads_elsewhere(home):
    tab = Tab(home)

    for query in ("next=//evil.example", "next=https://evil.example", "done=x"):
        answer = tab.get(f"/diary?{query}")

        assert answer.headers["Location"] == "/sign-in"
    assert tab.get("//evil.example/diary").status_code in (303, 308, 404)
    assert "evil" not in tab.last.headers.get("Location", "")


def test_the_address_of_a_page_cannot_put_words_in_it(tab):
    page = tab.get("/diary?done=<b>removed&removed=<b>").text

    assert "<b>" not in page


def test_logs_hold_nothing_readable(home, caplog):
    caplog.set_level(logging.DEBUG)
    tab = Tab(home)
    tab.post("/sign-in")
    code = tab.code()
    home.say(HER, code)
    tab.post("/sign-in/said", "/sign-in")
    secret = cookie_of(tab.last).partition("=")[2].partition(";")[0]
    tab.post("/cramps/new", day="2025-11-24", time="03:10", severity="7")
    tab.client.post("/settings/delete", base_url=HTTPS, data={"token": "no"})

    written = caplog.text
    assert "signed in" in written
    assert not any(
        word in written for word in (HER, code, secret, "127.0.0.1", "03:10")
    )

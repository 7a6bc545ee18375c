"""Who says or types the code a browser shows lets that browser in, and no other."""

import re
from types import SimpleNamespace

import pytest

from pages_home import AT_HOME, HTTPS, Tab
from skill.app import create_app
from skill.settings import Settings
from speaker import words

SPLITS = ([6], [3, 3], [2, 2, 2], [4, 2], [1, 1, 1, 1, 1, 1])
"""How many digits Alexa may put into each slot."""
SLOTS = ("code", "second", "third", "fourth", "fifth", "sixth")


@pytest.mark.parametrize("is_first_use", [True, False])
def test_a_code_that_is_shown_lets_its_browser_in(command, is_first_use):
    if not is_first_use:
        command("token", "button")
    browser = Tab(SimpleNamespace(app=create_app(Settings.from_environment())), AT_HOME)
    browser.post("/sign-in")

    paired = command("pair", browser.code())
    browser.post("/sign-in/said", "/sign-in")

    assert paired.output.startswith("Paired.")
    assert "Sign out" in browser.get("/settings").text


def test_a_code_nobody_shows_is_refused(command):
    command("token", "button")

    result = command("pair", "123456")

    assert result.exit_code == 1
    assert "no browser shows it" in result.stderr


@pytest.fixture
def tab(speaker):
    """Give a browser at the same server as the speaker, which shows a code."""
    browser = Tab(SimpleNamespace(app=speaker.client.application), HTTPS)
    browser.post("/sign-in")
    return browser


def ask(speaker, intent, values=()):
    """Let Alexa hear an intent with numbers in its slots."""
    slots = {
        name: {"name": name, "value": value, "confirmationStatus": "NONE"}
        for name, value in zip(SLOTS, values, strict=False)
    }
    told = {"request.intent": {"name": intent, "slots": slots}}
    return words(speaker.say("start_relief", told))


def parts_of(code, split):
    for size in split:
        yield code[:size]
        code = code[size:]


@pytest.mark.parametrize("split", SPLITS)
def test_a_code_said_to_the_speaker_lets_its_browser_in(speaker, tab, split):
    shown = tab.get("/sign-in").text

    heard = ask(speaker, "PairBrowser", parts_of(tab.code(), split))
    tab.post("/sign-in/said", "/sign-in")

    assert f"Pair {' '.join(tab_code(shown))}." in shown
    assert heard.startswith("You're signed in.")
    assert "Sign out" in tab.get("/settings").text


@pytest.mark.parametrize("heard_as", ["?", "", None])
def test_a_digit_that_was_not_made_out_lets_nobody_in(speaker, tab, heard_as):
    values = [*parts_of(tab.code(), SPLITS[-1])]

    heard = ask(speaker, "PairBrowser", [*values[:-1], heard_as])
    tab.post("/sign-in/said", "/sign-in")

    assert "six digits" in heard
    assert tab.get("/settings").status_code == 303


def test_the_speaker_signs_every_browser_out(speaker, tab):
    ask(speaker, "PairBrowser", [tab.code()])
    tab.post("/sign-in/said", "/sign-in")
    before = tab.get("/settings").status_code

    heard = ask(speaker, "SignOutBrowsers")

    assert (before, tab.get("/settings").status_code) == (200, 303)
    assert heard == "All your browsers are signed out."


def test_too_many_wrong_codes_are_told_at_the_command_line(command):
    command("token", "button")

    answers = [command("pair", "123456").stderr for _ in range(6)]

    assert "no browser shows it" in answers[4]
    assert "too many" in answers[5]


def tab_code(page):
    return re.search(r"cramp-relief pair (\d{6})", page)[1]

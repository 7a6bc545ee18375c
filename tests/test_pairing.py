"""The command lets a browser in that shows the code, and no other."""

from types import SimpleNamespace

import pytest

from pages_home import AT_HOME, Tab
from skill.app import create_app
from skill.settings import Settings


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

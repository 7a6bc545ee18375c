"""What the documents must name."""

import re
from importlib.metadata import version
from pathlib import Path

import pytest

from skill.__main__ import main
from skill.settings import TABLE

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
LINKS = re.findall(r"\b(?:skill|intents|audio|tests)/[\w/]+\.\w+", README)
TARGETS = re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("setting", TABLE, ids=lambda setting: setting.name)
def test_every_setting_is_in_the_readme(setting):
    assert f"`{setting.name}`" in README


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_is_in_the_readme(command):
    assert re.search(rf"^\| `{command}\b|cramp-relief {command}\b", README, re.M)


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_is_in_the_readme_and_never_a_file(target):
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split()

    assert f"make {target}" in README or target == "all"
    assert target in phony


def test_the_newest_heading_of_the_changelog_is_this_version():
    headings = re.findall(r"^## (\d[\d.]*)", CHANGELOG, re.MULTILINE)

    assert headings[0] == version("cramp-relief")


@pytest.mark.parametrize("path", sorted(set(LINKS)))
def test_every_file_named_in_the_readme_is_there(path):
    assert (ROOT / path).exists()


def test_the_readme_says_that_no_clinician_has_reviewed_it():
    assert "No clinician has reviewed it" in README

"""Content and code agree: what is asked is routed, what is said is worded."""

import ast
import re
from pathlib import Path

import pytest

from intents import clinical_page
from intents.catalogue import load
from intents.checks import findings
from intents.coverage import broken_verdicts, homeless, shared, volunteered
from skill.checking import holds
from skill.dialogue import router

CATALOGUE = load()
ENGLISH = CATALOGUE.languages["en"]
ROOT = Path(__file__).parents[1]
SKILL = sorted((ROOT / "skill").rglob("*.py"))
KEY = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")
TOPICS = ("relief", "routine", "prevention", "diary", "guidance", "danger", "trouble")
UNROUTED = {"Fallback"}
"""Answered by `UNCLEAR`, as words nobody understands."""


def constants(path):
    """Give the string constants of a module that are no docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docs
    ]


def test_nothing_is_wrong_with_the_content():
    assert findings(CATALOGUE) == []


def test_every_line_of_every_run_is_worded_and_lasts_as_long_as_it_says():
    assert list(holds(CATALOGUE)) == []


@pytest.mark.parametrize("check", [homeless, shared, broken_verdicts, volunteered])
def test_claims_and_answers_agree(check):
    assert check(CATALOGUE) == []


def test_the_clinician_s_page_is_up_to_date():
    assert not clinical_page.is_stale(CATALOGUE)


def test_the_clinician_s_page_says_that_nobody_has_signed_it():
    text = clinical_page.page(CATALOGUE)

    assert "Not reviewed by a clinician." in text
    assert "Read and approved by: ___" in text


def test_a_changed_page_is_stale(tmp_path):
    path = clinical_page.write(tmp_path / "CLINICAL.md")
    path.write_text(path.read_text("utf-8") + "and so on\n", "utf-8")

    assert clinical_page.is_stale(CATALOGUE, path)


def test_every_intent_has_a_route():
    exact = {name for row in router.ROWS.values() for name in row}
    routed = exact | router.ANYWHERE.keys() | router.DETOURS.keys()

    missing = [
        name
        for name, intent in CATALOGUE.intents.items()
        if name not in routed | UNROUTED and not intent.topic and not intent.flag
    ]

    assert missing == []


def test_every_route_belongs_to_an_intent():
    exact = {name for row in router.ROWS.values() for name in row}
    routed = exact | router.ANYWHERE.keys() | router.DETOURS.keys()

    assert routed - CATALOGUE.intents.keys() == {router.LAUNCH}


@pytest.mark.parametrize("path", SKILL, ids=lambda path: path.stem)
def test_every_reply_key_named_in_the_code_is_worded(path):
    keys = {
        node.value
        for node in constants(path)
        if KEY.fullmatch(node.value) and node.value.startswith(TOPICS)
    }

    files = {key for key in keys if key.endswith((".yaml", ".db"))}

    assert sorted(keys - files - ENGLISH.replies.keys()) == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "skill/dialogue").glob("*.py")), ids=lambda path: path.stem
)
def test_no_sentence_stands_outside_the_language_folder(path):
    spoken = [
        node.value
        for node in constants(path)
        if re.search(r"[A-Z][a-z']* [a-z' ]+[.?]", node.value)
    ]

    assert spoken == []

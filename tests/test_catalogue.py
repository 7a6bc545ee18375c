"""The content is read once, and whatever is wrong is named by file and key."""

import shutil

import pytest
import yaml

from intents.catalogue import HERE, NEEDED, ContentError, load
from intents.facts import facts_of


@pytest.fixture
def folder(tmp_path):
    """Give a copy of the content that may be broken."""
    copied = tmp_path / "intents"
    shutil.copytree(
        HERE, copied, ignore=shutil.ignore_patterns("*.py", "models", "__pycache__")
    )
    return copied


def rewritten(path, change):
    content = yaml.safe_load(path.read_text("utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")


def test_a_copy_of_the_content_reads_like_the_content(folder, catalogue):
    assert load(folder) == catalogue


@pytest.mark.parametrize("name", NEEDED)
def test_a_missing_file_is_named(folder, name):
    (folder / "en" / name).unlink()

    with pytest.raises(ContentError, match=f"en/{name}"):
        load(folder)


@pytest.mark.parametrize("name", ["clinical.yaml", "en/relief.yaml", "locales.yaml"])
@pytest.mark.parametrize("text", ["{", "- a\n- b\n", "words"])
def test_a_file_that_is_no_mapping_is_named(folder, name, text):
    (folder / name).write_text(text, "utf-8")

    with pytest.raises(ContentError, match=name):
        load(folder)


def test_a_reply_written_twice_is_named(folder):
    rewritten(
        folder / "en" / "guidance.yaml",
        lambda content: content["replies"].update({"relief.wait": "Wait."}),
    )

    with pytest.raises(ContentError, match="relief.wait.*another file"):
        load(folder)


def test_an_unknown_frame_is_named_with_those_there_are(folder):
    path = folder / "en" / "prevention_food.yaml"

    def change(content):
        content["questions"]["bananas"]["things"] = {"swallow": ["bananas"]}

    rewritten(path, change)
    with pytest.raises(ContentError, match=r"prevention_food.*swallow.*known.*food"):
        load(folder)


@pytest.mark.parametrize("key", ["claims", "answer", "asked"])
def test_a_question_without_what_it_needs_is_named(folder, key):
    path = folder / "en" / "prevention_food.yaml"
    rewritten(path, lambda content: content["questions"]["bananas"].pop(key))

    with pytest.raises(ContentError, match=r"prevention_food.yaml: bananas.*" + key):
        load(folder)


def test_a_misspelt_key_of_a_question_is_named(folder):
    path = folder / "en" / "prevention_food.yaml"
    rewritten(path, lambda c: c["questions"]["bananas"].update({"anser": "No."}))

    with pytest.raises(ContentError, match="bananas.*anser"):
        load(folder)


@pytest.mark.parametrize("key", ["withhold", "cautious"])
def test_a_caution_needs_both_halves(folder, key):
    path = folder / "en" / "prevention_movement.yaml"
    rewritten(path, lambda content: content["questions"]["heel_raises"].pop(key))

    with pytest.raises(ContentError, match="heel_raises: withhold and cautious go tog"):
        load(folder)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (
            "intents: {Eased: {data: [{sentences: [gone]}]}}",
            "en/relief.yaml: intents: 'Eased' stands",
        ),
        (
            "questions: {coffee: {claims: [], asked: [tar], answer: No.}}",
            "questions: 'coffee' stands",
        ),
    ],
)
def test_what_another_file_has_already_is_named(folder, text, named):
    (folder / "en" / "extra.yaml").write_text(text, "utf-8")

    with pytest.raises(ContentError, match=f"{named} in another file too"):
        load(folder)


@pytest.mark.parametrize("key", ["breath", "clock", "steps", "runs", "cautions"])
def test_a_missing_part_of_the_facts_is_named(folder, key):
    rewritten(folder / "clinical.yaml", lambda content: content.pop(key))

    with pytest.raises(ContentError, match=f"clinical.yaml.*{key}"):
        load(folder)


def test_every_step_of_a_run_is_a_step_or_the_question(catalogue):
    facts = catalogue.facts

    named = {step for run in facts.runs.values() for step in run.steps}

    assert named - facts.steps.keys() == {"check"}
    assert facts.steps.keys() - named == set()


def test_no_step_stands_twice_in_a_run(catalogue):
    for run in catalogue.facts.runs.values():
        assert len(set(run.steps)) == len(run.steps)


def test_the_clock_runs_forward(catalogue):
    clock = catalogue.facts.clock

    assert 0 < clock.check_seconds < clock.call_seconds


def test_an_unknown_locale_speaks_with_safe_words(catalogue):
    locale = catalogue.locale("fr-FR")

    assert catalogue.language("fr-FR").code == locale.language == "en"
    assert locale.words["emergency_number"]


def test_facts_without_a_key_raise():
    with pytest.raises(KeyError):
        facts_of({})

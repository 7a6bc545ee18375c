"""The Alexa interaction models and the manifest."""

import json
import re
from copy import deepcopy
from pathlib import Path

import pytest

from intents.catalogue import load
from intents.interaction_model import (
    ASK_ABOUT,
    MODELS,
    UNEXTENDED,
    is_shared,
    models_of,
    stale,
    write,
)
from intents.model_checks import NEEDED, model_findings
from intents.replies import Replies
from intents.samples import MOST_SAMPLES, refused, spread
from intents.sentences import Sentences
from skill.channels.alexa.slots import SlotReader

CATALOGUE = load()
LOCALES = ("en-US", "en-GB", "en-CA", "en-AU", "en-IN")
MADE = models_of(CATALOGUE)
LISTING = Path(__file__).parents[1] / "skill.json"
MANIFEST = json.loads(LISTING.read_text("utf-8"))["manifest"]


def language_model(locale="en-US"):
    return MADE[locale]["interactionModel"]["languageModel"]


def intents(locale="en-US"):
    return {row["name"]: row for row in language_model(locale)["intents"]}


def values(kind):
    types = {row["name"]: row["values"] for row in language_model()["types"]}
    return types[kind]


def said_for(value):
    return [value["name"]["value"], *value["name"]["synonyms"]]


def test_committed_models_are_up_to_date():
    assert stale() == []


def test_five_locales_have_a_model():
    assert sorted(path.stem for path in MODELS.glob("*.json")) == sorted(LOCALES)


def test_models_keep_the_rules_of_the_platform():
    assert [line for name in MADE for line in model_findings(MADE[name], name)] == []


def test_the_same_content_gives_the_same_bytes(tmp_path):
    first = [path.read_bytes() for path in write(tmp_path / "a")]

    second = [path.read_bytes() for path in write(tmp_path / "b")]

    assert first == second


def test_changed_missing_and_surplus_files_are_stale(tmp_path):
    write(tmp_path)
    (tmp_path / "en-US.json").write_text("{}")
    (tmp_path / "en-GB.json").unlink()
    (tmp_path / "xx-XX.json").write_text("{}")

    assert stale(tmp_path) == ["en-GB.json", "en-US.json", "xx-XX.json"]


def test_every_intent_of_the_register_can_be_reached():
    about = {
        q.intent for q in CATALOGUE.languages["en"].questions.values() if is_shared(q)
    }

    names = {row.alexa or row.name for row in CATALOGUE.intents.values()} - about

    assert set(intents()) == names | {ASK_ABOUT}


def test_every_intent_but_the_platform_s_own_has_samples():
    silent = {name for name, row in intents().items() if not row["samples"]}

    assert silent == UNEXTENDED


def test_every_template_gives_a_sample_unless_a_slot_stands_in_it_twice():
    language = CATALOGUE.languages["en"]
    sentences = Sentences(language)
    for name, row in intents().items():
        if name.startswith(("AMAZON.", "Ask")):
            continue
        slots = CATALOGUE.intents[name].slots
        for template in language.sentences[name]:
            usable = {
                s
                for s in sentences.of_template(template, name)
                if not refused(s, slots)
            }
            assert not usable or usable & set(row["samples"]), template


def test_no_intent_has_more_samples_than_the_cap():
    many = {n: len(r["samples"]) for n, r in intents().items() if n != ASK_ABOUT}

    assert max(many.values()) <= MOST_SAMPLES


def test_things_are_the_questions_about_things_each_noun_once():
    questions = CATALOGUE.languages["en"].questions
    things = values("Thing")

    nouns = [noun for value in things for noun in said_for(value)]

    assert {value["id"] for value in things} == {
        id_ for id_, question in questions.items() if is_shared(question)
    }
    assert len(nouns) == len(set(nouns))


def test_a_thing_alexa_resolved_is_the_question_it_names():
    reader = SlotReader(CATALOGUE, CATALOGUE.languages["en"])
    for value in values("Thing"):
        slot = {
            "value": said_for(value)[-1],
            "resolutions": {
                "resolutionsPerAuthority": [
                    {
                        "status": {"code": "ER_SUCCESS_MATCH"},
                        "values": [{"value": {"id": value["id"], "name": "x"}}],
                    }
                ]
            },
        }

        assert reader.question(slot) == value["id"]


@pytest.mark.parametrize("kind", sorted(CATALOGUE.types))
def test_a_custom_type_holds_each_id_of_its_list_once(kind):
    rows = CATALOGUE.languages["en"].shared["lists"][CATALOGUE.types[kind]]["values"]

    ids = [value["id"] for value in values(kind)]

    assert sorted(ids) == sorted({str(row["out"]) for row in rows})


def test_models_have_the_shape_clients_load():
    model = language_model()

    assert model["invocationName"] == "cramp relief"
    assert set(model["modelConfiguration"]["fallbackIntentSensitivity"]) == {"level"}
    types = {row["name"] for row in model["types"]}
    for row in model["intents"]:
        assert set(row) == {"name", "slots", "samples"}
        for slot in row["slots"]:
            assert slot["type"] in types or slot["type"].startswith("AMAZON.")


@pytest.mark.parametrize(
    ("sample", "why"),
    [
        ("", "empty"),
        (" my leg", "spaces"),
        ("my  leg", "spaces"),
        ("room 2", "marks"),
        ("my leg!", "marks"),
        ("{leg}s hurt", "touches"),
        ("my {arm}", "slot the intent has not"),
        ("{leg} not {leg}", "twice"),
        ("{anything}", "search phrase"),
        ("{leg} and {anything}", "search phrase"),
    ],
)
def test_what_alexa_would_refuse_is_refused(sample, why):
    slots = {"leg": "Leg", "anything": "AMAZON.SearchQuery"}

    assert why in (refused(sample, slots) or "")


@pytest.mark.parametrize(
    "sample",
    ["it's gone", "half past two a.m.", "{leg}", "my {leg}'s sore", "{leg} {place}"],
)
def test_what_alexa_takes_is_taken(sample):
    assert refused(sample, {"leg": "Leg", "place": "Place"}) is None


@pytest.mark.parametrize("name", NEEDED)
def test_a_missing_built_in_is_found(name):
    model = deepcopy(MADE["en-US"])
    rows = model["interactionModel"]["languageModel"]["intents"]
    rows[:] = [row for row in rows if row["name"] != name]

    assert f"x: {name} is missing" in model_findings(model, "x")


def test_a_sample_under_two_intents_and_too_many_intents_are_found():
    model = deepcopy(MADE["en-US"])
    rows = model["interactionModel"]["languageModel"]["intents"]
    sample = rows[0]["samples"][0]
    rows += [
        {"name": "Twin" + "a" * i, "slots": [], "samples": [sample] if i == 1 else []}
        for i in range(1, 100)
    ]

    found = model_findings(model, "x")

    assert any("stands under" in line for line in found)
    assert any("at most 250" in line for line in found)


def test_spread_keeps_small_groups_and_thins_large_ones():
    picked = spread([["a", "b"], [f"word {n:03}" for n in range(500)]], 12)

    assert {"a", "b", "word 000", "word 499"} <= set(picked)
    assert len(picked) == 12


def words_of_slots(sample):
    """Give a pattern of what a sample stands for."""
    kinds = {"thing": "Thing"} | {
        slot: kind
        for row in CATALOGUE.intents.values()
        for slot, kind in row.slots.items()
    }

    def choices(match):
        kind = kinds[match.group(1)]
        if kind.startswith("AMAZON."):
            return r".+"
        words = [re.escape(word) for value in values(kind) for word in said_for(value)]
        return f"({'|'.join(words)})"

    return re.sub(r"\{(\w+)\}", choices, sample)


@pytest.mark.parametrize("locale", LOCALES)
def test_example_phrases_work(locale):
    first, *others = MANIFEST["publishingInformation"]["locales"][locale][
        "examplePhrases"
    ]
    samples = [s for row in intents(locale).values() for s in row["samples"]]

    assert first.lower() == f"alexa, open {language_model(locale)['invocationName']}"
    assert len(others) == 2
    for phrase in others:
        assert any(re.fullmatch(words_of_slots(s), phrase) for s in samples), phrase


@pytest.mark.parametrize("locale", LOCALES)
def test_the_store_page_is_short_enough_and_carries_the_disclaimer(locale):
    listing = MANIFEST["publishingInformation"]["locales"][locale]
    disclaimer = Replies(CATALOGUE, locale).word("guidance.disclaimer.long")

    assert len(listing["summary"]) <= 160
    assert len(listing["description"]) <= 4000
    assert re.sub(r"\[digits (\d+)\]", r"\1", disclaimer) in listing["description"]


def test_the_manifest_tells_amazon_the_truth():
    privacy = MANIFEST["privacyAndCompliance"]
    endpoint = MANIFEST["apis"]["custom"]["endpoint"]

    assert set(MANIFEST["publishingInformation"]["locales"]) == set(LOCALES)
    assert set(privacy["locales"]) == set(LOCALES)
    assert privacy["usesPersonalInfo"] and not privacy["usesHealthInfo"]
    assert endpoint["sslCertificateType"] == "Trusted"
    assert endpoint["uri"].endswith("/alexa")
    assert "events" not in MANIFEST  # it would lock the skill out of the console


@pytest.mark.parametrize(
    "intent",
    [row for row in CATALOGUE.intents.values() if row.example and not row.alexa],
    ids=lambda row: row.name,
)
def test_the_example_of_the_register_is_among_the_samples(intent):
    samples = intents()[intent.name]["samples"]

    assert any(re.fullmatch(words_of_slots(s), intent.example) for s in samples)

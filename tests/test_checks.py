"""Content checks find what is wrong, each with its file and key."""

from dataclasses import replace
from datetime import date, timedelta

import click
import pytest

from intents import checks, coverage, model_checks
from intents.catalogue import load
from intents.facts import Run, Step
from skill import checking

CATALOGUE = load()
ENGLISH = CATALOGUE.languages["en"]
TODAY = date(2026, 11, 24)


def with_english(**changes):
    return replace(CATALOGUE, languages={"en": replace(ENGLISH, **changes)})


def with_question(id_, **changes):
    question = replace(ENGLISH.questions[id_], **changes)
    return with_english(questions={**ENGLISH.questions, id_: question})


def with_reply(key, text):
    return with_english(replies={**ENGLISH.replies, key: text})


def with_run(run):
    facts = replace(CATALOGUE.facts, runs={**CATALOGUE.facts.runs, "calf": run})
    return replace(CATALOGUE, facts=facts)


def test_an_intent_without_sentences_is_named():
    sentences = {k: v for k, v in ENGLISH.sentences.items() if k != "Eased"}

    found = list(checks.register(with_english(sentences=sentences)))

    assert found == ["en: intents: 'Eased' has no sentences"]


def test_sentences_without_an_intent_are_named():
    sentences = {**ENGLISH.sentences, "Dance": ("let's dance",)}

    found = list(checks.register(with_english(sentences=sentences)))

    assert found == ["en: intents: 'Dance' is not in intents.yaml"]


def test_a_slot_without_a_type_is_named():
    intent = replace(CATALOGUE.intents["Eased"], slots={"arm": "Arm"})
    catalogue = replace(CATALOGUE, intents={**CATALOGUE.intents, "Eased": intent})

    assert "'Arm'" in next(checks.types(catalogue))


@pytest.mark.parametrize("template", ["it's (gone", "<nobody> is here", "stop"])
def test_broken_unknown_and_double_templates_are_named(template):
    sentences = {**ENGLISH.sentences, "Eased": (template,)}

    assert len(list(checks.templates(with_english(sentences=sentences)))) == 1


def test_a_value_nobody_fills_is_named_for_each_locale():
    found = list(checks.values(with_reply("relief.back", "Back to {limb}.")))

    assert len(found) == len(CATALOGUE.locales)
    assert all("'relief.back' uses unknown 'limb'" in line for line in found)


def test_unknown_claims_of_answers_and_steps_are_named():
    step = Step(10, 0, ("no-such-claim",))
    facts = replace(CATALOGUE.facts, steps={"pull": step})
    catalogue = replace(with_question("coffee", claims=("nor-this",)), facts=facts)

    found = list(checks.claims(catalogue))

    assert found == [
        "en/prevention_drink.yaml: coffee: unknown claim 'nor-this'",
        "clinical.yaml: steps: pull: unknown claim 'no-such-claim'",
    ]


@pytest.mark.parametrize("sources", [[], ["nowhere"]])
def test_a_claim_needs_known_sources(sources):
    claims = {"relief-use-towel": {"sources": sources}}

    assert len(list(checks.sources(replace(CATALOGUE, claims=claims)))) == 1


@pytest.mark.parametrize(
    ("run", "why"),
    [
        (Run("relief", (("pull",), ("pull",))), "stands twice"),
        (Run("relief", (("fly",),)), "unknown step"),
        (Run("routine", (("check",),)), "clot question"),
        (Run("relief", (("pull",),), ("bored",)), "unknown caution"),
    ],
)
def test_a_wrong_run_is_named(run, why):
    (found,) = checks.runs(with_run(run))

    assert found.startswith("clinical.yaml: runs: calf: ")
    assert why in found


@pytest.mark.parametrize(
    "changes",
    [
        {"offer": "dance"},
        {"offer": "more", "has_more": False},
        {"withhold": ("bored",)},
    ],
)
def test_a_wrong_offer_or_caution_is_named(changes):
    found = list(checks.offers(with_question("coffee", **changes)))

    assert len(found) == 1


def test_a_noun_of_two_questions_is_named():
    found = list(
        model_checks.nouns(with_question("coffee", things={"drink": ("water",)}))
    )

    assert any("'water' is" in line for line in found)


def test_a_sentence_alexa_refuses_is_named():
    sentences = {**ENGLISH.sentences, "Eased": ("it's gone at 3!",)}

    found = list(model_checks.samples(with_english(sentences=sentences)))

    assert any("Eased" in line for line in found)


def test_reviews_are_announced_sixty_days_ahead_and_then_refused():
    last = min(claim["review_by"] for claim in CATALOGUE.claims.values())

    early = checks.lapsed(CATALOGUE, last - timedelta(days=61))
    soon = checks.lapsed(CATALOGUE, last - timedelta(days=59))
    late = checks.lapsed(CATALOGUE, last + timedelta(days=1))

    assert early == ([], [])
    assert soon[0] == [] and soon[1]
    assert late[0]


def test_a_claim_without_a_date_is_overdue():
    catalogue = replace(CATALOGUE, claims={"x": {"review_by": "soon"}})

    overdue, _ = checks.lapsed(catalogue, TODAY)

    assert overdue == ["claims.yaml: x: review_by: missing or no date"]


def test_a_claim_without_a_home_or_with_two_is_named():
    two = ENGLISH.questions["coffee"].claims + ENGLISH.questions["water"].claims
    catalogue = with_question("coffee", claims=two)

    assert all("coffee and water" in line for line in coverage.shared(catalogue))
    assert len(coverage.homeless(with_question("coffee", claims=()))) == len(
        ENGLISH.questions["coffee"].claims
    )


@pytest.mark.parametrize(
    ("id_", "answer"),
    [
        ("pin_prick", "Please don't. It hurts. Stretch instead."),
        ("pin_prick", "A pin is no good. Stretch instead."),
        ("magnesium_spray", "It may help. Try it."),
    ],
)
def test_an_answer_that_breaks_its_verdict_is_named(id_, answer):
    catalogue = with_reply(f"prevention.{id_}", answer)

    assert len(coverage.broken_verdicts(catalogue)) == 1


@pytest.mark.parametrize(
    "answer",
    ["Try a pin.", "Or take ibuprofen.", "Take five grams.", "Make an infusion of it."],
)
def test_nothing_unsafe_is_volunteered(answer):
    found = coverage.volunteered(with_reply("prevention.coffee", answer))

    assert len(found) == 1


def test_public_advice_on_caffeine_is_no_dose():
    text = "Keep caffeine under two hundred milligrams a day."

    assert coverage.volunteered(with_reply("prevention.coffee", text)) == []


def test_a_hold_of_another_length_is_named():
    found = list(checking.holds(with_reply("relief.hold.30", "Breathe. [20s]")))

    assert found and all("expected 30" in line for line in found)


def test_a_line_without_wording_is_named():
    replies = {k: v for k, v in ENGLISH.replies.items() if k != "relief.rest.5"}

    found = list(checking.holds(with_english(replies=replies)))

    assert len(found) == len(CATALOGUE.locales)


def test_the_command_fails_once_a_review_is_overdue(capsys):
    with pytest.raises(click.ClickException, match="findings"):
        checking.run(False, False, date(2031, 1, 1))

    assert "review is overdue" in capsys.readouterr().out


def test_coverage_alone_says_so_in_one_line(capsys):
    checking.run(True, False)

    assert "0 claims without an answer, 0 with two" in capsys.readouterr().out

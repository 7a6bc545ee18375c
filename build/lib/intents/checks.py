"""Checks of all content; each gives findings that name file and key."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from intents import model_checks
from intents.catalogue import HERE, Catalogue, ContentError, read
from intents.content import Language, Question
from intents.interaction_model import ASK_UNKNOWN, UNEXTENDED
from intents.replies import named
from intents.sentences import check_templates

Check = Callable[[Catalogue], Iterator[str]]
MADE_OF_VALUES = frozenset(
    {"entry", "what", "when", "period", "length", "count", "nights", "sources", "week"}
    | {"since", "leg", "helped", "told", "hours", "before", "lasted"}
)
"""Names in a reply that handlers fill, see `phrases.filled`."""
CHECK_STEP = "check"
"""The pseudo-step of a run that asks the clot question."""
WARN_BEFORE = timedelta(days=60)


def findings(catalogue: Catalogue) -> list[str]:
    """Give everything that is wrong, whatever the day."""
    return [line for check in CHECKS for line in check(catalogue)]


def lapsed(catalogue: Catalogue, today: date) -> tuple[list[str], list[str]]:
    """Give what must be reviewed again: overdue, and due within sixty days."""
    dated = [
        *((f"claims.yaml: {id_}", row) for id_, row in catalogue.claims.items()),
        ("clinical.yaml", read(HERE / "clinical.yaml")),
        ("locales.yaml", catalogue.places),
    ]
    undated = [
        f"{place}: review_by: missing or no date"
        for place, row in dated
        if not isinstance(row.get("review_by"), date)
    ]
    due = [
        (row["review_by"], f"{place}: review_by {row['review_by']}")
        for place, row in dated
        if isinstance(row.get("review_by"), date)
    ]
    over = [line for day, line in due if day < today]
    soon = [line for day, line in due if today <= day < today + WARN_BEFORE]
    return undated + over, soon


def register(catalogue: Catalogue) -> Iterator[str]:
    """Every intent can be said, and every sentence belongs to an intent."""
    said = {
        name
        for name, intent in catalogue.intents.items()
        if name != ASK_UNKNOWN and intent.alexa not in UNEXTENDED
    }
    for code, language in catalogue.languages.items():
        for name in sorted(said):
            if not language.sentences.get(name):
                yield f"{code}: intents: {name!r} has no sentences"
        for name in language.sentences.keys() - catalogue.intents.keys():
            yield f"{code}: intents: {name!r} is not in intents.yaml"


def types(catalogue: Catalogue) -> Iterator[str]:
    """Every slot has a type Alexa has or we define."""
    for name, intent in catalogue.intents.items():
        for slot, kind in intent.slots.items():
            if not kind.startswith("AMAZON.") and kind not in catalogue.types:
                yield f"intents.yaml: {name}: slot {slot!r} has unknown type {kind!r}"


def templates(catalogue: Catalogue) -> Iterator[str]:
    """Templates parse, and no sentence stands under two intents."""
    try:
        check_templates(catalogue)
    except ContentError as error:
        yield str(error)


def values(catalogue: Catalogue) -> Iterator[str]:
    """A reply names only values that are filled."""
    known = {*MADE_OF_VALUES, *catalogue.facts.breath}
    for locale in catalogue.locales.values():
        replies = catalogue.languages[locale.language].replies
        for key, text in replies.items():
            for name in sorted(named(text) - known - locale.words.keys()):
                yield f"{locale.name}: replies: {key!r} uses unknown {name!r}"


def claims(catalogue: Catalogue) -> Iterator[str]:
    """Every claim named by an answer or a step exists."""
    named_by = {
        **{f"{q.file}: {q.id}": q.claims for q in _questions(catalogue)},
        **{
            f"clinical.yaml: steps: {name}": step.claims
            for name, step in catalogue.facts.steps.items()
        },
    }
    for place, ids in named_by.items():
        for id_ in set(ids) - catalogue.claims.keys():
            yield f"{place}: unknown claim {id_!r}"


def sources(catalogue: Catalogue) -> Iterator[str]:
    """Every claim has sources, and every source exists."""
    for id_, claim in catalogue.claims.items():
        if not claim["sources"]:
            yield f"claims.yaml: {id_}: sources: none"
        for source in set(claim["sources"]) - catalogue.sources.keys():
            yield f"claims.yaml: {id_}: unknown source {source!r}"


def runs(catalogue: Catalogue) -> Iterator[str]:
    """Runs are made of known steps, each once; only relief asks about clots."""
    facts = catalogue.facts
    for name, run in facts.runs.items():
        place = f"clinical.yaml: runs: {name}"
        for step in dict.fromkeys(run.steps):
            if run.steps.count(step) > 1:
                yield f"{place}: step {step!r} stands twice"
            if step == CHECK_STEP and run.kind != "relief":
                yield f"{place}: only a relief asks the clot question"
            elif step != CHECK_STEP and step not in facts.steps:
                yield f"{place}: unknown step {step!r}"
        for caution in set(run.withhold) - set(facts.cautions):
            yield f"{place}: unknown caution {caution!r}"


def offers(catalogue: Catalogue) -> Iterator[str]:
    """What a question offers and withholds exists."""
    facts = catalogue.facts
    offered = {"more", None} | facts.runs.keys()
    for question in _questions(catalogue):
        place = f"{question.file}: {question.id}"
        if question.offer not in offered:
            yield f"{place}: offers unknown {question.offer!r}"
        if question.offer == "more" and not question.has_more:
            yield f"{place}: offers more and has none"
        for caution in set(question.withhold) - set(facts.cautions):
            yield f"{place}: unknown caution {caution!r}"


def _questions(catalogue: Catalogue) -> Iterator[Question]:
    languages: list[Language] = list(catalogue.languages.values())
    return (q for language in languages for q in language.questions.values())


CHECKS: tuple[Check, ...] = (
    register,
    types,
    templates,
    values,
    claims,
    sources,
    runs,
    offers,
    *model_checks.CHECKS,
)

"""Checks of what is made for Alexa: what it would refuse, and what is stale."""

from collections.abc import Iterator

from intents.catalogue import Catalogue
from intents.interaction_model import (
    MOST_BYTES,
    MOST_INTENTS,
    Model,
    is_shared,
    models_of,
    render,
    stale_among,
)
from intents.samples import refused
from intents.sentences import Sentences

NEEDED = tuple(
    f"AMAZON.{name}Intent"
    for name in [
        "Help",
        "Stop",
        "Cancel",
        "Fallback",
        "NavigateHome",
        "Yes",
        "No",
        "Next",
        "Previous",
        "Repeat",
        "Pause",
        "Resume",
        "StartOver",
    ]
)
"""Built-in intents a model must have."""


def nouns(catalogue: Catalogue) -> Iterator[str]:
    """A noun Alexa hears in AskAbout belongs to one question."""
    for language in catalogue.languages.values():
        owner: dict[str, str] = {}
        for question in filter(is_shared, language.questions.values()):
            for noun in set(question.nouns):
                other = owner.setdefault(noun, question.id)
                if other != question.id:
                    yield f"{question.file}: {question.id}: {noun!r} is {other}'s too"
                if why := refused(noun, {}):
                    yield f"{question.file}: {question.id}: {noun!r}: {why}"


def samples(catalogue: Catalogue) -> Iterator[str]:
    """Alexa takes every sentence as a sample; a slot twice is left out by itself."""
    for code, language in catalogue.languages.items():
        sentences = Sentences(language)
        for name, intent in catalogue.intents.items():
            whys: dict[str, str] = {}
            for sentence in sentences.of(name):
                if (why := refused(sentence, intent.slots)) and "twice" not in why:
                    whys.setdefault(why, sentence)
            for why, sentence in whys.items():
                yield f"{code}: intents: {name}: Alexa refuses {sentence!r}: {why}"


def models(catalogue: Catalogue) -> Iterator[str]:
    """Models keep the platform's rules and are written anew."""
    made = models_of(catalogue)
    for locale, model in made.items():
        yield from model_findings(model, f"models/{locale}.json")
    for name in stale_among(made):
        yield f"models/{name}: stale; run make model"


def model_findings(model: Model, place: str) -> list[str]:
    """Give where an interaction model breaks the platform's rules."""
    rows = model["interactionModel"]["languageModel"]["intents"]
    found = [*_names(rows), *_refusals(rows), *_twice(rows)]
    if (size := len(render(model).encode())) > MOST_BYTES:
        found.append(f"{size} bytes, at most {MOST_BYTES}")
    return [f"{place}: {what}" for what in found]


def _names(rows: list[Model]) -> Iterator[str]:
    names = [row["name"] for row in rows]
    if len(names) > MOST_INTENTS:
        yield f"{len(names)} intents, at most {MOST_INTENTS}"
    yield from (f"{name} is missing" for name in NEEDED if name not in names)
    own = [name.removeprefix("AMAZON.") for name in names]
    yield from (f"{n!r}: a name has letters alone" for n in own if not n.isalpha())


def _refusals(rows: list[Model]) -> Iterator[str]:
    for row in rows:
        slots = {slot["name"]: slot["type"] for slot in row["slots"]}
        for sample in row["samples"]:
            if why := refused(sample, slots):
                yield f"{row['name']}: {sample!r}: {why}"


def _twice(rows: list[Model]) -> Iterator[str]:
    owner: dict[str, str] = {}
    for row in rows:
        for sample in row["samples"]:
            other = owner.setdefault(sample.lower(), row["name"])
            if other != row["name"]:
                yield f"{sample!r} stands under {other} and {row['name']}"


CHECKS = (nouns, samples, models)

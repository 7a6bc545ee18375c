"""Catalogue -> Alexa interaction models, one a locale.

Questions about a thing she may eat, take, use or wear share the intent AskAbout: the
platform allows 250 intents, and each such question differs from the others by its
nouns alone. Their nouns are the values of one slot.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from intents.catalogue import HERE, Catalogue, load
from intents.content import Intent, Language, Question
from intents.samples import (
    MOST_SAMPLES,
    SLOT,
    refused,
    samples_of,
    short_samples_of,
    spread,
)
from intents.sentences import Sentences

MODELS = HERE / "models"
INVOCATION = "cramp relief"
ASK_ABOUT, ASK_UNKNOWN, THING = "AskAbout", "AskUnknown", "Thing"
SHARED_KINDS = frozenset({"food", "drink", "take", "use", "wear"})
"""Kinds of frames whose questions are reached through AskAbout."""
MOST_ASKED = 140
"""Samples of one question; a hundred of them share the room of a file."""
MOST_ABOUT = 900
"""Samples of AskAbout, which stands for some eighty questions."""
UNEXTENDED = frozenset(
    {"AMAZON.CancelIntent", "AMAZON.FallbackIntent", "AMAZON.NavigateHomeIntent"}
)
"""Built-in intents that keep to the platform's own words."""
SENSITIVITY = "MEDIUM"
"""How readily Alexa says it did not understand: in a cramp that means help goes on."""
MOST_INTENTS = 250
MOST_BYTES = 1_500_000
"""Of one model file. Source: developer.amazon.com, interaction-model-schema."""
Model = dict[str, Any]


def model_of(catalogue: Catalogue, locale: str) -> Model:
    """Give the interaction model of a locale, as its JSON file holds it."""
    language = catalogue.language(locale)
    sentences = Sentences(language)
    shared = [q for q in language.questions.values() if is_shared(q)]
    rows = [
        _own(intent, language, sentences)
        for intent in catalogue.intents.values()
        if intent.topic is None or not is_shared(language.questions[intent.topic])
    ]
    return {
        "interactionModel": {
            "languageModel": {
                "invocationName": INVOCATION,
                "intents": [*rows, _ask_about(shared, language, sentences)],
                "types": [*_lists(catalogue, sentences), _things(shared)],
                "modelConfiguration": {
                    "fallbackIntentSensitivity": {"level": SENSITIVITY}
                },
            }
        }
    }


def is_shared(question: Question) -> bool:
    """Tell whether a question is reached through AskAbout."""
    return bool(SHARED_KINDS & question.things.keys())


def render(model: Model) -> str:
    """Give the text of a model file; the same content gives the same text."""
    return json.dumps(model, indent=0, ensure_ascii=False) + "\n"


def models_of(catalogue: Catalogue) -> dict[str, Model]:
    """Give the model of each locale Alexa speaks; one language shares one model."""
    spoken = [locale for locale in catalogue.locales.values() if locale.alexa]
    first = {locale.language: locale.name for locale in reversed(spoken)}
    made = {code: model_of(catalogue, name) for code, name in first.items()}
    return {locale.name: made[locale.language] for locale in spoken}


def write(folder: Path = MODELS) -> list[Path]:
    """Write all model files; gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in _files(models_of(load())).items():
        (folder / name).write_text(text, "utf-8")
        paths.append(folder / name)
    return paths


def stale(folder: Path = MODELS) -> list[str]:
    """Give the names of files that are missing, old or no longer wanted."""
    return stale_among(models_of(load()), folder)


def stale_among(models: Mapping[str, Model], folder: Path = MODELS) -> list[str]:
    """Give the names of files that differ from these models, by locale."""
    wanted = _files(models)
    found = {path.name: path.read_text("utf-8") for path in folder.glob("*.json")}
    names = sorted(wanted.keys() | found.keys())
    return [name for name in names if wanted.get(name) != found.get(name)]


def _files(models: Mapping[str, Model]) -> dict[str, str]:
    return {f"{locale}.json": render(model) for locale, model in models.items()}


def _own(intent: Intent, language: Language, sentences: Sentences) -> Model:
    templates = language.sentences.get(intent.name, ())
    if intent.name == ASK_UNKNOWN:
        templates = tuple(language.shared["unknown_frames"])
    if intent.alexa in UNEXTENDED:
        return _intent(intent.alexa or "", {}, [])
    if intent.alexa:
        return _intent(intent.alexa, {}, short_samples_of(sentences, templates))
    most = MOST_ASKED if intent.topic else MOST_SAMPLES
    samples = samples_of(sentences, templates, most, intent.example)
    return _intent(
        intent.name, intent.slots, [s for s in samples if not refused(s, intent.slots)]
    )


def _intent(name: str, slots: Mapping[str, str], samples: Iterable[str]) -> Model:
    typed = [{"name": slot, "type": type_} for slot, type_ in slots.items()]
    return {"name": name, "slots": typed, "samples": list(samples)}


def _ask_about(
    questions: Iterable[Question], language: Language, sentences: Sentences
) -> Model:
    slots = {"thing": THING}
    frames = [
        frame
        for kind, texts in language.shared["frames"].items()
        if kind in SHARED_KINDS
        for frame in texts
    ]
    asked = [_about(question, sentences) for question in questions]
    framed = samples_of(sentences, frames, MOST_SAMPLES)
    rest = spread([sorted({*texts} - {*framed}) for texts in asked], MOST_ABOUT)
    samples = [s for s in [*framed, *rest] if not refused(s, slots)]
    return _intent(ASK_ABOUT, slots, samples)


def _about(question: Question, sentences: Sentences) -> list[str]:
    """Give what is asked of a question by one of its nouns, {thing} in its place."""
    nouns = sorted(question.nouns, key=len, reverse=True)
    named = re.compile(rf"\b({'|'.join(map(re.escape, nouns))})\b")
    asked = [
        named.sub("{thing}", sentence)
        for template in question.asked
        for sentence in sentences.of_template(template, question.file)
    ]
    return [text for text in asked if SLOT.search(text)]


def _things(questions: Iterable[Question]) -> Model:
    values = [_value(q.id, list(dict.fromkeys(q.nouns))) for q in questions]
    return {"name": THING, "values": values}


def _lists(catalogue: Catalogue, sentences: Sentences) -> list[Model]:
    return [_list(name, sentences.values_of(n)) for name, n in catalogue.types.items()]


def _list(name: str, values: Mapping[str, str]) -> Model:
    ids = dict.fromkeys(values.values())
    said = {id_: [word for word, out in values.items() if out == id_] for id_ in ids}
    return {"name": name, "values": [_value(id_, said[id_]) for id_ in ids]}


def _value(id_: str, said: list[str]) -> Model:
    return {"id": id_, "name": {"value": said[0], "synonyms": said[1:]}}

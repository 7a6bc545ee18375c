"""Read every YAML file of the language once; an error names file and key."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from intents.content import Intent, Language, Question
from intents.facts import Facts, facts_of
from intents.locales import Locale, locale_named, locales_of

HERE = Path(__file__).parent
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Content = dict[str, Any]
NEEDED = (
    "_shared.yaml",
    "danger.yaml",
    "danger_words.yaml",
    "diary.yaml",
    "values.yaml",
)
"""Files each language folder must hold."""
QUESTION_KEYS = frozenset(
    "claims things asked answer more offer withhold cautious".split()  # noqa: SIM905
)
STAGES = ("first", "second", "third")
"""Trimesters; a question may have a sentence for each."""


class ContentError(Exception):
    """A content file is wrong: names file and key, and what was expected."""


@dataclass(frozen=True)
class Catalogue:
    """Everything below `intents/`."""

    intents: Mapping[str, Intent]
    types: Mapping[str, str]
    """Custom slot type -> list in _shared.yaml."""
    facts: Facts
    claims: Mapping[str, Content]
    sources: Mapping[str, Content]
    languages: Mapping[str, Language]
    locales: Mapping[str, Locale]
    places: Content
    """Parsed locales.yaml, for locales without a row."""

    def locale(self, name: str) -> Locale:
        """Give a locale; one without a row gets its country's numbers or safe words."""
        return self.locales.get(name) or locale_named(self.places, name)

    def language(self, locale: str) -> Language:
        """Give the language spoken in a locale."""
        return self.languages[self.locale(locale).language]

    @cached_property
    def by_alexa_name(self) -> Mapping[str, str]:
        """Give the platform's built-in name -> our intent."""
        return {i.alexa: i.name for i in self.intents.values() if i.alexa}


def load(folder: Path = HERE) -> Catalogue:
    """Read and join all content.

    Raises:
        ContentError: a file or key is missing, misspelt or of the wrong kind.

    """
    places = read(folder / "locales.yaml")
    register = read(folder / "intents.yaml")
    rows = register["intents"]
    codes = sorted({row["language"] for row in places["locales"].values()})
    slots = {name: tuple(row.get("slots", ())) for name, row in rows.items()}
    languages = {code: language_of(folder / code, slots) for code in codes}
    facts = _checked("clinical.yaml", facts_of, read(folder / "clinical.yaml"))
    return Catalogue(
        intents=_register(rows, languages["en"]),
        types=register["types"],
        facts=facts,
        claims=read(folder / "claims.yaml"),
        sources=read(folder / "sources.yaml"),
        languages=languages,
        locales=_checked("locales.yaml", locales_of, places),
        places=places,
    )


def read(path: Path) -> Content:
    """Parse one YAML file.

    Raises:
        ContentError: it is missing, not YAML, or not a mapping.

    """
    name = path.relative_to(path.parent.parent)
    try:
        content = yaml.load(path.read_text("utf-8"), LOADER)  # noqa: S506
    except OSError as error:
        raise ContentError(f"{name}: cannot be read: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise ContentError(f"{name}: not YAML: {error}") from error
    if not isinstance(content, dict):
        raise ContentError(f"{name}: expected keys at the top, found none")
    return content


def language_of(folder: Path, slots: Mapping[str, tuple[str, ...]]) -> Language:
    """Join the topic files of one language folder."""
    files = {path.name: read(path) for path in sorted(folder.glob("*.yaml"))}
    for needed in NEEDED:
        if needed not in files:
            raise ContentError(f"{folder.name}/{needed}: missing")
    shared = files["_shared.yaml"]
    replies: dict[str, str] = {}
    sentences: dict[str, tuple[str, ...]] = {}
    questions: dict[str, Question] = {}
    for name, content in files.items():
        place = f"{folder.name}/{name}"
        _add(replies, content.get("replies", {}), f"{place}: replies")
        _add(sentences, _sentences(content, place), f"{place}: intents")
        for id_, row in content.get("questions", {}).items():
            question = _checked(f"{place}: {id_}", _question, (id_, row, place))
            _add(questions, {id_: question}, f"{place}: questions")
            _add(replies, _answers(id_, row, place), f"{place}: questions")
    for question in questions.values():
        filled = _framed(question, shared["frames"])
        _add(sentences, {question.intent: filled}, question.file)
    unrelated = files.get("unrelated.yaml", {}).get("sentences", ())
    flags = files["danger.yaml"]["flags"].values()
    signs = [row["intent"] for row in flags if "intent" in row]
    return Language(
        code=folder.name,
        replies=replies,
        words=files["diary.yaml"]["words"],
        questions=questions,
        sentences=sentences,
        shared=shared,
        danger={**files["danger_words.yaml"], **files["danger.yaml"]},
        values=files["values.yaml"],
        unrelated=tuple(unrelated),
        signs=frozenset(signs),
        slots=slots,
    )


def _checked(place: str, build: Any, content: Any) -> Any:
    try:
        return build(content)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ContentError(f"{place}: missing or wrong: {error}") from error


def _add(into: dict[str, Any], new: Mapping[str, Any], place: str) -> None:
    for key, value in new.items():
        if key in into:
            raise ContentError(f"{place}: {key!r} stands in another file too")
        into[key] = value


def _sentences(content: Content, place: str) -> dict[str, tuple[str, ...]]:
    intents = content.get("intents") or {}
    return {
        name: tuple(s for block in body["data"] for s in block["sentences"])
        for name, body in intents.items()
    } | {
        row["intent"]: tuple(row["samples"])
        for row in (content.get("flags") or {}).values()
        if "intent" in row
    }


def _question(parts: tuple[str, Content, str]) -> Question:
    id_, row, place = parts
    if unknown := set(row) - QUESTION_KEYS - set(STAGES):
        raise ValueError(f"{sorted(unknown)}; known: {sorted(QUESTION_KEYS)}")
    if "answer" not in row:
        raise ValueError("no answer")
    return Question(
        id=id_,
        claims=tuple(row["claims"]),
        things={k: tuple(v) for k, v in row.get("things", {}).items()},
        asked=tuple(row["asked"]),
        offer=row.get("offer"),
        withhold=tuple(row.get("withhold", ())),
        has_more="more" in row,
        stages=tuple(stage for stage in STAGES if stage in row),
        file=place,
    )


def _answers(id_: str, row: Content, place: str) -> dict[str, str]:
    if ("withhold" in row) != ("cautious" in row):
        raise ContentError(f"{place}: {id_}: withhold and cautious go together")
    ends = {"answer": "", "more": ".more", "cautious": ".cautious"}
    ends |= {stage: f".{stage}" for stage in STAGES}
    return {f"prevention.{id_}{end}": row[k] for k, end in ends.items() if k in row}


def _framed(question: Question, frames: Mapping[str, list[str]]) -> tuple[str, ...]:
    filled = list(question.asked)
    for kind, nouns in question.things.items():
        if kind not in frames:
            known = " ".join(frames)
            raise ContentError(f"{question.file}: {kind!r}; known frames: {known}")
        for frame in frames[kind]:
            said = [_bare(noun) for noun in nouns] if frame == "{thing}" else nouns
            filled.append(frame.replace("{thing}", f"({'|'.join(said)})"))
    return tuple(filled)


def _bare(noun: str) -> str:
    """Let a noun said alone go without its article."""
    return re.sub(r"^(an?|the|my) ", r"[\1] ", noun)


def _register(rows: Mapping[str, Content], language: Language) -> dict[str, Intent]:
    intents = {
        name: _checked(f"intents.yaml: {name}", _intent, (name, row))
        for name, row in rows.items()
    }
    for question in language.questions.values():
        intents[question.intent] = Intent(
            question.intent, f"Asks: {question.id}.", "", topic=question.id
        )
    for flag, row in language.danger["flags"].items():
        if "intent" not in row:
            continue
        name = row["intent"]
        intents[name] = Intent(name, f"Reports {flag}.", "", flag=flag)
    return intents


def _intent(parts: tuple[str, Content]) -> Intent:
    name, row = parts
    return Intent(name=name, **row)

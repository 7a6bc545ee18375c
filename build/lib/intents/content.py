"""The shapes content is read into: questions, intents, languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any


@dataclass(frozen=True, slots=True)
class Question:
    """One thing she may ask."""

    id: str
    claims: tuple[str, ...]
    """Ids in claims.yaml this answer is the home of."""
    things: Mapping[str, tuple[str, ...]]
    """Kind of frame -> nouns put into it."""
    asked: tuple[str, ...]
    """Sentence templates the frames do not cover."""
    offer: str | None
    """A routine id or `more`; None: nothing is offered."""
    withhold: tuple[str, ...]
    """Cautions with which `cautious` is said instead of the answer."""
    has_more: bool
    stages: tuple[str, ...]
    """Trimesters with a sentence of their own: first, second, third."""
    file: str

    @property
    def intent(self) -> str:
        """Give the intent's name, e.g. AskBananas."""
        return "Ask" + "".join(part.capitalize() for part in self.id.split("_"))

    @property
    def nouns(self) -> tuple[str, ...]:
        """Give every noun it is asked about by."""
        return tuple(noun for nouns in self.things.values() for noun in nouns)

    @property
    def key(self) -> str:
        """Give the reply key of the answer."""
        return f"prevention.{self.id}"


@dataclass(frozen=True, slots=True)
class Intent:
    """One row of the register."""

    name: str
    says: str
    """What it means, in one line."""
    example: str
    slots: Mapping[str, str] = field(default_factory=dict)
    """Slot -> Alexa type or a name in `types`."""
    alexa: str | None = None
    """Name of the platform's built-in, None for our own."""
    local_time: bool = False
    """The answer needs the device's time zone."""
    topic: str | None = None
    """Id of the question it asks, None for other intents."""
    flag: str | None = None
    """Id of the warning sign it reports, None for other intents."""


@dataclass(frozen=True)
class Language:
    """One language folder."""

    code: str
    replies: Mapping[str, str]
    """Reply key -> wording with marks and named values."""
    words: Mapping[str, Any]
    """Small words of diary.yaml that replies are filled with."""
    questions: Mapping[str, Question]
    sentences: Mapping[str, tuple[str, ...]]
    """Intent -> sentence templates, question frames filled in."""
    shared: Mapping[str, Any]
    """lists, expansion_rules, tags of _shared.yaml."""
    danger: Mapping[str, Any]
    """Parsed danger.yaml and danger_words.yaml, joined."""
    values: Mapping[str, Any]
    """Parsed values.yaml: number words, fillers, mis-hearings."""
    unrelated: tuple[str, ...]
    """Sentence templates of things we are not for."""

    signs: frozenset[str]
    """Intents that report a warning sign."""
    slots: Mapping[str, tuple[str, ...]]
    """Intent -> names of its slots."""

    @cached_property
    def topics(self) -> Mapping[str, str]:
        """Give the intent of each question -> the question's id."""
        return {question.intent: id_ for id_, question in self.questions.items()}

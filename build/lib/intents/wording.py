"""wording.yaml of a language: how its replies may sound."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from intents.catalogue import HERE, ContentError, read
from intents.content import Language


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how hard a text may be."""

    words: int
    """Of one sentence."""
    emergency_words: int
    """Of one sentence about a warning sign."""
    seconds: int
    """Of one answer, spoken."""
    grade: int
    """School year of one answer."""
    grade_words: int
    """Texts with fewer words have no grade."""
    numbers: int
    """In one sentence."""
    instructions: int
    """In one sentence."""


@dataclass(frozen=True, slots=True)
class Unsafe:
    """Something that is never volunteered."""

    words: tuple[str, ...]
    questions: tuple[str, ...]
    """Ids of the questions whose answers may name it."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Parsed wording.yaml."""

    limits: Limits
    banned: tuple[str, ...]
    harmless: tuple[str, ...]
    """Phrases in which a banned word is allowed."""
    names: tuple[str, ...]
    """Keys of texts made of proper names, which are as long and hard as they are."""
    medical: tuple[str, ...]
    """Words the grade is taken without."""
    numbers: tuple[str, ...]
    actions: tuple[str, ...]
    """Verbs an instruction begins with."""
    openers: tuple[str, ...]
    """Words that may stand before such a verb."""
    again: tuple[str, ...]
    """Phrases that tell a movement without a verb."""
    unsafe: tuple[Unsafe, ...]
    never: tuple[str, ...]
    """Words of recipes and doses."""
    public: tuple[str, ...]
    """Phrases in which such a word is allowed."""
    declines: tuple[str, ...]
    """Beginnings of a refusal."""
    sends_to: tuple[str, ...]
    """Words for people who may decide."""


def wording_of(language: Language) -> Wording:
    """Read the wording rules of a language.

    Raises:
        ContentError: the file is missing, or a key is.

    """
    content = read(HERE / language.code / "wording.yaml")
    del content["language"]
    limits, unsafe = content.pop("limits", {}), content.pop("unsafe", [])
    try:
        return Wording(
            limits=Limits(**limits),
            unsafe=tuple(
                Unsafe(tuple(r["words"]), tuple(r["questions"])) for r in unsafe
            ),
            **{key: tuple(words) for key, words in content.items()},
        )
    except (KeyError, TypeError) as error:
        raise ContentError(f"{language.code}/wording.yaml: {error}") from error


def named_in(text: str, words: Iterable[str], but: Iterable[str] = ()) -> list[str]:
    """Give the words and phrases that stand in a text, outside the phrases `but`."""
    lowered = text.lower()
    for phrase in but:
        lowered = lowered.replace(phrase, " ")
    return [
        word for word in words if re.search(rf"(?<![\w'-]){re.escape(word)}\b", lowered)
    ]


def sentences_in(text: str) -> list[str]:
    """Give the sentences of a text; "a.m." ends none."""
    whole = re.sub(r"\b([ap])\.m\.(?=[:,.]|\s+[a-z]|$)", r"\1m", text)
    return [part for part in re.split(r"(?<=[.?!])\s+", whole.strip()) if part]

"""Measure what is said: length, grade, numbers, instructions, unwelcome words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from intents.wording import Wording, named_in, sentences_in

WARNINGS = "danger."
"""Keys of what is said about a warning sign."""
GUIDED = ("relief.", "routine.", "trouble.any")
"""Keys of what is said while she moves, whose seconds are holds."""
HERS = "diary."
"""Keys that repeat what she said, with her numbers."""
UNGRADED = (*GUIDED, HERS)
"""Keys of texts too broken to be read as prose: counts, and what she said."""
STEPS = ("relief.step.", "routine.step.")
SHORT_WORDS = 2
"""Words of a sentence too short to be graded."""
_WORD = re.compile(r"[\w'’-]+")
_CLAUSE = re.compile(r"[,;:]|\band\b|\bthen\b|\bbut\b")
_TELEPHONE = re.compile(r"\d[\d: -]*\d|\d")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing the skill can say, in one locale."""

    key: str
    locale: str
    text: str
    """Plain, its marks removed."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found about one thing said."""

    said: Said
    words: int
    """Of the longest sentence; a telephone number is one word."""
    grade: float | None
    """None: too short to have one."""
    breaches: tuple[str, ...]


def measure(said: Said, wording: Wording) -> Measured:
    """Measure a text and list where it breaks the rules of its language."""
    longest = max((_words(s) for s in sentences_in(said.text)), default=0)
    is_graded = said.key not in wording.names and not said.key.startswith(UNGRADED)
    grade = _grade_without(said.text, wording) if is_graded else None
    found = [*_whole(said, grade, wording), *_by_sentence(said, wording)]
    return Measured(said, longest, grade, tuple(found))


def reading_grade(text: str) -> float:
    """Give the automated readability index: a school year, from letters and words.

    Counts as textstat does: marks are letters, sentences of two words are none.
    Source: Smith and Senter, Automated Readability Index, 1967.
    """
    words = text.split()
    letters = sum(map(len, words))
    told = [s for s in sentences_in(text) if len(s.split()) > SHORT_WORDS]
    per_sentence = len(words) / max(len(told), 1)
    return 4.71 * letters / max(len(words), 1) + 0.5 * per_sentence - 21.43


def instructions_in(sentence: str, wording: Wording) -> int:
    """Count the clauses that tell her to do something; an "or" offers a choice."""
    clauses = _CLAUSE.split(sentence.lower())
    return sum(_is_told(clause, wording) for clause in clauses)


def numbers_in(sentence: str, wording: Wording) -> int:
    """Count numbers; "two hundred" is one, and so is a telephone number."""
    words = _WORD.findall(_TELEPHONE.sub("two", sentence.lower()))
    counts = [word in wording.numbers for word in words]
    return sum(now and not before for before, now in pairwise([False, *counts]))


def _is_told(clause: str, wording: Wording) -> bool:
    words = _WORD.findall(clause)
    while words and words[0] in wording.openers:
        del words[0]
    return bool(words) and words[0] in wording.actions


def _words(sentence: str) -> int:
    return len(_WORD.findall(_TELEPHONE.sub("number", sentence)))


def _grade_without(text: str, wording: Wording) -> float | None:
    if len(text.split()) < wording.limits.grade_words:
        return None
    names = "|".join(map(re.escape, wording.medical))
    plain = re.sub(rf"\b({names})\b", "word", text, flags=re.IGNORECASE)
    return reading_grade(plain)


def _whole(said: Said, grade: float | None, wording: Wording) -> Iterator[str]:
    limits = wording.limits
    if grade is not None and grade > limits.grade:
        yield f"reading grade {grade:.1f}, at most {limits.grade}"
    if said.seconds > limits.seconds and not said.key.startswith(GUIDED):
        yield f"{said.seconds:.0f} seconds, at most {limits.seconds}"
    for word in named_in(said.text, wording.banned, wording.harmless):
        yield f"says {word!r}"
    if "!" in said.text or "%" in said.text:
        yield "has an exclamation or percent mark"
    if said.key.startswith(STEPS) and not _begins_with_movement(said.text, wording):
        yield "its first sentence is no movement"


def _begins_with_movement(text: str, wording: Wording) -> bool:
    first = next(iter(sentences_in(text)), "")
    return bool(
        instructions_in(first.replace(" or ", ", "), wording)
        or named_in(first, wording.again)
    )


def _by_sentence(said: Said, wording: Wording) -> Iterator[str]:
    limits = wording.limits
    is_warning = said.key.startswith(WARNINGS)
    most = limits.emergency_words if is_warning else limits.words
    for sentence in sentences_in(said.text):
        if (words := _words(sentence)) > most and said.key not in wording.names:
            yield f"{words} words, at most {most}: {sentence!r}"
        numbers = numbers_in(sentence, wording)
        if numbers > limits.numbers and not said.key.startswith(HERS):
            yield f"{numbers} numbers: {sentence!r}"
        told = instructions_in(sentence, wording)
        if told > limits.instructions:
            yield f"{told} instructions: {sentence!r}"

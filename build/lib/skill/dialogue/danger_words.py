"""Turns an utterance into words and finds the concepts said in them.

A template is lower-case words with `[optional]` and `(either|or)` parts. `*`
stands for up to four words, `<concept>` for any single word of that concept.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Pattern = tuple[frozenset[str], ...]
GAP = frozenset({"*"})
GAP_WORDS = 4
STOP = "|"
"""Stands in the words where the utterance had a full stop or a comma."""
_PARTS = re.compile(r"[\[\]()|]|[^\s\[\]()|]+")
_APOSTROPHES = re.compile(r"['\u2019\u2018`]")
_SAID = re.compile(r"[^\W_]+|[.,;:!?]")


@dataclass(frozen=True, slots=True)
class Mark:
    """One concept at one place in the words."""

    concept: str
    start: int
    """First word."""
    end: int
    """One past the last word."""


def expand(template: str, concepts: Mapping[str, frozenset[str]]) -> list[Pattern]:
    """Give every reading of a template, each a row of allowed words.

    Raises KeyError when it names a concept that has no single word.
    """
    parts = [p for p in _PARTS.findall(template) if p]
    readings, _ = _either(parts, 0, concepts)
    return [r for r in readings if r]


def _either(
    parts: Sequence[str], at: int, concepts: Mapping[str, frozenset[str]]
) -> tuple[list[Pattern], int]:
    branches: list[list[Pattern]] = [[()]]
    while at < len(parts) and parts[at] not in "])":
        part = parts[at]
        at += 1
        if part == "|":
            branches.append([()])
        elif part in "[(":
            inner, at = _either(parts, at, concepts)
            at += 1
            inner = [*inner, ()] if part == "[" else inner
            branches[-1] = [a + b for a in branches[-1] for b in inner]
        else:
            word = concepts[part[1:-1]] if part[0] == "<" else frozenset({part})
            branches[-1] = [a + (word,) for a in branches[-1]]
    return _joined(branches), at


def _joined(branches: list[list[Pattern]]) -> list[Pattern]:
    """Fold branches of one word into one set, which keeps the count small."""
    readings = [reading for branch in branches for reading in branch]
    single = [r[0] for r in readings if len(r) == 1 and r[0] != GAP]
    longer = [r for r in readings if len(r) != 1 or r[0] == GAP]
    return [*longer, (frozenset().union(*single),)] if single else longer


class Phrases:
    """Finds templates in words, whichever concept they belong to."""

    def __init__(
        self, templates: Mapping[str, Iterable[str]], barriers: Iterable[str] = ()
    ) -> None:
        """Compile `templates`, concept -> templates; earlier concepts feed later.

        No `*` runs across one of `barriers`.
        """
        self._barriers = frozenset({STOP, *barriers})
        self._first: dict[str, list[tuple[str, Pattern]]] = {}
        self.single: dict[str, frozenset[str]] = {}
        for concept, rows in templates.items():
            words: set[str] = set()
            for row in rows:
                for pattern in expand(row, self.single):
                    self._add(concept, pattern)
                    words |= pattern[0] if len(pattern) == 1 else frozenset()
            self.single[concept] = frozenset(words)

    def _add(self, concept: str, pattern: Pattern) -> None:
        for word in pattern[0]:
            self._first.setdefault(word, []).append((concept, pattern))

    def find(self, words: Sequence[str]) -> Iterator[Mark]:
        """Yield each concept at each place it is said."""
        for start, word in enumerate(words):
            for concept, pattern in self._first.get(word, ()):
                end = self._end(words, start + 1, pattern, 1)
                if end:
                    yield Mark(concept, start, end)

    def _end(self, words: Sequence[str], at: int, pattern: Pattern, part: int) -> int:
        """Give where a pattern ends, or 0: it does not fit here."""
        for index in range(part, len(pattern)):
            if pattern[index] == GAP:
                return self._after_gap(words, at, pattern, index + 1)
            if at >= len(words) or words[at] not in pattern[index]:
                return 0
            at += 1
        return at

    def _after_gap(
        self, words: Sequence[str], at: int, pattern: Pattern, part: int
    ) -> int:
        for skip in range(GAP_WORDS + 1):
            end = self._end(words, at + skip, pattern, part)
            if end:
                return end
            if at + skip >= len(words) or words[at + skip] in self._barriers:
                return 0
        return 0


class Ear:
    """Brings raw recogniser text into the words that templates are written in."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Compile the `hearing` section of danger_words.yaml."""
        rewrites: Mapping[str, str] = content["rewrites"]
        self._rewrites = [(re.compile(k), v) for k, v in rewrites.items()]
        self._short = {k: tuple(v.split()) for k, v in content["contractions"].items()}
        self._fillers = frozenset(content["fillers"])
        self._joins = Phrases(content["joins"])

    def words(self, utterance: str) -> list[str]:
        """Give lower-case words, contractions opened, fixed expressions joined."""
        text = _APOSTROPHES.sub("'", utterance.lower())
        for form, plain in self._rewrites:
            text = form.sub(plain, text)
        said: list[str] = []
        for token in _SAID.findall(text.replace("'", "")):
            if token in self._fillers:
                continue
            said.extend(self._short.get(token, (token,)))
        return self._join([STOP if w in ".,;:!?" else w for w in said])

    def _join(self, words: list[str]) -> list[str]:
        taken = 0
        joined: list[str] = []
        longest = {m.start: m for m in sorted(self._joins.find(words), key=_length)}
        for at, word in enumerate(words):
            if at < taken:
                continue
            mark = longest.get(at)
            joined.append(mark.concept if mark else word)
            taken = mark.end if mark else at + 1
        return joined


def _length(mark: Mark) -> int:
    return mark.end - mark.start

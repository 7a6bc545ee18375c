"""What a recogniser wrote, made even: no fillers, stutters or mis-hearings."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from intents.numbers import regex_of

NEAR = 3
"""Words between a mis-hearing and what gives it away, at most."""

_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
_INITIALS = re.compile(r"\b([a-z])\.(?=(?:[a-z]\.)*[a-z]\b)|(?<=\b[a-z])\.(?=\s|$)")
_NOISE = re.compile(r"(?<!\d)[:./]|[:./](?!\d)|(?<!\w)'|'(?!\w)|[^\w\s':./]|_")
_DIGIT_LETTER = re.compile(r"(?<=\d)(?=[^\W\d_])")
_LONGEST_STUTTER = 3

Words = list[str]


@dataclass(frozen=True, slots=True)
class Correction:
    """Words to put for others where the words around them allow it."""

    heard: tuple[str, ...]
    means: tuple[str, ...]
    near: frozenset[str]
    """One must be near; empty: any."""
    after: tuple[tuple[str, ...], ...]
    """One must come right before; empty: any."""
    before: frozenset[str]
    """One must come right after; empty: any."""
    unless_after: frozenset[str]
    """None may come right before."""
    unless_before: tuple[tuple[str, ...], ...]
    """None may come right after."""
    unless: frozenset[str]
    """None may be anywhere."""

    def fits(self, words: Sequence[str], at: int) -> bool:
        """Tell whether it is meant at a place."""
        end = at + len(self.heard)
        if tuple(words[at:end]) != self.heard:
            return False
        before, after = words[:at], words[end:]
        return self._wanted(before, after) and not self._barred(words, before, after)

    def _wanted(self, before: Sequence[str], after: Sequence[str]) -> bool:
        around = {*before[-NEAR:], *after[:NEAR]}
        return (
            (not self.near or not self.near.isdisjoint(around))
            and (not self.after or any(_ends(before, each) for each in self.after))
            and (not self.before or bool(after) and after[0] in self.before)
        )

    def _barred(
        self, words: Sequence[str], before: Sequence[str], after: Sequence[str]
    ) -> bool:
        return (
            bool(before)
            and before[-1] in self.unless_after
            or any(tuple(after[: len(each)]) == each for each in self.unless_before)
            or not self.unless.isdisjoint(words)
        )


class Hearing:
    """Makes utterances of one language even."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Index `fillers`, `hearing` and `spellings` of a parsed values.yaml."""
        self._spellings: Mapping[str, str] = content["spellings"]
        self._numbers = frozenset(content["numbers"])
        self._fillers = _by_first_word(content["fillers"])
        self._misheard = _by_first_word(content["hearing"])
        self._invocations = [
            re.compile(regex_of(template) + r" (?=\S)")
            for template in content["invocations"]
        ]

    def normalise(self, text: str) -> str:
        """Give lower-case words with apostrophes, digits, and ":" inside times."""
        words = self._plain_words(text)
        words = _corrected(words, self._fillers)
        words = self._steady(words)
        words = _corrected(words, self._misheard)
        return self._without_invocation(" ".join(words))

    def _plain_words(self, text: str) -> Words:
        text = _INITIALS.sub(r"\1", text.lower().translate(_QUOTES))
        text = _DIGIT_LETTER.sub(" ", _NOISE.sub(" ", text))
        return " ".join(
            self._spellings.get(word, word) for word in text.split()
        ).split()

    def _steady(self, words: Words) -> Words:
        steady: Words = []
        for place, word in enumerate(words):
            following = words[place + 1 : place + 2]
            if _is_started(word, following[0] if following else ""):
                continue
            steady.append(word)
            for length in range(1, _LONGEST_STUTTER + 1):
                again = steady[-length:]
                if again == steady[-2 * length : -length] and not self._counted(again):
                    del steady[-length:]
        return steady

    def _counted(self, words: Words) -> bool:
        return any(word in self._numbers or word[0].isdigit() for word in words)

    def _without_invocation(self, text: str) -> str:
        for invocation in self._invocations:
            if found := invocation.match(text):
                text = text[found.end() :]
        return text


def _is_started(word: str, following: str) -> bool:
    # "c calf": a first sound said twice. "a ache" and "i is" are words.
    return (
        len(word) == 1
        and word.isalpha()
        and word not in "aeiou"
        and len(following) > 1
        and following.startswith(word)
    )


def _ends(words: Sequence[str], ending: tuple[str, ...]) -> bool:
    return tuple(words[-len(ending) :]) == ending


def _corrected(words: Words, table: Mapping[str, Sequence[Correction]]) -> Words:
    if table.keys().isdisjoint(words):
        return words
    made: Words = []
    at = 0
    while at < len(words):
        # What is put right already helps to judge what follows.
        seen = made + words[at:]
        fitting = (c for c in table.get(words[at], ()) if c.fits(seen, len(made)))
        if correction := next(fitting, None):
            made.extend(correction.means)
            at += len(correction.heard)
        else:
            made.append(words[at])
            at += 1
    return made


def _by_first_word(entries: Sequence[Mapping[str, Any]]) -> dict[str, list[Correction]]:
    table: dict[str, list[Correction]] = {}
    for entry in entries:
        for correction in _corrections(entry):
            table.setdefault(correction.heard[0], []).append(correction)
    for corrections in table.values():
        corrections.sort(key=lambda each: -len(each.heard))
    return table


def _corrections(entry: Mapping[str, Any]) -> Iterator[Correction]:
    for heard in entry.get("heard") or entry["say"]:
        yield Correction(
            heard=tuple(heard.split()),
            means=tuple(entry.get("means", "").split()),
            near=frozenset(entry.get("near", ())),
            after=tuple(tuple(each.split()) for each in entry.get("after", ())),
            before=frozenset(entry.get("before", ())),
            unless_after=frozenset(entry.get("unless_after", ())),
            unless_before=tuple(
                tuple(each.split()) for each in entry.get("unless_before", ())
            ),
            unless=frozenset(entry.get("unless", ())),
        )

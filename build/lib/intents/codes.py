"""Codes of digits, however they are said: singly, in pairs, or as one large number.

No digit of a code is zero, so a number that ends in zeros waits for what follows:
"forty" and then "eight" are 48, and 482 thousand and then 916 are 482916.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

MOST_WORDS, MOST_DIGITS = 24, 12
"""Of a code and of one number in it; more is none, and would only cost time."""
_TEN, _HUNDRED = 10, 100


class Codes:
    """Reads the codes of one language."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Take `numbers` and `codes` of a parsed values.yaml."""
        numbers, words = content["numbers"], content["codes"]
        self._numbers = {w: n for w, n in numbers.items() if " " not in w}
        self._times: Mapping[str, int] = words["times"]
        self._again: Mapping[str, int] = words["again"]
        self._heard: Mapping[str, int] = words["heard"]
        self._between = frozenset(words["between"])
        self.pattern = self._pattern()

    def read(self, text: str) -> str | None:
        """Give the digits of a text that is a code and nothing else."""
        numbers: list[int] = []
        again = 1
        words = text.split()
        if len(words) > MOST_WORDS:
            return None
        for word in words:
            if word in self._again:
                again = self._again[word]
            elif word in self._times and numbers:
                numbers = _multiplied(numbers, self._times[word])
            elif (value := self._value(word)) is not None:
                numbers = _with(numbers, int(str(value) * again))
                again = 1
            elif word not in self._between:
                return None
        return "".join(map(str, _joined(numbers))) or None

    def _value(self, word: str) -> int | None:
        if word.isascii() and word.isdecimal() and len(word) <= MOST_DIGITS:
            return int(word)
        return self._numbers.get(word, self._heard.get(word))

    def _pattern(self) -> str:
        """Give a regular expression; a word only heard so needs a number beside it."""
        sure = _either([*self._numbers, *self._times, *self._again])
        heard = _either(self._heard)
        more = rf"(?:{sure}|{_either(self._between)}(?= {sure})|{heard}(?=$| {sure}))"
        return rf"(?>(?:{sure}|{heard}(?= {sure}))(?: {more})*)"


def _with(numbers: Sequence[int], value: int) -> list[int]:
    """Add a number; after twenty, thirty and so on a digit belongs to it."""
    last = numbers[-1] if numbers else 0
    if _TEN < last < _HUNDRED and last % _TEN == 0 and 0 < value < _TEN:
        return [*numbers[:-1], last + value]
    return [*numbers, value]


def _multiplied(numbers: Sequence[int], times: int) -> list[int]:
    if times == _HUNDRED:
        return [*numbers[:-1], numbers[-1] * times]
    *before, last = _joined(numbers)
    return [*before, last * times]


def _joined(numbers: Iterable[int]) -> list[int]:
    """Add each number to the zeros the one before it ends in, where it fits."""
    made: list[int] = []
    for number in numbers:
        last = str(made[-1]) if made else ""
        zeros = len(last) - len(last.rstrip("0"))
        if zeros and number < _TEN**zeros:
            made[-1] += number
        else:
            made.append(number)
    return made


def _either(words: Iterable[str]) -> str:
    listed = sorted(map(re.escape, words), key=len, reverse=True)
    return rf"(?:(?:\d+|{'|'.join(listed)})(?![\w':]))"

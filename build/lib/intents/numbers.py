"""Words and phrases of a language that stand for values, made into patterns once."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from intents.codes import Codes

Value = int | float | str
Phrase = Mapping[str, Any]

_SPANS: dict[str, tuple[int, int, str]] = {
    "number": (0, 100, r"\d{1,4}(?:\.\d+)?"),
    "other": (0, 100, r"\d{1,4}"),
    "small": (0, 10, r"10|\d"),
    "several": (2, 10, r"10|[02-9]"),
    "hour": (1, 12, r"2[0-4]|[01]?\d"),
    "minute": (10, 59, r"[0-5]\d"),
}
"""Vocabulary of numbers -> least and greatest in words, and its pattern in digits."""
_DIGITS = {
    "digital": r"(?:2[0-3]|[01]?\d):[0-5]\d",
    "joined": r"(?:2[0-3]|[01]?\d)\.?[0-5]\d",
    "minutes": r"[1-3]0|[1-5]?5",
    "month_day": r"[0-3]?\d",
    "year": r"20\d\d",
}
_TENS, _UNITS = range(20, 100, 10), range(1, 10)
_PLACEHOLDER = re.compile(r"\{([a-z_]+)(\d?)\}")
_PART = re.compile(r"<(\w+)>")
_LEFT_OUT = re.compile(r"\[( [^\[\]]*)\]()|\[([^\[\]]*)\]( ?)")
"""A space goes with the words left out: the one inside, or else the next one."""
_START, _END = r"(?<![\w'@.:/])", r"(?![\w':]|\.\d)"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words one placeholder stands for."""

    pattern: str
    values: Mapping[str, Value]

    def value_of(self, said: str) -> Value:
        """Give what a word stands for; digits that are no number stay text."""
        if said in self.values:
            return self.values[said]
        return int(said) if said.isdecimal() else said


@dataclass(frozen=True, slots=True)
class Match:
    """One phrase found in a text."""

    kind: str
    phrase: Phrase
    """The entry of the language file, with its fixed values."""
    slots: Mapping[str, Value]
    said: str
    before: str
    """Words that had to come first and stay in the text; often empty."""


class Patterns:
    """All phrases of a language, compiled once."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Compile the `phrases` of a parsed values.yaml, which describes their form."""
        self._content = content
        self._words = _vocabularies(content["numbers"], content["words"])
        self._words["digits"] = Vocabulary(Codes(content).pattern, {})
        self._phrases: list[tuple[str, Phrase]] = []
        for kind, phrases in content["phrases"].items():
            self._phrases += [(kind, each) for each in self._expanded(phrases)]
        patterns = [
            self._in_text(index)
            for index, (_, phrase) in enumerate(self._phrases)
            if phrase.get("only") != "slot"
        ]
        self.in_text = re.compile(_START + f"(?:{'|'.join(patterns)})")
        self._whole = {kind: self._whole_of(kind) for kind in content["phrases"]}

    def whole(self, kind: str, text: str) -> Match | None:
        """Read a text that is one phrase of a kind and nothing else."""
        found = self._whole[kind].fullmatch(text)
        return self.match_of(found) if found else None

    def match_of(self, found: re.Match[str]) -> Match:
        """Give the phrase behind a match of `in_text`."""
        name = found.lastgroup or ""
        kind, phrase = self._phrases[int(name[1:])]
        groups = found.groupdict()
        slots = {
            key.removeprefix(f"{name}_"): self._value_of(key, said)
            for key, said in groups.items()
            if said is not None and key.startswith(f"{name}_")
        }
        before = groups.get(f"k{name[1:]}") or ""
        return Match(kind, phrase, slots, found[name], before)

    def _value_of(self, group: str, said: str) -> Value:
        name = group.partition("_")[2].rstrip("0123456789")
        return self._words[name].value_of(said)

    def _expanded(self, phrases: Sequence[Phrase]) -> Iterator[Phrase]:
        # "{duration}" stands for each phrase of that kind.
        for phrase in phrases:
            if "{duration}" not in phrase["say"]:
                yield phrase
                continue
            for length in self._content["phrases"]["duration"]:
                say = phrase["say"].replace("{duration}", length["say"])
                yield {**length, **phrase, "say": say, "closed": False}

    def _in_text(self, index: int) -> str:
        kind, phrase = self._phrases[index]
        pattern = f"(?P<t{index}>{self._pattern(index)}){_END}(?!/)"
        if barred := self._content["not_before"].get(kind):
            pattern += f"(?! {_either(barred)})"
        if phrase.get("closed"):
            follow = _either([*self._content["follow"], *self._content["numbers"]])
            pattern += rf"(?=$| {follow}| \d)"
            pattern += f"(?! {self._words['part'].pattern})"
        if "after" in phrase:
            pattern = f"(?P<k{index}>{self._regex(phrase['after'])} ){pattern}"
        if "before" in phrase:
            pattern += f"(?= {self._regex(phrase['before'])}{_END})"
        for words in phrase.get("not_after", ()):
            pattern = f"(?<!{re.escape(words)} ){pattern}"
        if phrase.get("only") == "first":
            return f"^{pattern}"
        return f"^{pattern}$" if phrase.get("only") == "alone" else pattern

    def _whole_of(self, kind: str) -> re.Pattern[str]:
        return re.compile(
            "|".join(
                f"(?P<t{index}>{self._pattern(index)})"
                for index, (each, _) in enumerate(self._phrases)
                if each == kind
            )
        )

    def _pattern(self, index: int) -> str:
        def group(found: re.Match[str]) -> str:
            name = f"t{index}_{found[1]}{found[2]}"
            return f"(?P<{name}>{self._words[found[1]].pattern})"

        template = self._regex(self._phrases[index][1]["say"])
        return _PLACEHOLDER.sub(group, template)

    def _regex(self, template: str) -> str:
        parts = self._content["parts"]
        return regex_of(_PART.sub(lambda part: parts[part[1]], template))


def regex_of(template: str) -> str:
    """Make a template's [left out] and (one|other) into a regular expression."""
    text = template.replace("(", "(?:")
    changed = 1
    while changed:
        text, changed = _LEFT_OUT.subn(r"(?:(?:\1\3)\2\4)?", text)
    return text


def _vocabularies(
    numbers: Mapping[str, int], words: Mapping[str, Mapping[str, Value]]
) -> dict[str, Vocabulary]:
    made = {}
    for name in {*_SPANS, *_DIGITS, *words}:
        values = dict(words.get(name, {}))
        digits = _DIGITS.get(name)
        if name in _SPANS:
            least, greatest, digits = _SPANS[name]
            values |= _between(numbers, least, greatest)
        made[name] = Vocabulary(_either(values, digits), values)
    return made


def _between(numbers: Mapping[str, int], least: int, greatest: int) -> dict[str, int]:
    tens = {word: value for word, value in numbers.items() if value in _TENS}
    units = {word: value for word, value in numbers.items() if value in _UNITS}
    joined = {f"{t} {u}": tens[t] + units[u] for t in tens for u in units}
    return {w: v for w, v in {**numbers, **joined}.items() if least <= v <= greatest}


def _either(words: Iterable[str], digits: str | None = None) -> str:
    # Longest first and atomic: "twenty two" is never given back as "twenty".
    listed = sorted(map(re.escape, words), key=len, reverse=True)
    return f"(?>(?:{'|'.join([*([digits] if digits else []), *listed])}){_END})"

"""Sentence templates -> the sentences a speech recogniser learns to expect."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import cycle, islice, repeat

from hassil.expression import Sentence
from hassil.intents import SlotList, TextSlotList
from hassil.parse_expression import parse_sentence
from hassil.sample import sample_sentence

from intents.content import Language
from intents.sentences import SLOT, Sentences

MOST_OF_A_TEMPLATE = 60
"""Sentences of one template; every template is about as likely as another."""
MOST_OF_A_PHRASE = 40
"""Samples of one way of saying a time, a length, a strength."""
FILLINGS = 12
"""Times a sentence with a value is given, each with another value."""
OFTEN_TIMES = 20
"""Times what is said most often is given."""
LIST_TIMES = 3
"""Times every value is given on its own, as an answer."""
LARGEST_SMALL = 10
LAST_HOUR = 12
KINDS = {"severity": "number"}
"""Slot -> the kind of phrase in values.yaml, where it has another name."""
OPTIONAL = re.compile(r"\(([^()]*)\)\?")


def corpus_of(language: Language, examples: Iterable[str]) -> Iterator[str]:
    """Give sentences in lower case, some more than once: the likelier they are.

    `examples` are what each intent is mostly said with.
    """
    sentences, values = Sentences(language), SpokenValues(language)
    for text in (*openings(language, sentences), *examples):
        yield from [text] * OFTEN_TIMES
    for intent, templates in language.sentences.items():
        for template in templates:
            found = sentences.of_template(template, intent)
            yield from map(values.filled, _spread(found))
    for name in values.names:
        for value in values.all_of(name):
            yield from [value] * LIST_TIMES


def _spread(found: list[str]) -> Iterator[str]:
    """Give some sentences of a template; few with a value several times."""
    step = -(-len(found) // MOST_OF_A_TEMPLATE)
    for text in found[::step]:
        has_value = SLOT.search(text) is not None
        yield from repeat(text, FILLINGS if has_value and len(found) < FILLINGS else 1)


def openings(language: Language, sentences: Sentences) -> list[str]:
    """Give the ways of opening the skill."""
    return sentences.of_template(_template(language.shared["opening"]), "opening")


class SpokenValues:
    """What may be said for each slot, given in turn."""

    def __init__(self, language: Language) -> None:
        """Take lists from _shared.yaml, times and numbers from values.yaml."""
        told = language.values
        words = {**told["words"], **_numbers(told["numbers"])}
        words["unit2"] = words["unit"]
        self._words = {
            name: [str(word) for word in found] for name, found in words.items()
        }
        self._rules = {n: _parsed(t) for n, t in told["parts"].items()}
        self._sentences, self._shared = Sentences(language), language.shared
        self._phrases = told["phrases"]
        self.names = sorted({*self._shared["examples"]} | {*self._shared["lists"]})
        self._turns: dict[str, Iterator[str]] = {}

    def all_of(self, name: str) -> list[str]:
        """Give everything that may be said for a slot."""
        said = list(self._shared["examples"].get(name, ()))
        if name in self._shared["lists"]:
            said += self._sentences.values_of(name)
        for phrase in self._phrases.get(KINDS.get(name, name), ()):
            said += self._of_phrase(phrase["say"])
        return said

    def filled(self, text: str) -> str:
        """Put the next value for each slot."""
        return SLOT.sub(lambda found: self._next(found[1]), text)

    def _next(self, name: str) -> str:
        if name not in self._turns:
            said = self._words.get(name) or self.all_of(name) or [name]
            self._turns[name] = cycle(said)
        return next(self._turns[name])

    def _of_phrase(self, say: str) -> list[str]:
        names = SLOT.findall(say)
        lists: Mapping[str, SlotList] = {
            name: TextSlotList.from_strings([name], name=name) for name in names
        }
        if any(not self._is_known(name) for name in names):
            return []
        sampled = sample_sentence(
            _parsed(say), dict(lists), self._rules, expand_lists=False
        )
        return [
            " ".join(self.filled(text).split())
            for text in islice(sampled, MOST_OF_A_PHRASE)
        ]

    def _is_known(self, name: str) -> bool:
        return name in self._words or name in self._phrases


def _numbers(words: Mapping[str, int]) -> dict[str, list[str]]:
    """Give number words by the name a phrase calls them; digits nobody says."""
    small = [word for word, number in words.items() if number <= LARGEST_SMALL]
    hours = [word for word, number in words.items() if 0 < number <= LAST_HOUR]
    every = dict.fromkeys(("number", "number2", "other", "several"), [*words])
    return {**every, "small": small, "hour": hours}


def _template(pattern: str) -> str:
    """Give the regular expression of _shared.yaml as a sentence template."""
    template = OPTIONAL.sub(r"[\1]", pattern)
    return f"({template})"


@cache
def _parsed(text: str) -> Sentence:
    return parse_sentence(text)

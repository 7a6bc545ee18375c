"""Sentence templates -> the sentences they stand for, with hassil."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any

from hassil.expression import Sentence
from hassil.intents import SlotList, TextSlotList
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError
from hassil.sample import sample_sentence

from intents.catalogue import Catalogue, ContentError
from intents.content import Language

MOST_OF_A_TEMPLATE = 4000
"""Sentences one template may stand for; more is a slip of the author."""


SLOT = re.compile(r"\{(\w+)\}")
ALIKE = ("leg", "place")
"""Lists whose words are interchangeable in an exact sentence."""


class Sentences:
    """All sentences of one language."""

    def __init__(self, language: Language) -> None:
        """Parse the shared lists and rules.

        Raises:
            ContentError: a rule or list is no sentence template.

        """
        self._language = language
        self._rules = {
            name: _parsed(text, f"expansion_rules: {name}")
            for name, text in language.shared["expansion_rules"].items()
        }
        self._lists = _lists(language.shared)
        self._examples = {
            name: str(said[0]) for name, said in language.shared["examples"].items()
        }

    def of(self, intent: str) -> Iterator[str]:
        """Give the sentences of an intent; a slot stands as {name}."""
        for template in self._language.sentences.get(intent, ()):
            yield from self.of_template(template, intent)

    def of_template(self, template: str, place: str) -> list[str]:
        """Give the sentences of one template.

        Raises:
            ContentError: no template, an unknown rule, or too many sentences.

        """
        parsed = _parsed(template, place)
        try:
            found = list(
                islice(
                    sample_sentence(
                        parsed, self._lists, self._rules, expand_lists=False
                    ),
                    MOST_OF_A_TEMPLATE + 1,
                )
            )
        except Exception as error:  # hassil raises bare errors of many kinds
            raise ContentError(f"{place}: {template!r}: {error}") from error
        if len(found) > MOST_OF_A_TEMPLATE:
            raise ContentError(f"{place}: {template!r} stands for too many sentences")
        return [" ".join(sentence.split()) for sentence in found]

    def filled(self, text: str) -> list[str]:
        """Put words for each {slot}: every word of a list, one example of a value.

        Legs and places stand for each other, so one example of them is enough.
        """
        slot = SLOT.search(text)
        if slot is None:
            return [text]
        name = slot[1]
        every = name in self._language.shared["lists"] and name not in ALIKE
        words = self.values_of(name) if every else [self._examples[name]]
        return [
            said
            for word in words
            for said in self.filled(f"{text[: slot.start()]}{word}{text[slot.end() :]}")
        ]

    @cache  # noqa: B019 - lives as long as the few languages there are
    def values_of(self, name: str) -> dict[str, str]:
        """Give what may be said for a list -> its id."""
        return {
            said: row["out"]
            for row in self._language.shared["lists"][name]["values"]
            for said in self.of_template(row["in"], f"lists: {name}")
        }


@cache
def _parsed(text: str, place: str) -> Sentence:
    try:
        return parse_sentence(text)
    except ParseError as error:
        raise ContentError(f"{place}: {text!r}: {error}") from error


def _lists(shared: Mapping[str, Any]) -> dict[str, SlotList]:
    names = [*shared["lists"], *shared["examples"], "anything", "thing"]
    return {name: TextSlotList.from_strings([name], name=name) for name in names}


def check_templates(catalogue: Catalogue) -> None:
    """Refuse content with a broken template, or one sentence under two intents.

    Raises:
        ContentError: names both intents and the sentence.

    """
    for language in catalogue.languages.values():
        sentences = Sentences(language)
        owner: dict[str, str] = {}
        for intent in language.sentences:
            for sentence in sentences.of(intent):
                other = owner.setdefault(sentence, intent)
                if other != intent:
                    raise ContentError(
                        f"{language.code}: {sentence!r} stands under "
                        f"{other} and {intent}; it can mean only one"
                    )

"""Finds the words of a list, such as the legs, in a sentence."""

import re
from collections.abc import Mapping

from intents.content import Language
from intents.sentences import ALIKE, Sentences


class Named:
    """The words of one list, each with its id."""

    def __init__(self, ids: Mapping[str, str]) -> None:
        """Prefer longer words to the shorter ones within them."""
        self._ids = ids
        longest_first = sorted(ids, key=len, reverse=True)
        words = "|".join(map(re.escape, longest_first))
        self._pattern = re.compile(rf"\b({words})\b")

    def first(self, text: str) -> str | None:
        """Give the id of the first word found, None for none."""
        found = self._pattern.search(text)
        return self._ids[found[1]] if found else None

    def masked(self, text: str, name: str) -> str:
        """Put `@name` for every word found."""
        return self._pattern.sub(f"@{name}", text)


def lists_of(language: Language) -> dict[str, Named]:
    """Give every list of a language by name."""
    sentences = Sentences(language)
    return {name: Named(sentences.values_of(name)) for name in language.shared["lists"]}


def key_of(masked: str, lists: Mapping[str, Named]) -> str:
    """Give a sentence with masked values as it is looked up."""
    for name in ALIKE:
        masked = lists[name].masked(masked, name)
    return masked

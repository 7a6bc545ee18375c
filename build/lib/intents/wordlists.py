"""Finds the words of a list, such as the legs, in a sentence."""

import re
from collections.abc import Mapping

from intents.content import Language
from intents.sentences import ALIKE, Sentences


class Named:
    """The words of one list, each with its id."""

    def __init__(
        self, ids: Mapping[str, str], denied: str = "", rather: str = ""
    ) -> None:
        """Prefer longer words to the shorter ones within them.

        `denied` is what stands before a word that is not meant, `rather` between two
        of which the later is; empty: nothing does.
        """
        self._ids = ids
        self._denied = re.compile(rf"\b{denied}$" if denied else r"(?!)")
        self._rather = re.compile(rather if rather else r"(?!)")
        longest_first = sorted(ids, key=len, reverse=True)
        words = "|".join(map(re.escape, longest_first))
        self._pattern = re.compile(rf"\b({words})\b")

    def first(self, text: str) -> str | None:
        """Give the id of the first word found, None for none."""
        found = self._pattern.search(text)
        return self._ids[found[1]] if found else None

    def meant(self, text: str) -> str | None:
        """Give the id of the word she settles on, None for none."""
        found = [
            each
            for each in self._pattern.finditer(text)
            if not self._denied.search(text[: each.start()])
        ]
        if not found:
            return None
        chosen = found[0]
        for later in found[1:]:
            if self._rather.fullmatch(text[chosen.end() : later.start()]):
                chosen = later
        return self._ids[chosen[1]]

    def masked(self, text: str, name: str) -> str:
        """Put `@name` for every word found."""
        return self._pattern.sub(f"@{name}", text)


def lists_of(language: Language) -> dict[str, Named]:
    """Give every list of a language by name."""
    sentences = Sentences(language)
    settling = language.shared["denied"], language.shared["rather"]
    return {
        name: Named(sentences.values_of(name), *settling)
        for name in language.shared["lists"]
    }


def key_of(masked: str, lists: Mapping[str, Named]) -> str:
    """Give a sentence with masked values as it is looked up."""
    for name in ALIKE:
        masked = lists[name].masked(masked, name)
    return masked

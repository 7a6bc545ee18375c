"""A reply key and its values -> wording in one locale."""

from collections.abc import Mapping
from string import Formatter

from intents.catalogue import Catalogue, ContentError
from intents.phrases import filled

Values = Mapping[str, str | int | float]


class Replies:
    """All wordings of one locale, with its numbers and local words filled in."""

    def __init__(self, catalogue: Catalogue, locale: str) -> None:
        """Read the locale's language once."""
        self._language = catalogue.language(locale)
        self._known = {
            **catalogue.locale(locale).words,
            **{name: str(n) for name, n in catalogue.facts.breath.items()},
        }

    def word(self, key: str, values: Values | None = None) -> str:
        """Give the wording of `key`, its marks kept.

        Raises:
            ContentError: no such key, or a value it needs is not given.

        """
        return self._filled(key, values or {})

    def has(self, key: str) -> bool:
        """Tell whether there is a wording for `key`."""
        return self._found(key) is not None

    def values_of(self, key: str) -> frozenset[str]:
        """Give the names a handler must fill in `key`."""
        return named(self._language.replies[key]) - self._known.keys()

    def _filled(self, key: str, values: Values) -> str:
        template = self._template(key)
        given = filled(values, self._language.words)
        try:
            wording = template.format(**self._known, **given)
            # A time ends in a full stop of its own: "at 2:30 a.m.".
            wording = wording.replace(".m..", ".m.")
            return wording[:1].upper() + wording[1:]
        except KeyError as missing:
            raise ContentError(
                f"{self._language.code}: replies: {key!r} uses {missing}; "
                f"given: {', '.join(values) or 'nothing'}"
            ) from missing

    def _template(self, key: str) -> str:
        template = self._found(key)
        if template is None:
            raise ContentError(f"{self._language.code}: replies: no {key!r}")
        return template

    def _found(self, key: str) -> str | None:
        """Give the wording of a key; a step without short words has its own."""
        replies = self._language.replies
        return replies.get(key) or replies.get(key.removesuffix(".short"))


def named(template: str) -> frozenset[str]:
    """Give the value names a wording uses."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)

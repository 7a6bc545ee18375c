"""Everything the skill can say, in every locale, with every value filled in."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from audio.speech import plain, seconds_of, speech_of
from intents.calm import Said
from intents.catalogue import Catalogue
from intents.content import Language
from intents.replies import Replies, Values, named
from skill.dialogue.evidence import evidence_of
from skill.dialogue.prevention import NAMED

Words = Mapping[str, Any]

NOW = datetime(2026, 11, 24, 3, 10)  # noqa: DTZ001
"""A local night, as an episode is told in."""
LONG_AGO = timedelta(days=9)
EVERY: Values = {
    **dict.fromkeys(("count", "told", "before"), 12),
    "nights": 5,
    "week": 30,
    "hour": 1,
}
"""Values that need no more than one try."""


def rehearse(catalogue: Catalogue) -> Iterator[Said]:
    """Give all that can be said, locale by locale."""
    for locale in catalogue.locales:
        replies = Replies(catalogue, locale)
        language = catalogue.language(locale)
        for key in language.replies:
            for values in _values(key, language, catalogue):
                speech = speech_of(replies.word(key, values))
                yield Said(key, locale, plain(speech), seconds_of(speech))


def _values(key: str, language: Language, catalogue: Catalogue) -> Iterator[Values]:
    """Give values that bring out each form of a reply."""
    names = named(language.replies[key])
    if names & {"entry", "what", "when"}:
        return _episodes(language)
    if "sources" in names:
        return _sources(language, catalogue)
    varied = next((VARIED[name] for name in VARIED if name in names), None)
    return varied(language.words) if varied else iter([EVERY])


def _some(words: Words) -> Iterator[str]:
    """Give each id, and two with the longest words."""
    yield from words
    yield "|".join(sorted(words, key=lambda id_: -len(str(words[id_])))[:2])


def _episodes(language: Language) -> Iterator[Values]:
    for begun in (NOW, NOW - timedelta(hours=9), NOW - LONG_AGO):
        moment = {"at": begun.isoformat(), "now": NOW.isoformat()}
        yield moment
        for leg in language.words["legs"]:
            told = {"leg": leg, "place": "calf", "severity": 7, "minutes": 12}
            yield {**moment, **told}


def _sources(language: Language, catalogue: Catalogue) -> Iterator[Values]:
    evidence = evidence_of(catalogue)
    told: dict[str, None] = {}
    for question in language.questions.values():
        spoken = [name for claim in question.claims for name in evidence[claim].spoken]
        told["|".join(list(dict.fromkeys(spoken))[:NAMED])] = None
    for sources in told:
        yield {"sources": sources}


def _days(words: Words) -> Iterator[Values]:
    del words
    for since in (NOW, NOW - LONG_AGO):
        yield {**EVERY, "since": f"{since.date()}", "today": f"{NOW.date()}"}


def _each(name: str, of: str) -> Callable[[Words], Iterator[Values]]:
    return lambda words: ({**EVERY, name: id_} for id_ in _some(words[of]))


VARIED: Mapping[str, Callable[[Words], Iterator[Values]]] = {
    "period": lambda words: ({**EVERY, "period": id_} for id_ in words["periods"]),
    "length": lambda words: ({**EVERY, "length": id_} for id_ in words["lengths"]),
    "leg": _each("leg", "legs_named"),
    "helped": _each("helped", "helped"),
    "since": _days,
}
"""A name in a reply -> the values it is tried with."""

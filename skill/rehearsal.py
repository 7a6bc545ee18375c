"""Everything the skill can say, in every locale, with every value filled in."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from audio.speech import plain, seconds_of, speech_of
from intents.calm import Said
from intents.catalogue import Catalogue
from intents.content import Language
from intents.replies import Replies, Values, named
from skill.dialogue.evidence import evidence_of
from skill.dialogue.prevention import NAMED

NOW = datetime(2026, 11, 24, 3, 10)  # noqa: DTZ001
"""A local night, as an episode is told in."""
LONG_AGO = timedelta(days=9)


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
    words = language.words
    if names & {"entry", "what", "when"}:
        yield from _episodes(language)
    elif "sources" in names:
        yield from _sources(language, catalogue)
    elif "period" in names:
        for period in words["periods"]:
            yield {"period": period, "count": 12, "nights": 5}
    elif "length" in names:
        for length in words["lengths"]:
            yield {"length": length, "count": 12}
    else:
        yield {"count": 12, "week": 30}


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

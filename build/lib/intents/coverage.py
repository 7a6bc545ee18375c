"""Claims against answers: each has one home, and its verdict is kept."""

from collections.abc import Iterator

from intents.catalogue import Catalogue
from intents.content import Language, Question
from intents.wording import Unsafe, Wording, named_in, sentences_in, wording_of

DECLINE, CLINICIAN = "DECLINE", "CLINICIAN"
REFUSAL_SENTENCES = 2
"""One that declines, one that offers something safe."""
FORMS = ("", ".more", ".cautious")


def homeless(catalogue: Catalogue) -> list[str]:
    """Give claims no question answers."""
    homes = _homes(catalogue)
    return [f"claims.yaml: {id_}: no answer covers it" for id_ in _missing(homes)]


def shared(catalogue: Catalogue) -> list[str]:
    """Give claims that stand under two questions."""
    return [
        f"claims.yaml: {id_}: stands under {' and '.join(where)}"
        for id_, where in _homes(catalogue).items()
        if len(where) > 1
    ]


def broken_verdicts(catalogue: Catalogue) -> list[str]:
    """Give answers that do not keep the verdict of a claim they cover."""
    return [
        f"{question.file}: {question.id}: {why}"
        for language in catalogue.languages.values()
        for question in language.questions.values()
        for why in _broken(question, language, wording_of(language), catalogue)
    ]


def volunteered(catalogue: Catalogue) -> list[str]:
    """Give replies that name something unsafe unasked, a recipe, or a dose."""
    found = []
    for language in catalogue.languages.values():
        wording = wording_of(language)
        allowed = {
            row: {f"prevention.{id_}{form}" for id_ in row.questions for form in FORMS}
            for row in wording.unsafe
        }
        for key, text in language.replies.items():
            named = [
                word
                for row, keys in allowed.items()
                if key not in keys
                for word in named_in(text, row.words)
            ]
            named += named_in(text, wording.never, wording.public)
            found += [f"{language.code}: replies: {key!r} names {w!r}" for w in named]
        found += _undeclined(language, wording, catalogue)
    return found


def verdicts_of(question: Question, catalogue: Catalogue) -> frozenset[str]:
    """Give the verdicts on the claims a question answers."""
    known = (catalogue.claims.get(id_, {}) for id_ in question.claims)
    return frozenset(str(claim["verdict"]) for claim in known if claim)


def _homes(catalogue: Catalogue) -> dict[str, list[str]]:
    homes: dict[str, list[str]] = {id_: [] for id_ in catalogue.claims}
    for language in catalogue.languages.values():
        for question in language.questions.values():
            for id_ in question.claims:
                homes.setdefault(id_, []).append(question.id)
    return homes


def _missing(homes: dict[str, list[str]]) -> list[str]:
    return [id_ for id_, where in homes.items() if not where]


def _broken(
    question: Question, language: Language, wording: Wording, catalogue: Catalogue
) -> Iterator[str]:
    verdicts = verdicts_of(question, catalogue)
    answer = language.replies[question.key]
    if DECLINE in verdicts:
        if not answer.lower().startswith(wording.declines):
            yield f"declines, but does not begin with {' / '.join(wording.declines)!r}"
        if (count := len(sentences_in(answer))) != REFUSAL_SENTENCES:
            yield f"declines in {count} sentences, expected {REFUSAL_SENTENCES}"
    if CLINICIAN in verdicts:
        whole = answer + language.replies.get(f"{question.key}.more", "")
        if not named_in(whole.replace("_", " "), wording.sends_to):
            yield "needs a clinician, but sends her to none"


def _undeclined(
    language: Language, wording: Wording, catalogue: Catalogue
) -> list[str]:
    return [
        f"wording.yaml: unsafe: {row.words[0]!r}: {id_} neither declines nor refers"
        for row in wording.unsafe
        for id_ in row.questions
        if _volunteers(row, id_, language, catalogue)
    ]


def _volunteers(
    row: Unsafe, id_: str, language: Language, catalogue: Catalogue
) -> bool:
    question = language.questions.get(id_)
    if question is None:
        return True
    verdicts = verdicts_of(question, catalogue)
    return bool(row.words) and not verdicts & {DECLINE, CLINICIAN}

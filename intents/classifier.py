"""Trained fallback of the recogniser: which intent a sentence is most like.

Two steps: first the kind (an intent of the conversation, any question, or nothing of
ours), then, among questions, which one. Trained from the templates and from sentences
of other things; the result is cached, nothing is downloaded. Warning signs are not
guessed here: they have a matcher of their own.
"""

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, make_union
from sklearn.svm import LinearSVC

from intents.content import Language
from intents.sentences import SLOT, Sentences

ASK, NONE = "ASK", "NONE"
"""Kinds that stand for any question, and for nothing of ours."""
OF_A_TEMPLATE = 40
"""Sentences taken of one template of the conversation."""
OF_A_QUESTION = 10
"""Sentences taken of one template of a question: there are many."""
WORD = r"\S+"
SEED = 20261124
"""Same content, same model."""

Rows = list[tuple[str, str]]
Even = Callable[[str], str]
"""Makes a sentence as even as a heard one: normalised, values masked."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest intent, and how clearly it is one."""

    intent: str | None
    margin: float
    """Of its kind: above 0 it is clear, below -1 anything would do."""
    fit: float = 0.0
    """Among questions, the same of this one."""


@dataclass(frozen=True)
class Classifier:
    """Both trained steps; made by `trained`."""

    features: FeatureUnion
    kinds: LinearSVC
    questions: LinearSVC

    def guess(self, sentence: str) -> Guess:
        """Give the likeliest intent of an even sentence."""
        row = self.features.transform([sentence])
        kind, margin = _best(self.kinds, row)
        if kind == NONE:
            return Guess(None, margin)
        if kind != ASK:
            return Guess(kind, margin)
        question, fit = _best(self.questions, row)
        return Guess(question, margin, fit)


def trained(language: Language, even: Even) -> Classifier:
    """Train on what the templates of a language stand for; takes some seconds."""
    rows = [(even(text), intent) for text, intent in _sentences(language)]
    rows += [(even(text), NONE) for text in _unrelated(language)]
    features = make_union(
        TfidfVectorizer(
            ngram_range=(1, 2),
            token_pattern=WORD,
            sublinear_tf=True,
            dtype=np.float32,
        ),
        TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(2, 5),
            sublinear_tf=True,
            min_df=2,
            dtype=np.float32,
        ),
    )
    matrix = features.fit_transform([text for text, _ in rows])
    kinds = [ASK if intent in language.topics else intent for _, intent in rows]
    return Classifier(
        features=features,
        kinds=_fitted(matrix, kinds),
        questions=_among(
            features, [*_asked(rows, language), *_answers(language, even)]
        ),
    )


def _among(features: FeatureUnion, rows: Rows) -> LinearSVC:
    matrix = features.transform([text for text, _ in rows])
    return _fitted(matrix, [intent for _, intent in rows])


def _fitted(matrix: Any, wanted: list[str]) -> LinearSVC:
    # The default of 1000 rounds is too few for some contents, and warns.
    model = LinearSVC(C=1, class_weight="balanced", random_state=0, max_iter=5000)
    model.fit(matrix, wanted)
    model.coef_ = model.coef_.astype(np.float32)  # half the size in the cache
    return model


def _best(model: LinearSVC, row: Any) -> tuple[str, float]:
    margins = model.decision_function(row)[0]
    best = int(np.argmax(margins))
    return str(model.classes_[best]), float(margins[best])


def _asked(rows: Rows, language: Language) -> Rows:
    return [row for row in rows if row[1] in language.topics]


def _sentences(language: Language) -> Iterable[tuple[str, str]]:
    chance = random.Random(SEED)  # noqa: S311
    sentences = Sentences(language)
    for intent, templates in language.sentences.items():
        if intent in language.signs:
            continue
        most = OF_A_QUESTION if intent in language.topics else OF_A_TEMPLATE
        for template in templates:
            found = sentences.of_template(template, intent)
            for text in chance.sample(found, min(most, len(found))):
                yield _filled(text, language, chance), intent


def _unrelated(language: Language) -> Iterable[str]:
    sentences = Sentences(language)
    for template in language.unrelated:
        yield from sentences.of_template(template, "unrelated.yaml")


def _answers(language: Language, even: Even) -> Rows:
    """Give the sentences of each answer: its words are the words of its topic."""
    return [
        (even(re.sub(r"[{}]", "", sentence)), question.intent)
        for question in language.questions.values()
        for sentence in re.split(r"(?<=[.?]) ", language.replies[question.key])
    ]


def _filled(text: str, language: Language, chance: random.Random) -> str:
    """Put an example for each {slot}, as she might say it."""
    examples: dict[str, Any] = language.shared["examples"]
    return SLOT.sub(lambda m: str(chance.choice(examples[m[1]])), text)

"""Trained fallback of the recogniser: which intent a sentence is most like.

Two steps: the kind (an intent of the conversation, any question, or nothing of ours),
and which question, if it is one. Where the kind is unclear, a question both steps lean
to is taken. Trained from the templates, from what writers ask who never saw them, and
from sentences of other things; the result is cached, nothing is downloaded. Warning
signs are not guessed here: they have a matcher of their own.
"""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from scipy.sparse import vstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, make_union
from sklearn.svm import LinearSVC

from intents.content import Language
from intents.heard import UNKNOWN, said_in
from intents.sentences import SLOT, Sentences
from intents.values import Values

ASK, NONE = "ASK", "NONE"
"""Kinds that stand for any question, and for nothing of ours."""
RELIEF = "StartRelief"
LIKELY = -0.5
"""Least margin of relief where it is the likeliest: it is what she came for."""
OF_A_TEMPLATE = 40
"""Sentences taken of one template of the conversation."""
OF_A_QUESTION = 10
"""Sentences taken of one template of a question: there are many."""
LEANING = -0.8
"""Least sum of both steps' margins with which an unclear sentence is a question."""
UNRELATED = -0.5
"""Most margin of nothing of ours with which it still may be one."""
WORD = r"\S+"
SHARE = 4
"""Of so many sentences of the conversation, one is shown to the questions' step."""
SEED = 20261124
"""Same content, same model."""

Rows = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest intent, and how well a question fits."""

    intent: str | None
    """None: nothing is clear."""
    fit: float
    """Margin of the likeliest question: above 0 it fits, below -1 anything would do."""


@dataclass(frozen=True)
class Classifier:
    """Both trained steps; made by `trained`."""

    features: FeatureUnion
    kinds: LinearSVC
    questions: LinearSVC

    def guess(self, sentence: str, least: float) -> Guess:
        """Give the intent of an even sentence; `least`: its kind's least margin."""
        row = self.features.transform([sentence])
        kinds, questions = _margins(self.kinds, row), _margins(self.questions, row)
        kind, question = max(kinds, key=kinds.__getitem__), _likeliest(questions)
        fit = questions[question]
        likely = min(least, LIKELY) if kind == RELIEF else least
        if kind not in (ASK, NONE) and kinds[kind] >= likely:
            return Guess(kind, fit)
        if questions[NONE] > fit:
            return Guess(None, fit)
        leans = kinds[ASK] + fit >= LEANING and kinds[NONE] <= UNRELATED
        if leans or (kind == ASK and kinds[ASK] >= least):
            return Guess(question, fit)
        return Guess(None, fit)


def trained(language: Language) -> Classifier:
    """Train on what the templates of a language stand for; takes some seconds."""
    even = Values(language.values).even
    told = chain(_sentences(language), _heard(language), _unrelated(language))
    rows = [(even(text), intent) for text, intent in told]
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
    asked = {*language.topics, UNKNOWN}
    kinds = [ASK if intent in asked else intent for _, intent in rows]
    answers = [(even(text), intent) for text, intent in _answers(language)]
    # A part of the conversation is enough to know that it is no question.
    shown = [
        at for at, kind in enumerate(kinds) if kind in (ASK, NONE) or at % SHARE == 0
    ]
    return Classifier(
        features=features,
        kinds=_fitted(matrix, kinds),
        questions=_fitted(
            vstack([matrix[shown], features.transform([text for text, _ in answers])]),
            [rows[at][1] if kinds[at] == ASK else NONE for at in shown]
            + [intent for _, intent in answers],
        ),
    )


def _fitted(matrix: Any, wanted: list[str]) -> LinearSVC:
    # The default of 1000 rounds is too few for some contents, and warns.
    model = LinearSVC(C=1, class_weight="balanced", random_state=0, max_iter=5000)
    model.fit(matrix, wanted)
    model.coef_ = model.coef_.astype(np.float32)  # half the size in the cache
    return model


def _margins(model: LinearSVC, row: Any) -> dict[str, float]:
    margins = model.decision_function(row)[0].tolist()
    return dict(zip(model.classes_.tolist(), margins, strict=True))


def _likeliest(questions: dict[str, float]) -> str:
    return max((name for name in questions if name != NONE), key=questions.__getitem__)


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


def _heard(language: Language) -> Iterable[tuple[str, str]]:
    for intent, texts in said_in(language.code, "conversation").items():
        yield from ((text, intent) for text in texts)
    said = said_in(language.code, "questions")
    for name, texts in said["topics"].items():
        yield from ((text, language.questions[name].intent) for text in texts)
    yield from ((text, UNKNOWN) for text in said["unknown"])
    other = said_in(language.code, "unrelated")["unrelated"]
    yield from ((text, NONE) for text in other)


def _unrelated(language: Language) -> Iterable[tuple[str, str]]:
    sentences = Sentences(language)
    for template in language.unrelated:
        found = sentences.of_template(template, "unrelated.yaml")
        yield from ((text, NONE) for text in found)


def _answers(language: Language) -> Rows:
    """Give the sentences of each answer: its words are the words of its topic."""
    return [
        (re.sub(r"[{}]", "", sentence), question.intent)
        for question in language.questions.values()
        for sentence in re.split(r"(?<=[.?]) ", language.replies[question.key])
    ]


def _filled(text: str, language: Language, chance: random.Random) -> str:
    """Put an example for each {slot}, as she might say it."""
    examples: dict[str, Any] = language.shared["examples"]
    return SLOT.sub(lambda m: str(chance.choice(examples[m[1]])), text)

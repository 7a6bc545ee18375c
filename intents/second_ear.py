"""A second look for warning signs, learned from what people say of them.

The rules (`skill/dialogue/danger.py`) judge first; this net may add a sign they missed,
or doubt one that is no emergency. It has nothing to do with the recogniser's
classifier, which never raises an alarm.
"""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, make_union
from sklearn.svm import LinearSVC

from intents.content import Language
from intents.corpus import SpokenValues
from intents.heard import said_in
from intents.sentences import Sentences
from intents.suspicion import NOTHING, SURE, URGENCIES, Suspicion

OF_A_TEMPLATE = 12
"""Sentences of one template of any other intent, as examples of no sign."""
WEIGHT_OF_THESE = 0.2
WEIGHT_OF_ASKED = 1.0
"""Of what writers say that reports no sign: requests, questions, small talk."""
HEARD = {"danger": 1.0, "danger_of_others": 3.0}
"""Files of what is said of signs, and how much a sentence of each counts.

What writers said who never saw the rules is most like what she will say.
"""
CLOSE = 0.2
"""Of clear signs no further apart than this the most urgent is taken."""
SHARPNESS = 2.0
"""How closely the net follows its examples."""
WORD = r"[\w']+"
SEED = 20261124
"""Same content, same net."""


@dataclass(frozen=True)
class SecondEar:
    """A trained net; made by `trained_ear`."""

    features: FeatureUnion
    net: LinearSVC
    urgencies: Mapping[str, str]
    """Kind of sign, with its variant -> how urgent it is, one of `URGENCIES`."""

    def suspicion(self, utterance: str) -> Suspicion:
        """Give the likeliest sign, and how clearly it is one."""
        rows = self.net.decision_function(self.features.transform([utterance]))
        scores = dict(zip(self.net.classes_.tolist(), rows[0].tolist(), strict=True))
        calm = scores.pop(NOTHING)
        most = max(scores.values())
        least = max(most - CLOSE, min(most, calm + SURE))
        close = [kind for kind in scores if scores[kind] >= least]
        ranks = {kind: URGENCIES.index(self.urgencies[kind]) for kind in close}
        kind = min(close, key=lambda kind: (ranks[kind], -scores[kind]))
        flag, _, variant = kind.partition(" ")
        return Suspicion(flag, most - calm, variant)


def trained_ear(language: Language) -> SecondEar:
    """Train on what is said of signs and on the sentences of all other intents."""
    told = (
        row
        for name, weight in HEARD.items()
        for row in _told(said_in(language.code, name), weight)
    )
    rows = [*told, *_everyday(language), *_asked(language.code)]
    texts, kinds, weights = zip(*rows, strict=True)
    features = make_union(
        TfidfVectorizer(ngram_range=(1, 3), token_pattern=WORD, **SHARED),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), **SHARED),
    )
    net = LinearSVC(C=SHARPNESS, random_state=SEED)
    net.fit(features.fit_transform(texts), kinds, sample_weight=np.array(weights))
    net.coef_ = net.coef_.astype(np.float32)
    return SecondEar(features, net, _urgencies(language))


SHARED: Mapping[str, Any] = {
    "sublinear_tf": True,
    "min_df": 2,
    "dtype": np.float32,
}
Rows = Iterable[tuple[str, str, float]]
"""Sentence, flag with its variant or `NOTHING`, weight."""


def _urgencies(language: Language) -> dict[str, str]:
    found: dict[str, str] = {}
    for flag, row in language.danger["flags"].items():
        found[flag] = row["urgency"]
        worse = row.get("worse", {}).items()
        found |= {f"{flag} {variant}": urgency for variant, urgency in worse}
    return found


def _told(said: Mapping[str, Any], weight: float) -> Rows:
    for flag, texts in said["signs"].items():
        yield from ((text, flag, weight) for text in texts)
    yield from ((text, NOTHING, weight) for text in said["harmless"])


def _asked(language: str) -> Rows:
    """Give what writers say to the skill, and near it, that reports no sign."""
    questions = said_in(language, "questions")
    rows = [questions["unknown"], *questions["topics"].values()]
    for name in ("conversation", "unrelated"):
        rows += said_in(language, name).values()
    for texts in rows:
        yield from ((text, NOTHING, WEIGHT_OF_ASKED) for text in texts)


def _everyday(language: Language) -> Rows:
    """Give sentences of intents that report no sign, their values filled in."""
    chance = random.Random(SEED)  # noqa: S311, not for secrets
    sentences, values = Sentences(language), SpokenValues(language)
    for intent, templates in language.sentences.items():
        if intent in language.signs:
            continue
        for template in templates:
            found = sentences.of_template(template, intent)
            for text in chance.sample(found, min(OF_A_TEMPLATE, len(found))):
                yield values.filled(text), NOTHING, WEIGHT_OF_THESE

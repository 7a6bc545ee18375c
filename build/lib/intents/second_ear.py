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
import yaml
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, make_union
from sklearn.svm import LinearSVC

from intents.catalogue import HERE, LOADER
from intents.content import Language
from intents.corpus import SpokenValues
from intents.sentences import Sentences
from intents.suspicion import NOTHING, Suspicion

OF_A_TEMPLATE = 12
"""Sentences of one template of any other intent, as examples of no sign."""
WEIGHT_OF_THESE = 0.2
WEIGHT_OF_OTHERS = 2.0
"""Of what writers said who never saw the rules: most like what she will say."""
WORD = r"[\w']+"
SEED = 20261124
"""Same content, same net."""


@dataclass(frozen=True)
class SecondEar:
    """A trained net; made by `trained_ear`."""

    features: FeatureUnion
    net: LinearSVC

    def suspicion(self, utterance: str) -> Suspicion:
        """Give the likeliest sign, and how clearly it is one."""
        scores = self.net.decision_function(self.features.transform([utterance]))[0]
        kinds = list(self.net.classes_)
        harmless = kinds.index(NOTHING)
        calm = float(scores[harmless])
        scores[harmless] = -np.inf
        best = int(scores.argmax())
        flag, _, variant = str(kinds[best]).partition(" ")
        return Suspicion(flag, float(scores[best]) - calm, variant)


def trained_ear(language: Language) -> SecondEar:
    """Train on `heard/danger.yaml` and on the sentences of all other intents."""
    rows = [*_told(_said_in(language.code)), *_everyday(language)]
    texts, kinds, weights = zip(*rows, strict=True)
    features = make_union(
        TfidfVectorizer(ngram_range=(1, 3), token_pattern=WORD, **SHARED),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), **SHARED),
    )
    net = LinearSVC(C=0.5, random_state=SEED)
    net.fit(features.fit_transform(texts), kinds, sample_weight=np.array(weights))
    net.coef_ = net.coef_.astype(np.float32)
    return SecondEar(features, net)


SHARED: Mapping[str, Any] = {
    "sublinear_tf": True,
    "min_df": 2,
    "dtype": np.float32,
}
Rows = Iterable[tuple[str, str, float]]
"""Sentence, flag with its variant or `NOTHING`, weight."""


def _said_in(language: str) -> Mapping[str, Any]:
    text = (HERE / language / "heard" / "danger.yaml").read_text("utf-8")
    said: Mapping[str, Any] = yaml.load(text, LOADER)  # noqa: S506, a safe loader
    return said


def _told(said: Mapping[str, Any]) -> Rows:
    for kind, weight in (("", 1.0), ("_of_others", WEIGHT_OF_OTHERS)):
        for flag, texts in said[f"signs{kind}"].items():
            yield from ((text, flag, weight) for text in texts)
        yield from ((text, NOTHING, weight) for text in said[f"harmless{kind}"])


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

"""Learn a language once, and keep what was learned where caches live."""

import hashlib
import logging
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import cast

import joblib

from intents.catalogue import HERE
from intents.classifier import Classifier, trained
from intents.content import Language
from intents.second_ear import SecondEar, trained_ear
from intents.sentences import Sentences
from intents.values import Values
from intents.wordlists import key_of, lists_of

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Learned:
    """All a recogniser needs to know by heart."""

    exact: Mapping[str, str]
    """Sentence, its values masked -> intent."""
    classifier: Classifier
    ear: SecondEar


def learned(language: Language) -> Learned:
    """Give what is learned of a language; learns where content or libraries changed."""
    path = cache_folder() / f"recogniser-{language.code}-{fingerprint(language)}.joblib"
    with suppress(Exception):  # a cache that cannot be read is no cache
        return cast(Learned, joblib.load(path))
    known = learn(language)
    _keep(known, path)
    return known


def learn(language: Language) -> Learned:
    """Learn anew, whatever the cache holds; takes a minute or two."""
    LOG.warning("learning the language; this is done once and takes a minute or two")
    parts = (trained, _exact, trained_ear)
    each = joblib.Parallel(n_jobs=-1)(joblib.delayed(part)(language) for part in parts)
    classifier, exact, ear = each
    return Learned(exact, classifier, ear)


def cache_folder() -> Path:
    """Give the user's cache folder, `$XDG_CACHE_HOME/cramp-relief` where set."""
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(home).expanduser() / "cramp-relief"


def fingerprint(language: Language) -> str:
    """Give 16 hex digits that change with the content, the code and the libraries."""
    digest = hashlib.sha256(version("scikit-learn").encode())
    digest.update(version("numpy").encode())
    files = [*(HERE / language.code).rglob("*.yaml"), *HERE.glob("*.py")]
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _exact(language: Language) -> dict[str, str]:
    """Give every sentence; of two that look alike, the conversation's one wins."""
    even = Values(language.values).even
    lists = lists_of(language)
    sentences = Sentences(language)
    own = [i for i in language.sentences if i not in language.signs]
    own.sort(key=lambda intent: intent not in language.topics)
    found = [
        (even(said), intent)
        for intent in own
        for text in sentences.of(intent)
        for said in sentences.filled(text)
    ]
    exact = {key_of(said, lists): intent for said, intent in found}
    # What helps a thigh is no answer about toes: questions keep the place they name.
    named = {s: i for s, i in found if exact[key_of(s, lists)] in language.topics}
    return exact | named


def _keep(known: Learned, path: Path) -> None:
    """Write beside, then move: another process never reads half a file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob(f"{path.name.rsplit('-', 1)[0]}-*.joblib"):
            old.unlink(missing_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent)
        os.close(handle)
        joblib.dump(known, draft)
        Path(draft).replace(path)
    except OSError as error:
        LOG.warning("what was learned cannot be kept: %s", error.strerror)

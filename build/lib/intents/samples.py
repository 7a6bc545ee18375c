"""Sentence templates -> the samples Alexa learns from, and what it refuses.

Source of the rules: developer.amazon.com, create-intents-utterances-and-slots and
slot-type-reference.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from intents.sentences import Sentences

MOST_SAMPLES = 600
"""Samples an intent keeps; more teach the platform little and fill the file."""
MOST_OF_ONE = 200
"""Samples one of the first templates may take up."""
MOST_BUILT_IN = 120
"""Samples added to a built-in intent, which knows most of them already."""
SHORT_WORDS = 4
"""Words of the longest sample added to a built-in intent."""
MOST_SLOTS = 10
SLOT = re.compile(r"\{(\w+)\}")
SEARCH = "AMAZON.SearchQuery"
_ALLOWED = re.compile(r"[A-Za-z' .-]+")
_BESIDE = re.compile(r"[\w.-]\{|\}(?!'s\b)[^\s]")


def samples_of(
    sentences: Sentences, templates: Iterable[str], most: int, sure: str = ""
) -> list[str]:
    """Give at most `most` samples, each once; `sure` is kept if it is one."""
    groups = [sentences.of_template(text, "samples") for text in templates]
    usable = [[text for text in group if not _is_twofold(text)] for group in groups]
    kept = [[sure]] if any(sure in group for group in usable) else []
    return spread([*kept, *usable], most)


def short_samples_of(sentences: Sentences, templates: Iterable[str]) -> list[str]:
    """Give the short samples that a built-in intent is extended with."""
    groups = [sentences.of_template(text, "samples") for text in templates]
    short = [[text for text in group if _is_short(text)] for group in groups]
    return spread(short, MOST_BUILT_IN)


def spread(groups: Iterable[Sequence[str]], most: int) -> list[str]:
    """Pick at most `most` texts, each once, from short to long.

    Half the room goes to the groups that stand first, for authors write the commonest
    sentences first; the other half is shared fairly among the rest.
    """
    unique, seen = [], set[str]()
    for group in groups:
        unique.append(sorted(set(group) - seen, key=_by_length))
        seen.update(group)
    picked: list[str] = []
    while unique and len(picked) + min(len(unique[0]), MOST_OF_ONE) <= most // 2:
        picked += _evenly(unique.pop(0), MOST_OF_ONE)
    for count, group in enumerate(sorted(unique, key=len)):
        picked += _evenly(group, (most - len(picked)) // (len(unique) - count))
    return sorted(picked, key=_by_length)


def _by_length(text: str) -> tuple[int, str]:
    return len(text), text


def _evenly(texts: Sequence[str], most: int) -> Iterator[str]:
    count = min(len(texts), most)
    last, steps = len(texts) - 1, max(count - 1, 1)
    return (texts[i * last // steps] for i in range(count))


def _is_short(sample: str) -> bool:
    return len(sample.split()) <= SHORT_WORDS and not SLOT.search(sample)


def _is_twofold(sample: str) -> bool:
    """Tell whether a slot stands twice: Alexa fills each once."""
    slots = SLOT.findall(sample)
    return len(set(slots)) < len(slots)


def refused(sample: str, slots: Mapping[str, str]) -> str | None:
    """Give why Alexa would refuse a sample, None where it takes it.

    `slots` maps the intent's slots to their types.
    """
    named = SLOT.findall(sample)
    bare = SLOT.sub("", sample)
    checks = {
        "it is empty": not sample.strip(),
        "it has spaces at an end or two in a row": sample != " ".join(sample.split()),
        "it has other marks than letters, apostrophes, hyphens and periods": bool(
            bare.strip() and not _ALLOWED.fullmatch(bare)
        ),
        "a slot touches a word": bool(_BESIDE.search(sample)),
        "it names a slot the intent has not": bool(set(named) - set(slots)),
        "a slot stands twice": _is_twofold(sample),
        "it has more than ten slots": len(named) > MOST_SLOTS,
        "a search phrase needs a word before it and no other slot": any(
            slots.get(name) == SEARCH for name in named
        )
        and (len(named) > 1 or not bare.strip()),
    }
    return next((why for why, is_so in checks.items() if is_so), None)

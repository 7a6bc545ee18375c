"""CLINICAL.md: all that is said of health, for a clinician to read and sign."""

import re
from collections.abc import Iterator
from pathlib import Path

from intents.catalogue import HERE, Catalogue, load
from intents.content import Language, Question
from intents.replies import Replies

PAGE = HERE.parent / "CLINICAL.md"
LOCALE = "en-GB"
"""Whose words and numbers the page shows."""
URGENCY = {
    "E": "emergency number now",
    "M": "maternity unit now",
    "D": "call within a day",
    "N": "next visit",
}
FORMS = {"": "", ".more": "*More:* ", ".cautious": "*With a caution:* "}
TABLE = ("| question | verdict | said | sources |", "|---|---|---|---|")
HEAD = """# What Cramp Relief says

**Not reviewed by a clinician.** A midwife or doctor must read and sign this page before
anybody is guided by it. It is generated from `intents/` by `make clinical`; change the
content there, not here. Words and numbers are those of {locale}.

Verdicts: SAY; SAY_WITH_CARE; CORRECT (what is right is said instead); CLINICIAN (she is
sent to one); DECLINE (not recommended, something safe is offered). Status of a source:
seen = its page was read; copy = read in a copy or quotation; memory = named from
memory, to be checked; editorial = our own judgement.

In numbers: {questions} questions, {claims} claims ({verdicts}), {sources} sources
({statuses}), {signs} warning signs.

Read and approved by: ______________________  Role: ______________  Date: ____________
"""


def page(catalogue: Catalogue) -> str:
    """Give the text of CLINICAL.md; the same content gives the same text."""
    language = catalogue.language(LOCALE)
    replies = Replies(catalogue, LOCALE)
    parts = [
        _head(catalogue, language),
        "\n".join(_movements(catalogue, replies)),
        "\n".join(_warnings(language, replies)),
        *("\n".join(part) for part in _topics(catalogue, language, replies)),
        "\n".join(_sources(catalogue)),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def write(path: Path = PAGE) -> Path:
    """Write the page; gives its path."""
    path.write_text(page(load()), "utf-8")
    return path


def is_stale(catalogue: Catalogue, path: Path = PAGE) -> bool:
    """Tell whether the page is missing or old."""
    return not path.exists() or path.read_text("utf-8") != page(catalogue)


def _head(catalogue: Catalogue, language: Language) -> str:
    verdicts = [claim["verdict"] for claim in catalogue.claims.values()]
    statuses = [source["status"] for source in catalogue.sources.values()]
    return HEAD.format(
        locale=LOCALE,
        questions=len(language.questions),
        claims=len(catalogue.claims),
        verdicts=_counted(verdicts),
        sources=len(catalogue.sources),
        statuses=_counted(statuses),
        signs=len(language.danger["flags"]),
    )


def _counted(words: list[str]) -> str:
    return ", ".join(f"{word} {words.count(word)}" for word in sorted(set(words)))


def _movements(catalogue: Catalogue, replies: Replies) -> Iterator[str]:
    facts = catalogue.facts
    yield "## Movements\n"
    yield "| step | said | held, rested (s) | claims |"
    yield "|---|---|---|---|"
    for name, step in facts.steps.items():
        kinds = {run.kind for run in facts.runs.values() if name in run.steps}
        for kind in sorted(kinds):
            said = _plain(replies.word(f"{kind}.step.{name}"))
            held = f"{step.hold_seconds}, {step.rest_seconds}"
            yield f"| {name} | {said} | {held} | {', '.join(step.claims)} |"


def _warnings(language: Language, replies: Replies) -> Iterator[str]:
    yield "## Warning signs\n"
    for id_, row in language.danger["flags"].items():
        key = f"danger.{id_.lower()}"
        said = _plain(replies.word(key)) if replies.has(key) else "(see its intents)"
        urgency = URGENCY[row["urgency"]]
        yield f"- **{id_}**, {urgency}: {said} *({row['sources']})*"


def _topics(
    catalogue: Catalogue, language: Language, replies: Replies
) -> Iterator[list[str]]:
    files = dict.fromkeys(question.file for question in language.questions.values())
    for file in files:
        topic = file.partition("prevention_")[2].removesuffix(".yaml")
        lines = [f"## {topic.capitalize()}\n", *TABLE]
        for question in language.questions.values():
            if question.file == file:
                lines.append(_answer(question, catalogue, replies))
        yield lines


def _answer(question: Question, catalogue: Catalogue, replies: Replies) -> str:
    claims = [catalogue.claims[id_] for id_ in question.claims]
    verdicts = sorted({claim["verdict"] for claim in claims}) or ["no claim"]
    ids = dict.fromkeys(id_ for claim in claims for id_ in claim["sources"])
    sources = [f"{id_} [{catalogue.sources[id_]['status']}]" for id_ in ids]
    said = [
        label + _plain(replies.word(question.key + end))
        for end, label in FORMS.items()
        if replies.has(question.key + end)
    ]
    cells = (question.id, ", ".join(verdicts), "<br>".join(said), ", ".join(sources))
    return f"| {' | '.join(cells)} |"


def _sources(catalogue: Catalogue) -> Iterator[str]:
    yield "## Sources\n"
    for id_, source in sorted(catalogue.sources.items()):
        address = f" <{source['address']}>" if source.get("address") else ""
        yield f"- `{id_}` [{source['status']}]: {source['name']}.{address}"


def _plain(wording: str) -> str:
    digits = re.sub(r"\[digits ([^\]]+)\]", r"\1", wording)
    return re.sub(r"\s*\[[^\]]*\]", "", digits)

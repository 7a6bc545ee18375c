"""CLINICAL.md: all that is said of health, for a clinician to read and sign.

The first page is enough to see what is dangerous: the warning signs, what is refused,
what is withheld. The list after it has one row for each answer.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from intents.catalogue import HERE, Catalogue, load
from intents.content import Language, Question
from intents.coverage import CLINICIAN, DECLINE, verdicts_of
from intents.facts import Facts
from intents.replies import Replies

PAGE = HERE.parent / "CLINICAL.md"
LOCALE = "en-GB"
"""Whose words and numbers the page shows."""
URGENCIES = {
    "E": "Emergency number now",
    "M": "Maternity unit now, day or night",
    "D": "Midwife or doctor within a day",
    "N": "Next visit",
}
VERDICTS = {
    "SAY": "S",
    "SAY_WITH_CARE": "C",
    "CORRECT": "X",
    CLINICIAN: "R",
    DECLINE: "D",
}
STATUSES = {"seen": "", "copy": "c", "memory": "m", "editorial": "e"}
FORMS = {"": "", ".more": "*More:* ", ".cautious": "*Withheld:* "}
MOVEMENT = re.compile(r"(relief|routine)\.step\.[a-z_]+")
HEAD = """# What Cramp Relief says

**Not reviewed by a clinician.** A midwife or doctor must read and sign this page before
anybody is guided by it. Generated from `intents/` by `make clinical`: change the
content there. Words and numbers are those of {locale}.

Read and approved by: ______________________  Role: ______________  Date: ____________

☐ this first page  ☐ all of it

{questions} answers cover {claims} claims. Of {sources} sources {seen} were read,
{copy} read in copies, {memory} named from memory; {editorial} are our own judgement.
To check first: the warning signs, the refusals, and the sources marked m.
"""
KEY = """## How to read the list

☐ is for your mark. Verdict: S say; C say with care; X what is right is said instead;
R she is sent to a clinician; D refused, something safe is offered. Numbers are sources,
at the end: plain, its page was read; c, read in a copy or quotation; m, named from
memory, to be checked; e, our own judgement. *More* is said when she asks; *Withheld* is
said instead to somebody whose condition rules the answer out."""


def page(catalogue: Catalogue) -> str:
    """Give the text of CLINICAL.md; the same content gives the same text."""
    language = catalogue.language(LOCALE)
    replies = Replies(catalogue, LOCALE)
    marks = _marks(catalogue)
    parts = [
        _head(catalogue, language),
        "\n".join(_first_page(catalogue, language)),
        KEY,
        "\n".join(_warnings(language, replies)),
        "\n".join(_movements(catalogue, replies, marks)),
        *("\n".join(part) for part in _topics(catalogue, replies, marks)),
        "\n".join(_sources(catalogue, marks)),
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
    statuses = [source["status"] for source in catalogue.sources.values()]
    return HEAD.format(
        locale=LOCALE,
        questions=len(language.questions),
        claims=len(catalogue.claims),
        sources=len(statuses),
        **{name: statuses.count(name) for name in STATUSES},
    )


def _first_page(catalogue: Catalogue, language: Language) -> Iterator[str]:
    yield "## Warning signs, refusals, what is withheld\n"
    for urgency, told in URGENCIES.items():
        yield f"- **{told}:** {', '.join(_signs(language, urgency))}."
    verdicts = {id_: verdicts_of(q, catalogue) for id_, q in language.questions.items()}
    refused = [id_ for id_, found in verdicts.items() if DECLINE in found]
    referred = [id_ for id_, found in verdicts.items() if CLINICIAN in found]
    yield f"- **Refused:** {', '.join(map(_title, refused))}."
    yield f"- **Left to a clinician:** {', '.join(map(_title, referred))}."
    yield "- **No recipe and no dose** is spoken, but for the caffeine limit."
    yield "- **Before any rubbing** she is asked if that leg is swollen, red or hot.\n"
    yield "| with (answers that change) | routines still guided | movements left out |"
    yield "|---|---|---|"
    for left, cautions in _withheld(catalogue.facts).items():
        named = [f"{_title(c)} ({_changed(c, language)})" for c in cautions]
        yield f"| {', '.join(named)} | {left} |"


def _changed(caution: str, language: Language) -> int:
    return sum(caution in q.withhold for q in language.questions.values())


def _signs(language: Language, urgency: str) -> list[str]:
    return [
        _sign(id_, row["intent"])
        for id_, row in language.danger["flags"].items()
        if row["urgency"] == urgency and "intent" in row
    ]


def _sign(id_: str, intent: str) -> str:
    words = re.findall("[A-Z][a-z]+", intent.removeprefix("Report"))
    return f"{' '.join(words).lower()} ({id_})"


def _withheld(facts: Facts) -> Mapping[str, list[str]]:
    """Give what is left with a caution, as two cells -> the cautions it is so with."""
    found: dict[str, list[str]] = {}
    for caution in facts.cautions:
        guided = [
            _title(name)
            for name, run in facts.runs.items()
            if run.kind == "routine" and caution not in run.withhold
        ]
        without = [_title(n) for n, s in facts.steps.items() if caution in s.withhold]
        cells = f"{', '.join(guided)} | {', '.join(without) or 'none'}"
        found.setdefault(cells, []).append(caution)
    return found


def _marks(catalogue: Catalogue) -> dict[str, str]:
    """Give each source its number, and the letter of its status."""
    return {
        id_: f"{number}{STATUSES[source['status']]}"
        for number, (id_, source) in enumerate(sorted(catalogue.sources.items()), 1)
    }


def _warnings(language: Language, replies: Replies) -> Iterator[str]:
    yield "## Warning signs\n"
    yield "| ☐ | said | sources |"
    yield "|---|---|---|"
    for id_, row in language.danger["flags"].items():
        keys = [key for key in language.replies if _is_of(key, f"danger.{id_.lower()}")]
        said = "<br>".join(_plain(replies.word(key)) for key in keys)
        yield f"| ☐ {id_} {row['urgency']} | {said} | {row['sources']} |"


def _is_of(key: str, flag: str) -> bool:
    """Tell whether a reply answers a sign; a third person is told the same."""
    return f"{key}.".startswith(f"{flag}.") and not key.endswith(".other")


def _movements(
    catalogue: Catalogue, replies: Replies, marks: Mapping[str, str]
) -> Iterator[str]:
    yield "## Movements, with the seconds they are held\n"
    yield "| ☐ | said | held | sources |"
    yield "|---|---|---|---|"
    for key in catalogue.language(LOCALE).replies:
        if not MOVEMENT.fullmatch(key):
            continue
        step = catalogue.facts.steps.get(key.rpartition(".")[2])
        if step:
            cited = _cited(step.claims, catalogue, marks)
            held = step.hold_seconds or ""
            yield f"| ☐ | {_plain(replies.word(key))} | {held} | {cited} |"


def _topics(
    catalogue: Catalogue, replies: Replies, marks: Mapping[str, str]
) -> Iterator[list[str]]:
    questions = catalogue.language(LOCALE).questions.values()
    for file in dict.fromkeys(question.file for question in questions):
        topic = file.partition("prevention_")[2].removesuffix(".yaml")
        rows = [
            _answer(question, catalogue, replies, marks)
            for question in questions
            if question.file == file
        ]
        table = ["| ☐ | said | verdict | sources |", "|---|---|---|---|"]
        yield [f"## {topic.capitalize()}\n", *table, *rows]


def _answer(
    question: Question, catalogue: Catalogue, replies: Replies, marks: Mapping[str, str]
) -> str:
    said = [
        label + _plain(replies.word(question.key + end))
        for end, label in FORMS.items()
        if replies.has(question.key + end)
    ]
    verdicts = sorted(VERDICTS[name] for name in verdicts_of(question, catalogue))
    cited = _cited(question.claims, catalogue, marks)
    cells = (f"☐ {_title(question.id)}", "<br>".join(said), "".join(verdicts), cited)
    return f"| {' | '.join(cells)} |"


def _cited(
    claims: Iterable[str], catalogue: Catalogue, marks: Mapping[str, str]
) -> str:
    ids = dict.fromkeys(id_ for c in claims for id_ in catalogue.claims[c]["sources"])
    return " ".join(marks[id_] for id_ in ids)


def _sources(catalogue: Catalogue, marks: Mapping[str, str]) -> Iterator[str]:
    yield "## Sources\n"
    for id_, mark in marks.items():
        source = catalogue.sources[id_]
        address = f" <{source['address']}>" if source.get("address") else ""
        yield f"- {mark} {source['name']}.{address}"


def _title(name: str) -> str:
    return name.replace("_", " ")


def _plain(wording: str) -> str:
    digits = re.sub(r"\[digits ([^\]]+)\]", r"\1", wording)
    return re.sub(r"\s*\[[^\]]*\]", "", digits)

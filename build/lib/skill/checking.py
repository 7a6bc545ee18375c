"""`cramp-relief check`: all findings at once, and how calm the skill sounds."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from statistics import median

import click
from rich.console import Console
from rich.table import Table

from audio import clip_checks
from audio.speech import seconds_of, speech_of
from intents import clinical_page
from intents import coverage as covered
from intents.calm import GUIDED, Measured, measure
from intents.catalogue import Catalogue, load
from intents.checks import findings, lapsed
from intents.replies import Replies
from intents.wording import wording_of
from skill.dialogue.timeline import CHECK, lines_of
from skill.rehearsal import rehearse

WORST = 8
"""Rows of the table of hardest answers."""


def run(coverage: bool, calm: bool, today: date | None = None) -> None:
    """Check everything, or claims alone, or calm alone.

    `today` decides what has lapsed; None means now.

    Raises:
        click.ClickException: something is wrong; it has been printed.

    """
    catalogue, console = load(), Console(highlight=False, width=110)
    every = not (coverage or calm)
    wrong: list[str] = []
    if every:
        wrong += _content(catalogue, console, today or datetime.now(UTC).date())
    if coverage or every:
        wrong += _claims(catalogue, console)
    if calm or every:
        wrong += _calm(catalogue, console)
    for line in wrong:
        console.print(line, markup=False, soft_wrap=True)
    if wrong:
        raise click.ClickException(f"{len(wrong)} findings")
    console.print("check: nothing to mend")


def holds(catalogue: Catalogue) -> Iterator[str]:
    """Give lines of a run without wording, and holds of another length than named."""
    facts = catalogue.facts
    cues = {step.cue: step.hold_seconds for step in facts.steps.values() if step.cue}
    for locale in catalogue.locales:
        replies = Replies(catalogue, locale)
        for key in dict.fromkeys(_keys(catalogue)):
            if not replies.has(key.removesuffix(".short")):
                yield f"{locale}: clinical.yaml: steps: no wording for {key!r}"
                continue
            seconds = seconds_of(speech_of(replies.word(key)))
            named = key.removesuffix(".less").rpartition(".")[2]
            expected = cues.get(key, int(named) if named.isdigit() else None)
            if expected is not None and round(seconds) != expected:
                yield f"{locale}: {key!r} lasts {seconds:.1f} s, expected {expected}"


def _keys(catalogue: Catalogue) -> Iterator[str]:
    """Give the reply key of each line of each run."""
    facts = catalogue.facts
    for run_ in facts.runs.values():
        steps = [step for step in run_.steps if step != CHECK]
        for short in (False, True):
            yield from (line.key for line in lines_of(facts, run_, steps, short))


def _content(catalogue: Catalogue, console: Console, today: date) -> list[str]:
    overdue, soon = lapsed(catalogue, today)
    for line in soon:
        console.print(f"soon due: {line}", markup=False)
    stale = ["CLINICAL.md: stale; run make clinical"]
    is_stale = clinical_page.is_stale(catalogue)
    return [
        *findings(catalogue),
        *holds(catalogue),
        *clip_checks.findings(),
        *(f"{line}: review is overdue" for line in overdue),
        *(stale if is_stale else []),
    ]


def _claims(catalogue: Catalogue, console: Console) -> list[str]:
    questions = sum(len(lang.questions) for lang in catalogue.languages.values())
    homeless, shared = covered.homeless(catalogue), covered.shared(catalogue)
    console.print(
        f"coverage: {len(catalogue.claims)} claims, {questions} questions, "
        f"{len(homeless)} claims without an answer, {len(shared)} with two"
    )
    verdicts = covered.broken_verdicts(catalogue)
    return [*homeless, *shared, *verdicts, *covered.volunteered(catalogue)]


def _calm(catalogue: Catalogue, console: Console) -> list[str]:
    wordings = {code: wording_of(row) for code, row in catalogue.languages.items()}
    measured = [
        measure(said, wordings[catalogue.locale(said.locale).language])
        for said in rehearse(catalogue)
    ]
    console.print(_totals(measured))
    console.print(_hardest(measured))
    breaches: dict[str, list[str]] = {}
    for row in measured:
        for why in row.breaches:
            where = breaches.setdefault(f"replies: {row.said.key!r}: {why}", [])
            where.append(row.said.locale)
    return [f"{' '.join(dict.fromkeys(w))}: {what}" for what, w in breaches.items()]


def _totals(measured: list[Measured]) -> Table:
    table = Table("locale", "texts", "longest sentence", title="Calm", width=110)
    for name in ("median grade", "worst grade", "longest answer", "breaches"):
        table.add_column(name)
    for locale in dict.fromkeys(row.said.locale for row in measured):
        rows = [row for row in measured if row.said.locale == locale]
        grades = [row.grade for row in rows if row.grade is not None]
        answers = [r.said.seconds for r in rows if not r.said.key.startswith(GUIDED)]
        table.add_row(
            locale,
            str(len(rows)),
            f"{max(row.words for row in rows)} words",
            f"{median(grades):.1f}",
            f"{max(grades):.1f}",
            f"{max(answers):.0f} s",
            str(sum(len(row.breaches) for row in rows)),
        )
    return table


def _hardest(measured: list[Measured]) -> Table:
    table = Table("grade", "words", "seconds", "reply", title="Hardest", width=110)
    graded = {row.said.key: row for row in measured if row.grade is not None}
    worst = sorted(graded.values(), key=lambda row: row.grade or 0, reverse=True)
    for row in worst[:WORST]:
        said = row.said
        table.add_row(
            f"{row.grade:.1f}", str(row.words), f"{said.seconds:.0f}", said.key
        )
    return table

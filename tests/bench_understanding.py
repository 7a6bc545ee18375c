"""Measures on the held-out sets how well she is understood; never tune on them.

Run as `python tests/bench_understanding.py`; `--failures FILE` writes down what went
wrong, for the owner's eyes. It only measures, so it always ends with code 0.
"""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from rich.console import Console
from rich.table import Table

from intents.catalogue import load
from intents.content import Language
from intents.moments import resolve
from intents.recogniser import Heard, Recogniser
from intents.suspicion import URGENCIES
from intents.times import When
from skill.dialogue.danger import Finding, Watch
from skill.dialogue.router import MOVES, STRETCHES
from skill.dialogue.warning import judged

SETS = Path(__file__).parent / "heldout" / "en"
CONSOLE = Console(width=110)
ALARM = "alarm"
UNSEEN = "danger_unseen"
IN_CRAMP = {*MOVES, *STRETCHES, "StartOver", "Eased", "StillHurts"}
"""Intents that mean something only while a cramp is being relieved."""
PURPOSES = {"stop": {"Stop", "Cancel"}}
"""Purposes that are not named like their one intent."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one sentence fared."""

    group: str
    """Row of the table it counts in."""
    said: str
    right: bool
    came: str
    """What came of it: an intent, a flag or a slot's value."""


Verdicts = Sequence[Verdict]


@dataclass(slots=True)
class Ears:
    """The recogniser and the watch, and the milliseconds each call took."""

    recogniser: Recogniser
    watch: Watch
    hearing: list[float] = field(default_factory=list)
    looking: list[float] = field(default_factory=list)

    def hear(self, said: str, in_cramp: bool = False) -> Heard:
        """Recognise."""
        began = perf_counter()
        heard = self.recogniser.hear(said, in_cramp=in_cramp)
        self.hearing.append(1000 * (perf_counter() - began))
        return heard

    def alarm(self, said: str) -> Finding | None:
        """Look for a sign that is answered now."""
        began = perf_counter()
        finding = judged(said, self.watch, self.recogniser.suspicion(said))
        self.looking.append(1000 * (perf_counter() - began))
        return finding if finding and finding.is_alarm else None

    def answered(self, said: str) -> Finding | None:
        """Give the sign the product answers: an intent's own, else one in the words."""
        intent = self.hear(said).intent
        return (self.watch.of_intent(intent) if intent else None) or self.alarm(said)

    def raised(self, said: str) -> str | None:
        """Give the flag of an alarm in a cramp that has just begun."""
        alarm = self.alarm(said)
        return alarm.flag if alarm and not alarm.needs_clock else None


@dataclass(frozen=True, slots=True)
class Answers:
    """What is right for questions and moments."""

    content: Mapping[str, Any]
    """Parsed topics.yaml."""
    language: Language

    def intents(self, row: Mapping[str, Any]) -> set[str]:
        """Give the intents that are a right answer to a paraphrase."""
        fitting: set[str] = set()
        for purpose in (row["means"], *row.get("also", ())):
            if purpose == "ask":
                fitting |= self._asked(row)
            else:
                named = "".join(word.capitalize() for word in purpose.split("_"))
                fitting |= PURPOSES.get(purpose, {named})
        return fitting

    def _asked(self, row: Mapping[str, Any]) -> set[str]:
        coarse = self.content["topics"][row["topic"]]
        names = self.content["sentences"].get(row["say"], coarse)
        questions = self.language.questions
        return {questions[n].intent if n[0].islower() else n for n in names}

    def is_meant(self, words: str, slots: Mapping[str, Any]) -> bool:
        """Tell whether the slots mean the moment these words do."""
        said = When(day=slots.get("day"), clock=slots.get("time"), ago=slots.get("ago"))
        if said == When():
            return False
        zone = ZoneInfo(self.content["zone"])
        now, first, last = (
            datetime.fromisoformat(text).replace(tzinfo=zone)
            for text in (self.content["now"], *self.content["moments"][words])
        )
        return first <= resolve(said, now.astimezone(UTC), zone.key) <= last


def paraphrases(ears: Ears, answers: Answers) -> Iterator[tuple[str, Verdict]]:
    """Judge requests, and the slots of those known for what they are."""
    for row in _read("paraphrases"):
        said = row["say"]
        heard = ears.hear(said, row.get("in_cramp", False))
        flag = ears.raised(said)
        known = heard.intent in answers.intents(row)
        right = flag in row.get("also", ()) if flag else known
        came = f"{ALARM} {flag}" if flag else str(heard.intent)
        yield "paraphrases", Verdict(row["means"], said, right, came)
        if known:
            for verdict in _slots(row, heard.slots, answers):
                yield "slots", verdict


def _slots(
    row: Mapping[str, Any], heard: Mapping[str, Any], answers: Answers
) -> Iterator[Verdict]:
    wanted = row.get("slots", {})
    seconds = heard.get("duration")
    whens = [str(heard[name]) for name in ("ago", "time", "day") if name in heard]
    given = {name: heard.get(name) for name in ("place", "severity", "period")} | {
        "leg": heard.get("leg", "other" if "side" in heard else None),
        "minutes": seconds / 60 if seconds else None,
        "when": " ".join(whens) or None,
    }
    for name, value in given.items():
        right = value == wanted.get(name)
        if name == "when" and name in wanted:
            right = answers.is_meant(wanted[name], heard)
        if name in wanted or value is not None:
            group = name if name in wanted else "nobody said"
            yield Verdict(group, row["say"], right, f"{name} {value}")


def conversation(ears: Ears) -> Iterator[tuple[str, Verdict]]:
    """Judge what is said beside questions; what belongs to a cramp, said in one."""
    for intent, texts in _read("conversation").items():
        for said in texts:
            heard, flag = ears.hear(said, intent in IN_CRAMP), ears.raised(said)
            came = f"{ALARM} {flag}" if flag else str(heard.intent)
            yield "conversation", Verdict(intent, said, came == intent, came)


def questions(ears: Ears, language: Language) -> Iterator[tuple[str, Verdict]]:
    """Judge questions: answered with one of the claims that answer them."""
    asked = {question.intent: question for question in language.questions.values()}
    for row in _read("questions"):
        heard = ears.hear(row["say"])
        question = asked.get(heard.intent or "")
        right = question is not None and not set(row["claims"]).isdisjoint(
            question.claims
        )
        came = str(heard.intent)
        yield "questions", Verdict(row["claims"][0], row["say"], right, came)


def nonsense(ears: Ears) -> Iterator[tuple[str, Verdict]]:
    """Judge what must not be understood outside a cramp, nor alarm anybody."""
    for said in _read("nonsense"):
        intent, flag = ears.hear(said).intent, ears.raised(said)
        yield "nonsense", Verdict("all", said, intent is None, str(intent))
        yield "nonsense alarms", Verdict("all", said, flag is None, str(flag))


def danger(ears: Ears, name: str = "danger") -> Iterator[tuple[str, Verdict]]:
    """Judge warning signs: at least as urgent as written, and the right flag."""
    for row in _read(name)["danger"]:
        said, alarm = row["say"], ears.alarm(row["say"])
        named = alarm is not None and alarm.flag in _flags(row)
        came = f"{alarm.flag} {alarm.urgency}" if alarm else "none"
        yield "danger caught", _caught(row, alarm)
        yield "danger caught, with intents", _caught(row, ears.answered(said))
        yield "danger flag", Verdict(row["flag"], said, named, came)


def unseen(ears: Ears) -> Iterator[tuple[str, Verdict]]:
    """Judge the signs and near-misses nothing was tuned on, by titles of their own."""
    for title, verdict in chain(danger(ears, UNSEEN), harmless(ears, UNSEEN)):
        yield f"unseen: {title}", verdict


def _caught(row: Mapping[str, Any], alarm: Finding | None) -> Verdict:
    if alarm is None:
        return Verdict(row["urgency"], row["say"], False, "none")
    # Asking whether it has been ten minutes catches nothing but a long cramp.
    warns = not alarm.needs_clock or alarm.flag in _flags(row)
    soon = URGENCIES.index(alarm.urgency) <= URGENCIES.index(row["urgency"])
    came = f"{alarm.flag} {alarm.urgency}"
    return Verdict(row["urgency"], row["say"], warns and soon, came)


def _flags(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (row["flag"], *row.get("also", ()))


def harmless(ears: Ears, name: str = "danger") -> Iterator[tuple[str, Verdict]]:
    """Judge what must raise no alarm."""
    for said in _read(name)["harmless"]:
        flag, answered = ears.raised(said), ears.answered(said)
        late = answered is None or answered.needs_clock
        reported = answered.flag if answered else "none"
        yield "harmless", Verdict("all", said, flag is None, str(flag))
        yield "harmless, with intents", Verdict("all", said, late, reported)


def _read(name: str) -> Any:
    return yaml.safe_load((SETS / f"{name}.yaml").read_text("utf-8"))


def percent(verdicts: Verdicts) -> float:
    """Give the share that is right."""
    return 100 * sum(verdict.right for verdict in verdicts) / max(len(verdicts), 1)


def of_group(verdicts: Verdicts, group: str) -> Verdicts:
    """Give the verdicts of one group."""
    return [verdict for verdict in verdicts if verdict.group == group]


def table_of(title: str, verdicts: Verdicts) -> Table:
    """Give a row for each group, and one for all."""
    table = Table("group", "right", "%", "came instead", title=title, expand=True)
    groups = dict.fromkeys(verdict.group for verdict in verdicts)
    rows = {group: of_group(verdicts, group) for group in groups}
    for name, row in (rows | {"all": verdicts}).items():
        wrong = Counter(verdict.came for verdict in row if not verdict.right)
        came = ", ".join(f"{what} {count}" for what, count in wrong.most_common())
        right = f"{len(row) - wrong.total()}/{len(row)}"
        table.add_row(name, right, f"{percent(row):.1f}", came)
    return table


def summary(found: Mapping[str, Verdicts], ears: Ears) -> str:
    """Give everything in one line."""
    share = {title: percent(verdicts) for title, verdicts in found.items()}
    alarms = sum(v.came.startswith(ALARM) for v in found["paraphrases"] if not v.right)
    return (
        f"paraphrases {share['paraphrases']:.1f} % (bar 90; {alarms} false alarms), "
        f"slots {share['slots']:.1f} %, conversation {share['conversation']:.1f} %, "
        f"questions {share['questions']:.1f} %, "
        f"nonsense {100 - share['nonsense']:.1f} % (bar 5), "
        f"danger caught {_by_urgency(found['danger caught'])}; "
        f"(with intents {share['danger caught, with intents']:.1f}), "
        f"right flag {share['danger flag']:.1f} %, "
        f"harmless alarms {100 - share['harmless']:.1f} % "
        f"(with intents {100 - share['harmless, with intents']:.1f}), "
        f"unseen danger caught {_by_urgency(found['unseen: danger caught'])}, "
        f"right flag {share['unseen: danger flag']:.1f} %, "
        f"harmless alarms {100 - share['unseen: harmless']:.1f} %, "
        f"hear {_speed(ears.hearing)}, look {_speed(ears.looking)}"
    )


def _by_urgency(verdicts: Verdicts) -> str:
    caught = {u: percent(of_group(verdicts, u)) for u in URGENCIES}
    each = ", ".join(f"{urgency} {share:.1f}" for urgency, share in caught.items())
    return f"{percent(verdicts):.1f} % ({each})"


def _speed(times: Sequence[float]) -> str:
    return f"{median(times):.1f} ms (p95 {quantiles(times, n=20)[-1]:.1f})"


def measure(language: Language) -> tuple[dict[str, list[Verdict]], Ears]:
    """Judge all held-out sets, by title of the table."""
    ears = Ears(Recogniser.of(language), Watch(language.danger))
    answers = Answers(_read("topics"), language)
    ears.recogniser.hear("cramp", in_cramp=False)
    found: dict[str, list[Verdict]] = {}
    judged = (paraphrases(ears, answers), nonsense(ears), danger(ears), harmless(ears))
    more = (unseen(ears), conversation(ears), questions(ears, language))
    for title, verdict in chain(*judged, *more):
        found.setdefault(title, []).append(verdict)
    return found, ears


def main() -> None:
    """Measure once, print it, and write down the failures where asked to."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--failures", type=Path, metavar="FILE")
    failures: Path | None = parser.parse_args().failures
    found, ears = measure(load().languages["en"])
    for title, verdicts in found.items():
        CONSOLE.print(table_of(title, verdicts))
    if failures:
        rows = [
            f"{title}\t{verdict.group}\t{verdict.came}\t{verdict.said}\n"
            for title, verdicts in found.items()
            for verdict in verdicts
            if not verdict.right
        ]
        failures.write_text("".join(rows), "utf-8")
    CONSOLE.print(summary(found, ears), highlight=False, soft_wrap=True)


if __name__ == "__main__":
    main()

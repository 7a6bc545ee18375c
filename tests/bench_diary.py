"""What a question about her log costs, beside a hundred and a million cramps of others.

Run as `python tests/bench_diary.py`. Both databases are real; PostgreSQL is left out
where it is not installed. Every answer is looked at. It only measures, so it always
ends with code 0.
"""

import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from statistics import median
from uuid import UUID

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert, text

from databases import postgres_programs, started
from skill.episodes.episode import Episode, Leg
from skill.episodes.records import Begin, Consent, Correct, Log, Redo, Undo
from skill.episodes.schema import episodes
from skill.episodes.store import Diary

CONSOLE = Console(width=120, soft_wrap=True)
SIZES = (100, 1_000_000)
HER, HERS = "f" * 64, 120
"""Her key, and how many cramps she has had herself."""
EACH = 400
"""Cramps of every other person."""
CHUNK = 20_000
TIMES = 300
NOW = datetime(2026, 11, 24, 3, 10, tzinfo=UTC)
DAY = timedelta(days=1)
NUMBERS = count()


def of_others(how_many: int) -> Iterator[dict]:
    """Give rows of other people, spread over 400 days and over keys and ids."""
    chance = random.Random(how_many)
    for number in range(how_many):
        began = NOW - timedelta(minutes=chance.randrange(400 * 24 * 60))
        yield {
            "id": UUID(int=chance.getrandbits(128)).hex,
            "person": f"{number // EACH:064x}",
            "request_id": f"request-{number}",
            "logged_by": f"request-{number}",
            "started_at": began,
            "noted_at": began,
            "leg": chance.choice(("left", "right", "both")),
            "place": "calf",
            "severity": chance.randrange(11),
            "channel": "alexa",
        }


def fill(diary: Diary, others: int) -> None:
    """Store the cramps of others, and hers: one in every third night."""
    diary.apply(HER, [Consent(True, NOW)], NOW)
    rows = of_others(others)
    with diary.connections.writing() as connection:
        while chunk := list(islice(rows, CHUNK)):
            connection.execute(insert(episodes), chunk)
    hers = [Log(told(NOW - 3 * number * DAY)) for number in range(HERS)]
    diary.apply(HER, hers, NOW)
    with diary.connections.writing() as connection:
        connection.execute(text("ANALYZE"))  # as PostgreSQL does by itself in time


def told(moment: datetime) -> Episode:
    """Give a cramp of hers."""
    return Episode(
        started_at=moment, leg=Leg.LEFT, channel="alexa", request_id=f"{next(NUMBERS)}"
    )


def log(diary: Diary) -> Episode | None:
    """Store a cramp of hers, each at another time."""
    moment = NOW - next(NUMBERS) * timedelta(minutes=20)
    return diary.apply(HER, [Log(told(moment))], NOW)


def begin(diary: Diary) -> Episode | None:
    """Begin a relief that is not logged."""
    moment = NOW - 300 * DAY + next(NUMBERS) * timedelta(minutes=20)
    return diary.apply(HER, [Begin(told(moment))], NOW)


def changed(diary: Diary) -> bool:
    """Correct the newest, take it out, and put it back."""
    given = [Correct(NOW, {"severity": 5}), Undo(NOW), Redo(NOW)]
    return all(diary.apply(HER, [record], NOW) for record in given)


ASKED: Mapping[str, Callable[[Diary], object]] = {
    "every turn: what is known of her": lambda d: d.person(HER, NOW).consent,
    "the last one": lambda d: d.latest(HER),
    "how many this month": lambda d: d.count(HER, NOW - 30 * DAY, NOW + DAY),
    "which leg, longest, trend: all of hers": lambda d: d.within(
        HER, NOW - 400 * DAY, NOW + DAY
    ),
    "what an undo would change": lambda d: d.latest_changeable(HER, NOW),
    "log a cramp": log,
    "a relief begins": begin,
    "correct, undo and redo": changed,
}


def measured(url: str, others: int) -> list[float]:
    """Give the median milliseconds of each question."""
    with closing(Diary.open(url)) as diary:
        fill(diary, others)
        return [taken(ask, diary) for ask in ASKED.values()]


def taken(ask: Callable[[Diary], object], diary: Diary) -> float:
    """Give the median milliseconds of one question; every answer is one."""
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        answer = ask(diary)
        times.append((time.perf_counter() - began) * 1000)
        assert answer
    return median(times)


def main() -> None:
    """Measure all, and print it."""
    shown = Table(title="Milliseconds of a question, by the cramps of other people")
    shown.add_column("")
    columns = []
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        for size in SIZES:
            shown.add_column(f"SQLite, {size:,}", justify="right")
            columns.append(measured(f"sqlite:///{Path(folder, str(size))}.db", size))
        programs = postgres_programs()
        if programs is None:
            CONSOLE.print("PostgreSQL is left out: it is not installed.")
        for size in SIZES if programs else ():
            with started(programs) as address:
                shown.add_column(f"PostgreSQL, {size:,}", justify="right")
                columns.append(measured(f"{address}/postgres", size))
    for name, *figures in zip(ASKED, *columns, strict=True):
        shown.add_row(name, *(f"{figure:.2f}" for figure in figures))
    CONSOLE.print(shown)


if __name__ == "__main__":
    main()

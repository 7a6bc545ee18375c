"""Episodes as CSV and back without loss, safe to open in a spreadsheet.

An empty cell is None. A text that a spreadsheet would take for a formula, or that
begins with an apostrophe, has an apostrophe before it, which reading takes away.
"""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from string import hexdigits
from typing import Any

from skill.episodes.episode import Episode, EpisodeInvalid, Leg
from skill.episodes.rows import EPISODE_FIELDS
from skill.episodes.schema import episodes as table

COLUMNS = ("id", *(name for name in EPISODE_FIELDS if name != "id"))
"""The header row: the id, then every field of an episode."""
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
"""How a text begins that is not left as it is. Source: OWASP, CSV Injection."""
NO_SIGNS = "none"
"""Asked for warning signs, and there were none."""
TRUTHS = {"yes": True, "no": False}
ID_DIGITS = 32
NEEDED = frozenset({"id", "started_at", "channel", "request_id"})


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a row cannot be taken."""

    line: int
    """Line of the file, the header being 1."""
    field: str
    expected: str

    def __str__(self) -> str:
        """Give it as one line of text."""
        return f"line {self.line}: {self.field}: expected {self.expected}"


class RowsInvalid(Exception):
    """A file of which nothing is taken."""

    def __init__(self, wrong: Iterable[Wrong]) -> None:
        """Take what is wrong, in the order of the file."""
        self.wrong = tuple(wrong)
        super().__init__("\n".join(map(str, self.wrong)))


def as_csv(episodes: Iterable[Episode]) -> str:
    """Give a header row, then one row for each episode; times in UTC."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for episode in episodes:
        writer.writerow(_cell(name, getattr(episode, name)) for name in COLUMNS)
    return file.getvalue()


def from_csv(text: str, now: datetime) -> list[Episode]:
    """Read every row.

    Raises:
        RowsInvalid: it names every row that makes no episode that has begun by now.

    """
    reader = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    end = 0
    try:
        for cells in reader:
            if cells:
                rows.append((end + 1, cells))
            end = reader.line_num
    except csv.Error as error:
        raise RowsInvalid([Wrong(end + 1, "row", f"CSV ({error})")]) from error
    return _read(rows, now)


def _read(rows: list[tuple[int, list[str]]], now: datetime) -> list[Episode]:
    if not rows or sorted(rows[0][1]) != sorted(COLUMNS):
        raise RowsInvalid([Wrong(1, "header", ",".join(COLUMNS))])
    names = rows[0][1]
    read: dict[str, Episode] = {}
    wrong: list[Wrong] = []
    for line, cells in rows[1:]:
        try:
            episode = _episode(names, cells, now)
            if str(episode.id) in read:
                raise _CellInvalid("id", "one that no row before has")
        except _CellInvalid as error:
            wrong.append(Wrong(line, error.field, error.expected))
        else:
            read[str(episode.id)] = episode
    if wrong:
        raise RowsInvalid(wrong)
    return list(read.values())


class _CellInvalid(Exception):
    def __init__(self, field: str, expected: str) -> None:
        super().__init__(field)
        self.field = field
        self.expected = expected


def _episode(names: list[str], cells: list[str], now: datetime) -> Episode:
    if len(cells) != len(names):
        raise _CellInvalid("row", f"{len(names)} cells, not {len(cells)}")
    told = zip(names, cells, strict=True)
    values = {name: _value(name, cell) for name, cell in told}
    if values["started_at"] > now:
        raise _CellInvalid("started_at", "a time that is not in the future")
    try:
        return Episode(**values)
    except EpisodeInvalid as error:
        field, _, reason = str(error).partition(": ")
        raise _CellInvalid(field, f"a cramp that can be; {reason}") from error


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "signs":
        return value or NO_SIGNS
    text = str(value)
    return f"'{text}" if text.startswith(RISKY) else text


def _value(name: str, cell: str) -> Any:
    if not cell:
        if name in NEEDED:
            raise _CellInvalid(name, "a value")
        return None
    read, expected = READERS.get(name, (None, ""))
    if read is None:
        return _text(name, cell[1:] if cell.startswith("'") else cell)
    try:
        return read(cell)
    except (ValueError, KeyError) as error:
        raise _CellInvalid(name, expected) from error


def _text(name: str, text: str) -> str:
    if name == "signs" and text == NO_SIGNS:
        return ""
    if name == "id" and (len(text) != ID_DIGITS or not set(text) <= set(hexdigits)):
        raise _CellInvalid(name, f"{ID_DIGITS} hexadecimal digits")
    longest = getattr(table.c[name].type, "length", None)
    if longest is not None and len(text) > longest:
        raise _CellInvalid(name, f"at most {longest} characters")
    if "\0" in text:
        raise _CellInvalid(name, "text without NUL")
    return text


def _moment(cell: str) -> datetime:
    moment = datetime.fromisoformat(cell)
    if moment.utcoffset() is None:
        raise ValueError("no zone")
    return moment.astimezone(UTC)


NUMBER = int, "a whole number"
MOMENT = _moment, "a time such as 2026-11-24T03:10:00Z"
READERS: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "started_at": MOMENT,
    "ended_at": MOMENT,
    "severity": NUMBER,
    "sleep": NUMBER,
    "soreness": NUMBER,
    "week": NUMBER,
    "leg": (Leg, "left, right, both or nothing"),
    "stretched": (TRUTHS.__getitem__, "yes, no or nothing"),
}
"""How the fields that are no text are read, and what a cell of them may be."""

"""A process that writes episodes and prints each one the diary says it has stored.

Run as `python diary_writer.py USER HOW_MANY`; it writes to each database whose URL
comes in on a line, and ends with the last line.
"""

import sys
from datetime import UTC, datetime, timedelta

from skill.episodes.episode import Episode
from skill.episodes.records import Log
from skill.episodes.store import Diary

START = datetime(2025, 11, 24, 3, tzinfo=UTC)


def fill(url: str, user: str, how_many: int) -> None:
    diary = Diary.open(url)
    for n in range(how_many):
        moment = START + timedelta(minutes=n)
        told = Episode(started_at=moment, channel="webhook", request_id=f"{n}")
        stored = diary.apply(user, [Log(told)], moment, told.request_id)
        print(stored.id if stored else "nothing", flush=True)  # noqa: T201
    diary.close()


if __name__ == "__main__":
    for line in sys.stdin:
        fill(line.strip(), sys.argv[1], int(sys.argv[2]))

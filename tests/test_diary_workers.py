"""Many threads and processes share one diary; none loses or doubles anything."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from skill.episodes.episode import Episode
from skill.episodes.records import Begin, Log
from skill.episodes.store import Diary

pytest_plugins = ("databases",)

NOW = datetime(2025, 11, 24, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WRITER = Path(__file__).with_name("diary_writer.py")


def episode(request_id: str, started_at: datetime) -> Episode:
    return Episode(started_at=started_at, channel="webhook", request_id=request_id)


def all_of(diary: Diary, user: str) -> list[Episode]:
    return diary.within(user, NOW, NOW + timedelta(days=90))


def writer(user: str, how_many: int):
    command = [sys.executable, str(WRITER), user, str(how_many)]
    return subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_many_threads_store_one_relief_once(diary):
    def begin(n: int):
        return diary.apply("her", [Begin(episode(f"{n % 4}", NOW))], NOW, f"{n % 4}")

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(begin, range(40)))

    assert {e.id for e in answers} == {e.id for e in all_of(diary, "her")}
    assert len(all_of(diary, "her")) == 1


def test_many_threads_lose_nothing(diary):
    def log(n: int) -> None:
        moment = NOW + n * MINUTE
        diary.apply(f"{n % 3}", [Log(episode(f"{n}", moment))], moment, f"{n}")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(log, range(60)))

    assert [len(all_of(diary, user)) for user in "012"] == [20, 20, 20]


def test_processes_that_make_the_same_diary_at_once_do_not_collide(tmp_path):
    urls = [f"sqlite:///{tmp_path}/{n}.db" for n in range(6)]
    processes = [writer(f"{n}", how_many=1) for n in range(4)]

    for url in urls:
        for process in processes:
            print(url, file=process.stdin, flush=True)  # noqa: T201
        for process in processes:
            process.stdout.readline()
    for process in processes:
        process.communicate()

    assert [process.returncode for process in processes] == [0] * 4
    diaries = [Diary.open(url) for url in urls]
    assert [len(diary.users()) for diary in diaries] == [4] * 6
    for diary in diaries:
        diary.close()


def test_processes_that_start_at_once_store_everything_once(url):
    users = ("her", "her", "another")

    processes = [writer(user, how_many=15) for user in users]
    for process in processes:
        print(url, file=process.stdin, flush=True)  # noqa: T201
    printed = [process.communicate()[0].split() for process in processes]

    diary = Diary.open(url)
    until = NOW + timedelta(hours=1)
    stored = [[e.id for e in diary.within(user, NOW, until)] for user in users]
    diary.close()
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert stored == printed


def test_what_was_stored_before_a_kill_is_there_after_it(url):
    process = writer("her", how_many=100_000)
    print(url, file=process.stdin, flush=True)  # noqa: T201
    printed = [process.stdout.readline().strip() for _ in range(40)]

    process.send_signal(signal.SIGKILL)
    printed += process.communicate()[0].split()

    diary = Diary.open(url)
    stored = [e.id for e in diary.within("her", NOW, NOW + timedelta(days=90))]
    diary.close()
    assert process.returncode == -signal.SIGKILL
    assert stored[: len(printed)] == printed
    assert len(stored) - len(printed) in (0, 1)

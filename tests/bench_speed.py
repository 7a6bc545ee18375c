"""How fast the skill answers, beside hello-worlds of others, in one run.

Run as `python tests/bench_speed.py`. Every server has one worker, and one connection
that is kept open. The rows take turns, round by round, so that whatever else the
machine does hits all of them. Requests are signed before the clock runs; each is a new
person's, with a log she agreed to; every answer is looked at. Amazon's Node adapter is
installed with npm into a cache folder; without node and npm its row is left out.
It only measures, so it always ends with code 0.
"""

import json
import logging
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from unittest.mock import patch

from flask.testing import FlaskClient
from rich.console import Console
from rich.table import Table

import peer_flask
import speed_servers
from amazon import Amazon
from amazon_server import AmazonServer
from skill.app import create_app
from skill.settings import Settings
from speaker import envelope
from speed_servers import Asked, connected, free_port, inside, running, variables

CONSOLE = Console(width=100, soft_wrap=True)
ROUNDS, PER_ROUND = 10, 50
WARMING = {"node": 70}
"""Rounds of each row that do not count, else 3: V8 gets faster for 2500 requests."""
STARTS = 3
START_SECONDS, WORKER_MB, TIMES_NODE = 1.5, 120, 3
"""What is aimed at."""
NUMBERS = count()


@dataclass(slots=True)
class Row:
    """One kind of request to one server, and how long its answers took."""

    name: str
    server: str
    asks: str = "launch"
    """Name of an envelope."""
    says: bytes = b"ello"
    """What the right answer holds."""
    status: int = 200
    wire: list[float] = field(default_factory=list)
    """Milliseconds over the loopback."""
    inside: list[float] = field(default_factory=list)
    """Milliseconds in process; stays empty for Node."""


NODE = Row("Node: Express + ask-sdk-express-adapter, verified", "node")
LAUNCH = Row("launch: place and episode written", "ours", says=b"toes")
LOG = Row("log a cramp: episode written", "ours", "log_cramp", b"Noted")
ROWS = (
    Row("Flask alone", "bare"),
    Row("Flask + ask-sdk-core, nothing verified", "open_sdk"),
    NODE,
    LAUNCH,
    LOG,
    Row("a question", "ours", "ask_about", b"anana"),
    Row("a forgery refused", "ours", "launch", b"", status=400),
)


class Alexa:
    """Sends signed envelopes of people who agreed to a log."""

    def __init__(self, amazon: Amazon) -> None:
        self._amazon = amazon

    def asked(self, row: Row, send: Callable[[Asked], object]) -> Asked:
        """Give the request of a row; a skill of ours is told of consent first."""
        person = f"amzn1.ask.account.{next(NUMBERS)}"
        if row.server == "ours":
            send(self._signed("keep_log", person))
        headers, body = self._signed(row.asks, person)
        return headers, body if row.status == 200 else body.replace(b"1.0", b"1.1")

    def _signed(self, name: str, person: str) -> Asked:
        content = envelope(
            name,
            {
                "request.timestamp": datetime.now(UTC).isoformat(timespec="seconds"),
                "request.requestId": f"amzn1.echo-api.request.{next(NUMBERS)}",
                "context.System.user.userId": person,
                "session.user.userId": person,
            },
            without=["context.System.apiAccessToken"],  # its zone is asked of nobody
        )
        body = json.dumps(content).encode()
        return self._amazon.headers(body), body


def take(row: Row, alexa: Alexa, send: Callable) -> list[float]:
    """Give the milliseconds of so many answers, each of them the right one."""
    taken = []
    for asked in [alexa.asked(row, send) for _ in range(PER_ROUND)]:
        began = time.perf_counter()
        status, body = send(asked)
        taken.append((time.perf_counter() - began) * 1000)
        assert status == row.status and row.says in body, (row.name, status, body)
    return taken


def first_answer(alexa: Alexa, bucket: Mapping[str, str], folder: Path) -> float:
    """Give the seconds from the start of `serve` to its first answer."""
    port = free_port()
    asked = alexa.asked(NODE, lambda _: None)
    began = time.monotonic()
    server = running(speed_servers.skill_on(port, 2), bucket | variables(folder))
    with server, closing(connected(port)) as wire:
        status, body = wire(asked)
        taken = time.monotonic() - began
    assert status == 200 and LAUNCH.says in body, body
    return taken


@dataclass(frozen=True, slots=True)
class Machines:
    """Everything that answers."""

    ports: Mapping[str, int]
    """Of each server that runs."""
    clients: Mapping[str, FlaskClient]
    """Of each application in this process."""
    ours: int
    """Process id of our server."""


@contextmanager
def machines(bucket: Mapping[str, str], home: Path) -> Iterator[Machines]:
    """Start every server, and make every application that is Python."""
    ports = {name: free_port() for name in ("bare", "open_sdk", "node", "ours")}
    commands = {n: speed_servers.flask_on(ports[n], n) for n in ("bare", "open_sdk")}
    commands["ours"] = speed_servers.skill_on(ports["ours"], 1)
    peer = speed_servers.node_peer()
    if isinstance(peer, str):
        CONSOLE.print(f"The Node row is left out: {peer}.")
    else:
        commands["node"] = peer
    (home / "inside").mkdir()
    settings = Settings.from_environment(variables(home / "inside"))
    with ExitStack() as stack:
        stack.enter_context(patch.dict(os.environ, bucket))
        apps = {"bare": peer_flask.bare(), "open_sdk": peer_flask.open_sdk()}
        apps["ours"] = create_app(settings)
        processes = {}
        for name, command in commands.items():
            more = variables(home) | {"PORT": f"{ports[name]}"}
            processes[name] = stack.enter_context(running(command, more))
        yield Machines(
            {name: ports[name] for name in commands},
            {name: app.test_client() for name, app in apps.items()},
            processes["ours"],
        )


def measure(alexa: Alexa, all_of: Machines, home: Path) -> list[float]:
    """Fill the rows after warming up, and give the disk's own time meanwhile."""
    rows = [row for row in ROWS if row.server in all_of.ports]
    for row in rows:
        for _ in range(WARMING.get(row.server, 3)):
            answered(row, alexa, all_of)
    syncs = []
    for _ in range(ROUNDS):
        syncs += [speed_servers.synced(home) for _ in range(5)]
        for row in rows:
            over, within = answered(row, alexa, all_of)
            row.wire.extend(over)
            row.inside.extend(within)
    return syncs


def answered(row: Row, alexa: Alexa, all_of: Machines) -> tuple[list, list]:
    """Give a round of a row: over the loopback, and in process."""
    with closing(connected(all_of.ports[row.server])) as wire:
        over = take(row, alexa, wire)
    client = all_of.clients.get(row.server)
    return over, take(row, alexa, inside(client)) if client else []


def told(taken: list[float]) -> tuple[str, str]:
    """Give the median and the 95th percentile."""
    if not taken:
        return "-", "-"
    return f"{median(taken):.2f}", f"{quantiles(taken, n=20)[-1]:.2f}"


def show(starts: list[float], worker: float, syncs: list[float]) -> None:
    """Print the table, and what was aimed at."""
    shown = Table(title="Milliseconds to the answer, one request after another")
    shown.add_column("")
    for name in ("over HTTP", "p95", "in process", "p95"):
        shown.add_column(name, justify="right")
    for row in ROWS:
        name = f"ours, verified: {row.name}" if row.server == "ours" else row.name
        shown.add_row(name, *told(row.wire), *told(row.inside))
    shown.add_row("the disk alone, one sync", "", "", *told(syncs))
    CONSOLE.print(shown)
    aim("Seconds from start of serve to first answer", median(starts), START_SECONDS)
    aim("Megabytes of one worker", worker, WORKER_MB)
    if not NODE.wire:
        CONSOLE.print("Times the Node adapter's median: not measured")
        return
    slowest = max(median(row.wire) for row in (LAUNCH, LOG))
    aim("Times the Node adapter's median", slowest / median(NODE.wire), TIMES_NODE)


def aim(name: str, value: float, most: float) -> None:
    """Print a figure and whether it is what was aimed at."""
    verdict = "met" if value <= most else "MISSED"
    CONSOLE.print(f"{name}: {value:.2f}, aim {most}: {verdict}")


def main() -> None:
    """Measure all, and print it."""
    logging.getLogger("skill").addHandler(logging.NullHandler())
    amazon = Amazon(datetime.now(UTC))
    alexa = Alexa(amazon)
    with AmazonServer(amazon) as bucket, tempfile.TemporaryDirectory() as folder:
        home, *homes = (Path(folder, f"{n}") for n in range(STARTS + 1))
        for place in (home, *homes):
            place.mkdir()
        starts = [first_answer(alexa, bucket.environment, each) for each in homes]
        with machines(bucket.environment, home) as all_of:
            syncs = measure(alexa, all_of, home)
            show(starts, speed_servers.memory(all_of.ours), syncs)


if __name__ == "__main__":
    main()

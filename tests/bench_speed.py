"""How fast the skill answers, beside hello-worlds of others, in one run.

Run as `python tests/bench_speed.py`. Every server has one worker, and one connection
that is kept open. The rows take turns, round by round, so that whatever else the
machine does hits all of them. Requests are signed before the clock runs; each is a new
person's, with a log she agreed to; every answer is looked at. Amazon's Node adapter is
installed with npm into a cache folder; without node and npm its row is left out.
It only measures, so it always ends with code 0.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
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
from amazon import Amazon
from amazon_server import AmazonServer
from skill.app import create_app
from skill.settings import Settings
from speaker import SKILL, envelope

HERE = Path(__file__).parent
CONSOLE = Console(width=100)
ROUNDS, PER_ROUND = 10, 50
STARTS = 3
PATIENCE = 30
"""Seconds until a process is given up."""
GUNICORN = (sys.executable, "-m", "gunicorn", "-k", "gthread", "--threads", "4")
START_SECONDS, WORKER_MB, TIMES_NODE = 1.5, 120, 3
"""What is aimed at."""
NUMBERS = count()
Asked = tuple[dict[str, str], bytes]
"""Headers and body of a request."""


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
    Row("a question", "ours", "ask_about", b"banana"),
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


class Wire:
    """One connection that is kept open."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        self._socket.close()

    def __call__(self, asked: Asked) -> tuple[int, bytes]:
        """Give the status and the body of the answer."""
        headers, body = asked
        kind = {"Host": "localhost", "Content-Type": "application/json; charset=utf-8"}
        lines = kind | {"Content-Length": str(len(body))} | headers
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self._socket.sendall(f"POST /alexa HTTP/1.1\r\n{head}\r\n".encode() + body)
        got = b""
        while not (length := re.search(rb"(?is)content-length: (\d+).*\r\n\r\n", got)):
            got += self._received()
        begins = got.index(b"\r\n\r\n") + 4
        while len(got) < begins + int(length[1]):
            got += self._received()
        return int(got.split()[1]), got[begins:]

    def _received(self) -> bytes:
        if not (piece := self._socket.recv(1 << 16)):
            raise ConnectionError("the server closed the connection")
        return piece


def inside(client: FlaskClient) -> Callable[[Asked], tuple[int, bytes]]:
    """Give a sender to an application in this process."""

    def send(asked: Asked) -> tuple[int, bytes]:
        headers, body = asked
        kind = "application/json"
        answer = client.post("/alexa", data=body, headers=headers, content_type=kind)
        return answer.status_code, answer.data

    return send


def take(row: Row, alexa: Alexa, send: Callable) -> list[float]:
    """Give the milliseconds of so many answers, each of them the right one."""
    taken = []
    for asked in [alexa.asked(row, send) for _ in range(PER_ROUND)]:
        began = time.perf_counter()
        status, body = send(asked)
        taken.append((time.perf_counter() - began) * 1000)
        assert status == row.status and row.says in body, (row.name, status, body)
    return taken


def variables(folder: Path) -> dict[str, str]:
    """Give the settings of a skill whose diary is in a folder."""
    return {
        "DATABASE_URL": f"sqlite:///{folder}/diary.db",
        "CRAMP_RELIEF_SKILL_ID": SKILL,
        "CRAMP_RELIEF_SECRET_FILE": f"{folder}/secret",
        "CRAMP_RELIEF_ZONE": "Europe/London",
    }


@contextmanager
def running(command: tuple[str, ...], more: Mapping[str, str]) -> Iterator[int]:
    """Run a server, and give its process id."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(  # noqa: S603
            command, cwd=HERE, env=os.environ | more, stdout=log, stderr=log
        )
        try:
            yield process.pid
        finally:
            process.terminate()
            process.wait(PATIENCE)


def free_port() -> int:
    """Give a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def connected(port: int) -> Wire:
    """Connect to a server as soon as it listens."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return Wire(port)
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.005)


def serve(port: int, workers: int) -> tuple[str, ...]:
    """Give the command people start the skill with."""
    command = (sys.executable, "-m", "skill", "serve")
    return (*command, "--port", f"{port}", "--workers", f"{workers}")


def node_peer() -> tuple[str, ...] | None:
    """Give the command of the Node adapter, installed; None: there is no Node."""
    node, npm = shutil.which("node"), shutil.which("npm")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "cramp-relief" / "peer_node"
    if not node or not npm:
        CONSOLE.print("Node row left out: node and npm are not installed.")
        return None
    shutil.copytree(HERE / "peer_node", folder, dirs_exist_ok=True)
    install = (npm, "install", "--no-audit", "--no-fund", "--silent")
    if subprocess.run(install, cwd=folder, check=False).returncode:  # noqa: S603
        CONSOLE.print("Node row left out: npm could not install the adapter.")
        return None
    return node, str(folder / "hello.js")


def memory(process: int) -> float:
    """Give the resident megabytes of the one worker a server has."""
    worker = Path(f"/proc/{process}/task/{process}/children").read_text().split()[0]
    status = Path(f"/proc/{worker}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def first_answer(alexa: Alexa, bucket: Mapping[str, str], folder: Path) -> float:
    """Give the seconds from the start of `serve` to its first answer."""
    port = free_port()
    asked = alexa.asked(NODE, lambda _: None)
    began = time.monotonic()
    server = running(serve(port, 2), bucket | variables(folder))
    with server, closing(connected(port)) as wire:
        status, body = wire(asked)
        taken = time.monotonic() - began
    assert status == 200 and b"toes" in body, body
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
    commands = {
        name: (*GUNICORN, "-b", f"127.0.0.1:{ports[name]}", f"peer_flask:{name}()")
        for name in ("bare", "open_sdk")
    }
    commands["ours"] = serve(ports["ours"], 1)
    if peer := node_peer():
        commands["node"] = peer
    (home / "inside").mkdir()
    settings = Settings.from_environment(variables(home / "inside"))
    makers = {"bare": peer_flask.bare, "open_sdk": peer_flask.open_sdk}
    clients = {name: make().test_client() for name, make in makers.items()}
    with ExitStack() as stack:
        stack.enter_context(patch.dict(os.environ, bucket))
        clients["ours"] = create_app(settings).test_client()
        processes = {}
        for name, command in commands.items():
            more = variables(home) | {"PORT": f"{ports[name]}"}
            processes[name] = stack.enter_context(running(command, more))
        running_ports = {name: ports[name] for name in commands}
        yield Machines(running_ports, clients, processes["ours"])


def measure(alexa: Alexa, all_of: Machines) -> None:
    """Fill the rows, after a round that does not count."""
    for number in range(ROUNDS + 1):
        for row in ROWS:
            if row.server not in all_of.ports:
                continue
            with closing(connected(all_of.ports[row.server])) as wire:
                over = take(row, alexa, wire)
            client = all_of.clients.get(row.server)
            within = take(row, alexa, inside(client)) if client else []
            if number:
                row.wire.extend(over)
                row.inside.extend(within)


def told(taken: list[float]) -> tuple[str, str]:
    """Give the median and the 95th percentile."""
    if not taken:
        return "-", "-"
    return f"{median(taken):.2f}", f"{quantiles(taken, n=20)[-1]:.2f}"


def table() -> Table:
    """Give all rows as a table."""
    shown = Table(title="Milliseconds to the answer of one request after another")
    shown.add_column("")
    for name in ("over HTTP", "p95", "in process", "p95"):
        shown.add_column(name, justify="right")
    for row in ROWS:
        name = f"ours: {row.name}" if row.server == "ours" else row.name
        shown.add_row(name, *told(row.wire), *told(row.inside))
    return shown


def beside_node() -> str:
    """Give how many times the Node adapter's median ours takes."""
    if not NODE.wire:
        return "Ratio to the Node adapter: not measured, it is not here."
    times = [median(row.wire) / median(NODE.wire) for row in (LAUNCH, LOG)]
    return (
        f"Ratio to the Node adapter's median, verified and written to disk: "
        f"launch {times[0]:.1f}x, log {times[1]:.1f}x (aim: at most {TIMES_NODE}x)"
    )


def main() -> None:
    """Measure all, and print it."""
    amazon = Amazon(datetime.now(UTC))
    alexa = Alexa(amazon)
    with AmazonServer(amazon) as bucket, tempfile.TemporaryDirectory() as folder:
        places = [Path(folder, f"{n}") for n in range(STARTS + 1)]
        for place in places:
            place.mkdir()
        home, *homes = places
        starts = [first_answer(alexa, bucket.environment, each) for each in homes]
        with machines(bucket.environment, home) as all_of:
            measure(alexa, all_of)
            worker = memory(all_of.ours)
    CONSOLE.print(table())
    CONSOLE.print(
        f"Start of `serve` to its first answer: {median(starts):.2f} s"
        f" (aim: under {START_SECONDS} s)"
    )
    CONSOLE.print(f"One worker: {worker:.0f} MB (aim: at most {WORKER_MB} MB)")
    CONSOLE.print(beside_node())


if __name__ == "__main__":
    main()

"""Servers for the speed bench, each in a process of its own, and a wire to them."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from flask.testing import FlaskClient

from speaker import SKILL

HERE = Path(__file__).parent
PATIENCE = 30
"""Seconds until a process is given up."""
GUNICORN = (sys.executable, "-m", "gunicorn", "-k", "gthread", "--threads", "4")
Asked = tuple[dict[str, str], bytes]
"""Headers and body of a request."""


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


@contextmanager
def running(command: tuple[str, ...], more: Mapping[str, str]) -> Iterator[int]:
    """Run a server, and give its process id; what it logs goes to a file."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, cwd=HERE, env=os.environ | more, stdout=log, stderr=log
        )
        try:
            yield process.pid
        finally:
            process.terminate()
            process.wait(PATIENCE)


def variables(folder: Path) -> dict[str, str]:
    """Give the settings of a skill whose diary is in a folder."""
    return {
        "DATABASE_URL": f"sqlite:///{folder}/diary.db",
        "CRAMP_RELIEF_SKILL_ID": SKILL,
        "CRAMP_RELIEF_SECRET_FILE": f"{folder}/secret",
        "CRAMP_RELIEF_ZONE": "Europe/London",
    }


def skill_on(port: int, workers: int) -> tuple[str, ...]:
    """Give the command people start the skill with."""
    command = (sys.executable, "-m", "skill", "serve")
    return (*command, "--port", f"{port}", "--workers", f"{workers}")


def flask_on(port: int, name: str) -> tuple[str, ...]:
    """Give the command that serves a hello-world of `peer_flask`."""
    return (*GUNICORN, "-w", "1", "-b", f"127.0.0.1:{port}", f"peer_flask:{name}()")


def node_peer() -> tuple[str, ...] | str:
    """Give the command of the Node adapter, installed first; else why there is none."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return "node and npm are not installed"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "cramp-relief" / "peer_node"
    shutil.copytree(HERE / "peer_node", folder, dirs_exist_ok=True)
    install = (npm, "install", "--no-audit", "--no-fund", "--silent")
    if subprocess.run(install, cwd=folder, check=False).returncode:
        return "npm could not install the adapter"
    return node, str(folder / "hello.js")


def memory(process: int) -> float:
    """Give the resident megabytes of the one worker a server has."""
    worker = Path(f"/proc/{process}/task/{process}/children").read_text().split()[0]
    status = Path(f"/proc/{worker}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def synced(folder: Path) -> float:
    """Give the milliseconds the disk takes to make 4 kB outlast a power cut."""
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"x" * 4096)
        file.flush()
        began = time.perf_counter()
        os.fsync(file.fileno())
        return (time.perf_counter() - began) * 1000

"""Runs `serve` in a process of its own and talks to it over the loopback."""

import http.client
import json
import os
import queue
import re
import signal
import ssl
import subprocess
import sys
import threading

from amazon_server import AmazonServer

SERVE = """
import json, sys
from pathlib import Path
from skill.serving import Listener, serve
from skill.settings import Settings
options = json.loads(sys.argv[1])
files = {n: Path(options.pop(n)) for n in ("certfile", "keyfile") if n in options}
serve(Settings.from_environment(), Listener(port=0, **options, **files))
"""
PATIENCE = 20
"""Seconds until a test gives up on a process."""


class Answer:
    """What came back."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status_code = response.status
        self.data = response.read()

    def get_json(self):
        """Give the parsed body."""
        return json.loads(self.data)


class GunicornProcess:
    """A server that runs while the `with` block does."""

    def __init__(self, server: AmazonServer, variables, **options) -> None:
        self.trust = options.pop("trust", None)
        self._lines: queue.Queue[str] = queue.Queue()
        self.log: list[str] = []
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", SERVE, json.dumps(options)],
            env=os.environ | server.environment | variables,
            stderr=subprocess.PIPE,
            text=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> "GunicornProcess":
        self.port = int(self.line(r"Listening at: https?://127\.0\.0\.1:(\d+)"))
        return self

    def __exit__(self, *error) -> None:
        self.stop()

    def _listen(self) -> None:
        assert self._process.stderr
        with self._process.stderr as log:
            for line in log:
                self.log.append(line)
                self._lines.put(line)

    def line(self, pattern: str) -> str:
        """Wait for a line of its log and give the group in it."""
        while True:
            line = self._lines.get(timeout=PATIENCE)
            if found := re.search(pattern, line):
                return found[1]

    def worker(self) -> int:
        """Give the process id of the worker that starts next."""
        return int(self.line(r"Booting worker with pid: (\d+)"))

    def kill(self, worker: int) -> None:
        """End a worker with no chance to put anything in order."""
        os.kill(worker, signal.SIGKILL)

    def stop(self) -> int:
        """Ask it to end, and give its exit status."""
        self._process.terminate()
        return self._process.wait(PATIENCE)

    def post(self, path: str, data, headers) -> Answer:
        """Send a request on a connection of its own."""
        return self.ask("POST", path, data, headers)

    def ask(self, method: str, path: str, data=None, headers=None) -> Answer:
        """Send any request on a connection of its own."""
        connection = self._connection()
        try:
            connection.request(method, path, data, headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        if self.trust is None:
            return http.client.HTTPConnection("127.0.0.1", self.port, PATIENCE)
        context = ssl.create_default_context(cadata=self.trust)
        return http.client.HTTPSConnection(
            "localhost", self.port, timeout=PATIENCE, context=context
        )

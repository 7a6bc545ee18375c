"""Gunicorn around the application, and what to tell Amazon about it."""

import gc
import logging
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from skill.app import create_app
from skill.settings import SKILL_ID, SKILL_ID_BEGINS, Settings, SettingsError

STOP_SECONDS = 8
"""How long a request may go on after SIGTERM; Alexa waits no longer either."""
OWNER_ONLY = 0o077
"""Mask for new files: a diary is nobody else's to read."""
MODELS = Path("intents", "models")
ALEXA_IS_OFF = (
    f"Alexa is off. To turn it on, set {SKILL_ID.name} to the id of your skill"
    f" ({SKILL_ID_BEGINS}...); see README.md, Put it on your own Echo."
)
LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Where and how the server listens."""

    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 2
    """Processes; with a second one a crash is not noticed outside."""
    threads: int = 4
    """Requests answered at once by one process."""
    certfile: Path | None = None
    """Serves HTTPS itself with this chain; None: something in front does."""
    keyfile: Path | None = None
    """Key of `certfile`; None: it is in the same file."""


class _Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn without its command line and its files."""

    def __init__(self, app: Flask, listener: Listener) -> None:
        self._app = app
        self._listener = listener
        super().__init__()

    def load_config(self) -> None:
        for name, value in _gunicorn_settings(self._listener).items():
            if name in self.cfg.settings:  # the last ones are new in version 25
                self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app


def serve(settings: Settings, listener: Listener) -> None:
    """Serve until SIGTERM or SIGINT, then let what is being answered finish.

    The application is made before the workers are forked: a wrong setting or
    content file stops the program instead of every worker in turn, and a worker that
    died is replaced within milliseconds. It has connected to nothing by then, so no
    database connection is ever shared between processes.

    Raises:
        SettingsError: a setting cannot be used.
        ContentError: a file below `intents/` is wrong.

    """
    _check_files(listener)
    os.umask(OWNER_ONLY)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    if not settings.skill_ids:
        LOG.warning(ALEXA_IS_OFF)
    server = _Server(create_app(settings), listener)
    gc.freeze()  # the content stays for good, so no worker looks through it again
    run: Callable[[], Any] = server.run
    run()


def console_notes(settings: Settings, port: int) -> str:
    """Give what to enter in the Alexa developer console for a server on `port`."""
    return f"""\
In the Alexa developer console (developer.amazon.com/alexa/console/ask):

Endpoint          HTTPS, default region: https://<your host>/alexa
                  Alexa only calls port 443 and wants TLS 1.2 or later; forward it to
                  http://127.0.0.1:{port}/alexa, or serve HTTPS yourself.
Certificate       "My development endpoint has a certificate from a trusted
                  certificate authority": Let's Encrypt, Caddy, a tunnel.
                  "... is a sub-domain of a domain that has a wildcard certificate":
                  a wildcard one.
                  "I will upload a self-signed certificate": for your own devices
                  only; its subject alternative name must be <your host>.
Skill id          {", ".join(settings.skill_ids)}
Interaction model JSON Editor, drop {MODELS}/<locale>.json, save, build.
Test              Set testing to Development; then say "open cramp relief".
"""


def _check_files(listener: Listener) -> None:
    for name in ("certfile", "keyfile"):
        file: Path | None = asdict(listener)[name]
        if file is not None and not os.access(file, os.R_OK):
            raise SettingsError(f"--{name}: {file} cannot be read, expected a PEM file")
    if listener.keyfile and not listener.certfile:
        raise SettingsError("--keyfile: expected --certfile with it")


def _gunicorn_settings(listener: Listener) -> dict[str, object]:
    return {
        "bind": f"{listener.host}:{listener.port}",
        "workers": listener.workers,
        "threads": listener.threads,
        "worker_class": "gthread",
        "preload_app": True,
        "graceful_timeout": STOP_SECONDS,
        "certfile": listener.certfile and str(listener.certfile),
        "keyfile": listener.keyfile and str(listener.keyfile),
        "control_socket_disable": True,
    }

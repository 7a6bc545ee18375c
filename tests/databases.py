"""Databases for tests: SQLite in a folder, and PostgreSQL where it is installed.

The PostgreSQL server is started on a free port, as a user that is not root, and
stopped at the end of the run.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from skill.episodes.store import Diary


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Address of a server of this run's own, without a database name."""
    programs = postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    with started(programs) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path) -> str:
    """Address of an empty database; each test that asks runs once on both."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/diary.db"
    address = f"{request.getfixturevalue('postgres_server')}/postgres"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return address


@pytest.fixture
def diary(url) -> Iterator[Diary]:
    opened = Diary.open(url, secret=b"secret")
    yield opened
    opened.close()


def postgres_programs() -> Path | None:
    """Folder of the newest server on this machine."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    return max(installed, key=lambda path: float(path.parent.name), default=None)


@contextmanager
def started(programs: Path) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="diary-postgres-"))
    owner = "postgres" if os.geteuid() == 0 else None
    if owner:
        shutil.chown(folder, owner)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(  # noqa: S603  nothing of it comes from outside
            [programs / program, "--pgdata", folder / "data", *arguments],
            user=owner,
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    port = _free_port()
    settings = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    try:
        run("initdb", "--username=diary", "--auth=trust", "--no-sync")
        run("pg_ctl", "start", "--wait", "--silent", "--options", settings)
        try:
            yield f"postgresql://diary@127.0.0.1:{port}"
        finally:
            run("pg_ctl", "stop", "--mode=immediate", "--silent")
    finally:
        shutil.rmtree(folder)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])

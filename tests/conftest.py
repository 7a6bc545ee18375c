"""What most tests stand in: content, ears, a diary on disk, and two ways to talk."""

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from hypothesis import settings

from amazon import DAY, NOW, Amazon, Leaf
from intents.catalogue import Catalogue, load
from intents.recogniser import Recogniser
from skill.__main__ import main
from skill.app import Outside, create_app
from skill.conversation import Conversation
from skill.episodes.store import Diary
from skill.settings import Settings
from speaker import SKILL, Speaker
from talkers import Bedside, House, Keyboard, Present, Room

settings.register_profile("suite", deadline=None, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="session")
def language(catalogue):
    return catalogue.language("en-GB")


@pytest.fixture(scope="session")
def recogniser(language) -> Recogniser:
    """Give the recogniser; it learns for a minute where the content has changed."""
    return Recogniser.of(language)


@pytest.fixture(scope="session")
def room(catalogue, recogniser, tmp_path_factory) -> Iterator[Room]:
    diary = Diary.open(f"sqlite:///{tmp_path_factory.mktemp('room')}/diary.db")
    conversation = Conversation(catalogue, diary)
    yield Room(
        catalogue=catalogue,
        recogniser=recogniser,
        conversation=conversation,
        diary=diary,
    )
    diary.close()


@pytest.fixture
def command(tmp_path, monkeypatch):
    """Give a way to run `cramp-relief` with an empty home."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    for name in ("DATABASE_URL", "CRAMP_RELIEF_SECRET_FILE", "CRAMP_RELIEF_ZONE"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments, said=""):
        return CliRunner().invoke(main, arguments, input=said)

    return run


@pytest.fixture
def keyboard(room):
    """Give a way to sit down at the console."""
    return lambda **given: Keyboard(room, given)


@pytest.fixture(scope="module")
def bedside(room, tmp_path_factory):
    """Give a way to talk to a speaker; all of them share one server."""
    present, folder = Present(), tmp_path_factory.mktemp("bedside")
    # Its certificate is valid in spring and autumn too, when clocks change.
    amazon = Amazon(NOW, Leaf(begins=-300 * DAY))
    (folder / "root.pem").write_bytes(amazon.root_pem)
    chosen = settings_in(folder)
    outside = Outside(
        fetch=amazon.fetch, ask=lambda _: present.zone, now=lambda: present.now
    )
    house = House(
        speaker=Speaker(amazon, create_app(chosen, outside).test_client()),
        present=present,
        diary=Diary.open(chosen.database_url),
        secret=chosen.secret_file.read_bytes(),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(folder / "root.pem"))
        yield lambda given: Bedside(house, room, given)
    house.diary.close()


@pytest.fixture(scope="module")
def amazon() -> Amazon:
    return Amazon(NOW)


@pytest.fixture(scope="module")
def trusted(amazon, tmp_path_factory):
    """Let the certificates of this Amazon be believed."""
    root = tmp_path_factory.mktemp("trust") / "root.pem"
    root.write_bytes(amazon.root_pem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(root))
        yield


@pytest.fixture
def home(tmp_path, amazon, trusted):
    return home_in(tmp_path, amazon)


@pytest.fixture(scope="module")
def shared(amazon, trusted, tmp_path_factory):
    """Give a speaker for requests that need no diary of their own."""
    speaker, _ = home_in(tmp_path_factory.mktemp("shared"), amazon).start()
    return speaker


@pytest.fixture
def speaker(home):
    speaker, _ = home.start()
    return speaker


def settings_in(folder) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder}/diary.db",
        skill_ids=(SKILL,),
        secret_file=folder / "secret",
    )


def home_in(folder, amazon):
    """Give a home with an empty diary, and how to start an application in it."""

    def start(answer="Europe/London", **changes):
        asked = []

        def ask(device):
            asked.append(device)
            return answer

        outside = Outside(fetch=amazon.fetch, ask=ask, now=lambda: NOW)
        app = create_app(replace(settings_in(folder), **changes), outside)
        return Speaker(amazon, app.test_client()), asked

    file = folder / "diary.db"
    return SimpleNamespace(
        start=start, folder=folder, file=file, rows=lambda *table: rows_of(file, *table)
    )


def rows_of(file, table="episodes"):
    """Give what lies in the file."""
    with sqlite3.connect(file) as connection:
        connection.row_factory = sqlite3.Row
        found = connection.execute(f"SELECT * FROM {table}").fetchall()
    connection.close()
    return found

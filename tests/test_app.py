"""The application: its addresses, its start, and what it does without."""

import subprocess
import sys

import pytest

from skill.settings import SettingsError


def test_nothing_else_answers_than_what_is_known(shared):
    statuses = {
        (method, path): getattr(shared.client, method)(path).status_code
        for method in ("get", "post")
        for path in ("/alexa", "/health", "/", "/static/x", "/clips")
    }

    assert statuses.pop(("get", "/health")) == 200
    assert statuses.pop(("get", "/")) == 303
    assert statuses.pop(("post", "/")) == 405
    assert statuses.pop(("post", "/alexa")) == 400
    assert statuses.pop(("get", "/alexa")) == statuses.pop(("post", "/health")) == 405
    assert set(statuses.values()) == {404}


def test_health_does_not_open_the_diary(speaker, home):
    response = speaker.client.get("/health")

    assert response.data == b"ok"
    assert not home.file.exists()


def test_the_application_does_without_the_recogniser():
    names = "sklearn", "numpy", "hassil", "alembic", "rich", "gunicorn"
    code = (
        "import sys; from skill.app import create_app;"
        f"print([name for name in {names} if name in sys.modules])"
    )

    found = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )

    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"database_url": "mysql://me:hush@host/x"}, "DATABASE_URL"),
        ({"database_url": "hush"}, "DATABASE_URL"),
        ({"secret_file": "folder"}, "CRAMP_RELIEF_SECRET_FILE"),
        ({"secret_file": "short"}, "CRAMP_RELIEF_SECRET_FILE"),
    ],
)
def test_settings_that_cannot_be_used_stop_the_start(home, change, name):
    (home.folder / "folder").mkdir()
    (home.folder / "short").write_bytes(b"short")
    if "secret_file" in change:
        change = {"secret_file": home.folder / change["secret_file"]}

    with pytest.raises(SettingsError) as raised:
        home.start(**change)

    assert str(raised.value).startswith(name)
    assert "hush" not in str(raised.value)

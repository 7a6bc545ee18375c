"""The document that is served is true of what answers."""

from contextlib import closing
from datetime import UTC, datetime

import pytest
import schemathesis
from hypothesis import given, settings

from skill.app import Outside, create_app
from skill.episodes.records import Consent
from skill.episodes.store import Diary
from skill.episodes.tokens import Tokens
from skill.settings import Settings

NOW = datetime(2025, 11, 24, 3, tzinfo=UTC)
HER = "a" * 64


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    chosen = Settings(
        database_url=f"sqlite:///{folder}/diary.db",
        skill_ids=(),
        secret_file=folder / "secret",
    )
    with closing(Diary.open(chosen.database_url)) as diary:
        diary.apply(HER, [Consent(True, NOW)], NOW)
        token = Tokens(diary.connections).make(HER, "test", NOW)
        yield create_app(chosen, Outside(now=lambda: NOW)), token


OPERATIONS = ("listEpisodes", "logEpisode", "getEpisode", "removeEpisode")


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_is_one_the_document_names(served, name):
    app, token = served
    api = schemathesis.openapi.from_wsgi("/openapi.json", app)
    headers = {"Authorization": f"Bearer {token}"}

    @given(case=api.find_operation_by_id(name).as_strategy())
    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    def ask(case):
        case.call_and_validate(headers=headers)

    ask()


def test_every_operation_of_the_document_is_asked(served):
    app, _ = served
    api = schemathesis.openapi.from_wsgi("/openapi.json", app)

    named = [
        each.ok().definition.raw["operationId"] for each in api.get_all_operations()
    ]

    assert sorted(named) == sorted(OPERATIONS)


def test_the_document_needs_no_token(served):
    app, _ = served

    answer = app.test_client().get("/openapi.json")

    assert answer.json["openapi"] == "3.1.0"

"""The command line, in this process and once in one of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from audio.clips import built
from intents.recogniser import Recogniser
from skill.__main__ import main
from skill.episodes.store import Diary

ROOT = Path(__file__).parents[1]
AT = "2026-11-24T03:10:00+00:00"


@pytest.fixture
def run(command, monkeypatch, recogniser):
    """Give a way to run the command with what is learned already."""
    monkeypatch.setattr(Recogniser, "of", lambda language: recogniser)
    return command


def told(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_say_shows_the_timeline_and_the_silence(run):
    result = run("say", "my calf is cramping")

    assert result.exit_code == 0
    assert "Straighten your leg." in result.stdout
    assert "her   (silence)" in result.stdout


def test_say_as_json_is_one_object(run):
    (reply,) = told(run("say", "--json", "my", "calf", "is", "cramping"))

    assert reply["says"][0] == "relief.step.pull"


def test_words_need_no_quotes(run):
    assert run("say", "ow").exit_code == 0


def test_say_without_words_tells_how(run):
    result = run("say")

    assert result.exit_code == 2
    assert "my calf is cramping" in result.stderr


def test_each_line_is_said_by_a_new_person(run):
    lines = "log a cramp left leg\nhow many this week\n\n"

    first, second = told(run("say", "--json", "--each", said=lines))

    assert first["episode"]["leg"] == "left"
    assert second["says"] == ["diary.no_log"]


def test_each_line_may_be_said_in_a_cramp(run):
    (reply,) = told(run("say", "--json", "--each", "--in-cramp", said="wibble wobble"))

    assert reply["intent"] == "StillHurts"
    assert reply["state"] == "relieving"


def test_a_conversation_has_silence_and_time(run):
    lines = "open cramp relief\n...\n+90s\nit's gone\nyes\n"

    replies = told(run("say", "--json", "--conversation", "--at", AT, said=lines))

    assert [reply["asks"] for reply in replies] == [
        "relief.ask.counting",
        "relief.ask.counting",
        "diary.ask.consent",
        None,
    ]
    assert replies[-1]["episode"]["started_at"] == AT


def test_talk_begins_by_opening_and_ends_at_the_end_of_the_input(run):
    result = run("say", "--talk", said="\nit's gone\n")

    assert result.exit_code == 0
    assert result.stdout.index("open cramp relief") < result.stdout.index("(silence)")
    assert "it's gone" in result.stdout


def test_a_log_in_a_file_is_kept_and_shown(run, tmp_path):
    database = str(tmp_path / "log.db")
    run("say", "log a cramp left leg pain seven", "--database", database, "--at", AT)

    result = run("log", "--database", database, "--zone", "Europe/London")

    assert result.exit_code == 0
    assert "left" in result.stdout
    assert "7" in result.stdout


def test_an_empty_log_says_so(run):
    assert "No cramps" in run("log").stdout


def test_the_zone_is_used_for_times_of_day(run):
    zone = ("--zone", "America/New_York", "--at", "2026-11-24T08:10:00+00:00")

    (reply,) = told(run("say", "--json", "log a cramp at half past two", *zone))

    assert reply["episode"]["started_at"] == "2026-11-24T07:30:00+00:00"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("say", "ow", "--zone", "Moon/Crater"), "--zone"),
        (("say", "ow", "--at", "soon"), "soon"),
        (("say", "ow", "--database", "mysql://her:hush@host/x"), "--database"),
        (("log", "--database", "mysql://her:hush@host/x"), "--database"),
        (("serve", "--port", "0"), "0"),
        (("say", "--talk", "--each"), "exclude"),
        (("say", "--each", "ow"), "TEXT"),
        (("say", "--in-cramp", "ow"), "--each"),
    ],
)
def test_what_cannot_be_used_is_named_in_one_line(run, arguments, named):
    result = run(*arguments)

    assert result.exit_code in (1, 2)
    assert named in result.stderr
    assert "hush" not in result.stderr
    assert "Traceback" not in result.output


def test_a_log_that_cannot_be_read_is_an_error(run, tmp_path):
    result = run("log", "--database", str(tmp_path / "no" / "such" / "log.db"))

    assert result.exit_code == 1
    assert "the log cannot be read" in result.stderr


def test_stale_models_are_named(run, tmp_path):
    result = run("models", "--check", "--out", str(tmp_path))

    assert result.exit_code == 1
    assert "en-GB" in result.stderr


def test_the_models_are_up_to_date(run):
    assert run("models", "--check").exit_code == 0


def test_help_names_every_command(run):
    result = run("--help")

    assert all(name in result.stdout for name in main.commands)


def test_the_command_runs_in_a_process_of_its_own(tmp_path, recogniser):
    database = tmp_path / "log.db"
    command = [sys.executable, "-m", "skill", "say", "--json", "log a cramp left leg"]

    done = subprocess.run(
        [*command, "--database", str(database)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )

    assert json.loads(done.stdout)["says"][0] == "diary.logged"
    opened = Diary.open(f"sqlite:///{database}")
    assert len(opened.users()) == 1
    opened.close()


def test_clips_are_laid_out_in_a_folder_and_measured(run, tmp_path):
    result = run("clips", "tick", "breath-in", "--out", str(tmp_path / "bucket"))

    files = sorted(file.name for file in (tmp_path / "bucket").iterdir())
    assert result.exit_code == 0, result.output
    assert [name.rpartition("-")[0] for name in files] == ["breath-in", "tick"]
    assert all(name in result.output for name in files)
    assert set(files) < {file.name for file in built().values()}


def test_a_clip_nobody_knows_is_one_line(run):
    result = run("clips", "gong")

    assert result.exit_code == 1
    assert result.output.startswith("Error: 'gong' is no clip; known: breath-10")

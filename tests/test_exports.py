"""What leaves the diary comes back as it was, and others can read it."""

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given

from episodes_made import made, series
from skill.episodes.episode import Episode
from skill.episodes.intake import NotHers, take_in
from skill.exports.csv import COLUMNS, RISKY, RowsInvalid, as_csv, from_csv
from skill.exports.fhir import as_fhir
from skill.exports.json import as_json
from skill.whose import EVER

pytest_plugins = ("databases",)

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ONE = Episode(
    id="0123456789abcdef0123456789abcdef",
    started_at=datetime(2025, 11, 24, 3, 10, tzinfo=UTC),
    channel="console",
    request_id="r1",
)


def cells_of(episode=ONE):
    return dict(csv.DictReader(StringIO(as_csv([episode]), newline="")).__next__())


def text_of(*rows):
    file = StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


@given(series())
def test_csv_comes_back_as_it_was(told):
    assert from_csv(as_csv(told), NOW) == told


@given(made())
def test_no_cell_is_a_formula(episode):
    cells = cells_of(episode).values()

    assert not [c for c in cells if c.startswith(RISKY[:-1])]


def test_a_spreadsheet_that_saved_the_file_did_no_harm():
    assert from_csv("\ufeff" + as_csv([ONE]), NOW) == [ONE]


@pytest.mark.parametrize(
    ("field", "cell", "expected"),
    [
        ("id", "1", "32 hexadecimal digits"),
        ("id", "", "a value"),
        ("started_at", "yesterday", "such as 2026"),
        ("started_at", "2025-11-24T03:10:00", "such as 2026"),
        ("started_at", "2027-01-01T00:00:00Z", "not in the future"),
        ("ended_at", "2025-11-24T03:00:00Z", "before started_at"),
        ("leg", "middle", "left, right, both"),
        ("place", "knee", "'calf'"),
        ("severity", "11", "0 to 10"),
        ("severity", "bad", "whole number"),
        ("stretched", "maybe", "yes, no"),
        ("helped", "x" * 65, "64 characters"),
        ("channel", "post", "'alexa'"),
    ],
)
def test_a_bad_row_is_named(field, cell, expected):
    good = cells_of()
    bad = good | {"id": "f" * 32} | {field: cell}

    with pytest.raises(RowsInvalid) as refused:
        from_csv(text_of(good, bad), NOW)

    assert [(w.line, w.field) for w in refused.value.wrong] == [(3, field)]
    assert expected in str(refused.value)


def test_every_bad_row_is_named_by_the_line_it_begins_in():
    broken = replace(ONE, request_id="two\nlines")
    bad = cells_of() | {"leg": "middle"}

    with pytest.raises(RowsInvalid) as refused:
        from_csv(text_of(cells_of(broken), bad | {"id": "e" * 32}, bad), NOW)

    assert [w.line for w in refused.value.wrong] == [4, 5]


@pytest.mark.parametrize(
    "text", ["", "a,b\n1,2\n", ",".join(COLUMNS) + "\nx\n", '"', text_of() + '"x\n']
)
def test_what_is_no_log_is_refused(text):
    with pytest.raises(RowsInvalid, match="expected"):
        from_csv(text, NOW)


def test_an_id_may_come_once():
    with pytest.raises(
        RowsInvalid, match="line 3: id: expected one that no row before"
    ):
        from_csv(text_of(cells_of(), cells_of()), NOW)


def test_json_has_every_field():
    (shown,) = json.loads(as_json([ONE]))["episodes"]

    assert set(shown) == set(COLUMNS)
    assert shown["started_at"] == "2025-11-24T03:10:00Z"
    assert shown["severity"] is None


@given(series(max_size=5))
def test_fhir_takes_the_bundle(told):
    bundle = Bundle.model_validate_json(as_fhir(told, "abcd", NOW))

    seen = [entry.resource for entry in bundle.entry or ()]
    assert [o.id.replace("-", "") for o in seen] == [e.id for e in told]
    assert {o.code.coding[0].code for o in seen} <= {"72514-3"}
    pains = [o.valueQuantity and int(o.valueQuantity.value) for o in seen]
    assert pains == [e.severity for e in told]


def test_taking_in_twice_doubles_nothing(diary):
    told = [ONE, replace(ONE, id="a" * 32, request_id="r2")]

    first = take_in(diary.connections, "her", told, dry=False)
    again = take_in(diary.connections, "her", told, dry=False)

    assert (first.new, again.new, again.known) == (2, 0, 2)
    assert len(diary.within("her", *EVER)) == 2


def test_a_dry_run_stores_nothing(diary):
    taken = take_in(diary.connections, "her", [ONE], dry=True)

    assert taken.new == 1
    assert diary.within("her", *EVER) == []


def test_the_row_of_somebody_else_stays_hers(diary):
    take_in(diary.connections, "her", [ONE], dry=False)

    with pytest.raises(NotHers):
        take_in(diary.connections, "you", [ONE], dry=False)

    assert diary.users() == ["her"]


@pytest.mark.parametrize("kind", ["csv", "json", "fhir"])
def test_the_command_writes_a_private_file(command, tmp_path, kind):
    (tmp_path / "in.csv").write_text(as_csv([ONE]), "utf-8", newline="")
    command("import", str(tmp_path / "in.csv"))
    out = tmp_path / "out"

    done = command("export", "--format", kind, "--out", str(out))

    assert done.exit_code == 0, done.output
    assert out.stat().st_mode & 0o777 == 0o600
    assert "2025-11-24T03:10:00Z" in out.read_text("utf-8")


@pytest.mark.parametrize(
    ("since", "until", "rows"),
    [("2025-11-23", "2025-11-23", 1), ("2025-11-24", "2025-11-24", 0)],
)
def test_the_dates_of_an_export_are_nights(command, tmp_path, since, until, rows):
    (tmp_path / "in.csv").write_text(as_csv([ONE]), "utf-8", newline="")
    command("import", str(tmp_path / "in.csv"))

    done = command("export", "--format", "csv", "--since", since, "--until", until)

    assert len(from_csv(done.stdout_bytes.decode(), NOW)) == rows


def test_the_import_command_takes_all_or_nothing(command, tmp_path):
    bad = cells_of() | {"id": "e" * 32, "leg": "middle", "request_id": "r2"}
    (tmp_path / "in.csv").write_text(text_of(cells_of(), bad), "utf-8", newline="")

    done = command("import", str(tmp_path / "in.csv"))

    assert done.exit_code == 1
    assert "line 3: leg: expected left, right, both" in done.output
    assert "No cramps" in command("log").output


def test_a_file_that_is_not_text_is_refused(command, tmp_path):
    (tmp_path / "in.csv").write_bytes(b"\xff\xfe")

    assert "expected UTF-8" in command("import", str(tmp_path / "in.csv")).output

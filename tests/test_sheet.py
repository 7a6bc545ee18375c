"""The report for a midwife: one page of figures, and what it does not claim."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from intents.catalogue import load
from skill.episodes.episode import Episode, Leg
from skill.exports.csv import as_csv
from skill.exports.names import STEPS, names_of
from skill.exports.pdf import as_pdf
from skill.exports.report import as_html, sheet
from skill.exports.wording import CAUTIONS, HEADINGS, About

NOW = datetime(2025, 11, 24, 9, tzinfo=UTC)
ABOUT = About(
    person="abcdef1234" * 6,
    first=date(2024, 10, 20),
    last=date(2025, 11, 23),
    zone=ZoneInfo("Europe/London"),
    made_at=NOW,
    names={"RF01": "chest pain & more"},
)
A4 = 595.28, 841.89


def told(count):
    return [
        Episode(
            id=f"{n:032x}",
            started_at=NOW - timedelta(days=n % 390 + 1, hours=6),
            ended_at=NOW - timedelta(days=n % 390 + 1, hours=5, minutes=50),
            leg=list(Leg)[n % 3],
            severity=n % 11,
            helped=f"a_rather_long_step_{n % 9}",
            signs=(None, "", "RF01", "RF01 RF09 RF14")[n % 4],
            channel="console",
            request_id=str(n),
        )
        for n in range(count)
    ]


def pages(count):
    return PdfReader(BytesIO(as_pdf(told(count), ABOUT))).pages


def test_every_step_of_a_relief_has_plain_words():
    runs = load().facts.runs.values()
    steps = {step for run in runs if run.kind == "relief" for step in run.steps}

    assert steps - {"check"} == set(STEPS)


def test_steps_with_the_same_words_count_as_one_and_legs_are_named_plainly():
    helped = ("pull", "wall", "pull_first", "wall_again", "again", None)
    cramps = [replace(e, helped=h) for e, h in zip(told(6), helped, strict=True)]
    about = replace(ABOUT, names=names_of(load()))
    both = replace(cramps[0], leg=Leg.BOTH, place="calf")

    text = as_html([both, *cramps[1:]], about)

    assert "pulling the toes up 3, pushing against the wall 2, not said 1" in text
    assert "<td>both calves</td>" in text
    assert not re.search(r"pull[ _]first|RF\d", text)


@pytest.mark.parametrize("count", [0, 3, 60, 400])
def test_the_sheet_is_one_a4_page_and_the_rows_follow(count):
    first, *others = (page.extract_text() for page in pages(count))

    assert first.rstrip().count("Nights with cramps in each month") == 1
    assert f"{count or 'none'}" in first
    assert not [text for text in others if "Trend" in text]
    assert sum(len(re.findall(r"\d\d:\d\d", text)) for text in others) == count


@pytest.mark.parametrize("count", [0, 400])
def test_every_page_is_a4_and_says_what_it_is_not(count):
    for page in pages(count):
        assert tuple(map(float, page.mediabox[2:])) == pytest.approx(A4, abs=0.1)
        assert all(caution in page.extract_text() for caution in CAUTIONS)


@pytest.mark.parametrize("draw", [as_html, lambda *a: pages(3)[0].extract_text()])
def test_it_says_when_it_was_made_and_what_it_covers(draw):
    text = draw(told(3), ABOUT)

    assert "20 Oct 2024 to 23 Nov 2025" in text
    assert "Europe/London" in text
    assert "Made 24 Nov 2025, 09:00" in text
    assert ABOUT.person not in text


def test_a_strict_policy_lets_the_sheet_pass():
    body = sheet(told(60), ABOUT)

    assert not re.search(
        r"<(style|script|link|img)\b|\s(style|on\w+)=|https?://",
        body.replace("http://www.w3.org/2000/svg", ""),
    )


def test_the_chart_has_a_text_equivalent():
    body = sheet(told(60), ABOUT)

    assert 'role="img" aria-label="Nights with cramps in each month' in body
    assert "<td>Nov" not in body
    assert '<th scope="col">Nov 25</th>' in body


def test_names_are_text_and_no_markup():
    body = sheet(told(3), ABOUT)

    assert "chest pain &amp; more" in body


def test_every_heading_has_its_cells():
    body = sheet(told(5), ABOUT)

    rows = body.split('class="rows"')[1].split("<tr>")[2:]
    assert [row.count("<td>") for row in rows] == [len(HEADINGS)] * 5


@pytest.mark.parametrize(("kind", "begins"), [("html", "<!doctype"), ("pdf", "%PDF")])
def test_the_command_writes_the_report(command, tmp_path, kind, begins):
    (tmp_path / "in.csv").write_text(as_csv(told(5)), "utf-8", newline="")
    command("import", str(tmp_path / "in.csv"))

    done = command("export", "--format", kind, "--out", str(tmp_path / "out"))

    assert done.exit_code == 0, done.output
    assert (tmp_path / "out").read_bytes().startswith(begins.encode())

"""Her pages: she sees her log, changes it, and decides what is kept."""

from datetime import UTC, date, datetime, timedelta

import pytest

from pages_home import ANOTHER, FULL, HER, NOW, Home, Tab
from skill.episodes.episode import Leg
from skill.episodes.records import Consent, Remember, Remove

DAY = timedelta(days=1)
NIGHT = datetime(2025, 11, 24, 3, 10, tzinfo=UTC)
WHEN = {"day": "2025-11-24", "time": "03:10"}


@pytest.fixture
def home(tmp_path):
    opened = Home(tmp_path)
    yield opened
    opened.diary.close()


@pytest.fixture
def tab(home):
    return Tab(home).sign_in()


def test_a_browser_waits_until_the_code_is_said(home):
    tab = Tab(home)
    tab.post("/sign-in")
    code = tab.code()

    early = tab.post("/sign-in/said", "/sign-in")
    waiting = tab.get(early.headers["Location"]).text
    home.say(HER, code)
    late = tab.post("/sign-in/said", "/sign-in")

    assert "Not heard yet" in waiting
    assert tab.code() == ""
    assert late.headers["Location"] == "/diary"
    assert tab.get("/diary").status_code == 200


def test_a_code_that_is_over_gives_way_to_a_new_one(home):
    tab = Tab(home)
    tab.post("/sign-in")
    first = tab.code()

    home.now += timedelta(minutes=6)
    over = tab.post("/sign-in/said", "/sign-in")
    told = tab.get(over.headers["Location"]).text
    tab.post("/sign-in")

    assert "That code is over" in told
    assert tab.code() not in ("", first)


def test_the_diary_shows_the_cramps_of_a_month(home, tab):
    home.keep(started_at=NIGHT, ended_at=NIGHT + timedelta(minutes=2), **FULL)
    home.keep(started_at=NIGHT - 40 * DAY)

    november, october = tab.get("/diary").text, tab.get("/diary/2025-10").text

    assert "Night of Sunday 23 to 24 November" in november
    assert "left calf, pain 7 of 10, 2 minutes" in november
    assert (
        "eased with pushing against the wall, no bedtime stretch, week 31" in november
    )
    assert "1 cramp on 1 night." in november
    assert "Night of Tuesday 14 to 15 October" in october


def test_times_are_those_of_the_speaker_she_paired_with(home):
    home.keep(started_at=NIGHT)
    tab = Tab(home).sign_in(zone="America/New_York")

    shown = tab.get("/diary").text

    assert "22:10" in shown
    assert "Times are in America/New York" in shown


def test_three_nights_in_a_week_are_worth_telling(home, tab):
    for n in range(3):
        home.now = NOW + n * DAY
        home.keep(started_at=home.now)
        often = "midwife would like to know" in tab.get("/diary").text
        assert often == (n == 2)


@pytest.mark.parametrize("name", ["2025-13", "1800-01", "2025-1", "x", "٢٠٢٥-١١"])
def test_a_month_that_is_none_is_not_found(tab, name):
    assert tab.get(f"/diary/{name}").status_code == 404


@pytest.mark.parametrize("name", ["1970-01", "2100-12", "2026-03", "2024-02"])
def test_any_month_can_be_shown(tab, name):
    assert tab.get(f"/diary/{name}").status_code == 200


def test_an_added_cramp_is_stored_as_told(home, tab):
    told = {"minutes": "2", "severity": "7", "sleep": "5", "soreness": "2"}
    told |= {"leg": "left", "place": "calf", "helped": "wall", "stretched": "no"}

    answer = tab.post("/cramps/new", **WHEN, **told, week="31")

    (stored,) = home.all_of()
    assert answer.headers["Location"] == "/diary/2025-11?done=added#night-2025-11-23"
    assert {name: getattr(stored, name) for name in FULL} == FULL
    assert (stored.started_at, stored.minutes) == (NIGHT, 2)
    assert stored.channel == "page"


def test_a_day_and_a_time_are_enough_and_say_yes_to_a_log(home, tab):
    tab.post("/cramps/new", **WHEN)

    (stored,) = home.all_of()
    assert (stored.leg, stored.severity, stored.minutes) == (None, None, None)
    assert home.diary.person(HER, home.now).consent


def test_a_form_sent_twice_is_one_cramp(home, tab):
    form = WHEN | {"once": "0" * 32}

    tab.post("/cramps/new", **form)
    tab.post("/cramps/new", **form)

    assert len(home.all_of()) == 1


def test_the_week_follows_from_the_due_date(home, tab):
    due = Remember(due_on=date(2026, 2, 1))
    home.diary.apply(HER, [Consent(True, home.now), due], home.now)

    tab.post("/cramps/new", **WHEN)

    assert home.all_of()[0].week == 30


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("day", "", "fill this in"),
        ("day", "soon", "could not be read"),
        ("day", "9999-12-31", "could not be read"),
        ("day", "0001-01-01", "could not be read"),
        ("day", "2025-11-25", "still to come"),
        ("day", "2024-10-01", "400 days"),
        ("time", "", "fill this in"),
        ("time", "25:00", "could not be read"),
        ("time", "20:01", "still to come"),
        ("minutes", "-1", "out of range"),
        ("minutes", "1441", "out of range"),
        ("minutes", "2.5", "out of range"),
        ("severity", "11", "out of range"),
        ("severity", "³", "out of range"),
        ("week", "46", "out of range"),
        ("leg", "tail", "could not be read"),
        ("place", "<b>", "could not be read"),
        ("helped", "magic", "could not be read"),
        ("stretched", "maybe", "could not be read"),
    ],
)
def test_what_cannot_be_is_named_and_nothing_stored(home, tab, field, value, words):
    answer = tab.post("/cramps/new", **(WHEN | {field: value}))

    assert answer.status_code == 422
    assert f'id="problem-{field}"' in answer.text or field == "day"
    assert words in answer.text
    assert "<b>" not in answer.text
    assert home.all_of() == []


def test_what_was_filled_in_is_still_there_after_a_mistake(tab):
    answer = tab.post("/cramps/new", **WHEN, minutes="soon", severity="7")

    assert '<option value="7" selected>' in answer.text
    assert 'value="soon"' in answer.text


def test_a_time_the_clocks_skipped_is_none(home):
    home.now = datetime(2026, 3, 30, 12, tzinfo=UTC)
    tab = Tab(home).sign_in()

    answer = tab.post("/cramps/new", day="2026-03-29", time="01:30")

    assert "no such time" in answer.text
    assert home.all_of() == []


def test_of_an_hour_that_came_twice_the_first_is_meant(home, tab):
    tab.post("/cramps/new", day="2025-10-26", time="01:30")

    assert home.all_of()[0].started_at == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


def test_a_change_stores_what_was_changed_only(home, tab):
    began = NIGHT + timedelta(seconds=17)
    kept = home.keep(started_at=began, ended_at=began + timedelta(seconds=95), **FULL)
    form = WHEN | {"minutes": "2", "leg": "right", "place": "calf", "severity": ""}
    form |= {"sleep": "5", "soreness": "2", "helped": "wall", "stretched": "yes"}

    answer = tab.post(f"/cramps/{kept.id}", **form, week="31")

    (stored,) = home.all_of()
    assert answer.headers["Location"].startswith("/diary/2025-11?done=changed")
    assert (stored.started_at, stored.ended_at) == (kept.started_at, kept.ended_at)
    assert (stored.leg, stored.severity, stored.stretched) == (Leg.RIGHT, None, True)


def test_moving_a_cramp_keeps_its_length_and_minutes_can_go(home, tab):
    kept = home.keep(started_at=NIGHT, ended_at=NIGHT + timedelta(minutes=4))

    tab.post(f"/cramps/{kept.id}", day="2025-11-20", time="02:00", minutes="4")
    moved = home.all_of()[0]
    tab.post(f"/cramps/{kept.id}", day="2025-11-20", time="02:00", minutes="")
    without = home.all_of()[0]

    assert (moved.started_at.day, moved.minutes) == (20, 4)
    assert (without.started_at, without.minutes) == (moved.started_at, None)


def test_what_only_relief_can_note_is_kept_by_the_form(home, tab):
    kept = home.keep(started_at=NIGHT, helped="wall_again")

    page = tab.get(f"/cramps/{kept.id}").text
    tab.post(f"/cramps/{kept.id}", **WHEN, helped="wall_again", severity="3")

    assert '<option value="wall_again" selected>' in page
    assert (home.all_of()[0].helped, home.all_of()[0].severity) == ("wall_again", 3)


def test_a_deleted_cramp_comes_back_by_undo(home, tab):
    first, second = home.keep(started_at=NIGHT), home.keep(started_at=NIGHT - DAY)
    asked = tab.get(f"/cramps/{first.id}/remove").text

    answer = tab.post(f"/cramps/{first.id}/remove")
    home.diary.apply(HER, [Remove(second.id, home.now)], home.now)
    gone = home.all_of()
    where = answer.headers["Location"]
    back = tab.post(f"/cramps/{first.id}/restore", where)

    assert "Delete this cramp?" in asked
    assert gone == []
    assert back.headers["Location"] == "/diary/2025-11?done=restored#night-2025-11-23"
    assert home.all_of() == [first]


def test_a_deleted_cramp_is_gone_after_a_day(home, tab):
    kept = home.keep(started_at=NIGHT)
    where = tab.post(f"/cramps/{kept.id}/remove").headers["Location"]
    home.now += DAY + timedelta(minutes=1)

    assert tab.post(f"/cramps/{kept.id}/restore", where).status_code == 404


def test_she_stops_and_starts_her_log(home, tab):
    tab.post("/settings/log", "/settings", keep="yes")
    started = home.diary.person(HER, home.now).consent

    tab.post("/settings/log", "/settings", keep="no")
    stopped = home.diary.person(HER, home.now).consent

    assert (started, stopped) == (True, False)


def test_a_due_date_is_remembered_and_forgotten(home, tab):
    tab.post("/settings/log", "/settings", keep="yes")

    tab.post("/settings/due", "/settings", due="2026-02-01")
    remembered = home.diary.person(HER, home.now).due_on
    shown = tab.get("/settings").text
    tab.post("/settings/forget", "/settings")

    assert remembered == date(2026, 2, 1)
    assert "week 30" in shown
    assert home.diary.person(HER, home.now).due_on is None


@pytest.mark.parametrize("due", ["", "soon", "2031-01-01", "2024-01-01", "9999-12-31"])
def test_a_date_of_no_pregnancy_is_not_remembered(home, tab, due):
    tab.post("/settings/log", "/settings", keep="yes")

    answer = tab.post("/settings/due", "/settings", due=due)

    assert answer.status_code == 422
    assert home.diary.person(HER, home.now).due_on is None


def test_she_sees_her_browsers_and_signs_one_out(home, tab):
    second = Tab(home).sign_in()
    Tab(home).sign_in(ANOTHER)

    page = tab.get("/settings").text
    found = page.partition('action="/settings/browsers/')[2][:32]
    tab.post(f"/settings/browsers/{found}", "/settings")

    assert page.count("Firefox on Android</strong>") == 2
    assert second.get("/diary").status_code == 303
    assert tab.get("/diary").status_code == 200


def test_she_signs_out_everywhere(home, tab):
    second, theirs = Tab(home).sign_in(), Tab(home).sign_in(ANOTHER)

    tab.post("/settings/browsers", "/settings")

    answers = [each.get("/diary").status_code for each in (tab, second, theirs)]
    assert answers == [303, 303, 200]


def test_she_signs_this_browser_out(home, tab):
    second = Tab(home).sign_in()

    answer = tab.post("/sign-out", "/diary")

    assert "You are signed out" in answer.text
    assert tab.get("/diary").status_code == 303
    assert second.get("/diary").status_code == 200


def test_deleting_everything_is_asked_for_twice(home, tab):
    home.keep()
    home.keep(ANOTHER)

    asked = tab.get("/settings/delete").text
    hasty = tab.post("/settings/delete")
    kept = len(home.all_of())
    sure = tab.post("/settings/delete", sure="yes")

    assert "1 cramp" in asked
    assert (hasty.status_code, kept) == (422, 1)
    assert "Everything is deleted" in sure.text
    assert home.all_of() == []
    assert len(home.all_of(ANOTHER)) == 1
    assert tab.get("/diary").status_code == 303


def test_an_unreachable_log_is_told_calmly(home, tab):
    home.diary.close()
    for file in home.folder.glob("diary.db*"):
        file.unlink()
    (home.folder / "diary.db").mkdir()

    answer = tab.get("/diary")

    assert answer.status_code == 503
    assert "Nothing is lost" in answer.text


def test_the_report_is_of_her_whole_log_or_of_chosen_nights(home, tab):
    home.keep(started_at=NIGHT, ended_at=NIGHT + timedelta(minutes=2), **FULL)
    home.keep(started_at=NIGHT - 40 * DAY, helped="rub", signs="RF03")
    home.keep(ANOTHER, started_at=NIGHT, severity=9)

    whole = tab.get("/report").text
    chosen = tab.get("/report?first=2025-11-20&last=2025-11-23").text

    assert "Nights 14 Oct 2025 to 24 Nov 2025" in whole
    assert "2 of 42" in whole
    assert "rubbing" in whole
    assert "Nights 20 Nov 2025 to 23 Nov 2025" in chosen
    assert "1 of 4" in chosen
    assert "report.pdf?first=2025-11-20&amp;last=2025-11-23" in chosen


@pytest.mark.parametrize(
    "nights",
    [
        "first=soon",
        "first=2025-11-24&last=2025-11-23",
        "last=2025-11-25",
        "first=1700-01-01",
    ],
)
def test_nights_that_are_none_make_no_report(tab, nights):
    answer = tab.get(f"/report?{nights}")

    assert answer.status_code == tab.get(f"/report.pdf?{nights}").status_code == 422
    assert "Those nights cannot be shown" in answer.text


def test_the_report_is_given_as_pdf(home, tab):
    home.keep(started_at=NIGHT, **FULL)

    answer = tab.get("/report.pdf")

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert "cramps-2025-11-24.pdf" in answer.headers["Content-Disposition"]


def test_her_log_is_given_as_a_table(home, tab):
    home.keep(started_at=NIGHT, **FULL)
    home.keep(ANOTHER, started_at=NIGHT)

    answer = tab.get("/log.csv")

    assert answer.mimetype == "text/csv"
    assert len(answer.text.splitlines()) == 2
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_report_of_an_empty_log_says_so(tab):
    assert "0 of 1" in tab.get("/report").text


def test_she_chooses_how_she_is_spoken_to(home, tab):
    tab.post("/settings/voice", "/settings", voice="whisper", rate="slower")
    chosen = home.diary.person(HER, home.now)
    shown = tab.get("/settings").text
    tab.post("/settings/voice", "/settings", voice="<b>", rate="")
    usual = home.diary.person(HER, home.now)

    assert (chosen.voice, chosen.rate) == ("whisper", "slower")
    assert '<option value="whisper" selected>' in shown
    assert (usual.voice, usual.rate) == (None, None)


def test_a_log_of_many_years_has_a_report_of_the_latest_nights(home, tab):
    home.keep(started_at=NIGHT)
    home.keep(started_at=NIGHT - 1_500 * DAY, severity=9)

    assert "1 of 1000" in tab.get("/report").text
    assert len(tab.get("/log.csv").text.splitlines()) == 3

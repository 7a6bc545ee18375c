from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from intents.values import Clock, Day, MonthDay, Values, When, resolve

CONTENT = yaml.safe_load(
    (Path(__file__).parents[1] / "intents/en/values.yaml").read_text(encoding="utf-8")
)
VALUES = Values(CONTENT)

NUMBERS = {
    "seven": 7,
    "7": 7,
    "a seven": 7,
    "an eight": 8,
    "seven out of ten": 7,
    "7/10": 7,
    "7 out of 10": 7,
    "seven and a half": 7.5,
    "7.5": 7.5,
    "twenty two": 22,
    "twenty-two": 22,
    "zero": 0,
    "about a six": 6,
    "pain nine": 9,
    "pain level of nine": 9,
    "a hundred": 100,
    "?": None,
    "": None,
    "banana": None,
    "one of them": None,
}
SEVERITIES = {
    "seven and a half": 8,
    "six and a half": 7,
    "nine and a half": 10,
    "2.5": 3,
    "ten": 10,
    "eleven": 11,
    "two hundred": None,
    "10 out of 10": 10,
    "zero": 0,
    "?": None,
}
CODES = {
    "four eight two nine one six": "482916",
    "forty eight twenty nine sixteen": "482916",
    "four eighty two nine sixteen": "482916",
    "four hundred eighty two thousand nine hundred sixteen": "482916",
    "four hundred and eighty two thousand nine hundred and sixteen": "482916",
    "48 29 16": "482916",
    "482 916": "482916",
    "40 8 29 16": "482916",
    "482000 916": "482916",
    "4-8-2, 9-1-6": "482916",
    "double four triple nine one": "449991",
    "four eight to nine won six": "482916",
    "nine one one": "911",
    "nine" + " hundred" * 99: None,
    "9" * 5000: None,
    "four eight two bananas": None,
    "": None,
}
DURATIONS = {
    "two minutes": 120,
    "2 min": 120,
    "2min": 120,
    "a minute": 60,
    "a minute and a half": 90,
    "one minute and a half": 90,
    "one and a half minutes": 90,
    "two and a half minutes": 150,
    "couple of minutes": 120,
    "a couple minutes": 120,
    "a few minutes": 180,
    "half a minute": 30,
    "ninety seconds": 90,
    "about ten mins": 600,
    "half an hour": 1800,
    "an hour and a half": 5400,
    "a quarter of an hour": 900,
    "three quarters of an hour": 2700,
    "an hour": 3600,
    "one minute thirty seconds": 90,
    "two minutes and ten seconds": 130,
    "an hour and ten minutes": 4200,
    "two or three minutes": 180,
    "a minute or two": 120,
    "twenty five minutes": 1500,
    "PT2M": 120,
    "PT1H30M": 5400,
    "PT45S": 45,
    "PXD": None,
    "P1D": None,
    "PT": None,
    "PT0S": None,
    "?": None,
    "ages": None,
    "zero minutes": None,
    "ninety hours": None,
}
CLOCKS = {
    "half past two": ("02:30", False),
    "two thirty": ("02:30", False),
    "2:30": ("02:30", False),
    "at 2.30": ("02:30", False),
    "230": ("02:30", False),
    "half two": ("02:30", False),
    "quarter to three": ("02:45", False),
    "a quarter past three": ("03:15", False),
    "quarter to one": ("12:45", False),
    "half past twelve": ("12:30", False),
    "ten to three": ("02:50", False),
    "ten to three in the morning": ("02:50", True),
    "twenty past four": ("04:20", False),
    "twenty five past four": ("04:25", False),
    "seven minutes past four": ("04:07", False),
    "three oh five": ("03:05", False),
    "three a.m.": ("03:00", True),
    "three a m": ("03:00", True),
    "3 am": ("03:00", True),
    "3am": ("03:00", True),
    "3:15 p.m.": ("15:15", True),
    "twelve am": ("00:00", True),
    "twelve pm": ("12:00", True),
    "three in the morning": ("03:00", True),
    "four in the afternoon": ("16:00", True),
    "eleven at night": ("23:00", True),
    "two at night": ("02:00", True),
    "ten in the evening": ("22:00", True),
    "midnight": ("00:00", True),
    "ten to midnight": ("23:50", True),
    "noon": ("12:00", True),
    "around two": ("02:00", False),
    "two": ("02:00", False),
    "two o'clock": ("02:00", False),
    "two oclock": ("02:00", False),
    "02:30": ("02:30", True),
    "14:30": ("14:30", True),
    "23:59": ("23:59", True),
    "NI": None,
    "MO": None,
    "25:00": None,
    "later": None,
    "?": None,
}
DAYS = {
    "yesterday": Day(kind="back", days=1),
    "yesterday morning": Day(kind="back", days=1, part="morning"),
    "last night": Day(kind="back", days=1, part="night"),
    "tonight": Day(kind="back", part="night"),
    "today": Day(kind="back"),
    "this morning": Day(kind="back", part="morning"),
    "two nights ago": Day(kind="back", days=2, part="night"),
    "three days ago": Day(kind="back", days=3),
    "the night before last": Day(kind="back", days=2, part="night"),
    "on monday": Day(kind="weekday", days=0),
    "last sunday night": Day(kind="weekday", days=6, part="night"),
    "2026-11-23": Day(kind="date", first=date(2026, 11, 23)),
    "2026-W47": Day(kind="week", first=date(2026, 11, 16)),
    "2026-W47-WE": Day(kind="weekend", first=date(2026, 11, 21)),
    "2026-11": Day(kind="month", first=date(2026, 11, 1)),
    "NI": Day(kind="back", part="night"),
    "MO": Day(kind="back", part="morning"),
    "2026-02-30": None,
    "2026-W99": None,
    "202X": None,
    "someday": None,
}
AGO = {
    "an hour ago": 3600,
    "ten minutes ago": 600,
    "about half an hour ago": 1800,
    "a couple of minutes ago": 120,
    "an hour and a half ago": 5400,
    "just now": 0,
    "an hour": None,
}
DATES = {
    "the third of march": MonthDay(3, 3),
    "march the third": MonthDay(3, 3),
    "march third": MonthDay(3, 3),
    "march 3rd": MonthDay(3, 3),
    "3rd of march": MonthDay(3, 3),
    "the twenty second of may twenty twenty seven": MonthDay(5, 22, 2027),
    "2027-03-03": MonthDay(3, 3, 2027),
    "the thirtieth of february": None,
    "soon": None,
}
WEEKS = {
    "thirty weeks": 30,
    "twenty eight weeks pregnant": 28,
    "30": 30,
    "week twelve": 12,
    "sixty": 60,
    "a hundred": None,
}
MASKED = {
    "both legs, a four": ("both legs @number", [4]),
    "left leg pain seven two minutes at half past two": (
        "left leg pain @number @duration @time",
        [7, 120, "02:30"],
    ),
    "log a cramp, left leg, pain six": ("log a cramp left leg pain @number", [6]),
    "pain of seven and a half": ("pain of @number", [8]),
    "pain seven and a half minutes": ("pain @duration", [450]),
    "it was a seven out of ten": ("it was @number", [7]),
    "make it an eight": ("make it @number", [8]),
    "make it five": ("make it @number", [5]),
    "left calf 5 out of 10": ("left calf @number", [5]),
    "pain 5 out of 10": ("pain @number", [5]),
    "left calf seven just now": ("left calf @number @ago", [7, 0]),
    "more like a six": ("more like @number", [6]),
    "seven or eight": ("@number", [8]),
    "half an hour ago": ("@ago", [1800]),
    "seven": ("@number", [7]),
    "one": ("@number", [1]),
    "a one": ("@number", [1]),
    "pain one": ("pain @number", [1]),
    "left calf six two thirty": ("left calf @number @time", [6, "02:30"]),
    "right leg two": ("right leg @number", [2]),
    "a two minute cramp": ("a @duration cramp", [120]),
    "it lasted about ten minutes": ("it lasted @duration", [600]),
    "log one yesterday at eleven": ("log one @day @time", [..., "11:00"]),
    "it was two in the morning": ("it was @time", ["02:00"]),
    "it was at two": ("it was @time", ["02:00"]),
    "i had a cramp an hour ago": ("i had a cramp @ago", [3600]),
    "ten minutes ago a six": ("@ago @number", [600, 6]),
    "that was yesterday": ("that was @day", [...]),
    "one on monday night": ("one @day", [...]),
    "i'm thirty weeks": ("i'm @week", [30]),
    "i'm twenty eight weeks pregnant": ("i'm @week", [28]),
    "twenty eight weeks pregnant": ("@week", [28]),
    "pair four eight two nine one six": ("pair @code", ["482916"]),
    "sign in with code 48 29 16 thanks": ("sign in with code @code thanks", ["482916"]),
    "my due date is the third of march": ("my due date is @date", [MonthDay(3, 3)]),
    "twenty past midnight pain eight": ("@time pain @number", ["00:20", 8]),
}
UNMASKED = (
    "no two are alike",
    "one leg",
    "two left",
    "six right now",
    "one of my legs",
    "one leg is swollen",
    "both",
    "help one more time",
    "the third one",
    "no one is here",
    "that one",
    "one foot is cold",
    "what about two stretches",
    "tell me about three things",
    "two of my toes",
    "wait a minute",
    "give me a second",
    "i had a second cramp",
    "a one sided swelling",
    "three times",
    "next one",
    "for two weeks",
    "five bananas",
    "how many this week",
    "may i march",
    "a few",
    "half of it",
    "at last",
)
NORMAL = {
    "  My CALF is Cramping!! ": "my calf is cramping",
    "it’s gone": "it's gone",
    "dont know": "don't know",
    "im fine": "i'm fine",
    "ive got cramp": "i've got cramp",
    "cant reach": "can't reach",
    "its cramping": "it's cramping",
    "its cause": "its cause",
    "Alexa, stop": "stop",
    "hey Alexa my leg": "my leg",
    "open cramp relief": "open cramp relief",
    "ask cramp relief to log a cramp": "log a cramp",
    "Alexa, open cramp relief and help me": "help me",
    "ask cramp relief if coffee is bad": "coffee is bad",
    "um, my, uh, leg hurts please": "my leg hurts",
    "okay so my leg hurts": "my leg hurts",
    "it's like a seven": "it's a seven",
    "it feels like a knot": "it feels like a knot",
    "i'd like to log a cramp": "i'd like to log a cramp",
    "do you know why": "do you know why",
    "it sort of hurts": "it hurts",
    "what kind of stretch": "what kind of stretch",
    "my my calf": "my calf",
    "my calf my calf hurts": "my calf hurts",
    "ow ow ow": "ow",
    "m my c calf": "my calf",
    "twenty twenty seven": "twenty twenty seven",
    "pain two two minutes": "pain two two minutes",
    "3 a.m.": "3 am",
    "half-past two": "half past two",
    "my cough is cramping": "my calf is cramping",
    "i have a cough": "i have a cough",
    "my cough has blood in it": "my cough has blood in it",
    "my carf hurts": "my calf hurts",
    "half is cramping": "calf is cramping",
    "both cars are cramping": "both calves are cramping",
    "charlie house": "charley horse",
    "charly horse": "charley horse",
    "charley hoarse in my leg": "charley horse in my leg",
    "a charley in my leg": "a charley horse in my leg",
    "leg cram": "leg cramp",
    "crab in my leg": "cramp in my leg",
    "my leg is clamping": "my leg is cramping",
    "i like crab": "i like crab",
    "open crab relief": "open cramp relief",
    "pain ate": "pain eight",
    "i ate a banana": "i ate a banana",
    "a pain of ate": "a pain of eight",
    "": "",
    "!!!": "",
}
CASES = [
    (reader, said, value)
    for reader, table in {
        "code": CODES,
        "number": NUMBERS,
        "severity": SEVERITIES,
        "duration": DURATIONS,
        "day": DAYS,
        "ago": AGO,
        "month_day": DATES,
        "week": WEEKS,
        "normalise": NORMAL,
    }.items()
    for said, value in table.items()
]
ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")


@pytest.mark.parametrize(("reader", "said", "value"), CASES)
def test_a_phrase_gives_its_value(reader, said, value):
    read = getattr(VALUES, reader)

    assert read(said) == value


@pytest.mark.parametrize("said", CLOCKS)
def test_a_time_of_day_says_whether_it_is_certain(said):
    clock = VALUES.clock(said)

    assert (clock and (str(clock), clock.certain)) == CLOCKS[said]


@pytest.mark.parametrize("said", MASKED)
def test_values_in_an_utterance_become_tags(said):
    masked, found = VALUES.mask(VALUES.normalise(said))

    expected, values = MASKED[said]
    assert masked == expected
    for each, value in zip(found, values, strict=True):
        plain = str(each.value) if isinstance(each.value, Clock) else each.value
        assert value in (plain, ...)


@pytest.mark.parametrize("said", UNMASKED)
def test_words_that_are_no_values_stay(said):
    assert VALUES.mask(VALUES.normalise(said)) == (VALUES.normalise(said), ())


RESOLVED = [
    # now, day, clock or ago, moment; all local to London
    ("2026-11-24 03:00", None, "half past two", "2026-11-24 02:30"),
    ("2026-11-24 09:00", None, "eleven", "2026-11-23 23:00"),
    ("2026-11-24 03:00", None, "five", "2026-11-23 05:00"),
    ("2026-11-24 15:00", None, "two", "2026-11-24 14:00"),
    ("2026-11-24 03:00", None, "11 pm", "2026-11-23 23:00"),
    ("2026-11-24 09:00", "last night", "half past two", "2026-11-24 02:30"),
    ("2026-11-24 09:00", "last night", "eleven", "2026-11-23 23:00"),
    ("2026-11-24 03:00", "last night", "two", "2026-11-23 02:00"),
    ("2026-11-24 03:00", "last night", "eleven", "2026-11-23 23:00"),
    ("2026-11-24 03:00", "tonight", "one", "2026-11-24 01:00"),
    ("2026-11-24 03:00", "tonight", "eleven", "2026-11-23 23:00"),
    ("2026-11-24 22:00", "tonight", "nine", "2026-11-24 21:00"),
    ("2026-11-24 09:00", "two nights ago", "two", "2026-11-23 02:00"),
    ("2026-11-24 09:00", "yesterday", "two", "2026-11-23 02:00"),
    ("2026-11-24 09:00", "yesterday", None, "2026-11-23 09:00"),
    ("2026-11-24 09:00", "yesterday afternoon", "two", "2026-11-23 14:00"),
    ("2026-11-24 09:00", "this morning", "four", "2026-11-24 04:00"),
    ("2026-11-24 09:00", "last night", None, "2026-11-24 03:00"),
    ("2026-11-24 09:00", "on sunday", "3 am", "2026-11-22 03:00"),
    ("2026-11-24 03:00", "monday night", "11 pm", "2026-11-23 23:00"),
    ("2026-11-24 09:00", "2026-11-23", "02:30", "2026-11-23 02:30"),
    ("2026-11-24 09:00", "2026-11-30", "02:30", "2026-11-23 02:30"),
    ("2026-11-24 09:00", "today", "11 pm", "2026-11-23 23:00"),
    ("2026-11-24 09:00", None, None, "2026-11-24 09:00"),
    # The hour from one to two is skipped on 29 March, comes twice on 25 October.
    ("2026-03-29 09:00", "today", "01:30", "2026-03-29 02:00"),
    ("2026-10-25 09:00", "today", "01:30", "2026-10-25 01:30"),
]


@pytest.mark.parametrize(("now", "day", "clock", "moment"), RESOLVED)
def test_what_was_said_gives_the_most_recent_moment(now, day, clock, moment):
    london = ZoneInfo("Europe/London")
    heard_at = datetime.fromisoformat(now).replace(tzinfo=london).astimezone(UTC)
    when = When(
        day=VALUES.day(day) if day else None,
        clock=VALUES.clock(clock) if clock else None,
    )

    resolved = resolve(when, heard_at, "Europe/London")

    assert resolved.tzinfo is UTC
    assert f"{resolved.astimezone(london):%Y-%m-%d %H:%M}" == moment


def test_of_an_hour_that_comes_twice_the_later_past_one_is_meant():
    half_past_one = When(clock=Clock(1, 30, certain=True))
    between = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    after = datetime(2026, 10, 25, 3, 0, tzinfo=UTC)

    first = resolve(half_past_one, between, "Europe/London")
    second = resolve(half_past_one, after, "Europe/London")

    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert second == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_an_unknown_zone_counts_as_utc():
    now = datetime(2026, 11, 24, 3, tzinfo=UTC)

    resolved = resolve(When(clock=Clock(2, 30, certain=False)), now, "Mars/../Base")

    assert resolved == datetime(2026, 11, 24, 2, 30, tzinfo=UTC)


moments = st.datetimes(
    datetime(2020, 1, 1),
    datetime(2035, 1, 1),
    timezones=st.just(UTC),
)
clocks = st.builds(Clock, st.integers(0, 23), st.integers(0, 59), st.booleans())
parts = st.sampled_from([None, "morning", "afternoon", "evening", "night"])
dates = st.dates(date(2000, 1, 1), date(2099, 12, 31))
days = st.one_of(
    st.builds(Day, kind=st.just("back"), days=st.integers(0, 10**6), part=parts),
    st.builds(Day, kind=st.just("weekday"), days=st.integers(0, 6), part=parts),
    st.builds(
        Day, kind=st.sampled_from(["date", "week", "weekend", "month"]), first=dates
    ),
)
whens = st.builds(
    When,
    day=st.none() | days,
    clock=st.none() | clocks,
    ago=st.none() | st.integers(),
)
vocabulary = sorted(
    {*CONTENT["numbers"], *CONTENT["follow"], *MASKED, *UNMASKED, *DURATIONS, *CLOCKS}
)


@given(whens, moments, st.sampled_from(ZONES))
def test_a_moment_is_never_in_the_future(when, now, zone):
    assert resolve(when, now, zone) <= now


@given(clocks, moments, st.sampled_from(ZONES))
def test_a_time_of_day_lies_within_the_last_day_or_so(clock, now, zone):
    resolved = resolve(When(clock=clock), now, zone)

    assert now - resolved <= timedelta(hours=25)
    assert resolved.astimezone(ZoneInfo(zone)).minute in {
        clock.minute,
        (clock.minute + 30) % 60,  # half an hour is skipped on Lord Howe Island
    }


@given(st.integers(0, 23), st.integers(0, 59))
def test_an_iso_time_reads_back_as_itself(hour, minute):
    said = f"{hour:02}:{minute:02}"

    assert str(VALUES.clock(said)) == said


GROUPED = st.lists(st.sampled_from([1, 2, 3, 6]), min_size=6, max_size=6)


@given(st.text("123456789", min_size=6, max_size=6), GROUPED)
def test_a_code_is_read_however_its_digits_are_grouped(code, sizes):
    groups, rest = [], code
    for size in sizes:
        groups, rest = [*groups, rest[:size]], rest[size:]

    masked, found = VALUES.mask(VALUES.normalise(f"pair {' '.join(groups)}"))

    assert (masked, [each.value for each in found]) == ("pair @code", [code])


@given(st.text() | st.lists(st.sampled_from(vocabulary), max_size=6).map(" ".join))
def test_nothing_said_raises(text):
    normal = VALUES.normalise(text)
    masked, found = VALUES.mask(normal)

    assert sum(masked.count(f"@{each.tag}") for each in found) >= len(found)
    for reader in ("code", "number", "severity", "duration", "clock", "day", "ago"):
        getattr(VALUES, reader)(text)
    VALUES.month_day(text)
    VALUES.week(text)


def test_an_utterance_is_read_in_a_fraction_of_a_millisecond():
    said = [*MASKED, *UNMASKED, *NORMAL]

    seconds = []
    for each in said:
        begun = perf_counter()
        VALUES.mask(VALUES.normalise(each))
        seconds.append(perf_counter() - begun)

    assert median(seconds) < 0.0003

"""Six digits, said once and in time, sign one browser in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from skill.episodes.browsers import Browsers
from skill.episodes.records import Consent, Forget, Pair, SignOut
from skill.episodes.signins import (
    MOST_SHOWN,
    MOST_SHOWN_TO,
    MOST_WRONG,
    Pairing,
    TooManyCodes,
)

pytest_plugins = ("databases",)

NOW = datetime(2025, 11, 24, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.fixture
def signins(diary):
    return diary.signins()


@pytest.fixture
def browsers(diary):
    return Browsers(diary.connections)


@pytest.fixture
def signed_in(diary, signins):
    """Give a way to sign a browser in; it gives its secret."""

    def sign_in(person="her", name="Firefox", now=NOW):
        shown = signins.show(f"{person}'s address", now)
        code = signins.shown(shown, now).code
        diary.apply(person, [Pair(code, now, "Europe/Paris")], now)
        return signins.sign_in(shown, name, now)

    return sign_in


def rows_of(diary, table):
    with diary.connections.reading() as connection:
        return connection.execute(text(f"SELECT * FROM {table}")).mappings().all()


def another(code):
    """Give a code nobody shows."""
    return code[:-1] + str(int(code[-1]) % 9 + 1)


def test_a_code_she_says_signs_its_browser_in(diary, signins, browsers):
    secret = signins.show("address", NOW)
    shown = signins.shown(secret, NOW)

    assert diary.pairing("her", shown.code, NOW + 5 * MINUTE) is Pairing.SIGNED_IN
    said = Pair(shown.code, NOW, "Europe/Paris")
    about = diary.apply("her", [said], NOW + 5 * MINUTE)
    waiting = signins.shown(secret, NOW + 6 * MINUTE)
    cookie = signins.sign_in(secret, "Firefox", NOW + 6 * MINUTE)

    assert about is None
    assert (shown.is_said, waiting.is_said) == (False, True)
    found = browsers.known(cookie, NOW + 7 * MINUTE)
    assert (found.person, found.name, found.zone) == ("her", "Firefox", "Europe/Paris")
    assert shown.until == NOW + 5 * MINUTE


def test_a_code_is_six_digits_none_of_them_zero(signins):
    codes = [signins.shown(signins.show(f"{n}", NOW), NOW).code for n in range(50)]

    assert all(len(c) == 6 and c.isdecimal() and "0" not in c for c in codes)
    assert len(set(codes)) == 50


def test_a_code_nobody_said_signs_nobody_in(signins):
    secret = signins.show("address", NOW)

    assert signins.sign_in(secret, "Firefox", NOW) is None
    assert signins.sign_in("guessed", "Firefox", NOW) is None
    assert signins.shown("guessed", NOW) is None


def test_a_code_is_over_after_five_minutes(diary, signins):
    secret = signins.show("address", NOW)
    code = signins.shown(secret, NOW).code
    late = NOW + 5 * MINUTE + SECOND

    assert diary.pairing("her", code, late) is Pairing.UNKNOWN
    diary.apply("her", [Pair(code, late)], late)

    assert signins.shown(secret, late) is None
    assert signins.sign_in(secret, "Firefox", late) is None


def test_a_code_signs_in_once(diary, signins, browsers):
    secret = signins.show("address", NOW)
    code = signins.shown(secret, NOW).code
    diary.apply("her", [Pair(code, NOW)], NOW)

    first = signins.sign_in(secret, "Firefox", NOW)
    second = signins.sign_in(secret, "Firefox", NOW)

    assert (first is None, second) == (False, None)
    assert diary.pairing("her", code, NOW) is Pairing.UNKNOWN
    assert len(browsers.of("her", NOW)) == 1


def test_who_says_a_code_first_has_it(diary, signins, browsers):
    secret = signins.show("address", NOW)
    code = signins.shown(secret, NOW).code
    diary.apply("her", [Pair(code, NOW)], NOW)

    assert diary.pairing("another", code, NOW) is Pairing.UNKNOWN
    diary.apply("another", [Pair(code, NOW)], NOW)
    # Alexa sends a request again when the answer was late.
    assert diary.pairing("her", code, NOW) is Pairing.SIGNED_IN
    diary.apply("her", [Pair(code, NOW)], NOW)

    cookie = signins.sign_in(secret, "Firefox", NOW)
    assert browsers.known(cookie, NOW).person == "her"
    assert [row["who"] for row in rows_of(diary, "attempts") if row["what"] == "pair"]


def test_many_threads_use_a_code_once(diary, signins):
    secret = signins.show("address", NOW)
    diary.apply("her", [Pair(signins.shown(secret, NOW).code, NOW)], NOW)

    with ThreadPoolExecutor(8) as threads:
        cookies = list(
            threads.map(lambda n: signins.sign_in(secret, f"{n}", NOW), range(8))
        )

    assert len([cookie for cookie in cookies if cookie]) == 1


def test_wrong_codes_stop_a_person_for_a_quarter_of_an_hour(diary, signins):
    code = signins.shown(signins.show("address", NOW), NOW).code
    for _ in range(MOST_WRONG):
        assert diary.pairing("her", another(code), NOW) is Pairing.UNKNOWN
        diary.apply("her", [Pair(another(code), NOW)], NOW)

    assert diary.pairing("her", code, NOW) is Pairing.TOO_MANY
    diary.apply("her", [Pair(code, NOW)], NOW)
    assert diary.pairing("another", code, NOW) is Pairing.SIGNED_IN

    later = NOW + 16 * MINUTE
    code = signins.shown(signins.show("address", later), later).code
    assert diary.pairing("her", code, later) is Pairing.SIGNED_IN


def test_guessing_a_thousand_codes_finds_none(diary, signins):
    shown = signins.show("address", NOW)
    code = signins.shown(shown, NOW).code
    guesses = [f"{n:06}" for n in range(111_111, 112_111)]

    for guess in [*(g for g in guesses if g != code), code]:
        diary.apply("her", [Pair(guess, NOW)], NOW)

    assert not signins.shown(shown, NOW).is_said
    assert len(rows_of(diary, "attempts")) == MOST_WRONG + 1


def test_an_address_is_shown_few_codes(signins):
    for _ in range(MOST_SHOWN_TO):
        signins.show("address", NOW)

    with pytest.raises(TooManyCodes):
        signins.show("address", NOW)

    assert signins.show("another address", NOW)
    assert signins.show("address", NOW + 16 * MINUTE)


def test_few_codes_wait_at_once(signins):
    for n in range(MOST_SHOWN):
        signins.show(f"address {n}", NOW)

    with pytest.raises(TooManyCodes):
        signins.show("one more", NOW)

    assert signins.show("one more", NOW + 6 * MINUTE)


def test_nothing_stored_can_be_used(diary, signins, signed_in):
    cookie = signed_in()
    secret = signins.show("10.1.2.3", NOW)
    code = signins.shown(secret, NOW).code

    tables = ("browsers", "pairings", "attempts")
    stored = str([rows_of(diary, table) for table in tables])

    assert not any(word in stored for word in (cookie, secret, code, "10.1.2.3"))


def test_she_sees_her_browsers_and_signs_one_out(signed_in, browsers):
    first, second = signed_in(), signed_in(now=NOW + MINUTE)
    signed_in("another")

    known = browsers.of("her", NOW + MINUTE)
    theirs = browsers.of("another", NOW)[0]

    assert [b.paired_at for b in known] == [NOW + MINUTE, NOW]
    assert browsers.sign_out("her", known[1].id)
    assert not browsers.sign_out("her", known[1].id)
    assert not browsers.sign_out("her", theirs.id)
    assert browsers.known(first, NOW) is None
    assert browsers.known(second, NOW) == known[0]


def test_signing_out_everywhere_ends_hers_and_nobody_elses(
    diary, signins, signed_in, browsers
):
    hers, theirs = signed_in(), signed_in("another")
    said = signins.show("address", NOW)
    diary.apply("her", [Pair(signins.shown(said, NOW).code, NOW)], NOW)

    about = diary.apply("her", [SignOut()], NOW)

    assert about is None
    assert browsers.known(hers, NOW) is None
    assert signins.sign_in(said, "Firefox", NOW) is None
    assert browsers.known(theirs, NOW).person == "another"


def test_to_be_forgotten_signs_out(diary, signed_in, browsers):
    cookie = signed_in()

    diary.apply("her", [Forget()], NOW)

    assert browsers.known(cookie, NOW) is None
    assert rows_of(diary, "pairings") == []


def test_a_browser_stays_signed_in_while_it_is_used(diary, signed_in, browsers):
    cookie = signed_in()

    seen = [browsers.known(cookie, NOW + n * 60 * DAY) for n in (1, 2, 3)]
    unseen = browsers.known(cookie, NOW + 271 * DAY)
    diary.apply("her", [Consent(True, NOW)], NOW + 271 * DAY)

    assert all(seen)
    assert unseen is None
    assert browsers.of("her", NOW + 271 * DAY) == []
    assert rows_of(diary, "browsers") == []


def test_old_codes_and_attempts_are_deleted(diary, signins):
    signins.show("address", NOW)
    diary.apply("her", [Pair("111111", NOW)], NOW)

    diary.apply("her", [Consent(True, NOW)], NOW + 16 * MINUTE)

    assert rows_of(diary, "pairings") == rows_of(diary, "attempts") == []

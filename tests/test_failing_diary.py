"""A log that fails never keeps relief away, and is never said to hold what it lost."""

import sqlite3
from contextlib import contextmanager

import pytest

from audio.speech import plain
from rules import assert_acts_first, assert_sound
from skill.conversation import Conversation
from skill.episodes.records import Consent
from skill.episodes.store import Diary, DiaryError
from talkers import MOMENT, PEOPLE, Room, keys_of

CALLS = ("person", "apply", "latest", "latest_changeable", "within", "count")
CLAIMS = ("noted", "i'll keep a log", "taken out:", "put back:", "changed:", "deleted:")
"""Words that say something was stored."""
RELIEF = ["open cramp relief", "my calf is cramping", "it still hurts", "next"]
LOG = [
    "log a cramp left leg pain seven",
    "undo that",
    "make it an eight",
    "how many this week",
    "when was my last cramp",
    "keep a log",
    "stop logging",
]


class Breaking:
    """A diary of which some calls fail."""

    def __init__(self, diary, broken):
        self._diary, self._broken = diary, broken

    def __getattr__(self, name):
        if name in self._broken:
            return self._fail
        return getattr(self._diary, name)

    @contextmanager
    def at_hand(self):
        yield self

    def _fail(self, *_arguments, **_named):
        raise DiaryError("gone")


@pytest.fixture
def somebody(catalogue, recogniser, tmp_path):
    """Give a way to talk with a diary, by somebody who agreed to a log."""
    opened = []

    def sit_down(broken=(), url=None):
        diary = Diary.open(url or f"sqlite:///{tmp_path}/diary.db")
        opened.append(diary)
        user = f"her-{next(PEOPLE)}"
        if url is None:
            diary.apply(user, [Consent(True, MOMENT)], MOMENT)
        broke = Breaking(diary, broken)
        room = Room(
            catalogue=catalogue,
            recogniser=recogniser,
            conversation=Conversation(catalogue, broke),
            diary=diary,
        )
        return room.console({}, user), diary, user

    yield sit_down
    for diary in opened:
        diary.close()


def claims(spoken):
    said = plain(spoken.speech).lower()
    return [claim for claim in CLAIMS if claim in said]


@pytest.mark.parametrize("call", CALLS)
def test_relief_is_given_whatever_call_fails(somebody, call):
    console, _, _ = somebody({call})

    for said in RELIEF:
        spoken = console.say(said).spoken
        assert_sound(spoken)
        assert ".step." in spoken.parts[0].key
        assert not spoken.ends
        console.wait(40)


@pytest.mark.parametrize("broken", [{"apply"}, {"person", "apply"}, set(CALLS)])
def test_nothing_is_said_to_be_stored_that_is_not(somebody, broken):
    console, diary, user = somebody(broken)

    for said in [*RELIEF, "it's gone", *LOG]:
        spoken = console.say(said).spoken
        assert claims(spoken) == [], said
        assert_sound(spoken)

    assert diary.latest(user) is None


def test_an_eased_cramp_that_could_not_be_kept_is_said_not_to_be(somebody):
    console, _, _ = somebody({"apply"})
    console.say("my calf is cramping")

    keys = keys_of(console.say("it's gone").spoken)

    assert "trouble.not_kept" in keys
    assert "diary.noted" not in keys
    assert keys[0] == "relief.eased"


def test_warnings_need_no_diary(somebody):
    console, _, _ = somebody(set(CALLS))

    spoken = console.say("my calf is swollen and red").spoken

    assert spoken.flag == "RF03"
    assert keys_of(spoken) == ["danger.rf03"]


def test_questions_need_no_diary(somebody):
    console, _, _ = somebody(set(CALLS))

    assert keys_of(console.say("can i eat bananas").spoken) == ["prevention.bananas"]


def test_nothing_is_said_to_be_deleted_that_is_not(somebody):
    console, diary, user = somebody({"apply"})
    console.say("delete everything")

    spoken = console.say("yes").spoken

    assert claims(spoken) == []
    assert diary.person(user, MOMENT).consent is True


def test_a_folder_that_is_not_there(somebody, tmp_path):
    console, _, _ = somebody(url=f"sqlite:///{tmp_path}/no/such/diary.db")

    relief = console.say("my calf is cramping").spoken
    logged = console.say("log a cramp").spoken

    assert_acts_first(relief)
    assert claims(logged) == []


def test_a_file_that_is_no_database(somebody, tmp_path):
    (tmp_path / "diary.txt").write_text("dear diary " * 200)
    console, _, _ = somebody(url=f"sqlite:///{tmp_path}/diary.txt")

    relief = console.say("open cramp relief").spoken
    logged = console.say("log a cramp").spoken

    assert_acts_first(relief)
    assert claims(logged) == []


def test_a_diary_that_may_only_be_read(somebody, tmp_path):
    _, diary, user = somebody()
    url = f"sqlite:///file:{tmp_path}/diary.db?mode=ro&uri=true"
    console, _, _ = somebody(url=url)

    relief = console.say("my calf is cramping").spoken
    gone = console.say("it's gone").spoken
    logged = console.say("log a cramp").spoken

    assert_acts_first(relief)
    assert claims(gone) == claims(logged) == []
    assert diary.latest(user) is None


def test_it_goes_on_where_the_diary_comes_back(somebody, tmp_path):
    console, diary, user = somebody()
    with sqlite3.connect(tmp_path / "diary.db") as locked:
        locked.execute("ALTER TABLE episodes RENAME TO away")
    refused = console.say("log a cramp left leg").spoken
    with sqlite3.connect(tmp_path / "diary.db") as mended:
        mended.execute("ALTER TABLE away RENAME TO episodes")

    stored = console.say("log a cramp left leg").spoken

    locked.close()
    mended.close()
    assert claims(refused) == []
    assert claims(stored) == ["noted"]
    assert diary.latest(user).leg == "left"


def test_an_episode_no_cramp_can_have_changes_nothing(somebody):
    console, diary, user = somebody()
    console.say("log a cramp left leg pain seven at two a m")

    spoken = console.say("it lasted thirty hours").spoken

    assert claims(spoken) == [] or diary.latest(user).minutes is None
    assert diary.latest(user).severity == 7


def test_a_turn_sent_again_is_stored_once_and_told_alike(room):
    console = room.console({}, f"her-{next(PEOPLE)}")
    turn = console.say("log a cramp left leg").turn

    again = [room.conversation.answer(turn) for _ in range(3)]

    assert len({plain(spoken.speech) for spoken in again}) == 1
    ever = MOMENT.replace(year=2000)
    assert room.diary.count(turn.user, ever, MOMENT.replace(year=2030)) == 1

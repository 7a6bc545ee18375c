"""Conversations from tests/conversations, at the keyboard and through Alexa.

`hear` lists reply keys in order, without holds, rests and the closing question;
`asked` is that question. `then` is what the diary holds at the end.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from audio.ssml import ssml_of
from skill.episodes.episode import Episode, Leg, corrected
from skill.episodes.records import Consent, Log
from skill.spoken import joined, style_of
from talkers import keys_of, moment_of

FOLDER = Path(__file__).parent / "conversations" / "en"
EVER = datetime.fromtimestamp(0, UTC)
CONVERSATIONS = [
    row
    for path in sorted(FOLDER.glob("*.yaml"))
    for row in yaml.safe_load(path.read_text("utf-8"))
]
MONTH = timedelta(days=31)


@pytest.mark.parametrize("row", CONVERSATIONS, ids=lambda row: row["id"])
def test_at_the_keyboard(row, room, keyboard):
    given = row.get("given", {})
    her = keyboard(**given)
    fill(room.diary, her, given)

    replies = [(turn, play(her, turn)) for turn in row["turns"]]

    for number, (turn, spoken) in enumerate(replies):
        expected = {k: v for k, v in turn.items() if k in SHOWN}
        assert {k: SHOWN[k](spoken) for k in expected} == expected, (number, turn)
    expected = row.get("then", {})
    assert kept(room.diary, her, given, expected) == expected


@pytest.mark.parametrize(
    "row",
    [row for row in CONVERSATIONS if not row.get("only")],
    ids=lambda row: row["id"],
)
def test_through_alexa(row, room, keyboard, bedside):
    given = row.get("given", {})
    her, there = keyboard(**given), bedside(given)
    fill(room.diary, her, given)
    fill(there.diary, there, given)
    words = {}

    for number, turn in enumerate(row["turns"]):
        spoken = play(her, turn)
        if "say" in turn:
            response = there.say(turn["say"])
            words = spoken_in(response)
            assert words == told(spoken), (number, turn)
            state = there.attributes.get("state", "resting")
            assert spoken.ends or state == spoken.session.state, (number, turn)
        elif turn.get("silence"):
            heard = words.pop("again", "<speak></speak>")
            assert heard == told(spoken)["says"], (number, turn)
            if spoken.ends:
                there.leave()
        else:
            play(there, turn)
        there.wait((her.now - there.now).total_seconds())

    expected = row.get("then", {})
    assert kept(there.diary, there, given, expected) == expected


def play(talker, turn):
    """Let one turn happen; give the reply, None where nothing is said."""
    if "wait" in turn:
        return talker.wait(turn["wait"])
    if turn.get("leave"):
        return talker.leave()
    return talker.say(turn.get("say"))


SHOWN = {
    "hear": keys_of,
    "asked": lambda spoken: spoken.asks,
    "state": lambda spoken: spoken.session.state.value,
    "flag": lambda spoken: spoken.flag,
    "ends": lambda spoken: spoken.ends,
    "step": lambda spoken: spoken.session.step,
}
"""What a turn may say of the reply."""


def told(spoken):
    """Give what Alexa is told to say."""
    again = ssml_of(joined(spoken.again), style_of(spoken.again, spoken.manner))
    says = ssml_of(spoken.speech, style_of(spoken.parts, spoken.manner))
    given = {"says": says, "ends": spoken.ends}
    return given if spoken.ends or not spoken.again else given | {"again": again}


def spoken_in(response):
    """Give what a response tells Alexa to say."""
    given = {
        "says": response["outputSpeech"]["ssml"],
        "ends": response["shouldEndSession"],
    }
    if "reprompt" in response:
        given["again"] = response["reprompt"]["outputSpeech"]["ssml"]
    return given


def fill(diary, her, given):
    """Put into the diary what there was before."""
    now = moment_of(given)
    if "consent" in given:
        diary.apply(her.user, [Consent(given["consent"], now - MONTH)], now - MONTH)
    for number, row in enumerate(given.get("diary", [])):
        begun = now - timedelta(hours=row["hours_ago"])
        told = Episode(
            started_at=begun,
            leg=Leg(row["leg"]) if "leg" in row else None,
            place=row.get("place"),
            severity=row.get("severity"),
            channel="webhook",
            request_id=f"{her.user}-{number}",
        )
        minutes = {"minutes": row["minutes"]} if "minutes" in row else {}
        diary.apply(her.user, [Log(corrected(told, minutes))], begun)


def kept(diary, her, given, wanted):
    """Give what the diary holds now, of what is wanted."""
    last = diary.latest(her.user)
    zone = ZoneInfo(given.get("zone", "Europe/London"))
    person = diary.person(her.user, her.now)
    found = {
        "episodes": diary.count(her.user, EVER, her.now + MONTH),
        "consent": person.consent,
        "place": person.place.step if person.place else None,
    }
    if last:
        at = last.started_at.astimezone(zone).isoformat(timespec="minutes")
        names = ("leg", "place", "severity", "minutes", "helped", "week")
        names += ("sleep", "soreness", "stretched", "signs")
        found |= {f"last_{name}": getattr(last, name) for name in names}
        found |= {"last_at": at}
    return {name: found.get(name) for name in wanted}

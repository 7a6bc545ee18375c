"""Episodes by chance, as anybody may have told them."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from skill.episodes.episode import CHANNELS, PLACES, Episode, Leg

PAST = datetime(2025, 1, 1), datetime(2025, 12, 31)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
SCALE = st.none() | st.integers(0, 10)


@st.composite
def made(draw, **chosen):
    start = draw(st.datetimes(*PAST, timezones=st.just(UTC)))
    length = draw(st.none() | st.timedeltas(timedelta(0), timedelta(hours=24)))
    asked = {
        "started_at": start,
        "ended_at": None if length is None else start + length,
        "leg": draw(st.none() | st.sampled_from(Leg)),
        "place": draw(st.none() | st.sampled_from(sorted(PLACES))),
        "severity": draw(SCALE),
        "sleep": draw(SCALE),
        "soreness": draw(SCALE),
        "helped": draw(st.none() | st.sampled_from(["calf-pull", "=1+1", "'quoted"])),
        "stretched": draw(st.none() | st.booleans()),
        "week": draw(st.none() | st.integers(0, 45)),
        "signs": draw(st.sampled_from([None, "", "RF01", "RF01 RF09"])),
        "channel": draw(st.sampled_from(sorted(CHANNELS))),
        "request_id": draw(WORDS.filter(bool)),
        "id": UUID(int=draw(st.integers(0, 2**128 - 1))).hex,
    }
    return Episode(**{**asked, **chosen})


def series(**sizes):
    return st.lists(made(), unique_by=lambda e: e.id, **sizes)

"""What a cramp can be, and what it cannot."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from skill.episodes.episode import Episode, EpisodeInvalid, Leg, corrected

START = datetime(2025, 11, 24, 3, tzinfo=UTC)
TOLD: dict[str, Any] = {"started_at": START, "channel": "alexa", "request_id": "a"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("started_at", datetime(2025, 11, 24, 3)),  # noqa: DTZ001
        ("ended_at", START - timedelta(seconds=1)),
        ("ended_at", START + timedelta(hours=25)),
        ("ended_at", datetime(2025, 11, 24, 4)),  # noqa: DTZ001
        ("severity", 11),
        ("severity", -1),
        ("severity", 7.5),
        ("severity", True),
        ("sleep", 11),
        ("soreness", -1),
        ("week", 46),
        ("leg", "middle"),
        ("place", "tummy"),
        ("channel", "letter"),
        ("request_id", ""),
    ],
)
def test_what_no_cramp_can_be_is_refused_by_name(name, value):
    with pytest.raises(EpisodeInvalid, match=f"^{name}: "):
        Episode(**{**TOLD, name: value})


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0), (29, 0), (100, 2), (600, 10)])
def test_a_length_is_told_in_whole_minutes(seconds, minutes):
    ended_at = START + timedelta(seconds=seconds)

    assert Episode(**TOLD, ended_at=ended_at).minutes == minutes


def test_nobody_knows_the_length_of_an_open_one():
    assert Episode(**TOLD).minutes is None


def test_a_corrected_start_keeps_the_length():
    told = Episode(**TOLD, ended_at=START + timedelta(minutes=2), leg=Leg.LEFT)

    changed = corrected(told, {"started_at": START - timedelta(days=1)})

    assert (changed.minutes, changed.leg) == (2, Leg.LEFT)


def test_a_corrected_length_moves_the_end():
    changed = corrected(Episode(**TOLD), {"minutes": 5, "severity": 8})

    assert changed.ended_at == START + timedelta(minutes=5)
    assert changed.severity == 8

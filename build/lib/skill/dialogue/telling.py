"""An episode as one line: its values in her own time."""

from zoneinfo import ZoneInfo

from skill.dialogue.turn import Line, Turn
from skill.episodes.episode import Episode


def told(key: str, turn: Turn, episode: Episode) -> Line:
    """Give a line that tells an episode; wording is made from its values."""
    zone = ZoneInfo(turn.zone)
    values: dict[str, str | int] = {
        "at": episode.started_at.astimezone(zone).isoformat(timespec="minutes"),
        "now": turn.heard_at.astimezone(zone).isoformat(timespec="minutes"),
    }
    known = {
        "leg": episode.leg.value if episode.leg else None,
        "place": episode.place,
        "severity": episode.severity,
        "minutes": episode.minutes,
    }
    return Line(key, values | {k: v for k, v in known.items() if v is not None})

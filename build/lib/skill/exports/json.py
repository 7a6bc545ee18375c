"""Episodes as JSON: every field by its name, times in UTC."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from skill.episodes.episode import Episode


def as_json(episodes: Iterable[Episode]) -> str:
    """Give an object with a list of episodes; what is not known is null."""
    shown = [{n: _plain(v) for n, v in asdict(e).items()} for e in episodes]
    return json.dumps({"episodes": shown}, indent=1, ensure_ascii=False) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value

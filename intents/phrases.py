"""Small phrases a reply is filled with: an episode, a moment, a count, a list."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

JUST_NOW = timedelta(minutes=3)
"""A cramp begun within this counts as just now."""
DAYS_A_WEEK = 7
MORNING = 5
"""Before this hour it is still the night of the day before."""
EVENING = 18

Values = Mapping[str, Any]


def filled(values: Values, words: Values) -> dict[str, str]:
    """Give the phrases these values allow, by the name a wording uses."""
    given = {name: str(value) for name, value in values.items()}
    if "at" in values and "now" in values:
        when = moment(values["at"], values["now"], words)
        given["when"] = when
        told = [_where(values, words), _strength(values, words), _length(values, words)]
        given["what"] = ", ".join([part for part in told if part] or [words["cramp"]])
        given["entry"] = f"{given['what']}, {when}".rstrip(".")  # a.m. ends it too
    if "period" in values:
        given["period"] = words["periods"][values["period"]]
    if "length" in values:
        given["length"] = words["lengths"][values["length"]]
    for name in ("count", "nights"):
        if name in values:
            given[name] = number(int(values[name]), words)
    if "sources" in values:
        given["sources"] = f" {words['and']} ".join(values["sources"].split("|"))
    return given


def number(count: int, words: Values) -> str:
    """Give a count as a word where there is one, else in digits."""
    known = words["numbers"]
    return known[count] if 0 <= count < len(known) else str(count)


def moment(at: str, now: str, words: Values) -> str:
    """Give a local ISO time as she would say it, seen from the local ISO `now`."""
    begun, seen = datetime.fromisoformat(at), datetime.fromisoformat(now)
    if timedelta(0) <= seen - begun < JUST_NOW:
        return str(words["just_now"])
    clock = words["at"].format(time=_clock(begun, words))
    return f"{_day(begun, seen, words)} {clock}".strip()


def _clock(at: datetime, words: Values) -> str:
    hour = at.hour % 12 or 12
    half = words["halves"][0 if at.hour < 12 else 1]  # noqa: PLR2004
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{hour}{minutes} {half}"


def _day(at: datetime, now: datetime, words: Values) -> str:
    days = (now.date() - at.date()).days
    if days == 0:
        return ""
    if days == 1:
        night = at.hour >= EVENING
        return str(words["days"]["last_night" if night else "yesterday"])
    if days < DAYS_A_WEEK:
        return str(words["on"].format(day=words["weekdays"][at.weekday()]))
    return str(words["on"].format(day=f"{at.day} {words['months'][at.month - 1]}"))


def _where(values: Values, words: Values) -> str:
    leg, place = values.get("leg"), values.get("place")
    if not leg:
        return str(words["places"][place]) if place else ""
    part = words["places_both" if leg == "both" else "places"][place or "none"]
    return f"{words['legs'][leg]} {part}"


def _strength(values: Values, words: Values) -> str:
    return number(int(values["severity"]), words) if "severity" in values else ""


def _length(values: Values, words: Values) -> str:
    count = int(values.get("minutes", 0))
    if not count:
        return ""
    if count == 1:
        return str(words["minutes"]["one"])
    return str(words["minutes"]["other"].format(count=number(count, words)))

"""Small phrases a reply is filled with: an episode, a moment, a count, a list."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

JUST_NOW = timedelta(minutes=3)
"""A cramp begun within this counts as just now."""
DAYS_A_WEEK, HOURS_A_DAY = 7, 24
MORNING = 5
"""Before this hour it is still the night of the day before."""
EVENING = 18
MOST_ECHOED = 7
"""Words of an echo, beside the one before it such as "noted"."""

Values = Mapping[str, Any]
NUMBERS = frozenset({"count", "nights", "told", "before"})
"""Values said as words."""


def filled(values: Values, words: Values) -> dict[str, str]:
    """Give the phrases these values allow, by the name a wording uses."""
    given = {name: str(value) for name, value in values.items()}
    for needed, fill in FILLS.items():
        if needed in values:
            given |= fill(values, words)
    for name in NUMBERS & values.keys():
        given[name] = number(int(values[name]), words)
    return given


def _entry(values: Values, words: Values) -> dict[str, str]:
    when = moment(values["at"], values["now"], words)
    told = [_where(values, words), _strength(values, words), _length(values, words)]
    what = ", ".join([part for part in told if part] or [words["cramp"]])
    lasted = _length(values, words)
    entry = _brief([part for part in told if part] or [words["cramp"]], values, words)
    return {"when": when, "what": what, "lasted": lasted, "entry": entry}


def _brief(told: list[str], values: Values, words: Values) -> str:
    """Echo an episode in few words: what is said last is left out first."""
    when = moment(values["at"], values["now"], {**words, "at": "{time}"})
    while len(told) > 1 and len(" ".join([*told, when]).split()) > MOST_ECHOED:
        told = told[:-1]
    return ", ".join([*told, when]).rstrip(".")  # a.m. ends it too


def _sources(values: Values, words: Values) -> dict[str, str]:
    return {"sources": f" {words['and']} ".join(values["sources"].split("|"))}


def _since(values: Values, words: Values) -> dict[str, str]:
    first = date.fromisoformat(values["since"])
    days = (date.fromisoformat(values["today"]) - first).days
    named = {0: words["days"]["today"], 1: words["days"]["yesterday"]}
    if days not in named and days <= DAYS_A_WEEK:
        named[days] = words["weekdays"][first.weekday()]
    later = f"{first.day} {words['months'][first.month - 1]}"
    return {"since": named.get(days, later)}


def _hours(values: Values, words: Values) -> dict[str, str]:
    first = int(values["hour"])
    begin, end = (time((first + more) % HOURS_A_DAY) for more in (0, 2))
    between = {"first": _clock(begin, words), "last": _clock(end, words)}
    return {"hours": str(words["between"]).format(**between).rstrip(".")}


def _named(values: Values, words: Values) -> dict[str, str]:
    """Give the words of ids with a bar between, such as left|right."""
    lists = {"leg": words["legs_named"], "helped": words["helped"]}
    join = f" {words['and']} "
    return {
        name: join.join(known[id_] for id_ in str(values[name]).split("|"))
        for name, known in lists.items()
        if name in values
    }


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


def _clock(at: datetime | time, words: Values) -> str:
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


FILLS: Mapping[str, Callable[[Values, Values], dict[str, str]]] = {
    "at": _entry,
    "period": lambda values, words: {"period": words["periods"][values["period"]]},
    "length": lambda values, words: {"length": words["lengths"][values["length"]]},
    "sources": _sources,
    "since": _since,
    "hour": _hours,
    "told": _named,
}
"""A value -> the phrases made with it."""

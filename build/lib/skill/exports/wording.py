"""The figures of a report in words, the same on the page and on paper."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from skill.episodes.episode import Episode
from skill.episodes.summary import TREND_NIGHTS, Figures, Month, Summary
from skill.exports.names import named, part_of

SHOWN = 4
"""Of many kinds only the most frequent are told on the sheet."""
TITLE = "Leg cramps in pregnancy: a diary"
CAUTIONS = (
    "Self-reported, mostly by voice at night.",
    "This is no diagnosis.",
    "No clinician has reviewed it.",
)
HEADINGS = (
    "Began",
    "Minutes",
    "Where",
    "Pain",
    "Sleep",
    "Sore",
    "Eased during",
    "Stretched",
    "Week",
    "Warning signs",
)
NOT_SAID = "not said"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a report is about, and when it was made."""

    person: str
    """Her key; the report shows its beginning."""
    first: date
    """First night."""
    last: date
    """Last night, included."""
    zone: ZoneInfo
    made_at: datetime
    names: Mapping[str, str] = field(default_factory=dict)
    """Words for ids of steps and warning signs; the id itself where there is none."""


def heading(about: About) -> tuple[str, ...]:
    """Give the lines under the title: period, zone, pseudonym, when it was made."""
    made = about.made_at.astimezone(about.zone)
    return (
        f"Nights {day(about.first)} to {day(about.last)}, noon to noon, "
        f"time zone {about.zone.key}",
        f"Person {about.person[:8]} (a pseudonym). Made {day(made)}, {made:%H:%M}.",
    )


def day(moment: date) -> str:
    """Give a day as 3 Nov 2025."""
    return f"{moment.day} {moment:%b %Y}"


def month_name(month: Month) -> str:
    """Give a month as Nov 25."""
    return f"{month.first:%b %y}"


def figures(summary: Summary, about: About) -> Iterator[tuple[str, str]]:
    """Give every figure of the sheet: what it is, and how much."""
    yield "Nights with cramps", f"{summary.nights} of {summary.span}"
    yield "Trend", _trend(summary)
    yield "Cramps", _cramps(summary)
    yield "Minutes", _measured(summary.minutes, "longest")
    yield "Pain, 0 to 10", _measured(summary.severity, "worst")
    yield "Sleep disturbed, 0 to 10", _measured(summary.sleep, "worst")
    yield "Sore next day, 0 to 10", _measured(summary.soreness, "worst")
    yield "Leg", counts(summary.legs, {"both": "both legs"})
    yield "Place", counts(summary.places, {})
    yield "Usual hours", _hours(summary)
    yield "Eased during", counts(summary.helped, about.names)
    yield "Stretched at bedtime", counts(summary.stretched, {True: "yes", False: "no"})
    yield "Week of pregnancy", _weeks(summary)
    yield "Warning signs", _signs(summary, about)


def row(episode: Episode, about: About) -> tuple[str, ...]:
    """Give one cramp as cells under `HEADINGS`; empty: not said."""
    start = episode.started_at.astimezone(about.zone)
    return (
        f"{start:%a} {day(start)}, {start:%H:%M}",
        _shown(episode.minutes),
        part_of(episode),
        _shown(episode.severity),
        _shown(episode.sleep),
        _shown(episode.soreness),
        named(episode.helped, about.names) if episode.helped else "",
        {True: "yes", False: "no", None: ""}[episode.stretched],
        _shown(episode.week),
        _signs_named(episode.signs, about) if episode.signs is not None else "",
    )


def counts(counted: Mapping[Any, int], names: Mapping[Any, str]) -> str:
    """Give counts in words, the most frequent first, what was not said last.

    What has the same name counts as one.
    """
    told: dict[str, int] = {}
    for value, n in counted.items():
        if value is not None:
            name = str(names.get(value, value)).replace("_", " ")
            told[name] = told.get(name, 0) + n
    ranked = sorted(told.items(), key=lambda item: -item[1])
    parts = [f"{name} {n}" for name, n in ranked[:SHOWN]]
    if others := sum(n for _, n in ranked[SHOWN:]):
        parts.append(f"others {others}")
    if silent := counted.get(None):
        parts.append(f"{NOT_SAID} {silent}")
    return ", ".join(parts) or "none"


def _trend(summary: Summary) -> str:
    if summary.trend is None:
        return f"too early to tell, needs {2 * TREND_NIGHTS} nights"
    before, recent = summary.recent
    return f"{summary.trend}: {recent} nights in the last 4 weeks, {before} before"


def _cramps(summary: Summary) -> str:
    if summary.per_night is None:
        return "none"
    return (
        f"{summary.episodes}; {summary.per_night:.1f} in a night with cramps, "
        f"at most {summary.most_a_night}"
    )


def _measured(figure: Figures, most: str) -> str:
    if figure.median is None:
        return NOT_SAID
    return f"median {figure.median:g}, {most} {figure.most} (known for {figure.known})"


def _hours(summary: Summary) -> str:
    named = {hour: f"{hour:02d}:00" for hour in range(24)}
    return counts(summary.hours, named)


def _weeks(summary: Summary) -> str:
    if summary.weeks is None:
        return NOT_SAID
    low, high = summary.weeks
    return str(low) if low == high else f"{low} to {high}"


def _signs(summary: Summary, about: About) -> str:
    asked = summary.episodes - summary.signs.get(None, 0)
    parts = [f"asked {asked} times" if asked != 1 else "asked once"]
    for ids, n in list(summary.signs.items()):
        if ids is not None:
            parts.append(f"{_signs_named(ids, about)} {n}")
    return ", ".join(parts[: SHOWN + 1]) if asked else "not asked"


def _signs_named(ids: str, about: About) -> str:
    return " + ".join(named(i, about.names) for i in ids.split()) or "none"


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)

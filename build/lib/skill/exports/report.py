"""The report for a midwife: a sheet of figures, then every cramp."""

from collections.abc import Sequence
from dataclasses import dataclass

import leather
from jinja2 import Environment, PackageLoader

from skill.episodes.episode import Episode
from skill.episodes.summary import Month, summary_of
from skill.exports.wording import (
    CAUTIONS,
    HEADINGS,
    TITLE,
    About,
    figures,
    heading,
    month_name,
    row,
)

MONTHS_SHOWN = 12
"""Months of the chart and its table, the latest."""
WIDTH, HEIGHT = 640, 200
LONGEST_MONTH = 31
CHART_TITLE = "Nights with cramps in each month"
TEMPLATES = Environment(
    loader=PackageLoader("skill.exports", "."),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)

# The library has one look for all charts; its own has pale letters.
leather.theme.background_color = "#ffffff"
leather.theme.label_color = leather.theme.zero_color = "#333333"
leather.theme.tick_color = "#cccccc"
leather.theme.tick_font_family = "sans-serif"
leather.theme.default_series_colors = ["#2f5d8a"]


@dataclass(frozen=True, slots=True)
class Content:
    """What a report says, in words, for a page or for paper."""

    heading: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    """What each figure is, and how much."""
    months: tuple[tuple[str, int, int], ...]
    """Name, nights with cramps, and cramps of the latest months."""
    chart: str
    """Those nights as SVG."""
    rows: tuple[tuple[str, ...], ...]
    """Every cramp, as cells under `HEADINGS`."""


def content_of(episodes: Sequence[Episode], about: About) -> Content:
    """Sum up the episodes and put the figures into words."""
    summary = summary_of(episodes, about.first, about.last, about.zone)
    months = summary.months[-MONTHS_SHOWN:]
    return Content(
        heading=heading(about),
        figures=tuple(figures(summary, about)),
        months=tuple((month_name(m), m.nights, m.episodes) for m in months),
        chart=chart(months),
        rows=tuple(row(e, about) for e in episodes),
    )


def sheet(episodes: Sequence[Episode], about: About) -> str:
    """Give the report as the inside of an HTML body, for any style sheet.

    Nothing in it needs a style or a script, so that a strict policy lets it pass. The
    sheet is `section.sheet`, and the rows are `section.rows`.
    """
    return TEMPLATES.get_template("report.html.j2").render(
        content=content_of(episodes, about),
        title=TITLE,
        cautions=CAUTIONS,
        chart_title=CHART_TITLE,
        headings=HEADINGS,
    )


def as_html(episodes: Sequence[Episode], about: About) -> str:
    """Give the report as a file that needs no other."""
    body = sheet(episodes, about)
    return TEMPLATES.get_template("file.html.j2").render(title=TITLE, body=body)


def chart(months: Sequence[Month]) -> str:
    """Draw the nights with cramps in each month as SVG, all on the same scale."""
    drawn = leather.Chart()
    drawn.add_columns([(month_name(m), m.nights) for m in months])
    drawn.add_y_scale(0, LONGEST_MONTH)
    drawn.add_y_axis(ticks=[0, 10, 20, 30])
    bare = str(drawn.to_svg(width=WIDTH, height=HEIGHT))
    size = f'<svg width="{WIDTH}" height="{HEIGHT}"'
    said = f'role="img" aria-label="{CHART_TITLE}; the table below says the same"'
    return bare.replace(size, f'{size} viewBox="0 0 {WIDTH} {HEIGHT}" {said}', 1)

"""The report as PDF: the sheet on one A4 page, then every cramp."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace

from skill.episodes.episode import Episode
from skill.exports.report import CHART_TITLE, HEIGHT, WIDTH, Content, content_of
from skill.exports.wording import CAUTIONS, HEADINGS, TITLE, About

MARGIN = 14.0
"""Millimetres."""
FONT = "helvetica"
BOLD = FontFace(emphasis="BOLD")
LINE = 5.0
"""Height of a line of text, in millimetres."""
SMALL, NORMAL, LARGE = 8, 10, 16
"""Points."""
FIGURE_WIDTHS = (3, 7)
ROW_WIDTHS = (34, 14, 18, 9, 10, 9, 24, 16, 10, 30)


class Report(FPDF):
    """Numbers its pages, and says on each what it is not."""

    def footer(self) -> None:
        """Write the last line of a page."""
        self.set_y(-MARGIN + 2)
        self.set_font(FONT, size=SMALL)
        number = f"{' '.join(CAUTIONS)}   Page {self.page_no()} of {{nb}}"
        self.cell(text=number, center=True)


def as_pdf(episodes: Sequence[Episode], about: About) -> bytes:
    """Give the report as the bytes of a PDF file."""
    page = Report(format="A4")
    page.set_margin(MARGIN)
    page.set_auto_page_break(True, margin=MARGIN + 2)
    page.set_title(TITLE)
    page.set_lang("en")
    page.set_creation_date(about.made_at)
    content = content_of(episodes, about)
    _sheet(page, content)
    if content.rows:
        _rows(page, content.rows)
    return bytes(page.output())


def _sheet(page: FPDF, content: Content) -> None:
    page.add_page()
    _text(page, TITLE, LARGE, "B")
    page.ln(2)
    _text(page, " ".join(CAUTIONS), NORMAL, "B")
    for line in content.heading:
        _text(page, line, NORMAL)
    page.ln(3)
    page.set_font(FONT, size=NORMAL)
    told = [_safe(cells) for cells in content.figures]
    _table(page, told, FIGURE_WIDTHS, headed=False)
    page.ln(4)
    _text(page, CHART_TITLE, NORMAL, "B")
    drawing = BytesIO(content.chart.encode())
    page.image(drawing, w=page.epw, h=page.epw * HEIGHT / WIDTH)
    page.set_font(FONT, size=SMALL)
    titles = ("Month", "Nights", "Cramps")
    columns = [titles, *(tuple(map(str, month)) for month in content.months)]
    listed = tuple(zip(*columns, strict=True))
    _table(page, listed, [1] * len(listed[0]), headed=True)


def _rows(page: FPDF, rows: Iterable[Sequence[str]]) -> None:
    page.add_page()
    _text(page, "Every cramp", NORMAL + 2, "B")
    page.ln(2)
    page.set_font(FONT, size=SMALL)
    _table(page, [HEADINGS, *map(_safe, rows)], ROW_WIDTHS, headed=True)


def _table(
    page: FPDF,
    rows: Iterable[Sequence[str]],
    widths: Sequence[int],
    *,
    headed: bool,
) -> None:
    """Draw a table; its first row is one of headings, or its first column is."""
    with page.table(
        rows,
        col_widths=tuple(widths),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        first_row_as_headings=headed,
        headings_style=BOLD,
        line_height=LINE,
        text_align="LEFT",
    ):
        pass


def _text(page: FPDF, text: str, size: int, style: str = "") -> None:
    page.set_font(FONT, style=style, size=size)
    page.multi_cell(
        0, LINE if size <= NORMAL else 2 * LINE, text, new_x="LMARGIN", new_y="NEXT"
    )


def _safe(cells: Iterable[str]) -> list[str]:
    """Replace letters that the fonts every reader of PDF has do not."""
    return [cell.encode("latin-1", "replace").decode("latin-1") for cell in cells]

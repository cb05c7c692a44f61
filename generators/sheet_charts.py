"""Native charts below a table of a workbook: labels at the bars, no legend and no grid, in the colours of our pictures."""

from __future__ import annotations

from typing import Any, NamedTuple

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart._chart import ChartBase
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from generators.charts import BLUE, GREY

COLOURS = (BLUE.lstrip("#"), GREY.lstrip("#"))  # this month, the one it is compared with
WIDTH, HEIGHT, ROW = 30.5, 7.5, 0.62  # cm: all the page, of upright columns, of one bar across
ON_ONE_PAGE = 14  # rows of a table that share a page with their chart
RATE = "0.00%"


class Plot(NamedTuple):
    """What to draw of a table: its title, the column of names, the columns of numbers (from 1), and how."""

    title: str
    names: int
    numbers: tuple[int, ...]
    shape: str = "column"  # column | across | line
    rate: bool = False
    rows: int | None = None  # how many of the table's, from the first; None: all


def add_chart(page: Worksheet, plot: Plot, rows: tuple[int, int]) -> None:
    """Draw `plot` of the table whose header and last row are `rows`, below it and on the same page, or on the next where the table is
    long; nothing where it has no rows."""
    header, last = rows
    end = last if plot.rows is None else header + plot.rows
    if end == header:
        return
    chart: Any = _lines() if plot.shape == "line" else _bars(plot, end - header)
    for number in plot.numbers:
        chart.add_data(Reference(page, min_col=number, min_row=header, max_row=end), titles_from_data=True)
    chart.set_categories(Reference(page, min_col=plot.names, min_row=header + 1, max_row=end))
    chart.title = plot.title
    chart.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=CharacterProperties(sz=1400, b=False))
    chart.title.overlay = False
    chart.legend = None
    chart.width = WIDTH
    for colour, series in zip(COLOURS, chart.series, strict=False):
        _dress(series, colour, plot)
    _axes(chart, plot)
    page.add_chart(chart, f"A{last + 2}")
    if last - header <= ON_ONE_PAGE:
        page.page_setup.fitToHeight = 1
    else:
        page.row_breaks.append(Break(id=last))


def _bars(plot: Plot, count: int) -> BarChart:
    chart = BarChart()
    chart.type = "bar" if plot.shape == "across" else "col"
    chart.gapWidth, chart.overlap = 45, 0
    chart.height = max(5.5, 2.2 + ROW * count * len(plot.numbers)) if plot.shape == "across" else HEIGHT
    return chart


def _lines() -> LineChart:
    chart = LineChart()
    chart.height = HEIGHT
    return chart


def _dress(series: Any, colour: str, plot: Plot) -> None:
    """Give a series its colour and its numbers as labels."""
    shown = DataLabelList()
    shown.showVal = True
    shown.showSerName = shown.showCatName = shown.showLegendKey = shown.showPercent = False
    shown.position = "t" if plot.shape == "line" else "outEnd"
    shown.txPr = _letters(900)
    if plot.rate:
        shown.numFmt = RATE
    series.dLbls = shown
    look = GraphicalProperties(solidFill=colour)
    look.line = LineProperties(solidFill=colour, w=28575 if plot.shape == "line" else None)
    series.graphicalProperties = look
    if plot.shape == "line":
        series.smooth = False
        series.marker.symbol = "circle"
        series.marker.graphicalProperties = GraphicalProperties(solidFill=colour)


def _axes(chart: Any, plot: Plot) -> None:
    names, values = chart.x_axis, chart.y_axis
    names.delete = False
    names.txPr = _letters(1000)
    names.majorTickMark = "none"
    names.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill="999999"))
    values.delete = True  # the labels say it
    values.majorGridlines = None
    values.scaling.min = 0
    if plot.rate:
        values.scaling.max = 1
    if plot.shape == "across":
        names.scaling.orientation = "maxMin"  # the first row on top
    chart.layout = Layout(
        ManualLayout(layoutTarget="inner", xMode="edge", yMode="edge", **_inside(plot, chart))
    )


def _inside(plot: Plot, chart: ChartBase) -> dict[str, Any]:
    """Return where the bars stand, as parts of the whole: room for names on the left, for labels on the right."""
    top = 1.5 / chart.height
    if plot.shape == "across":
        return {"x": 0.26, "y": top, "w": 0.6, "h": 1 - top - 0.3 / chart.height}
    return {"x": 0.03, "y": top + 0.04, "w": 0.94, "h": 0.85 - top}


def _letters(size: int) -> RichText:
    return RichText(
        p=[
            Paragraph(
                pPr=ParagraphProperties(defRPr=CharacterProperties(sz=size)),
                endParaRPr=CharacterProperties(sz=size),
            )
        ]
    )

"""The notice's workbook: figures a unit can reckon with, charts of the right rows, nobody named, pages to print."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pypdfium2

from generators.letter import Templates
from generators.monthly_facts import month_facts
from generators.monthly_figures import Count, MonthlyFigures, UnitFigures
from generators.monthly_sheet import monthly_sheet
from generators.specimens import scene_of
from generators.specimens.notices import monthly_figures
from ledger.spans import month_of
from tests.generators.records import HEAD, NOW
from tests.servers.libreoffice import print_as_pdf

FIGURES = monthly_figures(scene_of(HEAD, Templates()))
EMPTY = MonthlyFigures(month_of(2018, 3), units=(), sources=(), kinds=(), months=())


def book_of(figures: MonthlyFigures = FIGURES):
    return openpyxl.load_workbook(io.BytesIO(monthly_sheet(figures, head=HEAD, on=NOW)))


def rows_of(page) -> list[tuple]:
    return [row for row in page.iter_rows(min_row=4, values_only=True) if row[0] is not None]


def test_its_sheets_are_those_of_the_notice():
    assert book_of().sheetnames == [
        "汇总",
        "走势",
        "类型",
        "镇街排名",
        "部门排名",
        "企业排名",
        "热点",
        "镇街升降",
        "超期",
        "不满意",
        "指标说明",
    ]


def test_rates_are_numbers_rounded_as_the_paper_prints_them():
    page = book_of()["汇总"]
    [row] = [row for row in page.iter_rows(min_row=4) if row[0].value == "按时办结、按时办结率"]
    assert (row[1].value, row[2].value, row[2].number_format) == (398, 0.9684, "0.00%")


def test_nothing_is_divided_by_nothing():
    book = book_of(replace(EMPTY, units=(UnitFigures("甲镇", "town"),), topics=(Count("供暖", 3, 0),)))
    assert rows_of(book["镇街排名"])[0][10] == "—"
    assert rows_of(book["热点"])[0][:5] == ("供暖", 3, 0, 3, "—")
    assert book["汇总"]["C10"].value == "—"


def test_a_share_is_of_all_that_was_received_as_in_the_paper():
    topics, kinds = (rows_of(book_of()[name]) for name in ("热点", "类型"))
    assert topics[0][:2] == ("供暖供热", 74)
    assert topics[0][5] == 0.1733  # of 427, not of the 274 that the topics have together
    assert "供暖供热74件，占17.33%" in month_facts(FIGURES, HEAD)["topics"][0]
    assert kinds[0][5] == 0.4005


def test_the_months_are_called_as_many_as_they_are():
    page = book_of(replace(FIGURES, months=FIGURES.months[-3:]))["走势"]
    assert page["A1"].value == "截至2018年3月近3个月办理情况"
    assert "近3个月受理量" in "".join(run.t for run in page._charts[0].title.tx.rich.p[0].r)


def test_units_with_few_cases_stand_below_without_a_rank():
    ranks = [row[0] for row in rows_of(book_of()["镇街排名"])]
    assert ranks == [1, 1, 1, 1, 1, 1, 7, 8, 9, 10, "—", "—"]


def charts_of(book) -> dict[str, tuple[str, list[str], str]]:
    """Sheet: the kind of its chart, the cells of its numbers, those of its names."""
    found = {}
    for page in book:
        for chart in page._charts:
            numbers = [series.val.numRef.f for series in chart.series]
            found[page.title] = (chart.tagname, numbers, chart.series[0].cat.numRef.f)
    return found


def test_each_chart_draws_the_rows_of_its_table_and_of_a_ranking_those_with_a_rank():
    charts = charts_of(book_of())
    assert charts == {
        "走势": ("lineChart", ["'走势'!$B$4:$B$15"], "'走势'!$A$4:$A$15"),
        "类型": ("barChart", ["'类型'!$B$4:$B$8"], "'类型'!$A$4:$A$8"),
        "镇街排名": ("barChart", ["'镇街排名'!$K$4:$K$13"], "'镇街排名'!$B$4:$B$13"),
        "部门排名": ("barChart", ["'部门排名'!$K$4:$K$9"], "'部门排名'!$B$4:$B$9"),
        "企业排名": ("barChart", ["'企业排名'!$K$4:$K$6"], "'企业排名'!$B$4:$B$6"),
        "热点": ("barChart", ["'热点'!$B$4:$B$9", "'热点'!$C$4:$C$9"], "'热点'!$A$4:$A$9"),
        "镇街升降": (
            "barChart",
            ["'镇街升降'!$B$4:$B$8", "'镇街升降'!$C$4:$C$8"],
            "'镇街升降'!$A$4:$A$8",
        ),
    }


def test_a_chart_has_labels_and_a_chinese_title_and_neither_legend_nor_grid():
    for page in book_of():
        for chart in page._charts:
            assert chart.legend is None
            assert chart.y_axis.majorGridlines is None
            assert not chart.x_axis.delete
            assert all(series.dLbls.showVal for series in chart.series)
            assert "".join(run.t for run in chart.title.tx.rich.p[0].r)


def test_a_month_without_figures_has_no_charts():
    assert charts_of(book_of(EMPTY)) == {}


def test_a_long_ranking_has_its_chart_on_the_next_page():
    units = tuple(UnitFigures(f"第{n}局", "department", due=9, on_time=8) for n in range(40))
    page = book_of(replace(EMPTY, units=units))["部门排名"]
    assert [each.id for each in page.row_breaks.brk] == [43]
    assert page.page_setup.fitToHeight == 0
    assert book_of()["走势"].page_setup.fitToHeight == 1


def test_the_same_figures_give_the_same_bytes():
    assert monthly_sheet(FIGURES, head=HEAD, on=NOW) == monthly_sheet(FIGURES, head=HEAD, on=NOW)


def test_it_prints_a_page_a_sheet(tmp_path: Path):
    (tmp_path / "figures.xlsx").write_bytes(monthly_sheet(FIGURES, head=HEAD, on=NOW))
    print_as_pdf([tmp_path / "figures.xlsx"], tmp_path)
    pages = pypdfium2.PdfDocument(tmp_path / "figures.pdf")
    assert len(pages) == 11
    assert "各类诉求（件）" in pages[2].get_textpage().get_text_range().replace(" ", "")
    for page in pages:
        width, height = page.get_size()
        assert width > height

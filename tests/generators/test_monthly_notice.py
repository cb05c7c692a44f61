"""The monthly notice as a leader and a unit get it: right figures, nobody named, pictures or tables of bars."""

from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from docx.text.paragraph import Paragraph

from generators.letter import Draft, Templates
from generators.monthly_definitions import definitions_of
from generators.monthly_facts import masked_title, month_facts, short_name
from generators.monthly_figures import Count, ListedCase, MonthlyFigures, Period, UnitFigures, ranking_of
from generators.monthly_notice import draw_up_monthly_notice, monthly_papers
from generators.notice_issue import Issue
from generators.specimens import SPECIMENS, Scene, scene_of
from generators.specimens.notices import monthly_figures
from ledger.spans import month_of, span_written
from mailroom.chart_fonts import chart_font
from tests.generators.records import HEAD, NOW, a_case, a_department, a_petitioner
from tests.servers.libreoffice import print_as_pdf

EMPTY = MonthlyFigures(month_of(2018, 3), units=(), sources=(), kinds=(), months=())


def a_scene(secret: bool = False, pictures: bool = True) -> Scene:
    return scene_of(HEAD, Templates(), secret=secret, chart_font=chart_font() if pictures else None)


def drawn(secret: bool = False, pictures: bool = True) -> Draft:
    draft = SPECIMENS["monthly_notice"].draw_up(a_scene(secret, pictures))
    assert isinstance(draft, Draft)
    return draft


def text_of(data: bytes) -> str:
    """All text of a docx or xlsx, properties included."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [
            package.read(name).decode() for name in package.namelist() if name.endswith((".xml", ".rels"))
        ]
    return re.sub(r"<[^>]*>", "", "\n".join(parts))


def paragraphs_of(figures: MonthlyFigures) -> str:
    [paper, *_] = monthly_papers(figures, Issue(HEAD, NOW))
    return "\n".join(each.text for each in docx.Document(io.BytesIO(paper.data)).paragraphs)


def test_the_figures_are_told_in_sentences():
    text = "\n".join(each.text for each in docx.Document(io.BytesIO(drawn().enclosed[0].data)).paragraphs)
    assert "本月共受理群众诉求427件，环比上升7.29%，同比上升12.07%。" in text
    assert "应办结411件，按时办结398件，按时办结率96.84%，环比上升0.86个百分点" in text
    assert "超期13件，超期率3.16%" in text
    assert "附件2中尚未办结的，承办单位于2018年4月10日（星期二）17:00前办结并报我办" in text


def test_a_month_with_nothing_in_it_divides_by_nothing():
    text = paragraphs_of(EMPTY)
    assert "按时办结率—；" in text
    assert "满意率—" in text
    assert "本月没有超期件。" in text
    assert "环比上升" not in text


def test_growth_from_nothing_is_not_told():
    text = paragraphs_of(replace(EMPTY, sources=(Count("省", 5),), topics=(Count("供暖", 5, 0),)))
    assert "供暖5件，占100.00%。" in text


def test_three_groups_are_ranked_apart_and_ties_share_a_rank():
    tables = docx.Document(io.BytesIO(drawn().enclosed[0].data)).tables
    ranked = [
        [row.cells[0].text for row in table.rows] for table in tables if table.cell(0, 0).text == "排名"
    ]
    assert len(ranked) == 6  # each group in the text and in the annex
    assert ranked[0] == ["排名", "1", "1", "1", "…", "8", "9", "10"]
    assert ranked[2] == ["排名", "1", "1", "3"]
    assert ranked[3] == ["排名", "1", "1", "1", "1", "1", "1", "7", "8", "9", "10", "—"]


def test_a_unit_is_called_as_its_city_calls_it():
    assert short_name("滕州市教育局", HEAD) == "市教育局"
    assert short_name("国网滕州市供电公司", HEAD) == "国网滕州市供电公司"
    assert short_name("滕州镇人民政府", HEAD) == "滕州镇人民政府"


@pytest.mark.parametrize("secret", [False, True])
def test_nobody_who_asked_is_named_anywhere(secret: bool):
    draft = drawn(secret)
    petitioner = a_scene().petitioner
    told = "\n".join(
        [draft.subject, draft.text, draft.html, *(text_of(each.data) for each in draft.enclosed)]
    )
    for word in (petitioner.name, petitioner.phone, "阳光小区", "501室"):
        assert word not in told


def test_a_secret_case_is_listed_by_its_number_alone():
    told = "\n".join(text_of(each.data) for each in drawn(secret=True).enclosed)
    assert "TZ-2018-000123-G" in told
    assert "杏坛路南段夜间" not in told
    assert "（保密件）" in told


def test_a_listed_title_says_neither_who_nor_where_he_lives():
    petitioner = a_petitioner()
    title = f"{petitioner.name}（{petitioner.phone}）反映王府小区3号楼2单元501室漏水"
    told = masked_title(ListedCase(a_case(title=title), petitioner, "甲局", NOW.date()))
    assert petitioner.name not in told
    assert petitioner.phone not in told
    assert "501" not in told
    assert "漏水" in told


def test_the_mail_says_at_one_look_where_the_unit_stands_and_what_it_has_to_do():
    draft = drawn()
    assert "你单位排名：部门第4名，共6个单位参加排名" in draft.text
    assert "按时办结率：96.67%（同类单位96.57%）" in draft.text
    assert (
        "1. 超期2件（附件2）：尚未办结的立即办结，逐件说明超期原因，于2018年4月10日（星期二）17:00前报我办"
        in draft.text
    )
    assert "部门第4名，共6个单位参加排名" in draft.html
    assert "http" not in draft.html.replace("http-equiv", "")


def mail_to(unit: UnitFigures) -> str:
    figures = replace(EMPTY, units=(unit, UnitFigures("乙局", unit.group, due=9, on_time=9)))
    department = a_department(name="甲局")
    return draw_up_monthly_notice(figures, Issue(HEAD, NOW), department, ()).text


def test_units_of_equal_counts_stand_in_the_directory_s_order():
    names = ("乙局", "丙局", "甲局")
    units = (
        *(UnitFigures(name, "department", due=9, on_time=9) for name in names),
        UnitFigures("丁局", "department", due=12, on_time=12),
    )

    ranking = ranking_of(replace(EMPTY, units=units), "department")

    assert [unit.name for _, unit in ranking.placed] == ["丁局", *names]


def test_a_unit_that_shares_its_place_is_told_so():
    assert "部门第1名（并列），共2个单位参加排名" in mail_to(
        UnitFigures("甲局", "department", due=7, on_time=7)
    )


def test_a_unit_with_few_cases_or_none_has_no_place():
    assert "应办结不足5件，不参加排名" in mail_to(UnitFigures("甲局", "department", due=4, on_time=4))
    assert "本月没有到期的转办件，不参加排名" in mail_to(UnitFigures("甲局", "department"))
    assert "没有需要补办的事项" in mail_to(UnitFigures("甲局", "department"))


def test_three_pictures_tell_in_words_what_they_show():
    data = drawn().enclosed[0].data
    assert len(docx.Document(io.BytesIO(data)).inline_shapes) == 3
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sizes = [each.file_size for each in package.infolist() if each.filename.startswith("word/media/")]
    assert len(sizes) == 3
    assert max(sizes) < 40_000
    assert "超期较多的单位：市热力公司超期3件" in docx.Document(io.BytesIO(data)).element.xml


def test_without_a_font_the_bars_are_squares_in_a_table():
    document = docx.Document(io.BytesIO(drawn(pictures=False).enclosed[0].data))
    assert len(document.inline_shapes) == 0
    cells = [cell.text for table in document.tables for cell in table.columns[1].cells]
    assert "■" * 9 in cells


def test_the_same_figures_give_the_same_bytes():
    assert drawn() == drawn()


def test_the_longest_bars_come_first_and_no_more_than_eight():
    units = tuple(UnitFigures(f"第{n}局", "department", due=20, on_time=20 - n) for n in range(1, 12))
    [paper, *_] = monthly_papers(replace(EMPTY, units=units), Issue(HEAD, NOW))
    tables = docx.Document(io.BytesIO(paper.data)).tables
    [bars] = [table for table in tables if table.cell(0, 2).text == "超期件数、按时办结率"]
    assert [row.cells[0].text for row in bars.rows][1:] == [f"第{n}局" for n in range(11, 3, -1)]


def test_towns_that_rise_and_fall_are_named_apart():
    towns = month_facts(monthly_figures(a_scene()), HEAD)["towns"]
    assert towns["rising"] == "龙泉街道增加16件、荆河街道增加8件"
    assert towns["falling"].startswith("级索镇减少15件")


def test_it_prints_with_its_annexes_each_on_a_page_of_its_own(tmp_path: Path):
    paper = drawn().enclosed[0]
    (tmp_path / "notice.docx").write_bytes(paper.data)
    print_as_pdf([tmp_path / "notice.docx"], tmp_path)
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "notice.pdf")]
    assert 8 <= len(pages) <= 12
    starts = [
        next(n for n, page in enumerate(pages) if page.replace(" ", "").startswith(f"附件{k}")) for k in "123"
    ]
    assert starts == sorted(set(starts))
    assert "抄送：市委办公室" in pages[-1]


def test_a_small_month_asks_for_nothing_that_its_annexes_do_not_have():
    few = UnitFigures("甲局", "department", dispatched=4, due=4, on_time=4, answered=4)
    text = paragraphs_of(replace(EMPTY, units=(few,)))
    assert "本月没有应办结5件以上的单位，不作排名。各单位办理情况见附件1。" in text
    assert "本月没有反映集中的问题。" in text
    assert "附件3所列" not in text
    assert "本月没有到期应办结的事项，不作排名。" in paragraphs_of(EMPTY)


def test_a_sentence_names_ten_units_and_counts_the_others():
    units = tuple(UnitFigures(f"第{n}局", "department", due=90, on_time=90 - n) for n in range(1, 81))
    text = paragraphs_of(replace(EMPTY, units=units))
    assert "共超期3240件（见附件2）：第80局80件、" in text
    assert "第71局71件等80个单位。" in text
    assert "第70局" not in text.partition("四、存在问题")[2].partition("附件1")[0]


TOWN = UnitFigures("甲镇", "town", due=4, on_time=4)
OFFICE = UnitFigures("乙局", "department", due=9, on_time=8)


def test_headings_are_counted_from_the_first_group_that_is_ranked():
    text = paragraphs_of(replace(EMPTY, units=(TOWN, OFFICE)))
    ranked = text.partition("二、办理情况排名")[2].partition("三、群众反映")[0]
    assert "（一）部门" in ranked
    assert "（二）" not in ranked


def test_a_group_s_rate_is_that_of_all_its_units_as_in_their_mails():
    few = UnitFigures("丙局", "department", due=1, on_time=0)
    assert "应办结10件，按时办结率80.00%，参加排名的1个。" in paragraphs_of(
        replace(EMPTY, units=(OFFICE, few))
    )
    figures = replace(EMPTY, units=(OFFICE, few))
    mail = draw_up_monthly_notice(figures, Issue(HEAD, NOW), a_department(name="乙局"), ()).text
    assert "按时办结率：88.89%（同类单位80.00%）" in mail


def test_pictures_are_counted_as_they_stand_in_the_paper():
    text = paragraphs_of(replace(EMPTY, units=(OFFICE,), topics=(Count("供暖", 5),)))
    assert re.findall(r"图\d　\S+", text) == ["图1　超期较多的单位", "图2　反映较多的问题"]
    assert "超期较多的单位见图1。" in text


def test_the_month_before_is_the_one_of_the_calendar():
    months = (
        Period(month_of(2017, 12), 300),
        Period(month_of(2018, 3), 400),
    )  # the office did not count in between
    text = paragraphs_of(replace(EMPTY, sources=(Count("省", 400),), months=months))
    assert "受理群众诉求400件。" in text
    january = replace(
        EMPTY,
        span=month_of(2018, 1),
        sources=(Count("省", 330),),
        months=(months[0], Period(month_of(2018, 1), 330)),
    )
    assert "受理群众诉求330件，环比上升10.00%" in paragraphs_of(january)


def captions_of(pictures: bool) -> list[tuple[Any, Any]]:
    """Each caption with the picture's paragraph or the table above it."""
    found = list(docx.Document(io.BytesIO(drawn(pictures=pictures).enclosed[0].data)).iter_inner_content())
    return [(one, two) for one, two in pairwise(found) if isinstance(two, Paragraph) and two.text[:1] == "图"]


def test_a_picture_stays_with_its_caption():
    found = captions_of(pictures=True)
    assert [two.text[:2] for _, two in found] == ["图1", "图2", "图3"]
    assert all(one.style.paragraph_format.keep_with_next for one, _ in found)


def test_rows_of_squares_stay_with_their_caption():
    found = captions_of(pictures=False)
    assert [two.text[:2] for _, two in found] == ["图1", "图2", "图3"]
    for table, _ in found:
        cells = [cell for row in table.rows for cell in row.cells]
        assert all(each.paragraph_format.keep_with_next for cell in cells for each in cell.paragraphs)


def other_span(text: str) -> MonthlyFigures:
    """The made-up figures as those of a quarter or a year, with one before and the same a year ago."""
    span = span_written(text)
    past = tuple(Period(each, 400, 400, 380) for each in (span.before, span))
    topics = (Count("供暖供热", 74, 131),)
    return replace(
        monthly_figures(a_scene()),
        span=span,
        months=past,
        last_year=Period(span.year_ago, 300, 300, 270),
        topics=topics,
    )


def all_text(figures: MonthlyFigures) -> str:
    papers = monthly_papers(figures, Issue(HEAD, NOW), copies=("市委办公室",))
    mail = draw_up_monthly_notice(figures, Issue(HEAD, NOW), a_department(name="甲局"), papers)
    told = "\n".join([mail.subject, mail.text, mail.html, *(text_of(each.data) for each in papers)])
    return html.unescape(told)  # workbooks write characters by number


def test_a_quarter_is_called_a_quarter_everywhere():
    told = all_text(other_span("2018-Q1"))
    assert "关于2018年第一季度政务服务热线和市长信箱办理情况的通报" in told
    assert "本季度共受理群众诉求427件，环比上升6.75%，同比上升42.33%。" in told
    assert "按时办结率96.84%，环比上升1.84个百分点，同比上升6.84个百分点" in told
    assert "环比是与上季度相比" in told
    assert "同比是与上年同季度相比" in told
    for word in ("本月", "上月", "本年", "月份", "个月"):
        assert word not in told


def test_a_year_is_compared_with_the_year_before_by_the_right_word():
    told = all_text(other_span("2018"))
    assert "关于2018年政务服务热线和市长信箱办理情况的通报" in told
    assert "本年共受理群众诉求427件，同比上升6.75%。" in told
    assert "供暖供热74件，占17.33%，同比下降43.51%" in told
    for word in ("本月", "上月", "环比", "季度", "个月"):
        assert word not in told


def test_topics_that_rise_and_fall_are_named_and_the_text_tells_of_eight():
    topics = (*(Count(f"问题{n}", 20 - n, 10) for n in range(20)), Count("供暖", 0, 40))
    text = paragraphs_of(replace(monthly_figures(a_scene()), topics=topics))
    assert "8. 问题7" in text
    assert "9. 问题8" not in text
    assert "比上月上升较多的有问题0增加10件、问题1增加9件、问题2增加8件。" in text
    assert "比上月下降较多的有供暖减少40件、问题19减少9件、问题18减少8件。" in text


def test_units_that_somebody_had_to_go_and_see_are_named():
    assert "需现场督办的，点名通报：市热力公司。" in paragraphs_of(monthly_figures(a_scene()))
    assert "点名通报" not in paragraphs_of(replace(monthly_figures(a_scene()), named=()))


def test_every_definition_of_the_table_is_printed_below_the_ranking():
    text = paragraphs_of(monthly_figures(a_scene()))
    figures = monthly_figures(a_scene())
    for name, meaning in definitions_of(figures.span, figures.weights):
        assert f"{name}：{meaning}。" in text
    assert "统计范围：本月到期、由本单位主办的转办件" in text
    assert "考评得分：满分100分：按时签收率10分、按时办结率30分、" in text

"""The progress notice of the merger: every line, what is late, what is asked of whom."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import docx
import openpyxl
import pypdfium2

from generators.letter import Draft, Templates
from generators.lines_notice import MergedLine, draw_up_lines_notice, lines_papers
from generators.notice_issue import Issue
from generators.specimens import SPECIMENS, scene_of
from tests.generators.records import HEAD, a_department
from tests.servers.libreoffice import print_as_pdf

NOW = datetime(2018, 7, 9, 9, 0)
LINE = MergedLine("12319", "城建服务热线", "滕州市综合行政执法局", "revoked", date(2018, 6, 30))


def drawn() -> Draft:
    draft = SPECIMENS["lines_notice"].draw_up(scene_of(HEAD, Templates()))
    assert isinstance(draft, Draft)
    return draft


def text_of(*lines: MergedLine) -> str:
    paper = lines_papers(lines, Issue(HEAD, NOW))[0]
    return "\n".join(each.text for each in docx.Document(io.BytesIO(paper.data)).paragraphs)


def state_of(line: MergedLine) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(lines_papers([line], Issue(HEAD, NOW))[1].data)).active
    return sheet["K4"].value


def test_the_figures_of_the_whole_are_told():
    document = docx.Document(io.BytesIO(drawn().enclosed[0].data))
    text = "\n".join(each.text for each in document.paragraphs)
    assert "共6条，年话务量21190件次" in text
    assert "撤销整合2条，保留呼叫转移1条，并行接听2条，未定1条" in text
    assert "已完成2条，完成率33.33%；超过时限尚未完成1条" in text
    assert "整合方式尚未确定的：市热力公司（5588110）。" in text
    assert len(document.tables[0].rows) == 7


def test_no_lines_are_no_share():
    assert "共0条。已完成0条，完成率—。" in text_of()
    assert "各条热线均按计划推进，没有逾期。" in text_of()


def test_after_the_last_day_nobody_is_told_to_be_done_by_it():
    last = "最迟于2018年12月31日全部完成整合"
    assert last in text_of(LINE)
    late = lines_papers([LINE], Issue(HEAD, datetime(2019, 1, 4, 9, 0)))[0]
    told = "\n".join(each.text for each in docx.Document(io.BytesIO(late.data)).paragraphs)
    assert last not in told
    assert "尚未完成的立即完成整合，不得" in told


def test_reasons_are_asked_for_only_where_a_line_is_late():
    issue = Issue(HEAD, NOW, demanded_by=datetime(2018, 7, 16, 17, 0))
    for due_on, asked in ((date(2018, 6, 30), True), (date(2018, 12, 31), False)):
        paper = lines_papers([replace(LINE, due_on=due_on)], issue)[0]
        told = "\n".join(each.text for each in docx.Document(io.BytesIO(paper.data)).paragraphs)
        assert ("书面说明原因和完成时间" in told) == asked


def test_a_line_is_late_after_its_day_and_not_on_it():
    assert state_of(replace(LINE, due_on=date(2018, 7, 9))) == "进行中"
    assert state_of(replace(LINE, due_on=date(2018, 7, 8))) == "逾期1天"
    assert state_of(replace(LINE, done_on=date(2018, 6, 30))) == "已完成"
    assert state_of(replace(LINE, done_on=date(2018, 7, 1))) == "逾期完成"


def test_the_mail_tells_a_department_its_own_lines_and_tasks_alone():
    draft = drawn()
    assert "5512319 城管投诉电话：保留呼叫转移，时限2018年6月30日，逾期9天" in draft.text
    assert (
        "1. 5512319（城管投诉电话）已逾期：立即完成整合，于2018年7月16日（星期一）17:00前书面说明"
        in draft.text
    )
    assert "12369" not in draft.text + draft.html


def mail_about(line: MergedLine) -> str:
    department = a_department(name=line.department)
    return draw_up_lines_notice([line], Issue(HEAD, NOW), department, ()).text


def test_a_line_under_way_is_asked_for_by_its_day_and_an_unsettled_one_for_its_way():
    assert "于2018年12月31日前完成整合" in mail_about(replace(LINE, due_on=date(2018, 12, 31)))
    assert "确定整合方式并报我办" in mail_about(replace(LINE, way="", due_on=date(2018, 12, 31)))
    assert "没有需要补办的事项" in mail_about(replace(LINE, done_on=date(2018, 6, 1)))


def test_the_same_lines_give_the_same_bytes():
    assert drawn() == drawn()


def test_paper_and_sheet_print_on_few_pages(tmp_path: Path):
    for each in drawn().enclosed:
        (tmp_path / each.name).write_bytes(each.data)
    print_as_pdf(sorted(tmp_path.glob("*.*")), tmp_path)
    pages = {path.stem: len(pypdfium2.PdfDocument(path)) for path in tmp_path.glob("*.pdf")}
    assert pages == {"热线整合进度": 1, "热线整合进度通报": 3}


def test_lists_of_numbers_are_not_stretched_to_the_margin():
    paragraphs = docx.Document(io.BytesIO(drawn().enclosed[0].data)).paragraphs
    listed = [each for each in paragraphs if "（5512319）" in each.text or "（5588110）" in each.text]
    assert [each.style.name for each in listed] == ["公文左齐", "公文左齐"]


def test_the_calls_of_a_year_stand_in_one_line(tmp_path: Path):
    (tmp_path / "notice.docx").write_bytes(drawn().enclosed[0].data)
    print_as_pdf([tmp_path / "notice.docx"], tmp_path)
    pages = pypdfium2.PdfDocument(tmp_path / "notice.pdf")
    lines = "\n".join(page.get_textpage().get_text_range() for page in pages).replace(" ", "").splitlines()
    assert any("年12400次" in line for line in lines)

"""Every measure of GB/T 9704-2012 that the office's paper keeps, taken from pages that LibreOffice prints, in mm.

A face that stands in for another has its own ascent, so where a line's ink begins is held to half a line; what the
standard counts in lines is measured from baseline to baseline.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from generators.facts import letter_facts
from generators.letter import Templates
from tests.generators.measuring import Line, Page, measured
from tests.generators.records import HEAD, NOW
from tests.servers.libreoffice import print_as_pdf

PITCH = 225 / 22  # a line
CHARACTER = 156 / 28
LEFT, RIGHT, TOP, BOTTOM = 28, 28 + 156, 37, 37 + 225
TEXT = (
    "现将市长公开电话群众诉求办理情况通报如下，请各单位对照检查，认真整改，按时办结，切实提高群众满意度，"
    "并将整改情况于规定时间内报送我办汇总上报市政府。"
)
COPIES = "市委督查局，市政府办公室，各镇人民政府、街道办事处，市直各部门、单位，市属各企业，驻滕各单位"
END = """附件：附件：1. 办理情况反馈表
附件续：2. 现场照片
署名：{{ head.name }}
日期：{{ today }}
附注：（联系电话：{{ head.phone_line }}）
"""
LETTER_HEAD = "版式：信函\n字号：特急｜滕热函〔2018〕3号\n标题：{{ heading }}\n主送：滕州市综合行政执法局：\n"
DOCUMENT_HEAD = "版式：公文\n字号：滕热督〔2018〕3号\n标题：{{ heading }}\n主送：各镇人民政府、街道办事处：\n"
TABLE = (
    "列宽：20 76 60\n|序号|单位|件数|\n{% for number in range(60) %}\n|{{ number }}|单位|7|\n{% endfor %}\n\n"
)
PATTERNS = {
    "letter of one page": f"{LETTER_HEAD}{TEXT}\n{END}",
    "letter of two pages": f"{LETTER_HEAD}{(TEXT + chr(10)) * 7}{END}抄送：{COPIES}\n",
    "letter that just fills its page": f"{LETTER_HEAD}{(TEXT + chr(10)) * 3}{END}",
    "document": f"{DOCUMENT_HEAD}{TEXT * 16}\n一级：一、情况\n{TEXT}\n{END}附件页：附件1\n附件题：各镇街情况表\n"
    f"{TABLE}抄送：{COPIES}\n印发：{{{{ head.name }}}}｜{{{{ today }}}}\n",
    "paper to a higher office": "版式：公文\n签发：滕热督〔2018〕3号｜王志强\n标题：请示\n主送：市政府：\n"
    f"{TEXT}\n无章署名：{{{{ head.name }}}}\n无章日期：{{{{ today }}}}\n印发：{{{{ head.name }}}}｜{{{{ today }}}}\n",
    "landscape table": f"版式：横表\n表题：明细\n{TABLE}",
}


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    folder: Path = tmp_path_factory.mktemp("layout")
    (folder / "letters").mkdir()
    facts = letter_facts(HEAD, NOW, "样张") | {"heading": "关于群众诉求办理情况\n（三月份）的通报"}
    for name, pattern in PATTERNS.items():
        (folder / "letters" / f"{name}.txt").write_text(pattern, encoding="utf-8")
        (folder / f"{name}.docx").write_bytes(Templates(folder).docx(name, facts))
    print_as_pdf(sorted(folder.glob("*.docx")), folder)
    return {name: measured(folder / f"{name}.pdf") for name in PATTERNS}


def lines_between(upper: Line, lower: Line) -> float:
    """How many lines are blank between two."""
    return (lower.baseline - upper.baseline) / PITCH - 1


def body(page: Page) -> list[Line]:
    return [line for line in page.lines if TOP < line.baseline < BOTTOM]


def test_every_page_is_a4(papers: dict[str, list[Page]]):  # 5.1
    for name, pages in papers.items():
        for page in pages:
            assert sorted((round(page.width), round(page.height))) == [210, 297], name
    assert papers["landscape table"][0].width == pytest.approx(297, abs=0.5)


def test_the_margins_are_37_and_28_mm_and_the_text_is_156_by_225(papers: dict[str, list[Page]]):  # 5.2.1
    page = papers["document"][1]
    lines = body(page)
    assert min(line.left for line in lines) == pytest.approx(LEFT, abs=1)
    assert max(line.right for line in lines) == pytest.approx(RIGHT, abs=1)
    assert TOP <= lines[0].top < TOP + PITCH / 2
    assert BOTTOM - PITCH / 2 < lines[-1].bottom <= BOTTOM


def test_a_full_page_has_22_lines_and_a_full_line_28_characters(papers: dict[str, list[Page]]):  # 5.2.3
    lines = body(papers["document"][1])
    assert len(lines) == 22
    assert (lines[-1].baseline - lines[0].baseline) / 21 == pytest.approx(PITCH, abs=0.05)
    assert {len(line.text) for line in lines[:15]} <= {
        27,
        28,
        29,
    }  # a mark may not begin a line, and is drawn in
    assert any(len(line.text) == 28 for line in lines)


@pytest.mark.parametrize("name", ["letter of one page", "letter of two pages"])
def test_the_office_stands_30_mm_below_the_edge_in_red(papers: dict[str, list[Page]], name: str):  # 10.1
    head = papers[name][0].line(HEAD.name)
    assert head.top == pytest.approx(30, abs=1)
    assert head.middle == pytest.approx(105, abs=1)


def test_the_double_rules_are_170_mm_thick_over_thin_and_thin_over_thick(
    papers: dict[str, list[Page]],
):  # 10.1
    page = papers["letter of one page"][0]
    bars = page.red_bars()
    assert [bar.height > 0.5 for bar in bars] == [True, False, False, True]
    for bar in bars:
        assert bar.width == pytest.approx(170, abs=0.5)
        assert bar.left == pytest.approx(20, abs=0.5)
    assert bars[0].top - page.line(HEAD.name).bottom == pytest.approx(4, abs=0.5)
    assert bars[3].top + bars[3].height == pytest.approx(297 - 20, abs=0.5)


def test_only_the_first_page_has_the_rules_and_no_number(papers: dict[str, list[Page]]):  # 10.1
    first, second = papers["letter of two pages"]
    assert len(first.red_bars()) == 4
    assert second.red_bars() == []
    assert not any(line.text.startswith("—") for line in first.lines)
    assert any(line.text.startswith("—2—") for line in second.lines)


def test_urgency_stands_left_and_the_number_right_seven_eighths_below_the_rule(papers: dict[str, list[Page]]):
    page = papers["letter of one page"][0]  # 10.1
    line = page.line("特急")
    assert line.left == pytest.approx(LEFT, abs=0.5)
    assert line.right == pytest.approx(RIGHT, abs=0.5)
    rule = page.red_bars()[1]
    assert line.top - rule.top - rule.height == pytest.approx(7 / 8 * 16 / 72 * 25.4, abs=1)


def test_a_document_has_its_name_35_mm_below_the_text_areas_edge(papers: dict[str, list[Page]]):  # 7.2.4
    head = papers["document"][0].line(HEAD.name)
    assert head.text.endswith("文件")
    assert head.top == pytest.approx(TOP + 35, abs=1)
    assert head.middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)


def test_its_number_stands_two_lines_below_centred(papers: dict[str, list[Page]]):  # 7.2.5
    page = papers["document"][0]
    number = page.line("滕热督")
    assert lines_between(page.line(HEAD.name), number) == pytest.approx(2, abs=0.35)
    assert number.middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)


def test_the_red_rule_stands_4_mm_below_the_number_as_wide_as_the_text(
    papers: dict[str, list[Page]],
):  # 7.2.7
    page = papers["document"][0]
    (rule,) = page.red_bars()
    assert rule.top - page.line("滕热督").bottom == pytest.approx(4, abs=0.5)
    assert rule.left == pytest.approx(LEFT, abs=0.3)
    assert rule.width == pytest.approx(156, abs=0.3)


def test_a_paper_to_a_higher_office_names_who_signed_it_out(papers: dict[str, list[Page]]):  # 7.2.6
    line = papers["paper to a higher office"][0].line("滕热督")
    assert line.text.replace(" ", "").endswith("签发人：王志强")
    assert line.left == pytest.approx(LEFT + CHARACTER, abs=0.5)
    assert line.right == pytest.approx(RIGHT - CHARACTER, abs=0.5)


def test_the_title_stands_two_lines_lower_centred(papers: dict[str, list[Page]]):  # 7.3.1
    page = papers["document"][0]
    (rule,) = page.red_bars()
    first, second = page.line("关于群众诉求"), page.line("（三月份）")
    assert first.top - rule.top == pytest.approx(2 * PITCH, abs=PITCH / 4)
    letter = papers["letter of one page"][0]
    assert lines_between(letter.line("特急"), letter.line("关于群众诉求")) == pytest.approx(2, abs=0.25)
    for line in (first, second):
        assert line.middle == pytest.approx((LEFT + RIGHT) / 2, abs=1.5)


def test_who_it_is_sent_to_stands_one_line_below_the_title_flush_left(papers: dict[str, list[Page]]):  # 7.3.2
    page = papers["document"][0]
    to = page.line("各镇人民政府")
    assert lines_between(page.line("（三月份）"), to) == pytest.approx(1, abs=0.1)
    assert to.left == pytest.approx(LEFT, abs=0.5)
    assert to.text.endswith("：")


def test_a_paragraph_begins_with_two_characters_and_goes_on_flush_left(
    papers: dict[str, list[Page]],
):  # 7.3.3
    lines = papers["document"][0].lines
    at = next(number for number, line in enumerate(lines) if line.text.startswith("现将"))
    assert lines[at].left == pytest.approx(LEFT + 2 * CHARACTER, abs=0.5)
    assert lines[at + 1].left == pytest.approx(LEFT, abs=0.3)


def test_the_first_page_shows_text(papers: dict[str, list[Page]]):  # 5.2.2, 7.3.3
    for name in PATTERNS:
        if name != "landscape table":
            assert papers[name][0].line("现将")


def test_the_list_of_enclosures_stands_a_line_below_with_names_under_one_another(
    papers: dict[str, list[Page]],
):
    page = papers["letter of one page"][0]  # 7.3.4
    first, second = page.line("附件：1."), page.line("2.现场")
    text = [line for line in page.lines if line.baseline < first.baseline][-1]
    assert lines_between(text, first) == pytest.approx(1, abs=0.1)
    assert first.left == pytest.approx(LEFT + 2 * CHARACTER, abs=0.5)
    assert second.left == pytest.approx(LEFT + 5 * CHARACTER, abs=0.7)
    assert not first.text.endswith(("。", "；"))


def test_the_date_ends_four_characters_from_the_right_and_the_office_is_centred_over_it(
    papers: dict[str, list[Page]],
):  # 7.3.5.1
    page = papers["letter of one page"][0]
    date = page.line("2018年3月12日")
    name = [line for line in page.lines if line.text == HEAD.name][-1]
    assert date.right == pytest.approx(RIGHT - 4 * CHARACTER, abs=0.5)
    assert date.middle == pytest.approx(name.middle, abs=3.5)  # the face that stands in has wider figures
    assert lines_between(name, date) == pytest.approx(0, abs=0.05)


def test_the_seal_has_its_room(
    papers: dict[str, list[Page]],
):  # 7.3.5.1: its upper edge at most a line below the text
    page = papers["letter of one page"][0]
    name = [line for line in page.lines if line.text == HEAD.name][-1]
    assert lines_between(page.line("2.现场"), name) == pytest.approx(2, abs=0.1)


def test_without_a_seal_the_name_ends_two_characters_from_the_right(papers: dict[str, list[Page]]):  # 7.3.5.2
    page = papers["paper to a higher office"][0]
    date = page.line("2018年3月12日")
    name = [line for line in page.lines if line.text == HEAD.name and line.baseline < date.baseline][-1]
    assert name.right == pytest.approx(RIGHT - 2 * CHARACTER, abs=0.6)
    width = 6.5 * CHARACTER  # of the date in 仿宋; what stands in has wider figures, which go out to the left
    assert date.right - width - name.left == pytest.approx(2 * CHARACTER, abs=1)


def test_no_signature_stands_on_a_page_without_text(papers: dict[str, list[Page]]):  # 7.3.5.1
    pages = papers["letter that just fills its page"]
    assert len(pages) == 2
    assert [line for line in pages[1].lines if line.text.startswith("现将")]


def test_the_note_stands_below_the_date_in_brackets(papers: dict[str, list[Page]]):  # 7.3.6
    page = papers["letter of one page"][0]
    note = page.line("（联系电话")
    assert (
        LEFT + 2 * CHARACTER - 0.5 < note.left < LEFT + 3 * CHARACTER
    )  # the bracket has its own room in front
    assert lines_between(page.line("2018年3月12日"), note) == pytest.approx(0, abs=0.05)


def test_an_annex_begins_its_own_page_and_its_title_stands_on_the_third_line(
    papers: dict[str, list[Page]],
):  # 7.3.7
    page = next(page for page in papers["document"] if page.lines[0].text.replace(" ", "") == "附件1")
    mark, title = page.lines[:2]
    assert mark.left == pytest.approx(LEFT, abs=0.5)
    assert lines_between(mark, title) == pytest.approx(1, abs=0.1)
    assert title.middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)


def test_the_head_of_a_long_table_is_on_every_page(papers: dict[str, list[Page]]):
    for name in ("document", "landscape table"):
        with_rows = [page for page in papers[name] if any("单位7" in line.text for line in page.lines)]
        assert len(with_rows) > 1
        assert all(page.line("序号单位件数") for page in with_rows)


def test_copies_and_printer_stand_on_the_last_lines_of_the_last_page(papers: dict[str, list[Page]]):  # 7.4
    page = papers["document"][-1]
    copies, more, printed = page.line("抄送："), page.line("市直"), page.line(HEAD.name)
    four = 14 / 72 * 25.4
    assert copies.left == pytest.approx(LEFT + four, abs=0.6)
    assert more.left == pytest.approx(LEFT + 4 * four, abs=0.6)
    assert printed.left == pytest.approx(LEFT + four, abs=0.6)
    assert printed.right == pytest.approx(RIGHT - four, abs=0.6)
    assert BOTTOM - PITCH < printed.baseline < BOTTOM
    bars = sorted((bar for bar in page.bars if bar.top > copies.top - 5), key=lambda bar: bar.top)
    assert [round(bar.height, 2) for bar in bars[-3:]] == pytest.approx([0.35, 0.25, 0.35], abs=0.03)
    assert all(bar.width == pytest.approx(156, abs=0.3) for bar in bars[-3:])
    assert bars[-1].top == pytest.approx(BOTTOM, abs=0.5)


def test_a_letter_has_copies_alone_and_no_rules(papers: dict[str, list[Page]]):  # 10.1
    page = papers["letter of two pages"][-1]
    assert BOTTOM - 2 * PITCH < page.line("市直").baseline < BOTTOM
    assert page.bars == ()


def test_page_numbers_stand_7_mm_below_the_text_odd_right_and_even_left(papers: dict[str, list[Page]]):  # 7.5
    four = 14 / 72 * 25.4
    for number, page in enumerate(papers["document"], start=1):
        line = page.line(f"—{number}—")
        dash = (line.top + line.bottom) / 2
        assert dash - BOTTOM == pytest.approx(7, abs=1)
        if number % 2:
            assert line.right == pytest.approx(RIGHT - four, abs=0.5)
        else:
            assert line.left == pytest.approx(LEFT + four, abs=0.5)

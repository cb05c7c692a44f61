"""One digest a department and day, the late ones first."""

from __future__ import annotations

import io
from datetime import date, datetime

import docx

from generators.letter import Draft
from generators.reminder import DueItem, draw_up_reminder
from tests.generators.records import HEAD, a_case, a_department, a_dispatch, everything_told

TODAY = date(2018, 3, 23)
YELLOW = (
    a_dispatch(due_at=datetime(2018, 3, 26, 17, 0)),
    a_case(case_no="TZ-2018-000124-E", title="井盖破损"),
    "yellow",
)
DUE = (
    a_dispatch(due_at=datetime(2018, 3, 23, 17, 0)),
    a_case(case_no="TZ-2018-000125-C", title="路灯不亮"),
    "due",
)
RED = (a_dispatch(due_at=datetime(2018, 3, 21, 17, 0)), a_case(), "red", 2)
REDDER = (
    a_dispatch(due_at=datetime(2018, 3, 16, 17, 0), acknowledged_at=datetime(2018, 3, 13, 9, 0)),
    a_case(case_no="TZ-2018-000126-A", title="垃圾未清运"),
    "red",
    5,
)


def digest(*items: tuple) -> Draft:
    return draw_up_reminder(a_department(), items, head=HEAD, today=TODAY)


def test_its_key_names_day_and_department_so_it_is_posted_once_a_day():
    assert digest(YELLOW, RED).key == "reminder/2018-03-23/滕州市综合行政执法局"


def test_the_longest_late_comes_first_and_the_not_yet_due_last():
    text = digest(YELLOW, DUE, RED, REDDER).text
    places = [text.index(number) for number in ("000126-A", "000123-G", "000125-C", "000124-E")]
    assert places == sorted(places)


def test_the_subject_says_how_many_and_how_many_late():
    assert (
        digest(YELLOW, RED).subject == "【催办】滕州市综合行政执法局有2件待办理，其中逾期1件（2018年3月23日）"
    )


def test_the_subject_of_a_single_case_has_its_number():
    assert digest(YELLOW).subject == "【催办】TZ-2018-000124-E 井盖破损（请于3月26日17:00前回复）"
    assert digest(RED).subject.endswith("（已逾期2个工作日）")
    assert digest(RED).case_no == "TZ-2018-000123-G"


def test_it_says_how_late_each_is_and_whether_it_was_acknowledged():
    text = digest(RED, REDDER).text
    assert "已逾期2个工作日，尚未签收" in text
    assert "已逾期5个工作日\n" in text


def test_only_a_late_case_brings_the_notice_and_it_lists_all_late_ones():
    assert digest(YELLOW, DUE).enclosed == ()
    [notice] = digest(YELLOW, RED, REDDER).enclosed
    assert notice.name == "20180323_催办通知书.docx"
    [table] = docx.Document(io.BytesIO(notice.data)).tables
    assert [row.cells[0].text for row in table.rows] == ["转办编号", "TZ-2018-000126-A", "TZ-2018-000123-G"]


def test_the_notice_of_one_late_case_is_named_by_its_number():
    [notice] = digest(YELLOW, RED).enclosed
    assert notice.name == "TZ-2018-000123-G_催办通知书.docx"


def test_items_may_be_named_tuples():
    assert digest(DueItem(*RED)) == digest(RED)


def test_the_notice_bears_its_number_where_the_office_gives_one():
    numbered = draw_up_reminder(a_department(), [RED], head=HEAD, today=TODAY, number="滕热催〔2018〕12号")
    assert first_line(numbered) == "\t滕热催〔2018〕12号"
    assert first_line(digest(RED)) == "\t转办编号：TZ-2018-000123-G"


def first_line(draft: Draft) -> str:
    return docx.Document(io.BytesIO(draft.enclosed[0].data)).paragraphs[0].text


def test_the_note_below_the_date_never_stands_on_a_page_alone():
    paper = docx.Document(io.BytesIO(digest(RED).enclosed[0].data))
    [day] = [each for each in paper.paragraphs if each.text == "2018年3月23日"]
    assert day.paragraph_format.keep_with_next


def test_petitioners_are_not_named_again():
    assert "13812345678" not in everything_told(digest(RED, YELLOW))

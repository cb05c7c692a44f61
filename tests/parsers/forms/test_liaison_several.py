"""The forms of both channels one below the other: in the text of a mail, in a document, in a sheet."""

from __future__ import annotations

import pytest

from parsers.reading import Reading
from tests.parsers.forms.papers import word, workbook
from tests.parsers.forms.test_liaison import read

HOTLINE = [
    "分管负责人：郑大海，副主任，工作电话5530001，手机13900000021",
    "负责科室：便民服务中心",
    "科室负责人：冯小刚，主任，5530002，13900000022",
    "联系人：陈晨，科员，5530003，13900000023",
    "联系人：褚良，科员，5530004，13900000024",
]
MAILBOX = [
    "分管负责人：郑大海，副主任，工作电话5530001，手机13900000021",
    "负责科室：党政办",
    "科室负责人：卫红，主任，5530005，13900000025",
    "联系人：蒋平，科员，5530006，13900000026",
    "联系人：沈力，科员，5530007，13900000027",
]
HEAD = ["姓名", "职务", "工作电话", "移动电话"]
ROWS = {
    "hotline": [["分管负责人", "郑大海", "副主任", "5530001", "13900000021"], ["负责科室", "便民服务中心", "", "", ""],
                ["科室负责人", "冯小刚", "主任", "5530002", "13900000022"], ["联系人", "陈晨", "科员", "5530003", "13900000023"],
                ["联系人", "褚良", "科员", "5530004", "13900000024"]],
    "mayors_mailbox": [["分管负责人", "郑大海", "副主任", "5530001", "13900000021"], ["负责科室", "党政办", "", "", ""],
                       ["科室负责人", "卫红", "主任", "5530005", "13900000025"], ["联系人", "蒋平", "科员", "5530006", "13900000026"],
                       ["联系人", "沈力", "科员", "5530007", "13900000027"]],
}  # fmt: skip
TITLE = "政务服务热线和市长信箱办理工作联系表"
UNIT = "单位名称：北辛街道办事处"
TOP = ["项目", *HEAD]


def in_text(first: str, second: str) -> Reading:
    """A mail's own text, each form under a heading."""
    lines = ["市长公开电话办公室：", f"现报送我街道{TITLE}。", UNIT, first, *HOTLINE, second, *MAILBOX]
    return read(body="\n".join(lines), subject="报送联系表")


LAYOUTS = {
    "text": in_text("一、政务服务热线", "二、市长信箱"),
    "text with brackets": in_text("（一）政务服务热线办理工作：", "（二）市长信箱办理工作："),
    "text signed below": read(
        body="\n".join(["【12345热线】", *HOTLINE, "【市长信箱】", *MAILBOX, "北辛街道办事处", "2018年3月15日"]), subject="报送联系表"
    ),
    "tables": read(("联系表.docx", word(TITLE, UNIT, "政务服务热线", ([TOP, *ROWS["hotline"]], ()), "市长信箱", ([TOP, *ROWS["mayors_mailbox"]], ())))),
    "one table": read(("联系表.docx", word(TITLE, UNIT, ([TOP, ["政务服务热线"] + [None] * 4, *ROWS["hotline"], ["市长信箱"] + [None] * 4, *ROWS["mayors_mailbox"]], ())))),
    "one sheet": read(("联系表.xlsx", workbook([[TITLE], [UNIT], TOP, ["一、热线", "", "", "", ""], *ROWS["hotline"], ["二、市长信箱", "", "", "", ""], *ROWS["mayors_mailbox"]]))),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_channel_has_the_people_and_the_section_under_its_heading(layout: str) -> None:
    hotline, mailbox = LAYOUTS[layout].liaison_forms

    assert (hotline.covers, mailbox.covers) == (("hotline",), ("mayors_mailbox",))
    assert (hotline.section, mailbox.section) == ("便民服务中心", "党政办")
    assert [person.name for person in hotline.people] == ["郑大海", "冯小刚", "陈晨", "褚良"]
    assert [person.name for person in mailbox.people] == ["郑大海", "卫红", "蒋平", "沈力"]
    assert {person.mobile for person in mailbox.people} >= {"13900000025", "13900000027"}
    assert {form.department for form in (hotline, mailbox)} == {"北辛街道办事处"}


def test_one_form_for_both_under_a_heading_stays_one() -> None:
    reading = read(body="\n".join([UNIT, "一、政务服务热线和市长信箱", *HOTLINE]), subject="报送联系表")
    assert reading.liaison_forms == ()
    assert reading.liaison_form is not None
    assert len(reading.liaison_form.people) == 4

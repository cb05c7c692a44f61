"""A department fills in the sheet that came with a reminder and mails it back; a person compares, then it is entered."""

from __future__ import annotations

import io
import shlex
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.utils import format_datetime

import pytest
from openpyxl import Workbook, load_workbook

from tests.journeys.offices import OfficeAtWork

CITY, WATER = "滕州市综合行政执法局", "滕州市水利和渔业局"
HEADINGS = ["热线号码", "热线名称", "主管单位", "整合方式", "负责人"]
SHEET = "热线整合进度报送表.xlsx"
CHINA = timezone(timedelta(hours=8))


@pytest.fixture
def reminded(office: OfficeAtWork) -> OfficeAtWork:
    """The department has been reminded of its hotline 12319."""
    book = Workbook()
    rows = (["12319", "城建服务热线", CITY, "撤销", "孙志强"], ["5510000", "供水热线", WATER, "并行", "李明"])
    for row in (HEADINGS, *rows):
        book.active.append(row)
    book.save(office.folder / "l.xlsx")
    office.tell("lines", "import", str(office.folder / "l.xlsx"), "--at", "2018-04-02T10:00")
    office.round("2018-06-20T09:30")
    return office


def _sheet(office: OfficeAtWork, **cells: object) -> bytes:
    """The sheet as the department fills it in: `cells` by name."""
    [letter] = office.at_department(CITY)
    book = load_workbook(io.BytesIO(letter.documents[SHEET]))
    for name, value in cells.items():
        book.active[name] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _mailed(office: OfficeAtWork, sheet: bytes, sender: str, at: str) -> dict:
    """Let the sheet come in by mail; returns the entry of the pen."""
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, office.address
    mail["Subject"] = "回复：【提醒】1条热线须于6月30日前完成整合（还有10天）"
    mail["Date"] = format_datetime(datetime.fromisoformat(at).replace(tzinfo=CHINA))
    mail.set_content("我单位热线整合进度见附件。")
    mail.add_attachment(sheet, maintype="application", subtype="octet-stream", filename=SHEET)
    office.mail_in(mail.as_bytes())
    office.round(at)
    [entry] = office.held()
    return entry


def _line(office: OfficeAtWork, number: str = "12319") -> dict:
    return next(row for row in office.ask("lines") if row["number"] == number)


def test_a_filled_sheet_waits_with_its_differences_and_is_entered_when_a_person_lets_it_go_on(
    reminded: OfficeAtWork,
):
    filled = _sheet(reminded, K4=datetime(2018, 6, 20), L4="号码已撤销，人员转岗")

    entry = _mailed(reminded, filled, reminded.address_of(CITY), "2018-06-21T10:00")

    assert "12319：完成日期：空→2018-06-20；进度：空→号码已撤销，人员转岗" in entry["because"]
    assert _line(reminded)["done_on"] is None
    assert entry["suggestions"][0]["do"] == f"mailroom held release {entry['id']}"
    reminded.tell("held", "release", str(entry["id"]), "--by", "王丽", "--at", "2018-06-21T11:00")

    line = _line(reminded)
    assert (line["done_on"], line["progress"], line["responsible"]) == (
        "2018-06-20",
        "号码已撤销，人员转岗",
        "孙志强",
    )
    assert line["reports"][-1]["by"] == f"{CITY}报，王丽核对"
    assert reminded.held() == []
    assert reminded.round("2018-06-27T10:00")["posted"] == 1  # the other department's alone


def test_an_empty_cell_of_a_department_changes_nothing(reminded: OfficeAtWork):
    entry = _mailed(
        reminded, _sheet(reminded, G4="", L4="正在办理"), reminded.address_of(CITY), "2018-06-21T10:00"
    )
    reminded.tell("held", "release", str(entry["id"]), "--at", "2018-06-21T11:00")

    assert _line(reminded)["responsible"] == "孙志强"


def test_a_stranger_s_sheet_is_entered_for_nobody_until_a_person_says_whose_it_is(reminded: OfficeAtWork):
    entry = _mailed(reminded, _sheet(reminded, L4="正在办理"), "stranger@example.cn", "2018-06-21T10:00")

    assert "不知是哪个单位报的" in entry["because"]
    reminded.tell("held", "release", str(entry["id"]), "--at", "2018-06-21T11:00", status=1)
    assert _line(reminded)["progress"] == ""
    reminded.tell("held", "release", str(entry["id"]), "--department", CITY, "--at", "2018-06-21T11:00")
    assert _line(reminded)["progress"] == "正在办理"


def test_a_department_reports_of_its_own_hotlines_only(reminded: OfficeAtWork):
    entry = _mailed(
        reminded, _sheet(reminded, L4="别人的热线"), reminded.address_of(WATER), "2018-06-21T10:00"
    )

    assert "不是该单位的：12319" in entry["because"]
    reminded.tell("held", "release", str(entry["id"]), "--at", "2018-06-21T11:00", status=1)
    assert _line(reminded)["progress"] == ""


def test_a_fault_of_a_sheet_is_told_with_its_cell(reminded: OfficeAtWork):
    entry = _mailed(
        reminded, _sheet(reminded, F4="保留", L4="x"), reminded.address_of(CITY), "2018-06-21T10:00"
    )

    assert "F4：看不懂整合方式“保留”" in entry["because"]
    assert "看来该单位不同意整合" in entry["because"]
    command = entry["suggestions"][0]["do"]
    assert command.startswith("mailroom lines progress 12319 --what ")
    reminded.tell(*shlex.split(command)[1:], "--at", "2018-06-21T11:00")


def _letter(office: OfficeAtWork, sender: str, text: str, **headers: str) -> dict:
    """Let a department write in words; returns the entry of the pen."""
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, office.address
    mail["Subject"] = "回复：【提醒】1条热线须于6月30日前完成整合（还有10天）"
    mail["Date"] = format_datetime(datetime(2018, 6, 21, 10, tzinfo=CHINA))
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    office.mail_in(mail.as_bytes())
    office.round("2018-06-21T10:00")
    [entry] = office.held()
    return entry


def test_progress_told_in_words_waits_with_the_command_that_enters_it(reminded: OfficeAtWork):
    said = "我单位12319城建服务热线已于6月20日撤销，号码已停用，人员已转岗。其余工作按计划推进。"

    entry = _letter(reminded, reminded.address_of(CITY), said)

    assert entry["because"].startswith(f"{CITY}来信说明热线整合进度：12319（城建服务热线）")
    command = entry["suggestions"][0]["do"]
    assert command == (
        "mailroom lines progress 12319 --what '我单位12319城建服务热线已于6月20日撤销，号码已停用，人员已转岗' --done 2018-06-20"
    )
    shown = reminded.tell("held", "show", str(entry["id"])).stdout
    assert "判断依据" not in shown
    reminded.tell(*shlex.split(command)[1:], "--at", "2018-06-21T11:00")
    assert _line(reminded)["done_on"] == "2018-06-20"


def test_an_answer_to_the_reminder_need_not_name_the_hotline(reminded: OfficeAtWork):
    [letter] = reminded.at_department(WATER)

    entry = _letter(
        reminded,
        reminded.address_of(WATER),
        "供水热线改为呼叫转移，正在与通信公司办手续，计划本月底完成。",
        In_Reply_To=letter.message_id,
    )

    assert entry["suggestions"][0]["do"] == (
        "mailroom lines progress 5510000 --what '供水热线改为呼叫转移，正在与通信公司办手续，计划本月底完成' --way forwarded"
    )


def test_a_letter_about_other_things_is_no_progress(reminded: OfficeAtWork):
    entry = _letter(reminded, reminded.address_of(CITY), "请问贵办热线的值班电话是多少？")

    assert "整合进度" not in entry["because"]

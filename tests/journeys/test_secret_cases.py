"""A secret case: nothing that the department gets tells who asked. A case against a department itself: a person decides."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest

from mailroom.demonstration.answers import answer_mail
from mailroom.demonstration.letters import read_letter
from mailroom.demonstration.results import made_up_result
from mailroom.demonstration.sheets import Sheet
from tests.journeys.matters import matter
from tests.journeys.offices import OfficeAtWork

ASKER = {"name": "欧阳建国", "phone": "13800001234", "address": "滕州市善南街道翠湖花园3号楼2单元501室"}
MARKET = "滕州市市场监督管理局"


def secret(**says) -> Sheet:
    """A report about expired food by somebody who names himself in the text, marked secret."""
    text = (
        "来电人欧阳建国举报，善国南路一家超市长期更换标签销售过期食品，本人家住翠湖花园3号楼2单元501室，"
        "身份证号370481196503121233，车牌鲁D12345，电话1380000 1234，已亲眼看到4次，要求保密。"
    )
    words = {"department": MARKET, "secret": True, "kind": "举报", "title": "举报一超市销售过期食品"}
    return matter(24, **(ASKER | words | {"request_text": text} | says))


FORBIDDEN = (
    "欧阳",
    "建国",
    "13800001234",
    "1380000",
    "翠湖花园",
    "370481196503121233",
    "D12345",
    "2单元",
    "501室",
)


@pytest.mark.parametrize(
    "form", ["docx-four-columns", "xlsx-list", "body-lines", "forward-attached", "html-table"]
)
def test_nothing_in_the_departments_mail_tells_who_asked(office: OfficeAtWork, form: str):
    office.cases_in(secret(), form, at="2018-03-12T10:00", subject="工单转办（来电人欧阳建国）")

    office.round("2018-03-12T10:01")

    (case,) = office.cases()
    assert (case["secret"], case["status"]) == (True, "dispatched")
    (letter,) = office.at_department(MARKET)
    told = re.sub(r"\s", "", letter.everything)
    assert [word for word in FORBIDDEN if word in told] == []
    assert len(letter.documents) == 2  # the letter and the form: never the platform's own file
    assert "保密" in letter.subject


def test_a_report_is_secret_even_where_nobody_ticked_the_box(office: OfficeAtWork):
    office.cases_in(secret(secret=False), "docx-two-columns", at="2018-03-12T10:00")

    office.round("2018-03-12T10:01")

    assert office.cases()[0]["secret"] is True
    (letter,) = office.at_department(MARKET)
    assert "欧阳" not in letter.everything


def test_reminders_and_corrections_of_a_secret_case_keep_it_too(office: OfficeAtWork):
    office.cases_in(secret(), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    (letter,) = office.at_department(MARKET)
    day = datetime(2018, 3, 13, 9)
    short = replace(made_up_result(read_letter(letter.raw), MARKET, on=day.date()), measures="", approver="")
    office.mail_in(answer_mail(letter.raw, short, "form-docx", sent_on=day))
    office.round("2018-03-13T09:05")
    office.round("2018-03-20T09:30")  # yellow

    kinds = [row["kind"] for row in office.letters()]
    later = office.at_department(MARKET)[1:]

    assert sorted(kinds) == ["correction", "dispatch", "reminder"]
    assert len(later) == 2
    assert all("欧阳" not in one.everything and "翠湖" not in one.everything for one in later)


def test_the_answer_to_a_secret_case_need_not_say_how_the_petitioner_was_told(office: OfficeAtWork):
    office.cases_in(secret(), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    (letter,) = office.at_department(MARKET)
    day = datetime(2018, 3, 14, 15)
    office.mail_in(
        answer_mail(letter.raw, made_up_result(read_letter(letter.raw), MARKET, on=day.date()), sent_on=day)
    )

    office.round("2018-03-14T15:05")

    assert office.cases()[0]["status"] == "answered"
    assert len(office.at_upper()) == 1


def test_lists_and_the_log_do_not_tell_either(office: OfficeAtWork):
    office.cases_in(secret(), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    number = office.cases()[0]["case_no"]

    shown = [
        office.tell("cases").output,
        office.tell("case", number).output,
        office.tell("letters").output,
        office.log(),
    ]

    assert not any("欧阳建国" in text or "13800001234" in text for text in shown)


def test_who_looks_at_the_petitioner_is_written_down(office: OfficeAtWork):
    office.cases_in(secret(), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    number = office.cases()[0]["case_no"]

    (shown,) = office.ask("case", number, "--petitioner", "--by", "李主任", "--at", "2018-03-12T11:00")

    assert shown["petitioner"]["name"] == "欧阳建国"
    assert any(
        entry["by"] == "李主任" and "身份" in entry["because"] for entry in office.case(number)["journal"]
    )


def test_a_case_against_the_department_itself_is_never_sent_there(office: OfficeAtWork):
    text = "来电人举报，市场监管局工作人员收受超市好处，对销售过期食品的举报推诿不办。"
    office.cases_in(
        secret(title="举报市场监管局工作人员不作为", request_text=text, secret=False),
        "docx-two-columns",
        at="2018-03-12T10:00",
    )

    done = office.round("2018-03-12T10:01")

    assert done["posted"] == 0
    (entry,) = office.held()
    assert "不得转给被反映单位" in entry["because"]
    assert office.at_department(MARKET) == []

"""A number of the platform's that no case of a list bears is put before a person: a row may not have been read."""

from __future__ import annotations

from email.message import EmailMessage

from parsers import read_mail

ROWS = (
    "工单编号,诉求人,联系电话,诉求内容,承办单位\r\n"
    "180312101108115401,周敏,13800001111,来电人反映解放路路灯不亮请维修,荆河街道办事处\r\n"
    "180312101108115402,吴刚,13800002222,来电人反映善国路井盖破损请更换,龙泉街道办事处\r\n"
)


def list_mail(text: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "zz@example.cn", "office@example.cn", "转办清单"
    mail.set_content(text)
    mail.add_attachment(ROWS.encode(), "text", "csv", filename="清单.csv")
    return mail.as_bytes()


def doubts_about_numbers(text: str) -> list[str]:
    reading = read_mail(list_mail(text))
    assert [case.upper_no for case in reading.cases] == ["180312101108115401", "180312101108115402"]
    return [doubt.because for doubt in reading.doubts if doubt.field == "upper_nos"]


def test_a_number_that_no_case_of_the_list_bears_is_doubted():
    [told] = doubts_about_numbers("现转去群众诉求，请办理。\n另有工单编号：180312101108115403，一并办理。")
    assert "180312101108115403" in told
    assert "180312101108115401" not in told


def test_a_list_whose_numbers_all_have_their_case_is_not_doubted():
    assert doubts_about_numbers("现转去群众诉求2件，请办理。") == []
    assert doubts_about_numbers("工单编号：180312101108115401、180312101108115402，请办理。") == []

"""Papers that speak of 退单, 延期 and 督办 in general, and concern no case."""

from __future__ import annotations

import pytest

from parsers import read_mail
from tests.parsers.forms.papers import mail, word

UPPER = "180612093011223344"
HOTLINE = "枣庄12345热线 <zz12345@zaozhuang.example.cn>"
RULES = (
    "热线工作管理制度（讨论稿）",
    "第一条 承办单位收到工单后应当及时签收。",
    "第二条 不属于本单位职责的，可以申请退单，一个工作日内提出。",
    "第三条 情况复杂的，申请延期办理不超过五个工作日。",
    "第四条 逾期未办结的予以督办，联系人变更的及时报送。",
)
NEWSLETTER = "本期看点\n多地推行工单督办新机制\n逾期未办结怎么管：三个城市的做法\n"


def with_head(raw: bytes, head: str) -> bytes:
    return head.encode() + b"\r\n" + raw


@pytest.mark.parametrize("head", ["List-Unsubscribe: <mailto:out@news.example>", "List-Id: <news.example>"])
def test_a_newsletter_about_hotlines_is_no_notice_of_the_platform(head: str) -> None:
    raw = mail("热线观察 第3期", NEWSLETTER, sender="热线观察 <n@news.example>")
    assert read_mail(with_head(raw, head)).what == "other"


def test_a_newsletter_that_one_can_unsubscribe_from_is_told_by_its_text() -> None:
    raw = mail("热线观察 第3期", NEWSLETTER + "退订", sender="热线观察 <n@news.example>")
    assert read_mail(raw).what == "other"


def test_a_mail_of_the_platform_sent_to_many_about_a_case_is_a_notice_all_the_same() -> None:
    raw = mail("催办", f"工单{UPPER}已逾期，请尽快反馈。", sender=HOTLINE)
    reading = read_mail(with_head(raw, "List-Unsubscribe: <mailto:out@zz.example>"))
    assert (reading.what, reading.upper_nos) == ("upper_notice", (UPPER,))


def test_a_draft_of_rules_is_nothing_that_concerns_a_case() -> None:
    sender = "市督查考核办 <k@g.example>"
    enclosed = mail("制度征求意见", "请提出意见。", ("制度.docx", word(*RULES)), sender=sender)
    assert read_mail(enclosed).what == "other"
    pasted = mail("热线工作管理制度", "\n".join(RULES), sender=HOTLINE)
    assert read_mail(pasted).what == "other"


def test_remarks_on_a_draft_of_rules_are_no_case_given_back() -> None:
    raw = mail("回复：制度", "\n".join(RULES), sender="市住建局 <zjj@qq.example>", reply=True)
    assert read_mail(raw).what == "other"


@pytest.mark.parametrize(
    "title", ["关于规范退单工作的通知", "热线退单、延期情况通报", "12345热线工单退单要点"]
)
def test_a_paper_to_everybody_is_no_case_given_back(title: str) -> None:
    letter = word(title, "各承办单位：", "近期退单较多，请各单位认真研判。", "市热线办")
    assert read_mail(mail(title, "请阅。", ("文件.docx", letter), sender=HOTLINE)).what != "send_back"


def test_a_long_text_about_the_work_names_no_case_and_is_no_notice() -> None:
    text = "热线办坚持督办与服务并重，逾期的逐件过问，群众满意度稳步提高。" * 12
    assert read_mail(mail("一季度工作情况", text, sender=HOTLINE)).what == "other"


def test_a_short_notice_without_a_number_is_one_and_doubted() -> None:
    reading = read_mail(mail("提醒", "你市有两件工单已逾期，请尽快反馈。", sender=HOTLINE))
    assert reading.what == "upper_notice"
    assert [doubt.field for doubt in reading.doubts] == ["case_nos"]


def test_a_case_given_back_without_a_number_is_doubted() -> None:
    letter = word("关于退单的函", "市热线办：", "路灯不属于我局职责，申请退单。", "市住建局")
    reading = read_mail(mail("退单", "见附件。", ("函.docx", letter), sender="市住建局 <zjj@qq.example>"))
    assert reading.what == "send_back"
    assert "case_nos" in [doubt.field for doubt in reading.doubts]

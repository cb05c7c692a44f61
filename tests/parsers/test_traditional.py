"""Mails in traditional characters, as Big5 programs write them."""

from __future__ import annotations

import pytest

from parsers import read_mail
from parsers.reading import Reading
from parsers.traditional import is_traditional, simplified

TEXT = (
    "滕州市政務服務熱線辦公室：\r\n一、調查核實情況：訴求人反映門口污水井蓋破損，影響通行，經核查，情況屬實。\r\n"
    "二、處理情況：我局已組織人員更換井蓋，現已恢復通行。\r\n三、反饋當事人情況：2018年3月15日由張強電話告知訴求人，訴求人表示滿意。\r\n"
    "承辦人：張強    審核人：李華    聯繫電話：0632-5512345\r\n"
)


def read(text: str, charset: str = "utf-8", label: str = "") -> Reading:
    head = f"From: zjj@t.example\r\nSubject: Re: TZ-2018-000123-G\r\nContent-Type: text/plain{label}\r\n\r\n"
    return read_mail(head.encode() + text.encode(charset))


@pytest.mark.parametrize(
    ("charset", "label"),
    [
        ("big5hkscs", "; charset=big5"),
        ("big5hkscs", ""),
        ("big5hkscs", "; charset=utf-8"),
        ("utf-8", "; charset=utf-8"),
    ],
)
def test_an_answer_in_traditional_characters_is_read_in_simplified_ones_and_said_so(
    charset: str, label: str
) -> None:
    reading = read(TEXT, charset, label)
    assert reading.what == "answer"
    answer = reading.answer
    assert answer is not None
    assert answer.facts == "诉求人反映门口污水井盖破损，影响通行，经核查，情况属实。"
    assert (answer.substantiated, answer.handler, answer.approver) == ("yes", "张强", "李华")
    assert "正文用繁体字写成，按简体字读，人名、地名和用词请对照原件" in [d.because for d in reading.doubts]


def test_a_name_in_traditional_characters_changes_nothing() -> None:
    reading = read(simplified(TEXT).replace("张强", "張強"))
    assert reading.answer is not None
    assert reading.answer.handler == "張強"
    assert not any("繁体字" in doubt.because for doubt in reading.doubts)


@pytest.mark.parametrize(
    "text",
    ["", "張三豐", "诉求人張三豐已电话告知，表示满意", "滕州市政务服务热线办公室", "請查收附件，一共三份"],
)
def test_a_few_such_characters_are_no_traditional_text(text: str) -> None:
    assert not is_traditional(text)

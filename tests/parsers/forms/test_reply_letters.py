"""Short letters headed 回复 that name a case of ours: answers, where they say what was found or done.

Slips that tell who received a case, and words on who is in charge.
"""

from __future__ import annotations

import pytest

from parsers import read_document, read_mail
from tests.parsers.forms.papers import mail, word

SENDER = "市水务局 <sw@qq.example>"
NUMBER = "TZ-2024-000717-X"
FOUND = "执法人员到现场查看，油烟净化设备已损坏停用三个月。反映情况属实。"
DONE = "已下达责令限期改正通知书，店主于次日更换净化设备。"
FOOT = ("联系人：康忠诚　电话：0632-5541059", "滕州市综合行政执法局", "2024年4月19日")


@pytest.mark.parametrize(
    "first",
    [f"关于反映油烟的问题（编号：{NUMBER}），我单位高度重视。", f"你办转来的{NUMBER}号件收悉。"],
)
@pytest.mark.parametrize("told", [(), ("2024年4月18日已将结果电话告知来电人，来电人表示满意。",)])
def test_a_letter_headed_reply_that_tells_what_was_found_is_an_answer(
    first: str, told: tuple[str, ...]
) -> None:
    letter = word("回  复", "市长公开电话办公室：", first + FOUND, DONE, *told, *FOOT)
    reading = read_document("回复.docx", letter)
    assert (reading.what, reading.case_nos) == ("answer", (NUMBER,))
    assert reading.answer.department == "滕州市综合行政执法局"


def test_a_letter_headed_reply_that_tells_nothing_is_left_to_a_person() -> None:
    letter = word("回  复", "市长公开电话办公室：", f"你办转来的{NUMBER}号件收悉。我单位正在核实。", *FOOT)
    assert read_document("回复.docx", letter).what != "answer"


@pytest.mark.parametrize("verb", ["签收", "接收"])
def test_a_slip_that_only_tells_who_received_a_case_and_when_is_an_acknowledgement(verb: str) -> None:
    rows = [
        ["转办件编号", NUMBER],
        [f"{verb}单位", "滕州市综合行政执法局"],
        [f"{verb}人", "康忠诚"],
        [f"{verb}时间", "2024年4月15日"],
    ]
    assert read_document("回执.docx", word("转办件回执", (rows, ()))).what == "acknowledgement"


def test_who_is_in_charge_of_the_work_is_the_leader_whatever_stands_between_the_words() -> None:
    told = "我局分管热线和市长信箱工作的负责人现调整为韩立新（副局长），电话：0632-5512345。"
    people = read_mail(mail("联系人调整", f"{told}\n滕州市水务局", sender=SENDER)).liaison_form.people
    assert [(person.role, person.name) for person in people] == [("leader", "韩立新")]

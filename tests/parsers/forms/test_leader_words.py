"""A leader's own mail as his word: what it says, who signed it, by when it wants the matter done."""

from __future__ import annotations

from datetime import date

import pytest

from parsers.forms.leader_words import is_order, leader_called, leaves_open, words_of_leader
from parsers.reading import Instruction

DAY = date(2018, 4, 13)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (
            "同意。请荆河街道限期办结。王明",
            Instruction("王明", "同意。请荆河街道限期办结。"),
        ),
        (
            "阅。请执法局4月20日前办结并报结果。\n张强\n4月13日",
            Instruction("张强", "阅。请执法局4月20日前办结并报结果。", DAY, date(2018, 4, 20)),
        ),
        (
            "TZ-2018-000001-0：请荆河街道4月23日前彻底解决，王明市长。",
            Instruction("王明", "请荆河街道4月23日前彻底解决", None, date(2018, 4, 23)),
        ),
        (
            "同意拟办意见，请抓紧办理，限4月20日前办结。\n李明副市长\n2018年4月13日",
            Instruction("李明", "同意拟办意见，请抓紧办理，限4月20日前办结。", DAY, date(2018, 4, 20)),
        ),
        ("请抓紧办理。谢谢\n\n发自我的iPhone", Instruction(None, "请抓紧办理。谢谢")),
        ("请抓紧办结。4月20日", Instruction(None, "请抓紧办结。4月20日")),
        ("速办。", Instruction(None, "速办。")),
        ("发自我的iPhone", Instruction()),
    ],
)
def test_a_leader_s_mail_is_taken_apart(text: str, word: Instruction) -> None:
    assert words_of_leader(text, DAY) == word


@pytest.mark.parametrize(
    "text",
    [
        "同意。",
        "同意拟办意见，请抓紧办理。",
        "阅。请执法局4月20日前办结并报结果。",
        "请荆河街道彻底解决，确保不再反弹。",
        "限期整改到位。",
        "请退回押金，并向群众解释清楚，尽快办理。",
    ],
)
def test_what_wants_something_done_is_an_order(text: str) -> None:
    assert is_order(text)


@pytest.mark.parametrize(
    "text",
    [
        "不同意，退回重报。",
        "请热线办当面说明情况。",
        "这件事是怎么办的？",
        "批示件见附件，请转办。",
        "此前批示作废，请执法局办理。",
        "暂缓办理。",
    ],
)
def test_a_refusal_a_question_or_a_pointer_elsewhere_is_none(text: str) -> None:
    assert leaves_open(text)
    assert not is_order(text)


def test_a_mere_thanks_is_no_order() -> None:
    assert not is_order("收到，谢谢")


def test_a_leader_known_by_his_surname_and_post_is_called_so() -> None:
    assert leader_called("TZ-2018-000001-0 李书记3月5日批示：请执法局办理。") == "李书记"
    assert leader_called("请执法局办理。") is None

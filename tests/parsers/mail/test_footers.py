"""Lines that telephones and mail programs write below a letter are no part of it."""

from __future__ import annotations

import pytest

from parsers.mail.footers import is_footer, without_footers
from parsers.paper import Line


@pytest.mark.parametrize(
    "text",
    [
        "发自我的iPhone", "发自我的 iPhone 12 Pro", "發自我的 iPad", "来自我的华为手机", "来自华为手机", "来自 HUAWEI Mate 30",
        "发自小米手机", "发自 网易邮箱大师", "发自新浪邮箱客户端", "来自QQ邮箱手机版", "从我的 vivo 手机发送", "由我的三星手机发送",
        "使用 Windows 版邮件发送", "发送自 Windows 10 版邮件应用", "Sent from my iPhone", "Sent from Mail for Windows",
        "Get Outlook for iOS", "获取 Outlook for Android", "--- 发自我的荣耀手机", "从 Windows 版邮件发送", "通过阿里邮箱客户端发送",
    ],
)  # fmt: skip
def test_lines_of_programs_are_footers(text: str) -> None:
    assert is_footer(text)


@pytest.mark.parametrize(
    "text",
    [
        "来自市民邮箱的投诉", "来自省12345平台的工单", "来自华为手机店的投诉，要求退款。", "由市水利局办理", "使用邮箱发送", "通过电话告知来电人",
        "来自", "从我的角度看，处理妥当。", "发自内心的感谢", "来自荆河街道",
        "来自我的邻居，他住在二楼。", "Sent from my desk, since the lamp is there.",
    ],
)  # fmt: skip
def test_sentences_of_people_are_not(text: str) -> None:
    assert not is_footer(text)


def test_the_rest_of_the_letter_stays() -> None:
    letter = (Line("已修复。", "第1段"), Line("来自华为手机", "第2段"), Line("李四", "第3段"))
    assert without_footers(letter) == (letter[0], letter[2])

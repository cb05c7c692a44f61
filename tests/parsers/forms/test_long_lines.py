"""Lines of absurd length: the labels in them are found, and the time grows with the length, not with its square."""

from __future__ import annotations

import time

import pytest

from parsers import read_mail
from tests.parsers.forms.papers import mail

LONG = {
    "colons": "承办人：王强 调查" * 30_000,
    "clauses": "处理情况：" + "已更换，" * 60_000 + "：" * 20_000,
    "gaps": "编号  1  标题  2：" * 20_000,
    "stops": "诉求内容：" + "路灯不亮；请：" * 40_000,
}


@pytest.mark.parametrize("kind", sorted(LONG))
def test_a_line_of_hundreds_of_thousands_of_characters_is_read_in_seconds(kind: str):
    raw = mail("转办", LONG[kind])
    began = time.process_time()

    read_mail(raw)

    assert time.process_time() - began < 5


def test_a_label_behind_a_long_text_is_still_one():
    reading = read_mail(
        mail("回复TZ-2018-000123-G", f"处理情况：{'已更换路灯，' * 400}\n承办人：王强，联系电话：13806321234")
    )

    assert reading.answer
    assert (reading.answer.handler, reading.answer.phone) == ("王强", "13806321234")

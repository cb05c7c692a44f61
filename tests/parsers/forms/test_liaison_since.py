"""A change of liaison told in a letter: what stands in brackets behind the new one's name, and from when it holds."""

from __future__ import annotations

from datetime import date

import pytest

from parsers.reading import Person
from tests.parsers.forms.papers import word
from tests.parsers.forms.test_liaison import HEAD, MERGES, NOTICE, form_of, read

NEW = Person("liaison", "刘洋", "科员", "5510009", "13900000009")


@pytest.mark.parametrize(
    "words",
    [
        "我办联系人王强不再负责政务服务热线工作，由刘洋（科员，工作电话5510009，手机13900000009）接替，自2018年4月1日起。",
        "自4月1日起，我单位热线联系人由王强变更为刘洋（职务：科员，办公电话：5510009，移动电话：13900000009）。",
        "原联系人王强调离，现由刘洋接任联系人，职务科员，办公电话5510009，手机13900000009，从2018年4月1日开始。",
        "我局12345热线联络员由王强调整为刘洋（科员）5510009、13900000009，2018年4月1日起生效，特此函告。",
    ],
)
def test_the_successors_telephones_and_first_day_are_read(words: str) -> None:
    form = form_of(
        read(body=f"市长公开电话办公室：\n{words}\n荆河街道办事处\n2018年3月20日", subject="联系人变更")
    )

    assert form.people == (NEW,)
    assert form.since == date(2018, 4, 1)


@pytest.mark.parametrize(
    "rest", ["", "原联系人自2017年5月1日起担任。", "自4月1日起变更，其余人员自5月1日起变更。"]
)
def test_no_day_is_taken_where_none_is_told_or_several(rest: str) -> None:
    words = f"我单位热线联系人由王强变更为刘洋（科员），工作电话5510009。{rest}"
    assert form_of(read(body=words, subject="联系人变更")).since is None


@pytest.mark.parametrize(
    ("letter", "since"),
    [
        ("现报送变更后的联系表，自2018年4月1日起启用。", date(2018, 4, 1)),
        ("自2018年3月12日起全市推行新制度。联系表见附件。", None),
    ],
)
def test_the_letter_beside_a_form_may_tell_from_when_it_holds(letter: str, since: date | None) -> None:
    form = form_of(read(("联系表.docx", word("联系表", HEAD, (NOTICE, MERGES))), body=letter))
    assert form.since == since

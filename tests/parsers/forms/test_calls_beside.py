"""What a caller writes into the mail beside a filled-in sheet: told where no row says it, quiet where it only points there."""

from __future__ import annotations

import pytest

from parsers import read_mail
from parsers.numbers import case_number
from tests.parsers.forms.papers import mail, workbook

NUMBER, OTHER = case_number(2018, 1), case_number(2018, 6)
HEADS = ["工单编号", "是否接通", "满意度", "回访人", "回访日期"]


def doubts(words: str) -> list[str]:
    """What is doubted of a mail with these words and a sheet on which one case is reached and satisfied."""
    sheet = workbook([["回访记录表"], HEADS, [NUMBER, "接通", "满意", "赵六", "2018-06-13"]])
    reading = read_mail(mail("回复：【回访】6月13日应回访5件", words, ("回访.xlsx", sheet)))
    assert len(reading.follow_ups) == 1
    return [doubt.because for doubt in reading.doubts if doubt.field == "follow_ups"]


@pytest.mark.parametrize(
    "words",
    [
        "回访表填好了，请查收。",
        "今日2件均已回访，其中满意1件，未接通1件，详见附件。",
        "都已接通，全部满意。",
        f"{NUMBER}已填，见附件",
        f"{NUMBER} 接通，满意。",
        "没接通的明天再打",
        "您好：\n回访表见附件，如有疑问请联系我。\n赵六 13800001111",
    ],
)
def test_words_that_only_point_at_the_rows_are_no_doubt(words: str) -> None:
    assert doubts(words) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (f"见附件。保密件 {OTHER} 打通了，孙晓梅说不满意", f"正文写到 {OTHER}（不满意），回访表里没有填"),
        (f"{OTHER.lower()}空号，其他见表", f"正文写到 {OTHER}（未接通），回访表里没有填"),
        (f"{NUMBER} 接通，不满意。", f"正文另外写到 {NUMBER}（不满意），与回访表所填对照"),
        (f"{NUMBER} 满意，怕报复", f"正文另外写到 {NUMBER}（满意），与回访表所填对照"),
        ("今天打了2个，孙晓梅那个不满意", "正文写到回访情况（不满意），没有写是哪一件"),
        ("孙晓梅那1件不满意", "正文写到回访情况（不满意），没有写是哪一件"),
        ("另有1件没打通", "正文写到回访情况（未接通），没有写是哪一件"),
        ("TZ-2018-000006-Z没打通", "正文写到 TZ-2018-000006-Z（未接通），回访表里没有填"),
    ],
)
def test_what_no_row_says_is_a_doubt_that_names_nobody(words: str, told: str) -> None:
    assert doubts(words) == [told]


def test_two_cases_in_one_line_are_two_doubts() -> None:
    third = case_number(2018, 7)
    assert doubts(f"{OTHER}满意，{third}没人接") == [
        f"正文写到 {OTHER}（满意），回访表里没有填",
        f"正文写到 {third}（未接通），回访表里没有填",
    ]


def test_a_letter_of_calls_takes_no_word_on_two_cases_for_a_third_and_loses_neither() -> None:
    third = case_number(2018, 7)
    reading = read_mail(mail("今日回访", f"{NUMBER}、{OTHER}都没人接\n{third}接通，满意"))
    assert [(each.case_no, each.reached) for each in reading.follow_ups] == [(third, True)]
    assert [doubt.because for doubt in reading.doubts] == [
        f"正文写到 {NUMBER}，没有读出回访情况",
        f"正文写到 {OTHER}，没有读出回访情况",
    ]


def test_a_line_in_callers_words_tells_that_nobody_was_reached() -> None:
    reading = read_mail(mail("今日回访", f"{NUMBER}满意\n{OTHER} 没接"))
    assert [(each.case_no, each.reached) for each in reading.follow_ups] == [(NUMBER, True), (OTHER, False)]
    assert reading.doubts == ()


def test_what_is_not_connected_at_a_petitioners_does_not_make_him_unreached() -> None:
    (record,) = read_mail(mail("今日回访", f"{NUMBER}接通，说水管没接，路不通，不满意")).follow_ups
    assert (record.reached, record.satisfaction) == (True, "dissatisfied")

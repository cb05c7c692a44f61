"""Tick boxes of every make: what is ticked is read, what is not ticked never is."""

from __future__ import annotations

import pytest

from parsers.forms.ticks import Ticks, read_ticks, without_unticked


@pytest.mark.parametrize(
    "text",
    [
        "☐咨询  ☐求助  ☑投诉  ☐举报",
        "咨询□ 求助□ 投诉√ 举报□",
        "□咨询 □求助 ■投诉 □举报",
        "□咨询 □求助 □√投诉 □举报",
        "□咨询 □求助 □投诉√ □举报",
        "□咨询 □求助 √□投诉 □举报",
        "□ 咨询 □ 求助 □ 投诉√ □ 举报",
        "□咨询\n□求助\n□投诉√\n□举报",
        "[ ]咨询 [ ]求助 [√]投诉 [ ]举报",
        "( )咨询 ( )求助 (x)投诉 ( )举报",
        "咨询（ ） 求助（ ） 投诉（√） 举报（ ）",
        "咨询（）求助（）投诉（√）举报（）",
        "咨询（×）、求助（×）、投诉（√）、举报（×）",
        "\uf0a8咨询 \uf0a8求助 \uf0fe投诉 \uf0a8举报",
        "咨询  求助  投诉√  举报",
        "×咨询 ×求助 √投诉 ×举报",
        "咨询□求助□投诉☑举报□",
        "咨询 □ 求助 □ 投诉 √ 举报 □",
        "诉求类型：□咨询 □求助 ☑投诉 □举报",
        "诉求类型 □咨询 □求助 ☑投诉 □举报",
        "诉求类型：咨询□ 求助□ 投诉☑ 举报□",
        "○咨询 ○求助 ●投诉 ○举报",
        "○咨询 ○求助 ⊙投诉 ○举报",
    ],
)
def test_the_ticked_option_is_found(text: str) -> None:
    ticks = read_ticks(text)
    assert ticks == Ticks(("投诉",), ("咨询", "求助", "举报"))


@pytest.mark.parametrize("text", ["√投诉", "投诉√", "投诉（√）", "[x]投诉", "■投诉", "投诉 ☑"])
def test_one_option_alone_may_be_ticked(text: str) -> None:
    assert read_ticks(text) == Ticks(("投诉",), ())


@pytest.mark.parametrize("text", ["□是 □否", "是（ ） 否（ ）", "是（）否（）", "○是 ○否", "是□ 否□"])
def test_boxes_that_nobody_ticked_say_nothing(text: str) -> None:
    assert read_ticks(text) == Ticks((), ("是", "否"))


@pytest.mark.parametrize("text", ["□是 √ □否", "□是√□否", "是□ √ 否□", "是 √ 否", "是√否", "是□否☑也不是"])
def test_a_tick_between_two_options_is_given_to_neither(text: str) -> None:
    ticks = read_ticks(text)
    assert ticks is not None
    assert ticks.ticked == ()
    assert ticks.unsure[:2] == ("是", "否")


def test_several_ticks_are_all_told() -> None:
    assert read_ticks("☑满意 ☐基本满意 ☑不满意") == Ticks(("满意", "不满意"), ("基本满意",))


@pytest.mark.parametrize(
    "text", ["投诉", "满意、基本满意、不满意", "王××表示满意", "●经回访，诉求人表示满意。"]
)
def test_a_text_without_boxes_has_no_ticks(text: str) -> None:
    assert read_ticks(text) is None


def test_a_thousand_boxes_are_a_drawing_and_cost_nothing() -> None:
    assert read_ticks("□√" * 50_000) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("已电话告知诉求人，诉求人：□满意 ☑基本满意 □不满意。", "已电话告知诉求人，诉求人： 基本满意 。"),
        ("诉求人对结果□满意 ☑不满意", "诉求人对结果 不满意"),
        ("□3个工作日 ☑5个工作日", "5个工作日"),
        ("□是 □否", ""),
        ("于二〇一八年三月十二日告知", "于二〇一八年三月十二日告知"),
        ("○经查，属实。", "○经查，属实。"),
    ],
)
def test_options_printed_in_a_sentence_and_not_ticked_are_not_said(text: str, said: str) -> None:
    assert " ".join(without_unticked(text).split()) == said

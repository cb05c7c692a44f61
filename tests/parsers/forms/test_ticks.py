"""Tick boxes of every make."""

from __future__ import annotations

import pytest

from parsers.forms.ticks import read_ticks


@pytest.mark.parametrize(
    "text",
    [
        "☐咨询  ☐求助  ☑投诉  ☐举报",
        "咨询□ 求助□ 投诉√ 举报□",
        "□咨询 □求助 ■投诉 □举报",
        "□咨询 □求助 □√投诉 □举报",
        "[ ]咨询 [ ]求助 [√]投诉 [ ]举报",
        "( )咨询 ( )求助 (x)投诉 ( )举报",
        "\uf0a8咨询 \uf0a8求助 \uf0fe投诉 \uf0a8举报",
        "咨询  求助  投诉√  举报",
        "○咨询 ○求助 ●投诉 ○举报",
    ],
)
def test_the_ticked_option_is_found(text: str) -> None:
    ticks = read_ticks(text)
    assert ticks is not None
    assert ticks.ticked == ("投诉",)


def test_boxes_that_nobody_ticked_say_nothing() -> None:
    ticks = read_ticks("□是 □否")
    assert ticks is not None
    assert ticks.ticked == ()


def test_a_text_without_boxes_has_no_ticks() -> None:
    assert read_ticks("投诉") is None

"""Labels that recognition has read with one wrong character; on other papers a label is what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers.assembling import lay_on_desk
from parsers.forms.filling import Context
from parsers.forms.layout import lay_out
from parsers.forms.misspelt import respelt, spelt
from parsers.gathering import gather
from parsers.labels import Labels
from parsers.mail import open_mail
from parsers.paper import Cell, Grid, Line, Paper

LABELS = Labels.standard()
SAMPLES = Path(__file__).parents[3] / ".." / "shared" / "samples"
ROWS = (
    ("工单编另", "180612093011223344"),
    ("诉求內容", "路灯不亮，请維修。"),
    ("来电时问", "2018年6月12日"),
    ("办理时眼", "2018年6月20日"),
)


def table(*, recognised: bool) -> Paper:
    cells = [Cell(r, c, text) for r, row in enumerate(ROWS, 1) for c, text in enumerate(row, 1)]
    return Paper("扫描.jpg", "jpeg", (Grid(tuple(cells), "第1页 表1"),), recognised=recognised)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("诉求內容", "诉求内容"),
        ("承办单泣", "承办单位"),
        ("办理时眼", "办理时限"),
        ("来电时问：", "来电时间"),
        ("联系电活", "联系电话"),
        ("一、调查核实情況", "调查核实情况"),
        ("【当事人意贝】", "当事人意见"),
        ("诉 求 內 容", "诉求内容"),
    ],
)
def test_one_wrong_character_is_forgiven_where_one_label_can_be_meant(read: str, meant: str) -> None:
    assert spelt(read, LABELS) == meant


@pytest.mark.parametrize(
    "text",
    [
        "诉求内容",
        "来电时长",
        "受理时限",
        "电活",
        "单泣",
        "诉秋內容",
        "路灯不亮",
        "部分属实",
        "龙泉街道",
        "办理时X",
        "2018",
        "",
    ],
)
def test_other_words_are_left_alone(text: str) -> None:
    assert spelt(text, LABELS) == ""


def test_labels_in_lines_are_forgiven_and_values_are_left_as_read() -> None:
    line = Line("诉求內容：承办单泣门前路灯不亮  来电时问：2018年6月12日", "第1页 第2段")
    shown = respelt(line, LABELS)
    assert shown == Line("诉求内容：承办单泣门前路灯不亮  来电时间：2018年6月12日", "第1页 第2段")


def test_a_recognised_sheet_is_read_in_spite_of_its_misspelt_labels() -> None:
    context = Context(LABELS)
    desk = lay_on_desk(Paper("正文", "plain"), [table(recognised=True)], context, subject="", sender="")
    assert [kind for _, kind in desk.papers] == ["case"]
    entries = {entry.label: entry.text for entry in desk.papers[0][0].entries}
    assert entries["诉求内容"] == "路灯不亮，请維修。"
    assert entries["办理时限"] == "2018年6月20日"


def test_a_typed_sheet_means_what_it_says() -> None:
    labels = {entry.label for entry in lay_out(table(recognised=False), LABELS).entries}
    assert not labels & {"诉求内容", "来电时间", "办理时限"}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="没有 ../shared/samples")
def test_no_text_of_the_samples_is_taken_for_a_misspelt_label() -> None:
    for file in sorted(SAMPLES.glob("*.eml")):
        mail = open_mail(file.read_bytes())
        papers = gather(mail, "TZ")
        for paper in (mail.body, mail.quoted, *papers.papers, *papers.letters):
            if not paper.recognised:
                assert [block for block in paper.blocks if respelt(block, LABELS) != block] == []

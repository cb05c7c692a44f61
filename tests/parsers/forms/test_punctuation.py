"""However a paper parts its labels from its values, with =, |, blanks or nothing, the same case comes out."""

from __future__ import annotations

import pytest

from parsers import read_mail
from parsers.forms.lines import entries_of_lines
from parsers.forms.punctuation import MOST_ON_A_LINE, with_usual_colons
from parsers.labels import Labels
from parsers.paper import Line
from tests.parsers.forms.papers import mail, word

LABELS = Labels.standard()
FIELDS = [
    ("信件编号", "GD2023031746571"),
    ("反映人", "赵强"),
    ("手机号", "13912345678"),
    ("反映时间", "2023-03-17 17:31"),
    ("点位", "龙泉街道荷花路"),
    ("反映内容", "路灯不亮三天了，夜里行人摔倒过，请维修。"),
    ("派发给", "市城市管理局"),
    ("截止日期", "2023-03-28"),
]


def pairwise_of(fields: list[tuple[str, str]]) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    return list(zip(fields[::2], fields[1::2], strict=True))


def written(*texts: str) -> list[str]:
    return [line.text for line in with_usual_colons([Line(text, "") for text in texts], LABELS)]


@pytest.mark.parametrize("sign", ["=", " = ", "＝", "|", " ｜ ", "→", " — ", "-", "……", "....."])
def test_any_sign_that_all_labels_of_a_paper_end_in_is_its_colon(sign: str) -> None:
    body = "\n".join(f"{label}{sign}{value}" for label, value in FIELDS)
    (case,) = read_mail(mail("工单", body, on="2023-03-18 09:30")).cases
    assert (case.upper_no, case.petitioner.name, case.petitioner.phone, case.department) == (
        "GD2023031746571",
        "赵强",
        "13912345678",
        "市城市管理局",
    )


def test_pairs_of_a_platforms_page_need_nothing_between_label_and_value() -> None:
    rows = "".join(
        f"<div class=r><span class=k>{label}</span><span class=v>{value}</span></div>"
        for label, value in FIELDS
    )
    (case,) = read_mail(
        mail("新诉求：荷花路押金拒绝退回", html=f"<div>{rows}</div>", on="2023-03-18 09:30")
    ).cases
    assert (case.petitioner.name, case.place, case.department) == ("赵强", "龙泉街道荷花路", "市城市管理局")
    assert case.request_text == "路灯不亮三天了，夜里行人摔倒过，请维修。"


def test_sentences_that_begin_with_labels_are_no_pairs() -> None:
    story = ["来电人反映路灯不亮。", "地点在龙泉街道。", "时间2018-06-12，一直没修。", "内容很多，请看附件。"]
    assert written(*story) == story


def test_a_sign_that_stands_once_is_no_colon() -> None:
    assert written("电话=13912345678", "请尽快处理。") == ["电话=13912345678", "请尽快处理。"]


def test_blanks_inside_a_label_only_fill_its_column() -> None:
    assert written("单　　号 GD2019111221267　　　　紧急程度 一般") == [
        "单号 GD2019111221267　　　　紧急程度 一般"
    ]
    assert written("诉 求 人 虞宗亮　　　　联系电话 15803706283") == [
        "诉求人 虞宗亮　　　　联系电话 15803706283"
    ]
    assert written("请 李 四 处理") == ["请 李 四 处理"]


def test_two_pairs_a_line_parted_by_blanks_are_both_read() -> None:
    paper = word(
        "市民热线工作单",
        "单　　号 GD2019111221267　　　　紧急程度 紧急",
        "诉 求 人 赵强　　　　联系电话 13912345678",
        "诉求时间 2019-11-12 16:11",
        "诉求类型 投诉",
        "诉求内容 路灯不亮三天了，请维修。",
    )
    (case,) = read_mail(mail("工单", "", ("单.docx", paper), on="2019-11-13 09:30")).cases
    assert (case.urgency, case.petitioner.name, case.petitioner.phone) == ("urgent", "赵强", "13912345678")


def test_a_gap_stands_for_the_colon_of_the_first_of_two_labels() -> None:
    paper = word(
        "编号", "GD2019090360482", "来电人", "赵强   联系电话：13912345678", "来电时间", "2019年9月3日下午1时",
        "诉求类型", "投诉", "诉求内容", "路灯不亮三天了，请维修。",
    )  # fmt: skip
    (case,) = read_mail(mail("热线转办", "", ("单.docx", paper), on="2019-09-04 09:30")).cases
    assert (case.petitioner.name, case.petitioner.phone) == ("赵强", "13912345678")


def pairs(text: str) -> dict[str, str]:
    lines = with_usual_colons([Line(line, "") for line in text.split("\n")], LABELS)
    return {entry.label: entry.text for entry in entries_of_lines(lines, LABELS)}


def test_several_pairs_of_one_line_need_nothing_between_them_either() -> None:
    glued = [f"{a}{b}{c}{d}" for (a, b), (c, d) in pairwise_of(FIELDS)]
    assert pairs("\n".join(glued)) == dict(FIELDS)


def test_pairs_with_gaps_between_them_are_parted_there() -> None:
    glued = [f"{a}{b}　　　{c}{d}" for (a, b), (c, d) in pairwise_of(FIELDS)]
    assert pairs("\n".join(glued)) == dict(FIELDS)


def test_a_sentence_of_pairs_with_commas_between_them_is_parted_at_these() -> None:
    assert pairs("，".join(f"{label}{value}" for label, value in FIELDS)) == dict(FIELDS)


def test_a_choice_before_a_gap_is_no_part_of_the_label_behind_it() -> None:
    assert pairs("编号：12345678　　类型：投诉　　地点：荷花路") == {
        "编号": "12345678",
        "类型": "投诉",
        "地点": "荷花路",
    }


@pytest.mark.parametrize(
    "html", ["<div>{}</div><div>{}</div>", "<dt>{}</dt><dd>{}</dd>", "<p><b>{}</b><br>{}</p>"]
)
def test_a_unit_or_a_day_below_its_label_is_its_value(html: str) -> None:
    page = "".join(html.format(label, value) for label, value in FIELDS)
    (case,) = read_mail(mail("工单", html=page, on="2023-03-18 09:30")).cases
    assert (case.department, str(case.upper_due_at)) == ("市城市管理局", "2023-03-28")


@pytest.mark.parametrize("sign", ["", "："])
def test_labels_may_stand_above_their_values_in_one_cell(sign: str) -> None:
    cells = [f"{label}{sign}\n{value}" for label, value in FIELDS]
    paper = word(([cells[:4], cells[4:]], []))
    (case,) = read_mail(mail("工单", "", ("单.docx", paper), on="2023-03-18 09:30")).cases
    assert (case.petitioner.name, case.petitioner.phone, case.department) == (
        "赵强",
        "13912345678",
        "市城市管理局",
    )


def test_a_label_that_has_lost_the_gap_before_it_still_ends_the_value() -> None:
    assert pairs("承办人：乐玉梅 审核人：林传喜联系电话：0632-5547501") == {
        "承办人": "乐玉梅",
        "审核人": "林传喜",
        "联系电话": "0632-5547501",
    }
    assert pairs("填报日期：2024年4月8日承办人：乐玉梅")["承办人"] == "乐玉梅"


def test_a_line_of_thousands_of_pairs_is_parted_as_far_as_a_line_goes() -> None:
    first = ["信件编号GD2023031746571", "手机号13912345678", "反映时间2023-03-17 17:31", "派发给市城市管理局"]
    [*_, last] = written(*first, "截止日期2023-03-28" + "手机号13912345678" * 5000)
    assert last.startswith("截止日期：2023-03-28　　手机号：13912345678　　手机号：13912345678")
    assert last.count("：") == MOST_ON_A_LINE + 1
    assert last.endswith("手机号13912345678" * 10)

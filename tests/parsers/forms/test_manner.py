"""How a paper writes most of its fields tells how its short ones are to be read."""

from __future__ import annotations

from datetime import datetime

from parsers import read_mail
from parsers.forms.lines import entries_of_lines
from parsers.labels import Labels
from parsers.paper import Line
from tests.parsers.forms.papers import mail

LABELS = Labels.standard()
SPACED = [
    "工单编号 180612093011223344",
    "受理时间 2018-06-12 09:30",
    "联系电话 13912345678",
    "来电人 赵强",
    "位置 荷花路88号",
    "诉求内容 路灯不亮，请维修。",
]


def fields(*texts: str) -> dict[str, str]:
    entries = entries_of_lines([Line(text, f"第{i}行") for i, text in enumerate(texts, 1)], LABELS)
    return {entry.label: entry.text for entry in entries if LABELS.is_label(entry.label)}


def test_short_labels_with_one_blank_are_read_where_the_long_ones_are_written_so() -> None:
    (case,) = read_mail(mail("12345工单", "\n".join(SPACED))).cases
    assert (case.petitioner.name, case.place) == ("赵强", "荷花路88号")
    assert case.called_at == datetime(2018, 6, 12, 9, 30)


def test_a_short_label_before_a_blank_is_part_of_a_sentence_elsewhere() -> None:
    assert fields("时间 紧迫，请各单位抓紧。", "来电人 多次反映路灯不亮。") == {}


def test_a_person_alone_on_a_line_is_a_label_where_all_stand_above_their_values() -> None:
    read = fields(
        "工单编号", "180612093011223344", "来信人", "赵强", "手机", "13912345678", "诉求地点", "荷花路"
    )
    assert read == {
        "工单编号": "180612093011223344",
        "来信人": "赵强",
        "手机": "13912345678",
        "诉求地点": "荷花路",
    }


def test_a_person_alone_on_a_line_is_a_word_of_the_text_elsewhere() -> None:
    assert fields("路灯不亮，请维修。", "反映人", "赵强") == {}


def test_what_follows_a_label_and_a_gap_is_its_value_colon_or_not() -> None:
    asked = "家长想问：路灯何时维修？"
    assert fields(f"诉求内容\t{asked}") == {"诉求内容": asked}
    assert fields(f"反映详情　　{asked}") == {"反映详情": asked}

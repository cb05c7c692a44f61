"""A form whose boxes nobody ticked says nothing about them, and one with two ticks is a doubt."""

from __future__ import annotations

import pytest

from parsers import read_document
from parsers.numbers import case_number
from parsers.reading import Reading
from tests.parsers.forms.papers import word

NUMBER = "TZ-2018-000001-0"


def answered(opinion: tuple[str, ...], substantiated: tuple[str, ...], *more: tuple[str, ...]) -> Reading:
    """A reply form whose options stand in the cells given."""
    rows = [
        ("转办编号", NUMBER),
        ("是否属实", *substantiated),
        ("调查核实情况", "工作人员到现场查看了路灯。"),
        ("处理情况", "路灯已于3月13日修好。"),
        ("当事人意见", *opinion),
        *more,
        ("承办人", "王明"),
    ]
    return read_document("反馈表.docx", word("办理情况反馈表", (rows, ())))


def called_back(*cells: tuple[str, str]) -> Reading:
    rows = [("工单编号", NUMBER), *cells, ("回访人", "李娜"), ("回访时间", "2018-03-20")]
    return read_document("回访记录.docx", word("回访记录表", (rows, ())))


@pytest.mark.parametrize(
    ("opinion", "substantiated"),
    [
        ("□满意　□基本满意　□不满意　□联系不上", "□属实　□部分属实　□不属实"),
        ("满意（ ） 基本满意（ ） 不满意（ ）", "属实（ ） 部分属实（ ） 不属实（ ）"),
        ("○满意 ○基本满意 ○不满意", "属实□ 部分属实□ 不属实□"),
    ],
)
def test_boxes_without_a_tick_are_no_answer(opinion: str, substantiated: str) -> None:
    answer = answered((opinion,), (substantiated,)).answer
    assert answer is not None
    assert answer.petitioner_opinion is None
    assert answer.substantiated is None


@pytest.mark.parametrize(
    ("opinion", "substantiated"),
    [
        (("☑满意　□不满意",), ("□属实　☑不属实",)),
        (("□满意√ □不满意",), ("□属实 □不属实√",)),
        (("满意（√） 基本满意（ ） 不满意（ ）",), ("属实（ ） 部分属实（ ） 不属实（√）",)),
        (("满意□√", "基本满意□", "不满意□"), ("□属实", "□部分属实", "■不属实")),
        (("满意", "√", "不满意", ""), ("", "属实", "√", "不属实")),
        (("√满意",), ("不属实√",)),
        (("●经回访，诉求人对修复速度和工作人员态度表示满意。",), ("[ ]属实 [x]不属实",)),
    ],
)
def test_ticked_boxes_count_however_they_are_drawn(
    opinion: tuple[str, ...], substantiated: tuple[str, ...]
) -> None:
    answer = answered(opinion, substantiated).answer
    assert answer is not None
    assert (answer.petitioner_opinion, answer.substantiated) == ("satisfied", "no")


def test_several_ticks_are_a_doubt_and_no_value() -> None:
    reading = answered(("☑满意 □基本满意 ☑不满意",), ("（√）属实 （√）部分属实 （ ）不属实",))
    assert reading.answer is not None
    assert (reading.answer.petitioner_opinion, reading.answer.substantiated) == (None, None)
    because = {doubt.field: doubt.because for doubt in reading.doubts}
    assert because["answer.petitioner_opinion"] == "勾选了不止一项：「满意、不满意」"
    assert because["answer.substantiated"] == "勾选了不止一项：「属实、部分属实」"


def test_a_tick_between_two_options_is_a_doubt_and_no_value() -> None:
    reading = answered(("□满意 √ □不满意",), ("□属实 ☑不属实",))
    assert reading.answer is not None
    assert reading.answer.petitioner_opinion is None
    assert [d.because for d in reading.doubts] == ["看不出勾的是哪一项：「满意」还是「不满意」"]


@pytest.mark.parametrize(
    ("boxes", "informed"),
    [("□是 □否", None), ("□是 ☑否", False), ("是（√） 否（ ）", True), ("是□ 否□√", False), ("☑", True)],
)
def test_whether_the_petitioner_was_informed_is_as_ticked(boxes: str, informed: bool | None) -> None:
    answer = answered(("",), ("☑属实",), ("是否反馈当事人", boxes)).answer
    assert answer is not None
    assert answer.petitioner_informed is informed


def test_options_printed_in_a_paragraph_are_no_words_of_the_petitioner() -> None:
    told = ("反馈当事人情况", "3月14日电话告知诉求人，诉求人：□满意 ☑基本满意 □不满意")
    answer = answered(("",), ("",), told).answer
    assert answer is not None
    assert answer.petitioner_opinion == "basically"
    untold = ("反馈当事人情况", "□已告知 □无法联系")
    answer = answered(("",), ("",), untold).answer
    assert answer is not None
    assert (answer.petitioner_informed, answer.petitioner_opinion) == (None, None)


def test_a_record_of_a_call_back_is_as_ticked() -> None:
    reading = called_back(
        ("是否接通", "□接通 □未接通 □联系不上"),
        ("是否解决", "□已解决 □部分解决√ □未解决"),
        ("满意度", "满意（ ） 基本满意（√） 不满意（ ）"),
        ("服务态度", "□满意 □基本满意 □不满意"),
    )
    (record,) = reading.follow_ups
    assert (record.solved, record.satisfaction, record.attitude) == ("partly", "basically", None)
    assert record.reached is True, "who says how content he is was reached"


def test_where_nobody_ticked_whether_the_call_was_taken_nothing_is_said() -> None:
    reading = called_back(("是否接通", "□接通 □未接通 □联系不上"), ("满意度", "□满意 □不满意"))
    assert [record.reached for record in reading.follow_ups] == [None]


def test_the_days_asked_for_are_the_ticked_ones() -> None:
    rows = [
        ("转办编号", NUMBER),
        ("延期理由", "需要专家鉴定"),
        ("延期天数", "□3个工作日 ☑5个工作日 □10个工作日"),
    ]
    extension = read_document("延期申请表.docx", word("延期申请表", (rows, ()))).extension
    assert extension is not None
    assert extension.days == 5


def test_origin_of_a_case_is_as_ticked() -> None:
    rows = [
        ("工单编号", "180612093011223344"),
        ("来源", "□市长信箱 ☑12345热线"),
        ("来源级别", "□省 ☑市"),
        ("诉求内容", "路灯不亮，请尽快维修。"),
        ("来电时间", "2018-06-12"),
    ]
    (case,) = read_document("工单.docx", word("转办单", (rows, ()))).cases
    assert (case.channel, case.level) == ("hotline", "city")


@pytest.mark.parametrize(
    "words", ["不愿评价", "拒绝评价", "诉求人不作评价", "不予评价", "没有评价", "不肯打分"]
)
def test_somebody_who_would_not_rate_was_reached_and_is_no_doubt(words: str) -> None:
    for cells in ([("是否接通", "接通"), ("满意度", words)], [("是否接通", "接通"), ("备注", words)]):
        reading = called_back(*cells)
        (record,) = reading.follow_ups
        assert (record.reached, record.satisfaction) == (True, None)
        assert record.unrated in words
        assert reading.doubts == ()


def test_who_is_satisfied_has_rated_whatever_else_was_not() -> None:
    (record,) = called_back(("是否接通", "接通"), ("满意度", "满意"), ("备注", "对态度不作评价")).follow_ups
    assert (record.satisfaction, record.unrated) == ("satisfied", None)


def test_a_row_of_a_list_is_answered_by_the_remark_that_nobody_would_rate() -> None:
    rows = [
        ("转办编号", "诉求人", "是否接通", "满意度", "是否解决", "备注"),
        (case_number(2018, 3), "何三", "是", "", "", "不愿评价"),
        (case_number(2018, 7), "何七", "是", "不愿评价", "", ""),
        (case_number(2018, 9), "何九", "是", "", "", ""),  # reached, and nothing asked: nobody's answer yet
    ]
    reading = read_document("回访.docx", word("回访表 2018年3月16日", (rows, ())))
    assert [(record.case_no, record.reached, record.unrated) for record in reading.follow_ups] == [
        (case_number(2018, 3), True, "不愿评价"),
        (case_number(2018, 7), True, "不愿评价"),
    ]

"""Labels are recognised however they are spread, numbered, bracketed and spelt."""

from __future__ import annotations

import pytest

from parsers.labels import Labels, fold

LABELS = Labels.standard()


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("（二）联 系\n电话（手机）：", "联系电话"),
        ("一、主　要\n内　容（必填）：", "主要内容"),
        ("1.编号", "编号"),
        ("【诉求内容】", "诉求内容"),
        ("办结时限（年/月/日）：", "办结时限"),
        ("工单编号＊", "工单编号"),
        ("联系电话1", "联系电话"),
    ],
)
def test_widths_spaces_numbering_and_brackets_do_not_count(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("form", "label", "field"),
    [
        ("case", "来电人姓名", "petitioner.name"),
        ("case", "反映人及联系电话", "petitioner.name"),
        ("case", "写信人手机号", "petitioner.phone"),
        ("case", "要求书面反馈时间", "upper_due_at"),
        ("case", "来电号码", "petitioner.phone"),
        ("answer", "现场核查情况", "facts"),
        ("answer", "回复诉求人情况", "feedback"),
        ("answer", "经办人联系方式", "phone"),
        ("follow_up", "对工作人员服务态度是否满意", "attitude"),
        ("answer", "举报核查情况", "facts"),
        ("answer", "反映事项现场调查结果", "facts"),
        ("answer", "投诉处置结果", "measures"),
        ("answer", "与来访人见面情况", "feedback"),
        ("answer", "上门答复情况", "feedback"),
        ("answer", "求助人是否认可", "opinion"),
        ("answer", "股室承办人员", "handler"),
        ("answer", "单位主要负责人审批", "approver"),
        ("answer", "办件人联系电话", "phone"),
        ("follow_up", "外呼状态", "reached"),
        ("follow_up", "工作态度评价", "attitude"),
        ("follow_up", "答复结果满意程度", "satisfaction"),
    ],
)
def test_synonyms_lead_to_one_field(form: str, label: str, field: str) -> None:
    meaning = LABELS.meaning(form, label)
    assert meaning is not None
    assert meaning[0] == field


def test_a_question_about_publicity_is_not_one_about_secrecy() -> None:
    assert LABELS.meaning("case", "是否公开") is None
    assert LABELS.is_label("是否公开")


def test_an_office_adds_its_own_words() -> None:
    own = LABELS.merged({"case.upper_no": ["收条号"], "values.kind.service": ["民生求助"]})
    assert own.meaning("case", "收条号：") == ("upper_no", 0)
    assert own.code("kind", "民生求助") == "service"
    assert LABELS.meaning("case", "收条号：") is None, "the packaged labels stay as they are"


def test_an_own_word_without_its_form_holds_on_every_form_that_has_the_field() -> None:
    own = LABELS.merged({"case_no": ["热线流水"]})
    assert own.meaning("answer", "热线流水") == own.meaning("extension", "热线流水") == ("case_no", 0)
    assert own.meaning("case", "热线流水") == LABELS.meaning("case", "热线流水")


def test_an_own_word_for_no_field_is_refused() -> None:
    with pytest.raises(ValueError, match=r"fields\.case\.colour"):
        LABELS.merged({"case.colour": ["颜色"]})


def test_a_label_of_two_fields_is_refused() -> None:
    with pytest.raises(ValueError, match="标题"):
        Labels.of({"case": {"title": ["标题"], "place": ["标题"]}})


@pytest.mark.parametrize("word", ["回访", "联系", "沟通", "领导意见", "审批意见", "评价"])
def test_a_bare_word_or_anothers_opinion_is_no_part_of_an_answer(word: str) -> None:
    assert LABELS.meaning("answer", word) is None


def test_a_bare_judgement_counts_only_where_no_better_label_stands() -> None:
    assert LABELS.meaning("follow_up", "综合评价") == ("satisfaction", 1)

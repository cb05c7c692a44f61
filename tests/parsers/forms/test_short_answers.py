"""Answers written on a phone or in labelled lines: a sentence a part, and no form."""

from __future__ import annotations

import pytest

from parsers import read_mail
from parsers.forms.names import person_name
from parsers.forms.prose import read_told
from parsers.reading import Answer, SendBack
from tests.parsers.forms.papers import mail, word

DEPARTMENT = "市市场监督管理局 <scj@tengzhou.example.cn>"
NUMBER = "TZ-2018-000123-G"
FACTS = "经检验人员现场核查，2号电梯门机老化，维保记录缺失两次。"
MEASURES = "已对维保单位立案，责令五日内更换，现已恢复运行。"


def answer_to(body: str) -> Answer:
    reading = read_mail(mail(f"Re: 转办 {NUMBER}", body, sender=DEPARTMENT, reply=True))
    assert reading.what == "answer"
    assert reading.answer
    return reading.answer


@pytest.mark.parametrize(
    "opening", [f"{NUMBER}已处理。", f"领导好，{NUMBER}这个件，", f"您好！工单{NUMBER}："]
)
def test_how_a_short_letter_begins_is_no_finding(opening: str) -> None:
    answer = answer_to(f"{opening}{FACTS}{MEASURES}\n6月13日凤立强打电话告诉他了，他说满意。")
    assert (answer.facts, answer.measures) == (FACTS, MEASURES)


@pytest.mark.parametrize("who", ["他", "她", "来电人"])
def test_telling_somebody_is_feedback_whatever_they_are_called(who: str) -> None:
    answer = answer_to(f"{NUMBER}已处理。{FACTS}{MEASURES}\n6月13日凤立强打电话告诉{who}了，{who}说满意。")
    assert (answer.petitioner_informed, answer.informed_by, answer.petitioner_opinion) == (
        True,
        "凤立强",
        "satisfied",
    )
    assert "反馈当事人情况" not in answer.missing


def test_a_petitioner_not_reached_is_an_answer_and_its_signer_may_have_the_telephone_below() -> None:
    answer = answer_to(
        f"领导好，{NUMBER}这个件，经突击检查，院内确有加工点一处。当场查封设备三台，已立案调查。"
        "还没联系上诉求人，打了三次无人接听。\n承办人马淑珍\n0632-5551524"
    )
    assert (answer.petitioner_informed, answer.petitioner_opinion) == (False, "unreached")
    assert (answer.handler, answer.phone) == ("马淑珍", "0632-5551524")


@pytest.mark.parametrize("replies", ["回复人：凤立强", "答复人：凤立强", "经办人：凤立强"])
@pytest.mark.parametrize(
    "reviewed", ["分管领导李明华已审核", "分管局长李明华同志已经审签。", "主管负责人：李明华已审核同意"]
)
def test_who_replies_is_the_handler_and_whose_review_is_told_the_approver(
    replies: str, reviewed: str
) -> None:
    answer = answer_to(f"{NUMBER}已处理。{FACTS}{MEASURES}\n{replies}\n{reviewed}")
    assert (answer.handler, answer.approver) == ("凤立强", "李明华")
    assert (answer.facts, answer.measures) == (FACTS, MEASURES)


@pytest.mark.parametrize(
    "signed",
    [
        "回复人：凤立强，分管领导李明华已审核，电话0632-5551524",
        "回复人凤立强，分管领导李明华已审核，联系电话：0632-5551524。",
        "（答复人：凤立强；分管局长李明华同志已审签；电话0632-5551524）",
    ],
)
@pytest.mark.parametrize("before", ["", "\n"])
def test_who_replies_who_has_reviewed_and_a_telephone_may_share_a_line(before: str, signed: str) -> None:
    answer = answer_to(f"{NUMBER}已处理。{FACTS}{MEASURES}{before}{signed}")
    assert (answer.handler, answer.approver, answer.phone) == ("凤立强", "李明华", "0632-5551524")
    assert (answer.facts, answer.measures) == (FACTS, MEASURES)


def test_a_plan_that_a_leader_has_reviewed_is_text() -> None:
    told = "整改方案经分管领导李明华已审核通过，责令五日内更换。"
    answer = answer_to(f"{NUMBER}已处理。{FACTS}{told}{MEASURES}\n经办人：凤立强")
    assert told in f"{answer.facts}{answer.measures}"


@pytest.mark.parametrize("role", ["答复人", "告知人员", "经办人"])
def test_who_told_may_stand_behind_a_label_of_its_own(role: str) -> None:
    assert read_told(f"已答复（2020-01-08 16:24，{role}：柳建民）", None).by == "柳建民"


@pytest.mark.parametrize(
    "text", ["林传喜联系电话", "林传喜 分管领导：王五", "林传喜办结日期2018年", "林传喜"]
)
def test_a_name_ends_where_the_next_label_begins(text: str) -> None:
    assert person_name(text) == "林传喜"


def send_back(*rows: list[str]) -> SendBack | None:
    paper = word("12345工单退单审批表", (rows, []))
    return read_mail(mail("退单审批", "请审批。", ("退单.docx", paper), sender=DEPARTMENT)).send_back


def test_the_title_of_a_form_is_never_the_reason_for_sending_a_case_back() -> None:
    rows = [["工单编号", NUMBER], ["何以不办", "地点不在我单位辖区。"], ["建议转派单位", "市卫生健康局"]]
    record = send_back(*rows)
    assert record
    assert record.reason is None


def test_a_reason_that_is_not_found_is_doubted() -> None:
    paper = word("退单审批表", ([["工单编号", NUMBER], ["建议转派单位", "市卫生健康局"]], []))
    reading = read_mail(mail("退单审批", "", ("退单.docx", paper), sender=DEPARTMENT))
    assert "没有读到退单理由" in [doubt.because for doubt in reading.doubts]


def test_a_greeting_with_a_colon_is_no_leaders_instruction() -> None:
    answer = answer_to(
        f"领导：{NUMBER}号件我镇已处理完毕，经现场查看确有此事，已安排人员清理垃圾两车。对方表示满意。"
    )
    assert (answer.measures or "").startswith("已安排人员清理垃圾两车")


@pytest.mark.parametrize("told", ["跟赵先生说了，人家挺满意。", "给来电人打了电话，对方表示满意。"])
def test_telling_somebody_is_feedback_in_everyday_words(told: str) -> None:
    answer = answer_to(f"{NUMBER}：电缆是施工挖断的，我们已经换好了，灯亮了。{told}")
    assert (answer.petitioner_informed, answer.petitioner_opinion) == (True, "satisfied")

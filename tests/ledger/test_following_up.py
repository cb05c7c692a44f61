"""Calls back: opened by the answer, tried by half-days, and no case closes without one or a reason."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from ledger import call_backs, casework, following_up, worklists
from ledger.models import Case, Department, FollowUp, database
from ledger.opening import open_ledger, transaction
from ledger.vocabulary import Act, Status, Verdict
from ledger.workdays import Calendar, add_workdays

NOW = datetime(2018, 3, 14, 9, 0)
DUE = datetime(2018, 3, 19, 17, 0)
NOON = time(13, 0)
COMPLETE = {"facts": "经查看三盏路灯熄灭", "measures": "已更换灯泡，全部恢复照明"}


def dispatched(case: Case):
    due = add_workdays(NOW.date(), 3, Calendar({}))
    town = Department.one(name="荆河街道") or Department.create(name="荆河街道", kind="town")
    return casework.dispatch(case, town, deadline=due, now=NOW, because="属地")


def answered(case: Case):
    row = dispatched(case)
    casework.answer(row, COMPLETE, missing=[], mail=None, now=NOW, by="荆河街道", because="齐全")
    return row


@pytest.fixture
def case(tmp_path):
    """A case that waits for its department."""
    open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    with transaction():
        facts = {
            "channel": "hotline",
            "level": "city",
            "kind": "service",
            "title": "路灯",
            "request_text": "不亮",
        }
        who = {"name": "", "phone": "", "address": ""}
        yield casework.register(facts, who, prefix="TZ", rule_set="2018", mail=None, now=NOW, because="来件")
    database.close()


@pytest.fixture
def call(case):
    """The call back about an answered case, still to be made."""
    return following_up.open_follow_up(answered(case), due_at=DUE, now=NOW)


def outcome(call, satisfaction: str | None = "satisfied", *, reached: bool = True, **more):
    following_up.write_outcome(
        call,
        more.pop("called", NOW),
        reached=reached,
        satisfaction=satisfaction,
        now=NOW,
        by="周敏",
        **more,
    )


def unanswered(call, *moments: datetime | date) -> list[bool]:
    return [following_up.write_try(call, at, reached=False, now=NOW, by="周敏") for at in moments]


def test_an_answered_assignment_is_called_about_once(call):
    assert following_up.open_follow_up(call.dispatch, due_at=DUE, now=NOW) is None
    assert [each.id for each in call_backs.still_to_make()] == [call.id]


def test_a_remark_told_later_is_added_to_the_try_on_record(call):
    for remark in ("", "关机", "关机", "家人说在外地"):
        following_up.write_try(call, NOW, reached=False, remark=remark, now=NOW, by="周敏")

    [one] = call_backs.tries_of(call)
    assert one.remark == "关机；家人说在外地"
    told = [entry.because for entry in worklists.journal_of(call.case) if entry.act == Act.FOLLOW_UP]
    assert told == [
        "2018-03-14 09:00拨打，未接通",
        "2018-03-14 09:00拨打，补记：关机",
        "2018-03-14 09:00拨打，补记：家人说在外地",
    ]


def test_an_answered_case_of_an_older_ledger_is_found(case):
    row = answered(case)

    assert [each.id for each in call_backs.not_opened()] == [row.id]
    following_up.open_follow_up(row, due_at=DUE, now=NOW)
    assert call_backs.not_opened() == []


def test_calls_within_one_half_day_count_once(call):
    unanswered(
        call,
        datetime(2018, 3, 15, 9, 0),
        datetime(2018, 3, 15, 11, 50),
        datetime(2018, 3, 15, 13, 5),
        datetime(2018, 3, 16, 16, 0),
    )

    assert call_backs.half_days_tried(call, noon=NOON) == 3


def test_a_call_of_which_only_the_day_is_known_counts_for_that_day_and_adds_nothing_to_known_hours(call):
    unanswered(call, date(2018, 3, 15))
    assert call_backs.half_days_tried(call, noon=NOON) == 1

    unanswered(call, datetime(2018, 3, 15, 9, 0))
    assert call_backs.half_days_tried(call, noon=NOON) == 1

    unanswered(call, date(2018, 3, 16))
    assert call_backs.half_days_tried(call, noon=NOON) == 2


def test_the_same_try_is_written_down_once(call):
    moment = datetime(2018, 3, 15, 9, 0)

    assert unanswered(call, moment, moment) == [True, False]
    told = [each.because for each in worklists.journal_of(call.case) if each.act == Act.FOLLOW_UP]
    assert told == ["2018-03-15 09:00拨打，未接通"]


def test_an_outcome_is_written_down_once_and_stands_in_the_journal(call):
    outcome(call, solved="partly", remark="希望装新灯")

    with pytest.raises(following_up.AlreadyDone):
        outcome(call, "dissatisfied")
    last = worklists.journal_of(call.case)[-1]
    assert (last.act, last.by) == (Act.FOLLOW_UP, "周敏")
    assert last.because == "2018-03-14 09:00回访：满意，部分解决。希望装新灯"
    assert call_backs.still_to_make() == []


def test_a_case_closes_after_a_call_back_without_another_reason(call):
    outcome(call)

    casework.close(call.case, now=NOW, by="周敏", because="")

    assert worklists.journal_of(call.case)[-1].because == "已回访"


@pytest.mark.parametrize("because", ["", "  "])
def test_no_case_closes_without_a_call_back_or_a_reason(call, because):
    with pytest.raises(casework.NotAllowed, match="没有回访记录"):
        casework.close(call.case, now=NOW, by="李玲", because=because)

    unanswered(call, NOW)  # one try is no call back
    with pytest.raises(casework.NotAllowed, match="没有回访记录"):
        casework.close(call.case, now=NOW, by="李玲", because=because)


def test_a_dissatisfied_petitioners_case_does_not_close_by_the_call_alone(call):
    outcome(call, "dissatisfied")

    with pytest.raises(casework.NotAllowed, match="不满意"):
        casework.close(call.case, now=NOW, by="周敏", because="")


def test_a_reason_closes_a_case_and_ends_the_call_that_was_to_be_made(call):
    casework.close(call.case, now=NOW, by="李玲", because="匿名来电，没有留下电话")

    ended = FollowUp.one(dispatch=call.dispatch)
    assert (ended.done_at, ended.reached, ended.remark) == (NOW, None, "匿名来电，没有留下电话")
    assert following_up.outcome_words(ended) == "不再回访"


def test_a_withdrawn_case_is_called_about_no_more(call):
    casework.withdraw(call.case, now=NOW, by="系统", because="上级撤回")

    assert call_backs.still_to_make() == []
    assert FollowUp.one(dispatch=call.dispatch).remark == "上级撤回"


def test_a_case_that_is_handled_again_is_called_about_after_its_next_answer(call):
    casework.redo(call.case, now=NOW, by="李玲", because="上级退回")
    assert FollowUp.one(dispatch=call.dispatch).remark == "已重办"

    second = following_up.open_follow_up(answered(call.case), due_at=DUE, now=NOW)

    assert [each.id for each in call_backs.still_to_make()] == [second.id]


def test_first_and_final_satisfaction_are_both_kept(call):
    assert following_up.satisfactions(call.case) == (None, None)
    outcome(call, "dissatisfied")
    assert following_up.satisfactions(call.case) == ("dissatisfied", "dissatisfied")

    following_up.judge(call, Verdict.REDO, because="未解决", now=NOW, by="系统")
    casework.redo(call.case, now=NOW, by="系统", because="回访不满意")
    again = following_up.open_follow_up(answered(call.case), due_at=DUE, now=NOW)
    outcome(again, "basically")

    assert following_up.satisfactions(call.case) == ("dissatisfied", "basically")
    assert call_backs.redos_of(call.case) == 1


def test_a_dissatisfied_word_waits_for_a_verdict_that_is_given_once(call):
    outcome(call, "dissatisfied")
    assert [each.id for each in call_backs.still_to_judge()] == [call.id]

    following_up.judge(call, Verdict.REDO, because="未解决", now=NOW, by="李玲")

    assert call_backs.still_to_judge() == []
    with pytest.raises(following_up.AlreadyDone):
        following_up.judge(call, Verdict.HARD, because="又一次", now=NOW, by="李玲")


def test_nothing_is_judged_before_the_call_is_made(call):
    with pytest.raises(following_up.AlreadyDone):
        following_up.judge(call, Verdict.REDO, because="未解决", now=NOW, by="李玲")


@pytest.mark.parametrize(
    "wrong",
    [
        {"ground": 9},
        {"ground": 0},
        {"ground": None},
        {"evidence": " "},
        {"approved_by": ""},
        {"approved_by": "李玲"},
    ],
)
def test_an_unreasonable_demand_needs_a_ground_evidence_and_somebody_elses_approval(call, wrong):
    outcome(call, "dissatisfied")
    right = {"ground": 5, "evidence": "现场照片三张", "approved_by": "赵主任"}

    with pytest.raises(ValueError, match="不合理诉求"):
        following_up.judge(
            call, Verdict.UNREASONABLE, because="不属实", now=NOW, by="李玲", **(right | wrong)
        )

    following_up.judge(call, Verdict.UNREASONABLE, because="不属实", now=NOW, by="李玲", **right)
    assert worklists.journal_of(call.case)[-1].act == Act.UNREASONABLE
    casework.close(call.case, now=NOW, by="李玲", because="")
    assert Case.get_by_id(call.case.id).status == Status.CLOSED


def test_a_case_that_a_person_has_handled_again_waits_for_no_verdict_on_its_first_result(call):
    outcome(call, "dissatisfied")

    casework.redo(call.case, now=NOW, by="李玲", because="上级退回")
    answered(call.case)

    assert call_backs.still_to_judge() == []
    assert call_backs.redos_of(call.case) == 1


def test_a_word_about_a_result_that_was_closed_for_a_reason_waits_for_no_verdict_after_the_next_answer(call):
    outcome(call, "dissatisfied")
    casework.close(call.case, now=NOW, by="李玲", because="诉求人电话撤回诉求")
    casework.redo(call.case, now=NOW, by="李玲", because="上级退回")

    following_up.open_follow_up(answered(call.case), due_at=DUE, now=NOW)

    assert call_backs.still_to_judge() == []

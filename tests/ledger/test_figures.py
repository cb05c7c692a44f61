"""The figures: each definition that the notice prints, on a ledger of one or two cases."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ledger import amending, casework
from ledger import figures as counting
from ledger.models import Case, Dispatch, FollowUp, Instruction, Supervision, database
from ledger.opening import open_ledger, transaction
from ledger.spans import span_written
from ledger.vocabulary import Role, Way
from ledger.workdays import Deadline
from tests.ledger.histories import (
    BUREAU,
    FROZEN,
    LIMITS,
    TOWN,
    a_case,
    acknowledged,
    answered,
    called,
    dispatched,
    figures,
    given_back,
    granted,
    march,
    reassigned,
    refused,
    tally,
    unreasonable,
)

DUE = march(15, 17)


@pytest.fixture(autouse=True)
def _ledger(tmp_path):
    open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    yield
    database.close()


def test_an_assignment_counts_in_the_month_that_it_is_due_in():
    answered(dispatched(march(28), datetime(2018, 4, 2, 17)), march(29))

    assert tally("2018-03").due == 0
    assert tally("2018-04", datetime(2018, 5, 2, 9)).due == 1
    assert tally("2018-Q2", datetime(2018, 7, 2, 9)).due == tally("2018", datetime(2019, 1, 2, 9)).due == 1


def test_the_first_valid_answer_has_to_come_within_the_deadline():
    answered(dispatched(march(12), DUE), DUE)
    answered(dispatched(march(12), DUE), DUE + timedelta(minutes=1))
    dispatched(march(12), DUE)

    town = tally()

    assert (town.due, town.on_time, town.answered) == (3, 1, 2)
    assert len(figures().late) == 2


def test_an_answer_that_lacks_something_does_not_count():
    row = answered(dispatched(march(12), DUE), march(14), missing=("承办人",))
    answered(row, march(16))

    assert (tally().on_time, tally().answered, tally().once) == (0, 1, 0)


def test_a_granted_extension_moves_the_case_into_the_month_of_its_new_deadline():
    row = dispatched(march(26), march(29, 17))
    granted(row, march(28), datetime(2018, 4, 9, 17))

    assert tally("2018-03").due == 0
    assert tally("2018-04", datetime(2018, 5, 2, 9)).due == 1


def moved(row, now, until, because="上级变更"):
    """A deadline of the platform's, or a calendar, moves the deadline."""
    with transaction():
        amending.recount(Dispatch.get_by_id(row.id), Deadline(until, False, ()), now=now, because=because)


def test_a_deadline_that_was_moved_by_then_counts_as_moved():
    moved(dispatched(march(26), march(29, 17)), march(28), datetime(2018, 4, 9, 17))

    assert tally("2018-03").due == 0
    assert tally("2018-04", datetime(2018, 5, 2, 9)).due == 1


@pytest.mark.parametrize("because", ["上级变更", "2018年放假安排已导入"])
def test_a_deadline_that_is_moved_after_the_figures_were_frozen_changes_nothing_in_them(because):
    row = dispatched(march(26), march(30, 17))
    moved(row, datetime(2018, 4, 2, 10), datetime(2018, 4, 9, 17), because)
    granted(Dispatch.get_by_id(row.id), datetime(2018, 4, 3, 10), datetime(2018, 4, 12, 17))

    assert (tally("2018-03").due, tally("2018-03").on_time) == (1, 0)
    assert figures().late[0].due_at == march(30, 17)
    assert tally("2018-04", datetime(2018, 4, 2, 11)).due == 0
    assert figures("2018-04", datetime(2018, 5, 2, 9)).late[0].due_at == datetime(2018, 4, 12, 17)


def test_an_extension_granted_after_the_figures_were_frozen_changes_nothing_in_them():
    row = dispatched(march(26), march(30, 17))
    granted(row, datetime(2018, 4, 3, 9), datetime(2018, 4, 9, 17))

    assert (tally().due, tally().on_time) == (1, 0)


def test_what_happens_later_is_not_seen():
    row = dispatched(march(12), march(30, 17))
    before = figures()
    acknowledged(row, datetime(2018, 4, 3, 9))
    answered(row, datetime(2018, 4, 3, 10))
    called(row, datetime(2018, 4, 4, 9))

    assert figures() == before
    assert tally(as_of=datetime(2018, 4, 5, 9)).answered == 1


def test_what_is_not_due_yet_does_not_count():
    answered(dispatched(march(12), DUE), march(13))

    assert tally(as_of=march(14)).due == 0


def test_a_department_has_one_working_day_to_acknowledge():
    acknowledged(dispatched(march(12), DUE), march(13, 17))
    acknowledged(dispatched(march(12), DUE), march(14, 8))
    dispatched(march(12), DUE)

    assert (tally().dispatched, tally().acknowledged) == (3, 1)


def test_to_answer_or_to_give_the_case_back_acknowledges_it_as_well():
    answered(dispatched(march(12), DUE), march(13))
    given_back(dispatched(march(12), DUE), march(13))

    assert tally().acknowledged == 2


def test_a_case_given_back_in_time_counts_as_dispatched_and_sent_back_and_then_with_whom_it_goes_to():
    row = given_back(dispatched(march(12), DUE), march(13))
    dispatched(march(14), march(19, 17), to=BUREAU, case=Case.get_by_id(row.case.id))

    assert (tally().dispatched, tally().sent_back, tally().groundless, tally().due) == (1, 1, 0, 0)
    assert tally(name=BUREAU).due == 1


def test_a_case_given_back_after_its_deadline_was_late():
    given_back(dispatched(march(12), DUE), march(16))

    assert (tally().due, tally().on_time, tally().sent_back) == (1, 0, 1)
    assert counting.days_late(figures().late[0], FROZEN, LIMITS) == 1


def test_a_case_that_the_office_takes_back_by_itself_is_not_sent_back():
    reassigned(dispatched(march(12), DUE), march(13))

    assert (tally().dispatched, tally().sent_back, tally().acknowledged, tally().due) == (1, 0, 0, 0)


def test_a_refused_wish_to_give_it_back_is_groundless_and_the_deadline_stands():
    refused(dispatched(march(12), DUE), march(14))

    assert (tally().sent_back, tally().groundless, tally().due) == (1, 1, 1)


@pytest.mark.parametrize("how", ["withdrawn", "merged"])
def test_a_case_that_ends_before_its_deadline_counts_nowhere_and_after_it_was_late(how):
    for end in (march(14), march(16)):
        row = dispatched(march(12), DUE)
        with transaction():
            if how == "withdrawn":
                casework.withdraw(row.case, now=end, by="系统", because="上级撤回")
            else:
                casework.merge(row.case, a_case(march(12)), now=end, by="系统", because="重复反映")

    assert (tally().dispatched, tally().due, tally().on_time) == (1, 1, 0)


def test_a_case_withdrawn_after_it_was_answered_stays_answered_and_nobody_is_called():
    row = answered(dispatched(march(12), DUE), march(14))
    with transaction():
        casework.withdraw(row.case, now=march(16), by="系统", because="上级撤回")

    assert (tally().on_time, tally().to_follow_up) == (1, 0)


def test_who_assists_is_not_counted():
    row = dispatched(march(12), DUE)
    with transaction():
        casework.dispatch(
            row.case,
            dispatched(march(12), DUE, to=BUREAU).department,
            deadline=casework.Deadline(DUE, False, ()),
            now=march(12),
            because="协办",
            role=Role.ASSISTING,
        )

    assert tally(name=BUREAU).due == 1


def test_a_case_that_had_to_be_redone_counts_for_the_one_whose_result_did_not_stand():
    row = answered(dispatched(march(12), DUE), march(14))
    with transaction():
        casework.redo(Case.get_by_id(row.case.id), now=march(16), by="值班员", because="未解决")
    answered(dispatched(march(16), march(20, 17), to=BUREAU, case=Case.get_by_id(row.case.id)), march(19))

    assert (tally().answered, tally().redone, tally().once) == (1, 1, 0)
    bureau = tally(name=BUREAU)
    assert (bureau.answered, bureau.redone, bureau.once) == (1, 0, 1)


def test_satisfied_and_basically_satisfied_are_divided_by_those_reached_who_said_how_they_are():
    for satisfaction, solved in (
        ("satisfied", "yes"),
        ("basically", "partly"),
        ("dissatisfied", "no"),
        (None, None),
    ):
        called(answered(dispatched(march(12), DUE), march(14)), march(16), satisfaction, solved)

    town = tally()

    assert (town.to_follow_up, town.followed_up, town.rated, town.satisfied, town.solved) == (4, 4, 3, 2, 1)
    assert [row.rating for row in figures().dissatisfied] == ["dissatisfied"]


def test_nobody_need_have_been_called_whose_time_has_not_come():
    answered(dispatched(march(12), march(30, 17)), march(30))
    answered(dispatched(march(12), DUE), march(14))

    assert (tally().to_follow_up, tally().followed_up) == (1, 0)


def test_a_call_that_nobody_has_to_make_any_more_is_not_missed():
    row = answered(dispatched(march(12), DUE), march(14))
    call = called(row, march(16), None, None)
    FollowUp.update(reached=None, remark="写明理由办结").where(FollowUp.id == call.id).execute()

    assert (tally().answered, tally().to_follow_up, tally().followed_up) == (1, 0, 0)


def test_a_call_counts_from_when_it_was_written_down():
    call = called(answered(dispatched(march(12), DUE), march(14)), march(16))
    FollowUp.update(recorded_at=datetime(2018, 4, 3, 9)).where(FollowUp.id == call.id).execute()

    assert (tally().to_follow_up, tally().followed_up, tally().rated) == (1, 0, 0)


def test_an_unreasonable_case_is_left_out_by_approval_only():
    unreasonable(answered(dispatched(march(12), DUE), march(16)), march(20))
    unreasonable(answered(dispatched(march(12), DUE), march(14)), march(20), approved_by="")
    unreasonable(answered(dispatched(march(12), DUE), march(14)), FROZEN + timedelta(days=1))

    town = tally()

    assert figures().unreasonable == 1
    assert (town.dispatched, town.due, town.on_time, town.rated) == (2, 2, 2, 1)


def test_secret_cases_are_counted():
    case = a_case(march(12), secret=True, kind="report")
    answered(dispatched(march(12), DUE, case=case), march(14))

    assert tally().on_time == 1


def test_cases_are_received_by_where_they_come_from_repeats_included():
    first, repeat = a_case(march(1)), a_case(march(31, 23, 59), channel="mayors_mailbox", kind="complaint")
    a_case(datetime(2018, 4, 1))
    with transaction():
        casework.merge(repeat, first, now=march(31, 23, 59), by="系统", because="重复反映")

    assert counting.received(span_written("2018-03"), as_of=FROZEN) == {
        ("hotline", "city", "service"): 1,
        ("mayors_mailbox", "city", "complaint"): 1,
    }
    assert counting.first_registered_on() == march(1).date()


def test_supervision_counts_when_it_is_done_and_a_visit_names_the_department():
    row = dispatched(march(12), DUE)
    for way, done_at, by in (
        (Way.WRITTEN, march(20), "系统"),
        (Way.PHONE, march(16), "李玲"),
        (Way.ON_SITE, None, ""),
    ):
        Supervision.create(
            dispatch=row, way=way, cause=way, because="逾期", opened_at=march(16), done_at=done_at, done_by=by
        )
    Supervision.create(
        dispatch=row,
        way=Way.PHONE,
        cause="incomplete",
        because="",
        opened_at=march(16),
        done_at=march(17),
        done_by="系统",
    )
    Instruction.create(
        case=row.case,
        leader="",
        text="",
        instructed_on=march(28),
        due_at=FROZEN,
        written_at=march(28),
        written_by="",
        handed_over_at=march(28),
    )

    assert counting.supervisions(span_written("2018-03"), as_of=FROZEN) == {
        "written": 1,
        "phone": 1,
        "on_site": 0,
        "instruction": 1,
        "handed_over": 1,
    }
    assert counting.named_departments(span_written("2018-03"), as_of=FROZEN) == [TOWN]
    assert counting.named_departments(span_written("2018-04"), as_of=FROZEN) == []

"""One suite for every database that the ledger may stand in."""

from __future__ import annotations

import threading
from datetime import date, datetime

import pytest

from ledger import casework, numbering, postbook, worklists
from ledger.models import Case, Department, Journal, Letter, Reminder, Series, database
from ledger.opening import open_ledger, transaction
from ledger.postbook import Registration
from ledger.vocabulary import Act, DispatchState, HeldState, LetterState, MailState, Role, Stage, Status
from ledger.workdays import Calendar, add_workdays

NOW = datetime(2018, 3, 12, 10, 0)
CALENDAR = Calendar({})


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def ledger(ledger_url):
    open_ledger(ledger_url)
    yield database
    database.close()


def registered(upper_no="180312100000000001", **facts):
    values = {
        "upper_no": upper_no,
        "channel": "hotline",
        "level": "city",
        "kind": "complaint",
        "title": "路灯不亮",
        "request_text": "北辛佳苑门口路灯不亮。",
        **facts,
    }
    with transaction():
        return casework.register(
            values,
            {"name": "张三", "phone": "13812341234", "address": ""},
            prefix="TZ",
            rule_set="2018",
            mail=None,
            now=NOW,
            because="来件",
        )


def town(name="荆河街道"):
    return Department.get_or_create(name=name, defaults={"kind": "town", "addresses": ["jh@example.cn"]})[0]


def dispatched(case=None, **options):
    case = case or registered()
    with transaction():
        return casework.dispatch(
            case,
            town(),
            deadline=add_workdays(NOW.date(), 3, CALENDAR),
            now=NOW,
            because="事发地点",
            **options,
        )


def mail_in_slot(uid=1, **values):
    with transaction():
        mail, _ = postbook.register_mail(Registration("box", "INBOX", 7, uid, "0" * 64, 10), now=NOW)
        for name, value in values.items():
            setattr(mail, name, value)
        mail.save()
    return mail


def posted(key="dispatch/1"):
    with transaction():
        return Letter.create(
            key=key,
            kind="dispatch",
            to=["jh@example.cn"],
            subject="转办",
            message_id=f"<{key}@x>",
            sha256="0" * 64,
            posted_at=NOW,
            not_before=NOW,
        )


def test_a_case_is_registered_with_a_checked_number_and_a_journal_line(ledger):
    case = registered()
    assert case.case_no.startswith("TZ-2018-000001-")
    assert worklists.case_by_number(case.case_no) == case
    assert [row.act for row in worklists.journal_of(case)] == [Act.REGISTER]
    assert worklists.petitioner_of(case).phone == "13812341234"


def test_numbers_have_no_gap_after_a_transaction_that_failed(ledger):
    registered("1")
    with pytest.raises(RuntimeError), transaction():
        numbering.next_number("case", 2018)
        raise RuntimeError
    assert registered("2").case_no.startswith("TZ-2018-000002-")


def test_numbers_start_anew_each_year(ledger):
    with transaction():
        assert [numbering.next_number("case", year) for year in (2018, 2018, 2019)] == [1, 2, 1]


def test_numbers_taken_by_several_threads_at_once_are_all_different(ledger):
    with transaction():
        numbering.next_number("case", 2018)
    taken: list[int] = []

    def take():
        for _ in range(20):
            with transaction():
                taken.append(numbering.next_number("case", 2018))
        database.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(2, 82))
    assert Series.get(kind="case", year=2018).last == 81


def test_the_same_upper_number_cannot_be_registered_twice(ledger):
    registered("1")
    with pytest.raises(Exception, match=r"(?i)unique"):
        registered("1")
    assert Case.select().count() == 1


def test_cases_without_an_upper_number_do_not_collide(ledger):
    assert registered(None) != registered(None)


def test_a_dispatch_moves_the_case_and_keeps_its_deadline_with_the_trace(ledger):
    row = dispatched()
    assert row.case.status == Status.DISPATCHED
    assert row.due_at == datetime(2018, 3, 15, 17, 0)
    assert worklists.dispatches_of(row.case)[0].due_trace[-1].startswith("办理期限：2018-03-15")


def test_a_case_cannot_be_dispatched_twice(ledger):
    row = dispatched()
    with pytest.raises(casework.NotAllowed, match="办理中"):
        dispatched(row.case)


def test_a_stale_object_cannot_slip_through(ledger):
    case = registered()
    stale = Case.get_by_id(case.id)
    dispatched(case)
    with pytest.raises(casework.NotAllowed):
        dispatched(stale)


def test_an_assisting_department_joins_without_moving_the_case(ledger):
    row = dispatched()
    with transaction():
        other = casework.dispatch(
            row.case,
            town("北辛街道"),
            deadline=add_workdays(NOW.date(), 3, CALENDAR),
            now=NOW,
            because="协办",
            role=Role.ASSISTING,
        )
    assert worklists.lead_dispatch(row.case) == row
    assert other.round == 1


def test_an_acknowledgement_counts_once(ledger):
    row = dispatched()
    with transaction():
        assert casework.acknowledge(row, mail=None, now=NOW, by="荆河街道", because="回复收到")
        assert not casework.acknowledge(row, mail=None, now=NOW, by="荆河街道", because="又回复收到")
    acts = [entry.act for entry in worklists.journal_of(row.case)]
    assert acts.count(Act.ACKNOWLEDGE) == 1


def test_an_incomplete_answer_leaves_the_case_where_it_is(ledger):
    row = dispatched()
    with transaction():
        casework.answer(
            row,
            {"measures": "已修"},
            missing=["审核人"],
            mail=None,
            now=NOW,
            by="荆河街道",
            because="缺审核人",
        )
    assert Case.get_by_id(row.case.id).status == Status.DISPATCHED
    assert worklists.incomplete_answers(row) == 1
    assert worklists.complete_answer(row) is None


def test_a_complete_answer_moves_the_case_and_keeps_what_it_says(ledger):
    row = dispatched()
    with transaction():
        casework.answer(
            row,
            {"measures": "已修", "informed_on": date(2018, 3, 13), "petitioner_informed": True},
            missing=[],
            mail=None,
            now=NOW,
            by="荆河街道",
            because="齐全",
        )
    assert Case.get_by_id(row.case.id).status == Status.ANSWERED
    assert worklists.complete_answer(row).informed_on == datetime(2018, 3, 13)
    assert worklists.open_dispatches() == []


def test_a_second_complete_answer_is_refused(ledger):
    row = dispatched()
    facts = {"measures": "已修"}
    with transaction():
        casework.answer(row, facts, missing=[], mail=None, now=NOW, by="荆河街道", because="齐全")
    with pytest.raises(casework.NotAllowed), transaction():
        casework.answer(row, facts, missing=[], mail=None, now=NOW, by="荆河街道", because="又一份")


def test_a_case_sent_back_is_dispatched_anew_in_round_two(ledger):
    row = dispatched()
    with transaction():
        casework.send_back(row, mail=None, now=NOW, by="张科", because="不属职责")
    again = dispatched(Case.get_by_id(row.case.id))
    assert again.round == 2
    assert [each.state for each in worklists.dispatches_of(again.case)] == [
        DispatchState.SENT_BACK,
        DispatchState.OPEN,
    ]


def assisted(case):
    with transaction():
        return casework.dispatch(
            case,
            town("北辛街道"),
            deadline=add_workdays(NOW.date(), 3, CALENDAR),
            now=NOW,
            because="协办",
            role=Role.ASSISTING,
        )


def test_nobody_is_asked_to_assist_with_a_case_that_was_withdrawn_meanwhile(ledger):
    stale = dispatched().case
    with transaction():
        casework.withdraw(Case.get_by_id(stale.id), now=NOW, by="上级", because="诉求人撤回")
    with pytest.raises(casework.NotAllowed):
        assisted(stale)
    assert len(worklists.dispatches_of(stale)) == 1


def test_who_has_answered_meanwhile_has_given_nothing_back(ledger):
    helper = assisted(dispatched().case)
    stale = worklists.dispatches_of(helper.case)[-1]
    with transaction():
        casework.answer(
            helper, {"measures": "已修"}, missing=[], mail=None, now=NOW, by="北辛街道", because="齐全"
        )
    with pytest.raises(casework.NotAllowed), transaction():
        casework.send_back(stale, mail=None, now=NOW, by="张科", because="不属职责")
    assert worklists.dispatches_of(helper.case)[-1].state == DispatchState.ANSWERED


def test_a_repeat_is_not_merged_into_a_case_that_was_withdrawn_meanwhile(ledger):
    row, repeat = dispatched(), registered("2")
    with transaction():
        casework.withdraw(Case.get_by_id(row.case.id), now=NOW, by="上级", because="诉求人撤回")
    with pytest.raises(casework.NotAllowed), transaction():
        casework.merge(repeat, row.case, now=NOW, by="张科", because="同一人同一事")


def test_a_withdrawn_case_takes_its_dispatches_with_it(ledger):
    row = dispatched()
    with transaction():
        busy = casework.withdraw(row.case, now=NOW, by="上级", because="诉求人撤回")
    assert [department.name for department in busy] == ["荆河街道"]
    assert worklists.dispatches_of(row.case)[0].state == DispatchState.WITHDRAWN


def test_merged_cases_name_each_other_in_the_journal(ledger):
    row, repeat = dispatched(), registered("2")
    with transaction():
        casework.merge(repeat, row.case, now=NOW, by="张科", because="同一人同一事")
    assert Case.get_by_id(repeat.id).merged_into == row.case
    assert any(repeat.case_no in entry.because for entry in worklists.journal_of(row.case))


def test_a_stage_is_reminded_of_once(ledger):
    row = dispatched()
    with transaction():
        assert casework.remind(row, Stage.YELLOW, letter_key="reminder/1", now=NOW)
        assert not casework.remind(row, Stage.YELLOW, letter_key="reminder/2", now=NOW)
        assert casework.remind(row, Stage.RED, letter_key="reminder/3", now=NOW)
    assert Reminder.select().count() == 2


def test_the_worklist_finds_what_is_overdue_and_nothing_else(ledger):
    row = dispatched()
    registered("2")
    assert worklists.find_cases(overdue_at=datetime(2018, 3, 15, 17, 0)) == []
    [(case, lead)] = worklists.find_cases(overdue_at=datetime(2018, 3, 15, 17, 1))
    assert (case, lead) == (row.case, row)


def test_cases_are_found_by_month_and_status(ledger):
    case = registered()
    assert worklists.find_cases(month="2018-03", status=Status.REGISTERED) == [(case, None)]
    assert worklists.find_cases(month="2018-04") == []


def test_a_slot_on_the_server_is_registered_once(ledger):
    mail_in_slot(1)
    with transaction():
        _, new = postbook.register_mail(Registration("box", "INBOX", 7, 1, "0" * 64, 10), now=NOW)
    assert not new


def test_a_uidvalidity_of_63_bits_is_kept(ledger):
    with transaction():
        postbook.mark_taken_in("box", "in", 2**63 - 1, 2**63 - 2)
    assert postbook.highest_uid("box", "in", 2**63 - 1) == 2**63 - 2


def test_a_mark_never_goes_back(ledger):
    with transaction():
        postbook.mark_taken_in("box", "INBOX", 7, 10)
        postbook.mark_taken_in("box", "INBOX", 7, 9)
    assert postbook.highest_uid("box", "INBOX", 7) == 10


@pytest.mark.parametrize(
    ("first", "second", "twin"),
    [
        ({"sha256": "a"}, {"sha256": "a"}, True),
        ({"sha256": "a", "message_id": "<1>"}, {"sha256": "b", "message_id": "<1>"}, True),
        (
            {"sha256": "a", "message_id": "<1>", "from_address": "a@x.cn"},
            {"sha256": "b", "message_id": "<1>", "from_address": "b@x.cn"},
            False,
        ),
        ({"sha256": "a", "content_print": "p"}, {"sha256": "b", "content_print": "p"}, True),
        (
            {"sha256": "a", "content_print": "p"},
            {"sha256": "b", "content_print": "p", "message_id": "<1>"},
            True,
        ),
        (
            {"sha256": "a", "content_print": "p", "message_id": "<1>"},
            {"sha256": "b", "content_print": "p", "message_id": "<2>"},
            False,
        ),
        (
            {"sha256": "a", "content_print": "p", "sent_at": NOW},
            {"sha256": "b", "content_print": "p", "sent_at": datetime(2018, 3, 13)},
            False,
        ),
    ],
)
def test_a_repeated_mail_is_known_by_bytes_message_id_or_content(ledger, first, second, twin):
    earlier, later = mail_in_slot(1, **first), mail_in_slot(2, **second)
    assert postbook.earlier_twin(later) == (earlier if twin else None)


def test_a_letter_moves_only_from_the_state_it_is_in(ledger):
    letter = posted()
    with transaction():
        assert postbook.move_letter(letter, LetterState.QUEUED, LetterState.SENDING, sending_at=NOW)
        assert not postbook.move_letter(Letter.get_by_id(letter.id), LetterState.QUEUED, LetterState.SENDING)
    assert [row.id for row in postbook.interrupted_letters()] == [letter.id]


def test_a_letter_key_is_unique(ledger):
    posted("dispatch/1")
    with pytest.raises(Exception, match=r"(?i)unique"):
        posted("dispatch/1")


def test_an_entry_of_the_pen_is_settled_once(ledger):
    with transaction():
        held = postbook.hold(what="other", because="看不懂", suggestions=[], now=NOW)
        settled = {"state": HeldState.DISCARDED, "by": "张科", "because": "广告", "now": NOW}
        assert postbook.settle_held(held, **settled)
        assert not postbook.settle_held(held, **settled)
    assert worklists.open_held() == []


def test_a_failed_transaction_leaves_nothing(ledger):
    with pytest.raises(RuntimeError), transaction():
        casework.register(
            {
                "channel": "hotline",
                "level": "city",
                "kind": "other",
                "title": "x",
                "request_text": "x",
            },
            {},
            prefix="TZ",
            rule_set="2018",
            mail=None,
            now=NOW,
            because="",
        )
        raise RuntimeError
    assert not Case.select().exists()
    assert not Journal.select().exists()


def test_a_ledger_opened_again_keeps_its_rows(ledger, ledger_url):
    case = registered()
    database.close()
    open_ledger(ledger_url)
    assert Case.get_by_id(case.id).case_no == case.case_no


def test_what_is_written_behind_the_name_of_a_database_counts(postgres_url):
    """`?sslmode=verify-full` that nobody heeds would leave the ledger open to whoever listens."""
    open_ledger(f"{postgres_url}?application_name=hotline%20office")
    assert database.execute_sql("SHOW application_name").fetchone() == ("hotline office",)
    database.close()


def test_a_ledger_of_a_newer_program_is_not_opened(ledger, ledger_url):
    database.execute_sql("UPDATE schemaversion SET version = 999")
    database.close()
    with pytest.raises(ValueError, match="升级程序"):
        open_ledger(ledger_url)


def test_settled_mails_wait_to_be_filed_and_unread_ones_to_be_read(ledger):
    kept, done = mail_in_slot(1), mail_in_slot(2)
    with transaction():
        postbook.settle(done, state=MailState.SETTLED, now=NOW)
    assert postbook.unread_mails() == [kept]
    assert postbook.unfiled_mails("box") == [done]
    with transaction():
        postbook.mark_filed([done], now=NOW)
    assert postbook.unfiled_mails("box") == []

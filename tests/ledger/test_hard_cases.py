"""Hard cases are marked once; what was to be done about an assignment ends with it, wherever it ends."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ledger import casework, supervising, worklists
from ledger.models import Department, database
from ledger.opening import open_ledger, transaction
from ledger.tasks import PAPER
from ledger.vocabulary import Way
from ledger.workdays import Calendar, add_workdays

NOW = datetime(2018, 3, 22, 9, 0)
FACTS = {"channel": "hotline", "level": "city", "kind": "service", "title": "路灯", "request_text": "不亮"}


@pytest.fixture
def row(tmp_path):
    """A late assignment with a telephone task and a paper on its way to the bureau."""
    open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    with transaction():
        case = casework.register(
            FACTS,
            {"name": "", "phone": "", "address": ""},
            prefix="TZ",
            rule_set="2018",
            mail=None,
            now=NOW,
            because="来件",
        )
        town = Department.create(name="荆河街道", kind="town")
        due = add_workdays(date(2018, 3, 12), 3, Calendar({}))
        row = casework.dispatch(case, town, deadline=due, now=NOW, because="属地")
        supervising.open_supervision(row, Way.PHONE, "red", because="逾期1个工作日", now=NOW)
        supervising.open_supervision(row, Way.INSTRUCTION, f"{PAPER}x", because="送督查局", now=NOW)
        yield row
    database.close()


def hard(case):
    return casework.mark_hard(case, now=NOW, by="李玲", because="三次重办仍不满意")


def test_a_case_is_marked_hard_once_and_the_journal_says_why(row):
    assert [hard(row.case), hard(row.case)] == [True, False]

    [entry] = [each for each in worklists.journal_of(row.case) if each.act == "hard"]
    assert (entry.by, entry.because) == ("李玲", "三次重办仍不满意")
    assert worklists.case_by_number(row.case.case_no).hard_at == NOW


def test_a_case_that_is_off_the_desks_is_not_hard(row):
    casework.withdraw(row.case, now=NOW, by="李玲", because="上级撤回")

    with pytest.raises(casework.NotAllowed, match="列为疑难"):
        hard(row.case)


@pytest.mark.parametrize(
    ("ends", "result"),
    [
        (
            lambda row: casework.answer(
                row, {}, missing=[], mail=None, now=NOW, by="荆河街道", because="齐全"
            ),
            "已反馈",
        ),
        (lambda row: casework.send_back(row, mail=None, now=NOW, by="李玲", because="不归其管"), "已退单"),
        (lambda row: casework.withdraw(row.case, now=NOW, by="李玲", because="上级撤回"), "已撤回"),
    ],
    ids=["answered", "sent back", "withdrawn"],
)
def test_nobody_need_telephone_about_what_has_ended_but_a_paper_still_goes(row, ends, result):
    ends(row)

    [paper] = supervising.open_tasks()
    assert paper.cause == f"{PAPER}x"
    [call] = [each for each in supervising.supervisions_of(row) if each.way == Way.PHONE]
    assert call.result == result


def test_an_incomplete_answer_leaves_the_task(row):
    casework.answer(row, {}, missing=["承办人"], mail=None, now=NOW, by="荆河街道", because="缺承办人")

    assert len(supervising.open_tasks(Way.PHONE)) == 1

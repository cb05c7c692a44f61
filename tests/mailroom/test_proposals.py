"""拟办: a case is laid before the leader once, by mail or on paper; the bureau hears of what was handed over to it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ledger import supervising, worklists
from ledger.models import Instruction
from ledger.opening import transaction
from ledger.vocabulary import Way
from mailroom.desks import bureau, proposals
from mailroom.office import open_office

NOW = datetime(2018, 3, 29, 9, 30)


@pytest.fixture
def opened(office, case_no):
    """The office with a case that its town leaves undone."""
    opened = open_office(office.folder)
    yield opened
    opened.close()


def late(case_no):
    return worklists.lead_dispatch(worklists.case_by_number(case_no))


def propose(opened, case_no, cause="instruction", because="逾期10个工作日仍未办结"):
    with transaction():
        return proposals.propose(opened, late(case_no), cause=cause, because=because, now=NOW)


def test_without_an_address_the_paper_waits_to_be_printed_and_the_task_names_it(office, opened, case_no):
    task = propose(opened, case_no)

    [letter] = office.rows("letters", "--kind", "proposal")
    assert (letter["state"], letter["to"], letter["key"]) == ("on_paper", [], task.letter_key)
    office.done("once", "--at", "2018-03-29T09:31")
    assert office.rows("letters", "--kind", "proposal")[0]["state"] == "on_paper"
    office.done("letters", "save", task.letter_key, str(office.folder / "打印"))
    assert [path.suffix for path in sorted((office.folder / "打印").rglob("*拟办单.docx"))] == [".docx"]


def test_a_leader_with_an_address_gets_it_by_mail(office, opened, case_no):
    with (office.folder / "office.toml").open("a", encoding="utf-8") as config:
        config.write('\n[supervision]\nleader_address = "zhuren@example.cn"\n')
    again = open_office(office.folder)

    propose(again, case_no)

    [letter] = office.rows("letters", "--kind", "proposal")
    assert (letter["state"], letter["to"]) == ("queued", ["zhuren@example.cn"])
    assert "滕热拟〔2018〕1号" in [
        each["number"] for each in office.rows("letters", "numbers", "--year", "2018")
    ]


def test_it_is_laid_before_him_once_whatever_makes_it_due_again(opened, case_no):
    first = propose(opened, case_no)
    same, other = propose(opened, case_no), propose(opened, case_no, "hard", "列为疑难")

    assert (same, other) == (None, None)
    assert [each.id for each in supervising.open_tasks(Way.INSTRUCTION)] == [first.id]
    assert "列为疑难；此前已报" in worklists.journal_of(late(case_no).case)[-1].because


def test_the_bureau_hears_nothing_of_a_case_that_it_does_not_have(opened, case_no):
    with transaction():
        assert bureau.tell_bureau(opened, late(case_no).case, "已反馈", now=NOW) is None


def test_the_bureau_is_told_of_each_step_of_a_case_that_was_handed_over(office, opened, case_no):
    row = late(case_no)
    with transaction():
        Instruction.create(
            case=row.case,
            dispatch=row,
            leader="李明市长",
            text="限期办结",
            instructed_on=date(2018, 3, 29),
            due_at=NOW,
            written_at=NOW,
            written_by="李玲",
            handed_over_at=NOW,
        )
        for what in ("羊庄镇反馈不齐全", "羊庄镇已反馈"):
            bureau.tell_bureau(opened, row.case, what, now=NOW)

    first, second = office.rows("letters", "--kind", "progress")
    assert first["key"] != second["key"]
    assert [task.because[:2] for task in supervising.open_tasks(Way.INSTRUCTION)] == ["打印", "打印"]
    assert worklists.journal_of(row.case)[-1].because == "函告市委市政府督查局：羊庄镇已反馈"

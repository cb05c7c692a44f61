"""The figures of a span: compared with frozen ones, every department in them, the annexes masked, stored and read back."""

from __future__ import annotations

from datetime import datetime

import pytest

from ledger import casework, frozen, worklists
from ledger.models import Case, Department, FrozenFigures, Petitioner
from ledger.opening import transaction
from ledger.spans import span_written
from ledger.vocabulary import Verdict
from mailroom.desks import freezing, notices
from mailroom.desks.reckoning import reckon
from mailroom.desks.stored_figures import as_stored, from_stored
from mailroom.office import open_office
from tests.ledger.histories import FROZEN, a_case, answered, called, dispatched, march, reassigned

MARCH, APRIL = span_written("2018-03"), span_written("2018-04")
MAY = datetime(2018, 5, 2, 9)
DUE = march(15, 17)


@pytest.fixture
def opened(office):
    """An office at whose ledger one works."""
    place = open_office(office.folder)
    yield place
    place.close()


def reckoned(opened, span=MARCH, as_of=FROZEN):
    return reckon(opened, span, as_of=as_of)


def test_every_department_of_the_span_is_in_it_whether_it_had_cases_or_not(opened):
    dispatched(march(12), DUE, to="滕州市教育局")
    Department.update(valid_to=march(1).date()).where(Department.name == "滕州市民政局").execute()
    Department.update(valid_to=datetime(2018, 2, 28).date()).where(
        Department.name == "滕州市财政局"
    ).execute()

    units = {unit.name: unit for unit in reckoned(opened).units}

    assert units["滕州市教育局"].due == 1
    assert units["滕州市民政局"].due == 0
    assert "滕州市财政局" not in units


def test_towns_with_as_many_cases_stand_in_the_directory_s_order(opened):
    for town in ("滨湖镇", "荆河街道", "羊庄镇"):
        a_case(march(1), title="路灯不亮", place=f"{town}某村")

    order = [row.name for row in worklists.departments()]
    told = [each.name for each in reckoned(opened).towns]

    assert len(told) == 3
    assert told == sorted(
        told, key=lambda town: next(n for n, name in enumerate(order) if name.startswith(town))
    )
    assert told != sorted(told)


def test_a_month_is_compared_with_the_one_before_as_that_was_frozen(opened):
    a_case(march(1), title="暖气不热")
    freezing.freeze_now(opened, MARCH, now=FROZEN)
    a_case(march(31), title="暖气不热")  # entered late: the notice of March is out
    a_case(datetime(2018, 4, 9), title="暖气不热")

    told = reckoned(opened, APRIL, MAY)

    assert [(each.span, each.received) for each in told.months] == [(MARCH, 1), (APRIL, 1)]
    [topic] = told.topics
    assert (topic.name, topic.now, topic.before) == ("供暖供热", 1, 1)
    assert told.last_year is None


def test_where_nothing_was_frozen_the_one_before_is_counted(opened):
    a_case(march(1))
    a_case(march(2), channel="mayors_mailbox")
    a_case(datetime(2018, 4, 9), level="province")

    sources = {each.name: (each.now, each.before) for each in reckoned(opened, APRIL, MAY).sources}

    assert sources == {"省平台转办": (1, 0), "枣庄市平台转办": (0, 1), "市长信箱": (0, 1)}


def test_before_the_office_s_first_case_there_is_nothing_to_compare_with(opened):
    a_case(march(12))

    told = reckoned(opened)

    assert [each.span for each in told.months] == [MARCH]
    assert {each.before for each in told.kinds} == {None}


def test_the_annexes_say_what_has_become_of_a_case(opened):
    late = answered(dispatched(march(12), DUE), march(19))
    gone = reassigned(dispatched(march(12), DUE), march(20))
    still = dispatched(march(12), DUE)

    listed = {each.case.case_no: each for each in reckoned(opened).overdue}

    assert (listed[late.case.case_no].answered_on, listed[late.case.case_no].days_late) == (
        march(19).date(),
        2,
    )
    assert (listed[gone.case.case_no].outcome, listed[gone.case.case_no].days_late) == ("已退单或改派", 3)
    assert (listed[still.case.case_no].outcome, listed[still.case.case_no].days_late) == ("", 12)


@pytest.mark.parametrize(
    ("verdict", "again", "outcome"),
    [
        (None, False, "待研判"),
        (Verdict.HARD, False, "列为疑难"),
        (Verdict.REDO, False, "督办重办中"),
        (Verdict.REDO, True, "已重办"),
    ],
)
def test_a_dissatisfied_one_is_redone_hard_or_waits_for_a_verdict(opened, verdict, again, outcome):
    row = answered(dispatched(march(12), DUE), march(14))
    called(row, march(16), "dissatisfied", "no", verdict=verdict, judged_at=march(16) if verdict else None)
    if verdict == Verdict.REDO:
        with transaction():
            casework.redo(Case.get_by_id(row.case.id), now=march(16), by="值班员", because="不满意")
        anew = dispatched(march(16), march(20, 17), case=Case.get_by_id(row.case.id))
        if again:
            answered(anew, march(20))

    [listed] = reckoned(opened).dissatisfied

    assert listed.outcome == outcome


def test_what_is_frozen_comes_back_as_it_was_and_is_masked(opened):
    case = a_case(march(12), title="张三丰（13812345678）反映王府小区3号楼2单元501室漏水")
    Petitioner.update(name="张三丰", phone="13812345678").where(Petitioner.case == case).execute()
    answered(dispatched(march(12), DUE, case=case), march(19))
    told = reckoned(opened)

    with transaction():
        definitions = [list(each) for each in told.definitions]
        frozen.freeze(MARCH, as_stored(told, as_of=FROZEN), definitions, now=FROZEN)
    row = FrozenFigures.one(span="2018-03")

    assert from_stored(row) == told
    assert "漏水" in row.figures["overdue"][0]["title"]
    for word in ("张三丰", "13812345678", "501"):
        assert word not in str(row.figures)


def test_a_span_that_can_t_be_counted_keeps_no_other_back_and_is_frozen_later(opened, monkeypatch):
    a_case(march(12))
    whole = reckon

    def stumbles(office, span, *, as_of):
        if span == MARCH:
            raise ZeroDivisionError
        return whole(office, span, as_of=as_of)

    monkeypatch.setattr(freezing, "reckon", stumbles)
    with pytest.raises(ZeroDivisionError):
        notices.freeze_due(opened, now=FROZEN)
    assert [row.span for row in frozen.all_frozen()] == ["2018-Q1"]

    monkeypatch.undo()
    assert notices.freeze_due(opened, now=FROZEN) == 1
    assert notices.freeze_due(opened, now=FROZEN) == 0


def test_approval_tells_how_many_letters_are_posted(opened):
    a_case(march(12))
    steps: list[tuple[int, int]] = []

    posted = notices.send(
        opened, MARCH, now=FROZEN, by="王丽", progress=lambda done, whole: steps.append((done, whole))
    )

    assert steps == [(number, posted.letters) for number in range(1, posted.letters + 1)]

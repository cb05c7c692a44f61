"""Hotlines, where cases went and who asked before, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from ledger import history, hotlines, repeats
from ledger.models import Case, Department, Dispatch, Petitioner, database
from ledger.opening import open_ledger, transaction
from ledger.vocabulary import DispatchState, Status

NOW = datetime(2018, 4, 2, 9)
LINE = {"name": "城建热线", "department": "甲局", "due_on": date(2018, 6, 30)}


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, tmp_path) -> Iterator[None]:
    """A new ledger, one transaction a test."""
    url = (
        f"sqlite:///{tmp_path}/l.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    )
    open_ledger(url)
    with transaction():
        yield
    database.close()


def case(
    number: int, *, phone: str = "", name: str = "", address: str = "", status: Status = Status.DISPATCHED
) -> Case:
    """A case of the `number`-th day."""
    made = Case.create(
        case_no=f"TZ-{number}", channel="hotline", level="city", kind="service", title="路灯", request_text="路灯不亮",
        rule_set="2018", status=status, registered_at=NOW + timedelta(days=number),
    )  # fmt: skip
    Petitioner.create(case=made, name=name, phone=phone, address=address)
    return made


def sent(to: Case, name: str, state: DispatchState) -> None:
    """Lay a case on a department's desk, as it went on from there."""
    department = Department.one(name=name) or Department.create(name=name, kind="department")
    Dispatch.create(case=to, department=department, dispatched_at=NOW, due_at=NOW, state=state)


@pytest.mark.usefixtures("ledger")
def test_a_hotline_is_entered_changed_and_reported_of():
    assert hotlines.enter("12319", LINE, now=NOW, by="王丽").startswith("登记：热线名称 城建热线")
    assert (
        hotlines.enter("12319", LINE | {"way": "parallel"}, now=NOW, by="王丽") == "整合方式：未定→并行接听"
    )
    assert hotlines.enter("12319", {"way": "parallel"}, now=NOW, by="王丽") == ""
    line = hotlines.line_numbered("12319")
    assert line is not None
    hotlines.report(line, "已开通", now=NOW, by="李四", done_on=date(2018, 4, 1))

    assert [each.what for each in hotlines.reports_of(line)][1:] == [
        "整合方式：未定→并行接听",
        "已开通；完成日期：2018-04-01",
    ]
    assert hotlines.lines(open_only=True) == []
    assert not hotlines.is_late(hotlines.lines()[0], date(2019, 1, 1))


@pytest.mark.usefixtures("ledger")
def test_the_department_that_answered_is_right_and_who_gave_back_was_wrong():
    one, other, still = case(1), case(2), case(3)
    sent(one, "甲局", DispatchState.SENT_BACK)
    sent(one, "乙局", DispatchState.ANSWERED)
    sent(other, "甲局", DispatchState.ANSWERED)
    sent(still, "甲局", DispatchState.OPEN)

    found = history.answered_cases(most=10)

    assert [(each.case.case_no, each.right, each.wrong) for each in found] == [
        ("TZ-1", "乙局", ("甲局",)),
        ("TZ-2", "甲局", ()),
    ]
    assert history.answered_count() == 2
    assert [each.case.case_no for each in history.answered_cases(most=1)] == ["TZ-2"]


@pytest.mark.usefixtures("ledger")
def test_who_asked_before_is_known_by_telephone_or_by_name_and_address():
    case(1, phone="13800001234")
    case(2, name="张三", address="甲村")
    case(3, name="张三")
    case(4, phone="13800001234", status=Status.WITHDRAWN)
    again = case(9, phone="13800001234", name="张三", address="甲村")

    assert [each.case_no for each in repeats.asked_before(again, since=NOW)] == ["TZ-2", "TZ-1"]
    assert [each.case_no for each in repeats.asked_before(again, since=NOW + timedelta(days=2))] == ["TZ-2"]
    assert repeats.asked_before(case(10), since=NOW) == []

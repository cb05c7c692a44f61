"""A duty that fails is told, and keeps nothing else from being done."""

from __future__ import annotations

from ledger.models import Department
from mailroom.office import open_office
from tests.mailroom.command_line import TOWN, case_mail


def test_a_broken_template_of_a_reminder_does_not_keep_other_letters_back(office, case_no):
    templates = office.folder / "templates" / "mail"
    templates.mkdir(parents=True)
    (templates / "reminder.txt.j2").write_text("{{ 没有这一项 }}", encoding="utf-8")
    office.drop("second", case_mail("180312091500000002", department=TOWN))

    told = office.refused("once", "--at", "2018-03-14T09:30")

    assert "reminder.txt.j2" in told
    assert [row["state"] for row in office.rows("letters")] == ["sent", "sent"]


def test_a_department_that_can_t_be_reminded_is_told_of_once_a_day(office, case_no):

    opened = open_office(office.folder)
    Department.update(addresses=["一@example.cn"]).where(Department.name == TOWN).execute()
    opened.close()

    office.done("once", "--at", "2018-03-14T09:30")
    (entry,) = office.rows("held")
    assert "不能用" in entry["because"]
    office.done("held", "discard", str(entry["id"]), "--because", "已电话催办")
    office.done("once", "--at", "2018-03-14T09:31")
    assert office.rows("held") == []

"""A duty that fails is told, and keeps nothing else from being done."""

from __future__ import annotations

from datetime import datetime

from ledger import casework, worklists
from ledger.models import Department
from ledger.opening import transaction
from mailroom.desks import supervision
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


def test_a_case_whose_letter_can_t_be_drawn_is_registered_and_goes_out_once_the_template_is_mended(office):
    broken = office.folder / "templates" / "letters" / "dispatch.txt"
    broken.parent.mkdir(parents=True)
    broken.write_text("版式：信函\n标题：函\n{{ 没有这一项 }}\n", encoding="utf-8")
    office.drop("case", case_mail("180312091500000003", department=TOWN))
    office("once", "--at", "2018-03-12T10:00")

    [case] = office.rows("cases")
    [entry] = office.rows("held")
    assert (case["status"], case["department"]) == ("registered", None)
    assert "letters/dispatch.txt 第3行" in entry["because"]
    assert office.rows("letters") == []

    office("once", "--at", "2018-03-12T10:05")
    assert len(office.rows("held")) == 1

    broken.unlink()
    office.done("once", "--at", "2018-03-12T10:10")
    [case] = office.rows("cases")
    assert (case["status"], case["department"]) == ("dispatched", TOWN)
    assert [row["state"] for row in office.rows("letters")] == ["sent"]
    assert office.rows("held") == []


def test_a_department_without_a_usable_address_is_reminded_on_paper_for_the_day(office, case_no):

    opened = open_office(office.folder)
    Department.update(addresses=["一@example.cn"]).where(Department.name == TOWN).execute()
    opened.close()

    office.done("once", "--at", "2018-03-14T09:30")
    assert office.rows("held") == []
    assert [row["state"] for row in office.rows("letters", "--kind", "reminder")] == ["on_paper"]
    office.done("once", "--at", "2018-03-15T09:30")
    assert [row["state"] for row in office.rows("letters", "--kind", "reminder")] == ["void", "on_paper"]


def test_one_departments_digest_that_can_t_be_made_keeps_no_other_department_s_back(office, case_no):
    other = "北辛街道办事处"
    office.drop("second", case_mail("180312091500000002", place="北辛街道", department=other))
    office.done("once", "--at", "2018-03-12T10:30")
    templates = office.folder / "templates" / "mail"
    templates.mkdir(parents=True)
    broken = "{% if department == '" + TOWN + "' %}{{ 没有这一项 }}{% endif %}请办理"
    (templates / "reminder.txt.j2").write_text(broken, encoding="utf-8")

    told = office.refused("once", "--at", "2018-03-14T09:30")

    assert "reminder.txt.j2" in told
    (reminder,) = [row for row in office.rows("letters") if row["kind"] == "reminder"]
    assert reminder["key"].endswith(other)


def test_who_has_answered_since_the_look_is_not_reminded(office, case_no, monkeypatch):
    opened = open_office(office.folder)
    now = datetime(2018, 3, 14, 9, 30)
    found = supervision._due_by_department(opened, now=now)
    assert len(found) == 1
    with transaction():
        casework.withdraw(worklists.case_by_number(case_no), now=now, by="上级", because="撤回")
    monkeypatch.setattr(supervision, "_due_by_department", lambda office, *, now: found)

    assert supervision.remind(opened, now=now) == 0
    assert [letter.kind for letter in worklists.find_letters()] == ["dispatch"]
    opened.close()

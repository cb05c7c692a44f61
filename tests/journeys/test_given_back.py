"""退单: a release alone decides nothing; an assisting department leaves without touching the lead's work."""

from __future__ import annotations

import pytest

from mailroom.demonstration.answers import answer_mail, send_back_mail
from mailroom.demonstration.letters import read_letter
from tests.journeys.in_files import FolderOffice
from tests.journeys.replies import TOWN, TUESDAY, answered, complete, dispatched_on_monday
from tests.journeys.seen import Seen

HELPER, NEXT = "木石镇人民政府", "滨湖镇人民政府"


@pytest.fixture
def lead(in_folder: FolderOffice) -> Seen:
    """A case led by a town and assisted by another, which gives it back: the lead's letter."""
    letter = dispatched_on_monday(in_folder)
    number = read_letter(letter.raw).case_no
    in_folder.tell("dispatch", number, "--to", TOWN, "--assist", HELPER, "--at", "2018-03-12T10:30")
    in_folder.round("2018-03-12T10:31")
    (helpers,) = in_folder.at_department(HELPER)
    answered(in_folder, given_back(helpers, HELPER), at="2018-03-13T10:00")
    return letter


def given_back(letter: Seen, department: str) -> bytes:
    return send_back_mail(
        letter.raw, department=department, reason="不属我镇管辖", suggested=NEXT, sent_on=TUESDAY
    )


def desks(office: FolderOffice) -> list[tuple[str, str, str]]:
    dossier = office.case(office.cases()[0]["case_no"])
    return [(each["department"], each["role"], each["state"]) for each in dossier["dispatches"]]


def test_releasing_a_send_back_with_nothing_said_decides_nothing(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    answered(in_folder, given_back(letter, TOWN))
    (entry,) = in_folder.held()

    done = in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-13T15:05", status=1)

    assert "--department" in done.stderr
    assert in_folder.held()[0]["id"] == entry["id"]
    assert desks(in_folder) == [(TOWN, "lead", "open")]


def test_who_gives_a_case_back_has_got_it(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    answered(in_folder, given_back(letter, TOWN), at="2018-03-13T15:00")

    dossier = in_folder.case(in_folder.cases()[0]["case_no"])

    assert dossier["dispatches"][0]["acknowledged_at"] == "2018-03-13T15:00:00"
    assert "已申请退单，视同签收" in [each["because"] for each in dossier["journal"]]


def test_another_department_may_assist_instead_of_the_one_that_gave_back(in_folder: FolderOffice, lead: Seen):
    (entry,) = in_folder.held()
    in_folder.tell("held", "release", str(entry["id"]), "--department", "滨湖镇", "--at", "2018-03-13T10:30")

    assert desks(in_folder) == [
        (TOWN, "lead", "open"),
        (HELPER, "assisting", "sent_back"),
        (NEXT, "assisting", "open"),
    ]
    assert in_folder.cases()[0]["department"] == TOWN
    answered(in_folder, answer_mail(lead.raw, complete(lead), sent_on=TUESDAY))
    assert in_folder.cases()[0]["status"] == "answered"


def test_an_assisting_department_leaves_and_may_be_asked_again(in_folder: FolderOffice, lead: Seen):
    number = read_letter(lead.raw).case_no
    done = in_folder.tell(
        "send-back", number, "--accept", "--because", "不用协办", "--at", "2018-03-13T10:30"
    )
    assert "主办单位继续办理" in done.stdout
    assert in_folder.held() == []
    assert desks(in_folder) == [(TOWN, "lead", "open"), (HELPER, "assisting", "sent_back")]

    in_folder.tell("dispatch", number, "--to", TOWN, "--assist", HELPER, "--at", "2018-03-13T11:00")
    in_folder.round("2018-03-13T11:01")

    letters = [each for each in in_folder.at_department(HELPER) if "【转办】" in each.subject]
    assert len(letters) == 2


def test_it_gets_a_letter_again_also_where_the_lead_has_changed_before(in_folder: FolderOffice):
    number = read_letter(dispatched_on_monday(in_folder).raw).case_no
    words = ("--accept", "--because", "不属该单位职责")
    asked = ("dispatch", number, "--to", NEXT, "--assist", HELPER)
    in_folder.tell("send-back", number, *words, "--at", "2018-03-12T10:10")
    in_folder.tell(*asked, "--at", "2018-03-12T10:20")
    in_folder.round("2018-03-12T10:21")
    (helpers,) = in_folder.at_department(HELPER)
    answered(in_folder, given_back(helpers, HELPER), at="2018-03-13T10:00")
    in_folder.tell("send-back", number, *words, "--at", "2018-03-13T10:10")

    in_folder.tell(*asked, "--at", "2018-03-13T10:20")
    in_folder.round("2018-03-13T10:21")

    letters = [each for each in in_folder.at_department(HELPER) if "【转办】" in each.subject]
    assert len(letters) == 2


def test_an_assisting_department_that_becomes_the_lead_has_one_assignment(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    number = read_letter(letter.raw).case_no
    in_folder.tell("dispatch", number, "--to", TOWN, "--assist", HELPER, "--at", "2018-03-12T10:30")
    in_folder.tell(
        "send-back", number, "--accept", "--because", "应由协办单位主办", "--at", "2018-03-12T10:40"
    )

    in_folder.tell("dispatch", number, "--to", HELPER, "--at", "2018-03-12T10:50")

    assert desks(in_folder) == [
        (TOWN, "lead", "sent_back"),
        (HELPER, "assisting", "withdrawn"),
        (HELPER, "lead", "open"),
    ]


def test_a_refusal_goes_to_the_department_that_asked(in_folder: FolderOffice, lead: Seen):
    number = read_letter(lead.raw).case_no
    in_folder.tell("send-back", number, "--refuse", "--because", "请配合主办", "--at", "2018-03-13T10:30")
    in_folder.round("2018-03-13T10:31")

    assert [each.subject for each in in_folder.at_department(HELPER) if "退单答复" in each.subject]
    assert not [each for each in in_folder.at_department(TOWN) if "退单答复" in each.subject]


def test_who_assisted_and_then_leads_is_told_of_each_send_back_that_is_granted(in_folder: FolderOffice):
    number = read_letter(dispatched_on_monday(in_folder).raw).case_no
    granted = ("send-back", number, "--accept", "--because", "不属该单位职责")
    asked = ("dispatch", number, "--to", TOWN, "--assist", HELPER)
    for hour in (11, 13):  # twice it assists, and gives the case back
        in_folder.tell(*asked, "--at", f"2018-03-12T{hour}:00")
        gives_back_at(in_folder, hour)
        in_folder.tell(*granted, "--at", f"2018-03-12T{hour}:10")
    in_folder.tell(*granted, "--at", "2018-03-12T14:00")
    in_folder.tell("dispatch", number, "--to", HELPER, "--at", "2018-03-12T14:10")
    gives_back_at(in_folder, 15)

    in_folder.tell(*granted, "--at", "2018-03-12T15:20")
    in_folder.round("2018-03-12T15:21")

    told = [each for each in in_folder.at_department(HELPER) if "同意退单" in each.subject]
    assert len(told) == 3


def gives_back_at(office: FolderOffice, hour: int) -> None:
    office.round(f"2018-03-12T{hour}:01")
    letter = office.at_department(HELPER)[-1]
    reason, sent_on = f"不属我镇管辖（{hour}时）", TUESDAY.replace(day=12, hour=hour)
    raw = send_back_mail(letter.raw, department=HELPER, reason=reason, suggested=NEXT, sent_on=sent_on)
    office.mail_in(raw)
    office.round(f"2018-03-12T{hour}:02")


def test_a_department_may_be_named_as_people_of_the_city_write_it(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    back = send_back_mail(
        letter.raw, department=TOWN, reason="不属我镇", suggested="市综合行政执法局", sent_on=TUESDAY
    )
    answered(in_folder, back)
    (entry,) = in_folder.held()
    assert "held release" in entry["suggestions"][0]["do"]
    assert "滕州市综合行政执法局" in entry["suggestions"][0]["do"]


def test_who_has_it_instead_is_left_open_where_nobody_is_named(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    answered(
        in_folder,
        send_back_mail(letter.raw, department=TOWN, reason="不属我镇", suggested="", sent_on=TUESDAY),
    )
    (entry,) = in_folder.held()
    assert "“单位”换成" in entry["suggestions"][0]["why"]

"""The same mail twice is one case; the same upper number in another mail joins the case that is there."""

from __future__ import annotations

import re
from datetime import datetime

from mailroom.demonstration.mails import case_mail
from tests.journeys.matters import lamps
from tests.journeys.offices import CITY, JUNK, OfficeAtWork


def test_the_same_mail_in_another_place_of_the_mailbox_is_no_second_case(office: OfficeAtWork):
    raw = office.cases_in(lamps(), "docx-four-columns", at="2018-03-12T10:00")
    office.mail_in(raw)

    done = office.round("2018-03-12T10:01")

    assert (done["received"], done["duplicates"], done["posted"], done["filed"]) == (2, 1, 1, 2)
    _is_one_case(office)


def test_the_same_mail_again_after_it_was_filed_is_no_second_case(office: OfficeAtWork):
    raw = office.cases_in(lamps(), "docx-four-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    office.mail_in(raw)

    done = office.round("2018-03-12T10:02")

    assert (done["duplicates"], done["posted"], done["held"]) == (1, 0, 0)
    _is_one_case(office)


def test_the_same_mail_in_another_folder_is_no_second_case(office: OfficeAtWork):
    office.configure(mailbox={**office.mailbox(), "junk_folders": [JUNK]})
    raw = office.cases_in(lamps(), "docx-four-columns", at="2018-03-12T10:00")
    office.mail_in(raw, JUNK)

    done = office.round("2018-03-12T10:01")

    assert (done["received"], done["duplicates"], done["filed"]) == (2, 1, 2)
    _is_one_case(office)


def test_a_copy_that_came_another_way_has_the_same_message_id_and_other_bytes(office: OfficeAtWork):
    raw = office.cases_in(lamps(), "docx-four-columns", at="2018-03-12T10:00")
    office.mail_in(
        b"Received: from mx2.example.cn by mail.example.cn; Mon, 12 Mar 2018 10:00:07 +0800\r\n" + raw
    )

    done = office.round("2018-03-12T10:01")

    assert (done["duplicates"], done["held"]) == (1, 0)
    _is_one_case(office)


def test_another_text_under_a_known_message_id_is_shown_to_a_person(office: OfficeAtWork):
    raw = office.cases_in(lamps(), "body-lines", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    office.cases_in(
        lamps(14), "body-lines", at="2018-03-12T11:00", message_id=_message_id(raw)
    )  # some programs give every mail of a batch one Message-ID

    done = office.round("2018-03-12T11:01")

    assert (done["duplicates"], done["posted"]) == (1, 0)
    (entry,) = office.held()
    assert "Message-ID" in entry["because"]


def test_a_mail_without_message_id_is_known_by_what_it_says(office: OfficeAtWork):
    raw = _nameless(
        case_mail(lamps(), "docx-two-columns", sent_on=_ten(), sender=_city(office), to=office.address)
    )
    office.mail_in(raw)
    office.round("2018-03-12T10:01")
    other_boundary = raw.replace(re.findall(rb'boundary="([^"]+)"', raw)[0], b"----=_another_way_of_parting")
    office.mail_in(b"X-Read-By: scanner\r\n" + other_boundary)

    done = office.round("2018-03-12T10:02")

    assert (done["duplicates"], done["posted"]) == (1, 0)
    _is_one_case(office)


def test_two_different_mails_without_message_id_are_two_cases(office: OfficeAtWork):
    for sheet in (lamps(13), lamps(14)):
        mail = case_mail(sheet, "docx-two-columns", sent_on=_ten(), sender=_city(office), to=office.address)
        office.mail_in(_nameless(mail))

    done = office.round("2018-03-12T10:01")

    assert (done["duplicates"], done["posted"]) == (0, 2)
    assert len(office.cases()) == 2


def test_the_same_upper_number_in_another_mail_joins_the_case(office: OfficeAtWork):
    office.cases_in(lamps(), "docx-four-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    office.cases_in(lamps(), "xlsx-list", at="2018-03-12T16:00")

    done = office.round("2018-03-12T16:01")

    assert (done["duplicates"], done["posted"], done["held"]) == (0, 0, 0)
    (case,) = office.cases()
    assert "join" in office.acts(case["case_no"])
    assert len(office.case(case["case_no"])["mails"]) == 2
    _is_one_case(office)


def test_a_changed_deadline_is_shown_as_a_change_and_not_applied(office: OfficeAtWork):
    office.cases_in(lamps(due_at=datetime(2018, 3, 20, 17)), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    before = office.cases()[0]
    office.cases_in(lamps(due_at=datetime(2018, 3, 14, 12)), "docx-two-columns", at="2018-03-12T16:00")

    done = office.round("2018-03-12T16:01")

    assert (done["held"], done["posted"]) == (1, 0)
    dossier = office.case(before["case_no"])
    (change,) = [entry for entry in dossier["journal"] if entry["act"] == "change"]
    assert "2018-03-20" in change["because"]
    assert "2018-03-14" in change["because"]
    assert dossier["due_at"] == before["due_at"]
    assert "变更" in office.held()[0]["because"]


def _is_one_case(office: OfficeAtWork) -> None:
    assert len(office.cases()) == 1
    assert len(office.everywhere()) == 1
    assert office.waiting() == []


def _ten() -> datetime:
    return datetime(2018, 3, 12, 10)


def _city(office: OfficeAtWork) -> tuple[str, str]:
    return (CITY, office.uppers[CITY])


def _message_id(raw: bytes) -> str:
    return re.findall(rb"(?im)^Message-ID:\s*(<[^>]+>)", raw)[0].decode()


def _nameless(raw: bytes) -> bytes:
    return re.sub(rb"(?im)^Message-ID:.*\r\n", b"", raw, count=1)

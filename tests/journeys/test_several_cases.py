"""Several cases in one file: each is a case of its own, on the desk of its own department."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from mailroom.demonstration.sheets import make_sheet, make_sheets
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import vague
from tests.journeys.offices import CITY, OfficeAtWork

CALLED = datetime(2018, 3, 12, 8, 40)


@pytest.mark.parametrize("form", ["xlsx-list", "csv-gbk", "docx-two-columns"])
def test_each_row_is_a_case_on_its_own_departments_desk(office: OfficeAtWork, form: str):
    sheets = make_sheets(6, called_at=CALLED)
    office.cases_in(sheets, form, at="2018-03-12T09:30")

    done = office.round("2018-03-12T09:31")

    assert (done["received"], done["held"], done["posted"], done["sent"]) == (1, 0, 6, 6)
    cases = office.cases()
    assert [case["upper_no"] for case in cases] == [sheet.upper_no for sheet in sheets]
    for case, sheet in zip(cases, sheets, strict=True):
        (letter,) = [
            one for one in office.at_department(case["department"]) if case["case_no"] in one.subject
        ]
        assert sheet.phone in letter.text
        others = [other.upper_no for other in sheets if other is not sheet]
        assert not any(number in letter.everything for number in others)


def test_one_case_of_a_list_that_nobody_can_place_does_not_hold_up_the_others(office: OfficeAtWork):
    clear = make_sheets(2, called_at=CALLED)
    unclear = vague()
    office.cases_in([clear[0], unclear, clear[1]], "xlsx-list", at="2018-03-12T09:30")

    done = office.round("2018-03-12T09:31")

    assert (done["posted"], len(office.held())) == (2, 1)
    status = {case["upper_no"]: case["status"] for case in office.cases()}
    assert status == {
        clear[0].upper_no: "dispatched",
        unclear.upper_no: "registered",
        clear[1].upper_no: "dispatched",
    }


def test_a_doubt_stands_in_the_journal_of_its_own_case_under_its_chinese_name(in_folder: FolderOffice):
    sheets = make_sheets(2, called_at=CALLED)
    in_folder.cases_in(
        [replace(sheets[0], phone="13812345678/5512345"), sheets[1]], "xlsx-list", at="2018-03-12T09:30"
    )

    in_folder.round("2018-03-12T09:31")

    first, second = (in_folder.case(case["case_no"])["journal"] for case in in_folder.cases())
    (doubt,) = [entry["because"] for entry in first if "存疑" in entry["because"]]
    assert doubt.startswith("读取存疑（诉求人 电话）：写着几个号码：「138****5678」、「")
    assert not [entry for entry in second if "存疑" in entry["because"]]


def test_case_numbers_run_on_without_gaps(office: OfficeAtWork):
    office.cases_in(make_sheets(3, called_at=CALLED), "xlsx-list", at="2018-03-12T09:30")
    office.round("2018-03-12T09:31")
    office.cases_in(make_sheet(9, called_at=CALLED), "body-lines", at="2018-03-12T09:40")
    office.round("2018-03-12T09:41")

    numbers = [case["case_no"][:14] for case in office.cases()]

    assert numbers == [f"TZ-2018-{number:06d}" for number in (1, 2, 3, 4)]


def test_an_office_may_have_two_mailboxes(in_folder: FolderOffice):
    config = in_folder.folder / "office.toml"
    first = '[mailbox]\nprovider = "folder"\npath = "mailbox"\n'
    both = first.replace("[mailbox]", "[[mailbox]]") + '[[mailbox]]\nprovider = "folder"\npath = "second"\n'
    assert first in config.read_text(encoding="utf-8")
    config.write_text(config.read_text(encoding="utf-8").replace(first, both), encoding="utf-8")
    raw = in_folder.cases_in(make_sheet(1, called_at=CALLED), "body-lines", at="2018-03-12T09:30")
    second = in_folder.folder / "second" / "in"
    second.mkdir(parents=True)
    (second / "1.eml").write_bytes(raw)  # forwarded there too

    done = in_folder.round("2018-03-12T09:31")

    assert (done["received"], done["duplicates"], done["posted"], done["filed"]) == (2, 1, 1, 2)
    assert (in_folder.folder / "second" / "filed" / "1.eml").read_bytes() == raw


def test_a_person_who_lets_a_list_go_on_for_one_case_loses_none_of_the_others(in_folder: FolderOffice):
    sheets = make_sheets(3, called_at=CALLED)
    in_folder.cases_in(sheets[0], "docx-two-columns", at="2018-03-12T09:30")
    in_folder.round("2018-03-12T09:31")
    number = in_folder.cases()[0]["case_no"]
    in_folder.uppers[CITY], known = "stranger@example.com", in_folder.uppers[CITY]
    changed = replace(sheets[0], phone="13900005678")
    in_folder.cases_in([changed, *sheets[1:]], "xlsx-list", at="2018-03-12T10:30")
    in_folder.uppers[CITY] = known
    in_folder.round("2018-03-12T10:31")
    (entry,) = in_folder.held()

    told = in_folder.tell(
        "held", "release", str(entry["id"]), "--case", number, "--at", "2018-03-12T10:40", status=1
    )

    assert "又须人工处理" in told.stderr
    (entry,) = in_folder.held()
    assert f"第2件（{sheets[1].upper_no}）：不是 {number}，还没有登记" in entry["because"]
    in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-12T10:50")
    assert [case["upper_no"] for case in in_folder.cases()] == [sheet.upper_no for sheet in sheets]
    assert in_folder.held() == []


def test_what_waits_already_does_not_wait_twice(in_folder: FolderOffice):
    sheets = make_sheets(2, called_at=CALLED)
    in_folder.cases_in(sheets[0], "docx-two-columns", at="2018-03-12T09:30")
    in_folder.round("2018-03-12T09:31")
    changed = replace(sheets[0], request_text=f"{sheets[0].request_text}请尽快。")
    empty = replace(sheets[1], request_text="", title="")
    in_folder.cases_in([changed, empty], "xlsx-list", at="2018-03-12T10:30")
    in_folder.round("2018-03-12T10:31")
    change, other = sorted(in_folder.held(), key=lambda entry: entry["case_no"] is None)

    in_folder.tell(*change["suggestions"][0]["do"].split()[1:], "--at", "2018-03-12T10:40", status=None)

    assert [entry["id"] for entry in in_folder.held()] == [other["id"]]


def test_neighbours_who_ask_in_the_same_words_are_cases_each(in_folder: FolderOffice):
    first, second = make_sheets(2, called_at=CALLED)
    words = {name: getattr(first, name) for name in ("title", "request_text", "place", "department")}
    in_folder.cases_in(
        [replace(each, upper_no="", **words) for each in (first, second)], "xlsx-list", at="2018-03-12T09:30"
    )
    in_folder.round("2018-03-12T09:31")
    (entry,) = in_folder.held()

    in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-12T09:40")

    assert len(in_folder.cases()) == 2

"""A secret case of which redaction is not sure: a person sees it before the letter goes out."""

from __future__ import annotations

from dataclasses import replace

from mailroom.demonstration.sheets import Sheet
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import matter

TOWN = "张汪镇人民政府"
VILLAGE = "前黄庄村"


def at_home(**says: str) -> Sheet:
    """A secret complaint by somebody who lives where it happened."""
    words = {
        "title": "反映垃圾无人清理",
        "request_text": "来电人反映，门口的垃圾堆放一个多月，无人清理，请尽快处理。",
    }
    home = f"张汪镇{VILLAGE}"
    words |= {"place": home, "address": home, "department": "张汪镇", "kind": "投诉", "name": "张三丰"}
    sheet = matter(24, **(words | says))
    return replace(sheet, secret=True)


def come_in(office: FolderOffice, sheet: Sheet) -> str:
    office.cases_in(sheet, "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    return str(office.cases()[0]["case_no"])


def test_a_case_whose_place_is_the_petitioners_home_waits_for_a_person(in_folder: FolderOffice):
    come_in(in_folder, at_home())

    assert in_folder.at_department(TOWN) == []
    (entry,) = in_folder.held()
    assert "诉求人的住处" in entry["because"]
    assert VILLAGE not in entry["because"]
    assert f"--department {TOWN}" in entry["suggestions"][0]["do"]


def test_the_command_that_is_suggested_lets_it_go(in_folder: FolderOffice):
    come_in(in_folder, at_home())
    (entry,) = in_folder.held()

    in_folder.tell("held", "release", str(entry["id"]), "--department", TOWN, "--at", "2018-03-12T10:10")
    in_folder.round("2018-03-12T10:11")

    (letter,) = in_folder.at_department(TOWN)
    assert VILLAGE not in letter.everything


def test_a_person_may_write_a_place_that_tells_nobody(in_folder: FolderOffice):
    number = come_in(in_folder, at_home())

    in_folder.tell("change", number, "--place", "张汪镇政府驻地以南", "--at", "2018-03-12T10:10")
    in_folder.tell("dispatch", number, "--to", TOWN, "--at", "2018-03-12T10:11")
    in_folder.round("2018-03-12T10:12")

    (letter,) = in_folder.at_department(TOWN)
    assert "张汪镇政府驻地以南" in letter.everything
    assert in_folder.held() == []


def test_a_text_that_names_the_place_too_goes_by_itself(in_folder: FolderOffice):
    come_in(in_folder, at_home(request_text=f"来电人反映，{VILLAGE}村南的垃圾堆放一个多月，无人清理。"))

    assert len(in_folder.at_department(TOWN)) == 1


def test_neither_given_names_nor_relatives_are_in_the_letters(in_folder: FolderOffice):
    text = "三丰说多次反映学校收费，其妻王翠花可作证，孩子张小宝在光明小学三年级二班，请联系三丰。光明小学乱收费。"
    number = come_in(in_folder, at_home(request_text=text, place="张汪镇光明小学"))
    in_folder.tell("change", number, "--text", f"{text}三丰已拍照，翠花也在。", "--at", "2018-03-12T11:00")

    in_folder.round("2018-03-12T11:01")

    letters = in_folder.at_department(TOWN)
    assert len(letters) == 2
    telling = ("三丰", "翠花", "小宝", "三年级")
    assert [word for each in letters for word in telling if word in each.everything] == []
    assert all("光明小学" in each.everything for each in letters)

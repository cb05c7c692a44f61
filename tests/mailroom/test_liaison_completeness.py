"""What a liaison form lacks is named, so that the department can put it right."""

from __future__ import annotations

import pytest

from mailroom.desks.liaison_completeness import faults_of


def person(
    role: str, name: str, office_phone: str = "5512345", mobile: str = "13900000001"
) -> dict[str, str]:
    return {
        "role": role,
        "name": name,
        "title": "",
        "office_phone": office_phone,
        "mobile": mobile,
        "note": "",
        "section": "党政办",
    }


WHOLE = [
    person("leader", "王志强"),
    person("section_head", "李建国"),
    person("liaison", "孙明"),
    person("liaison", "赵亮"),
]


def test_a_whole_form_lacks_nothing():
    assert faults_of(WHOLE) == []


@pytest.mark.parametrize(
    ("people", "fault"),
    [
        (WHOLE[1:], "没有填写分管负责人"),
        ([WHOLE[0], *WHOLE[2:]], "没有填写科室负责人"),
        (WHOLE[:3], "联系人应有2人以上，现填1人"),
        (WHOLE[:2], "没有填写联系人"),
        ([each | {"section": ""} for each in WHOLE], "没有填写负责科室"),
    ],
)
def test_what_is_missing_is_named(people: list[dict[str, str]], fault: str):
    assert faults_of(people) == [fault]


@pytest.mark.parametrize(
    ("office_phone", "mobile", "right"),
    [
        ("0632-5512345", "", True),
        ("5512345转801", "", True),
        ("(0632) 5512345", "", True),
        ("", "139 0000 0001", True),
        ("13900000001", "", True),
        ("", "", False),
        ("551234", "", False),
        ("", "1390000000", False),
        ("", "12900000001", False),
    ],
)
def test_digits_that_no_telephone_has_are_a_fault(office_phone: str, mobile: str, right: bool):
    people = [*WHOLE[:3], person("liaison", "赵亮", office_phone, mobile)]

    assert (faults_of(people) == []) is right
    assert all("赵亮" in fault for fault in faults_of(people))

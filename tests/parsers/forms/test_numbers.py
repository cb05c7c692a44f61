"""Numbers as people retype them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.numbers import (
    case_number,
    chinese_number,
    find_case_numbers,
    find_phones,
    find_upper_numbers,
    is_identity_number,
    wide_to_narrow,
)

NUMBER = "TZ-2018-000435-L"


@pytest.mark.parametrize(
    "written",
    [
        "第ＴＺ－２０１８－０００４３５－Ｌ号件",
        "tz2018000435l",
        "TZ 2018 000435 L",
        "TZ-2O18-OOO435-L",
        "回复-TZ_2018_000435_L(1).docx",
        "TZ—2018—000435—L",
        "T Z - 2 0 1 8 - 0 0 0 4 3 5 - L",
    ],
)
def test_a_retyped_number_is_understood_where_its_check_proves_it(written: str) -> None:
    assert find_case_numbers(written).sound == (NUMBER,)


def test_a_check_character_retyped_is_understood() -> None:
    number = next(n for n in (case_number(2018, i) for i in range(1, 500)) if n.endswith("1"))
    assert find_case_numbers(number[:-1] + "l").sound == (number,)


def test_a_wrong_digit_makes_it_no_number_but_it_is_named() -> None:
    found = find_case_numbers("你办转来的编号为TZ-2018-062023-T的转办件")
    assert found.sound == ()
    assert found.broken == ("TZ-2018-062023-T",)


def test_a_lost_check_character_is_named_too() -> None:
    assert find_case_numbers("TZ-2018-000435").broken == ("TZ-2018-000435",)


@given(year=st.integers(2018, 2099), count=st.integers(1, 999_999))
def test_every_number_made_is_found_again(year: int, count: int) -> None:
    number = case_number(year, count)
    assert find_case_numbers(f"关于{number}的回复").sound == (number,)
    assert find_case_numbers(number.replace("-", "").lower()).sound == (number,)


@given(count=st.integers(1, 999_999), place=st.integers(8, 13), other=st.sampled_from("0123456789"))
def test_one_wrong_digit_never_passes(count: int, place: int, other: str) -> None:
    number = case_number(2018, count)
    wrong = number[:place] + other + number[place + 1 :]
    if wrong != number and number[-1] not in "OI":  # a letter that may also mean a digit is proven less well
        assert find_case_numbers(wrong).sound == ()


def test_an_office_may_have_another_prefix() -> None:
    number = case_number(2018, 7, "XC")
    assert find_case_numbers(number, "XC").sound == (number,)
    assert find_case_numbers(number).sound == ()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("工单181029124523266281（建议硬化道路）将于11月1日到期", ("181029124523266281",)),
        ("省热线转办单SD20181016943285.docx", ("SD20181016943285",)),
        ("编号为枣2018-0312-77", ()),
        ("信件编号：2018-0312-77", ("2018-0312-77",)),
        ("来电人身份证号：370481194910089297", ()),
        ("工单02333356", ()),  # only the tail of a number
        ("编号为TZ-2018-062023-T的转办件", ()),
        ("IMG20180312101112.jpg", ()),
    ],
)
def test_numbers_of_the_upper_platform_in_running_text(text: str, numbers: tuple[str, ...]) -> None:
    assert find_upper_numbers(text, 2018) == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("请撤销KF3704180612093号件", ("KF3704180612093",)),
        ("18061209301155号工单市民已撤诉", ("18061209301155",)),
        ("见滕政办〔2018〕2018031200号文件", ()),
        ("机主13806321111号，1234567890件", ()),
    ],
)
def test_a_number_may_be_named_behind_it(text: str, numbers: tuple[str, ...]) -> None:
    assert find_upper_numbers(text, 2018) == numbers


def test_a_time_stamp_of_another_decade_is_no_work_order() -> None:
    assert find_upper_numbers("账号111029124523266281", 2018) == ()


def test_identity_numbers_are_known_by_their_check() -> None:
    assert is_identity_number("370481199001011233")
    assert not is_identity_number("370481199001011234")
    assert not is_identity_number("180615160102518918")


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("138 1234 5678", ("13812345678",)),
        ("138-1234-5678、0632－5551234", ("138-1234-5678", "0632-5551234")),
        ("（0632）5551234", ("(0632)5551234",)),
        ("5551234转802", ("5551234转802",)),
        ("+86 13812345678", ("+8613812345678",)),
        ("工号1056", ()),
        ("180615160102518918", ()),
    ],
)
def test_telephones(text: str, phones: tuple[str, ...]) -> None:
    assert find_phones(text) == phones


@pytest.mark.parametrize(
    ("text", "number"),
    [("十", 10), ("二十", 20), ("三十一", 31), ("二〇一八", 2018), ("一百零五", 105), ("x", None)],
)
def test_chinese_numerals(text: str, number: int | None) -> None:
    assert chinese_number(text) == number


JOINING = "\n\r\u2028ＴＺ（：１㎏⒛ﬁe가\u11a8\u0301\u0327\u0338<镇"  # wide, decomposed, joining what stands before them


@given(st.text(alphabet=JOINING, max_size=12) | st.text(max_size=20))
def test_what_is_made_narrow_line_by_line_is_as_if_it_were_made_so_at_once(text: str) -> None:
    assert wide_to_narrow(text) == unicodedata.normalize("NFKC", text)

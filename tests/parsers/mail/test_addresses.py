"""Who wrote a mail: the address that servers deliver for and check, whatever else its field seems to say."""

from __future__ import annotations

import pytest

from parsers.mail.addresses import read_addresses


def addresses(field: str) -> list[str]:
    return [each.mail for each in read_addresses(field.encode())]


@pytest.mark.parametrize(
    "field",
    [
        '"upper1@example.cn"@evil.test',
        '<"upper1@example.cn "@evil.test>',
        "<'upper1@example.cn'@evil.test>",
        "<upper1@example.cn(c)@evil.test>",
        "<<upper1@example.cn>@evil.test>",
        "<upper1@example.cn,@evil.test>",
        "upper1@example.cn (x) @evil.test",
        "<upper1@example.cn> @evil.test",
        "=?utf-8?Q?upper1=40example.cn?= evil@evil.test",
        "=?utf-8?B?KDx1cHBlcjFAZXhhbXBsZS5jbj4p?=@evil.test",
    ],
)
def test_an_address_within_another_one_is_not_the_sender_s(field: str) -> None:
    (mail,) = addresses(field)
    assert mail.endswith("@evil.test")


@pytest.mark.parametrize(
    "field",
    [
        "zjj@163.com",
        '"zjj@163.com" <zjj@163.com>',
        "zjj@163.com <zjj@163.com>",
        "zjj@163.com<mailto:zjj@163.com>",
        "mailto:zjj@163.com",
        "zjj@163.com(张三)",
        "张三 (zjj@163.com)",
        "=?utf-8?B?5byg5LiJ?=zjj@163.com",
        "=?utf-8?B?5byg5LiJIDx6ampAMTYzLmNvbT4=?=",
        '"张@三" <zjj@163.com>',
        "old@163.com <zjj@163.com>",
    ],
)
def test_addresses_as_programs_and_people_write_them(field: str) -> None:
    assert addresses(field) == ["zjj@163.com"]


def test_two_brackets_are_two_people() -> None:
    assert addresses("<evil@evil.test> <upper1@example.cn>") == ["upper1@example.cn", "evil@evil.test"]

"""The liaison directory: what a form changes, from when, and who answered for a department on any day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from ledger import addresses, liaisons
from ledger.liaison_changes import differences, merged, with_predecessors
from ledger.models import DeadAddress, Department, LiaisonForm, database
from ledger.opening import open_ledger, transaction

NOW = datetime(2018, 3, 20, 10)
DAY = date(2018, 3, 20)


@pytest.fixture(params=["sqlite", "postgresql"])
def town(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Department]:
    """A department in an open ledger, in either database."""
    sqlite = request.param == "sqlite"
    open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}" if sqlite else request.getfixturevalue("postgres_url"))
    with transaction():
        yield Department.create(
            name="羊庄镇人民政府",
            kind="town",
            addresses=["yz@example.cn", "@yz.example.cn", "yz2@example.cn"],
        )
    database.close()


def person(role: str, name: str, mobile: str = "13900000001", **more: str) -> dict[str, str]:
    told = {"title": "科员", "office_phone": "5512345", "note": "", "section": "党政办"}
    return {"role": role, "name": name, "mobile": mobile, **told, **more}


FORM = [
    person("leader", "王志强"),
    person("section_head", "李建国"),
    person("liaison", "孙明"),
    person("liaison", "赵亮"),
]
BOTH = ["hotline", "mayors_mailbox"]


def form_of(town: Department, people: list[dict[str, str]], covers: list[str] = BOTH) -> LiaisonForm:
    return LiaisonForm.create(department=town, arrived_at=NOW, covers=covers, people=people)


def names(town: Department, channel: str, on: date) -> list[str]:
    return [row.name for row in liaisons.in_force(on, town) if row.channel == channel]


def test_a_form_holds_only_once_it_is_confirmed_and_then_once(town: Department):
    form = form_of(town, FORM)
    assert liaisons.in_force(DAY) == []

    assert liaisons.confirm(form, from_on=DAY, now=NOW, by="值班员")
    assert not liaisons.confirm(form, from_on=DAY, now=NOW, by="值班员")

    assert (
        names(town, "hotline", DAY)
        == names(town, "mayors_mailbox", DAY)
        == ["王志强", "李建国", "孙明", "赵亮"]
    )
    assert names(town, "hotline", date(2018, 3, 19)) == []


def test_whoever_is_replaced_stays_in_the_history_up_to_the_day_before(town: Department):
    liaisons.confirm(form_of(town, FORM), from_on=DAY, now=NOW, by="值班员")
    changed = [*FORM[:3], person("liaison", "周敏")]

    liaisons.confirm(form_of(town, changed), from_on=date(2018, 5, 2), now=NOW, by="值班员")

    assert names(town, "hotline", date(2018, 5, 1))[-1] == "赵亮"
    assert names(town, "hotline", date(2018, 5, 2))[-1] == "周敏"
    assert [row.valid_from for row in liaisons.latest(town, "hotline")] == [DAY, DAY, DAY, date(2018, 5, 2)]


def test_a_form_of_one_channel_leaves_the_other_as_it_is(town: Department):
    liaisons.confirm(form_of(town, FORM), from_on=DAY, now=NOW, by="值班员")
    other = [
        person("leader", "王志强"),
        person("section_head", "何平"),
        person("liaison", "吴芳"),
        person("liaison", "郑浩"),
    ]

    liaisons.confirm(form_of(town, other, ["mayors_mailbox"]), from_on=date(2018, 4, 2), now=NOW, by="值班员")

    assert names(town, "hotline", date(2018, 4, 2)) == ["王志强", "李建国", "孙明", "赵亮"]
    assert names(town, "mayors_mailbox", date(2018, 4, 2)) == ["王志强", "何平", "吴芳", "郑浩"]


def test_a_change_can_not_hold_before_what_it_changes(town: Department):
    liaisons.confirm(form_of(town, FORM), from_on=DAY, now=NOW, by="值班员")

    with pytest.raises(liaisons.TooEarly, match="2018-03-20"):
        liaisons.enter(town, "hotline", [], from_on=date(2018, 3, 19))


def test_whoever_comes_later_keeps_nobody_from_leaving_before(town: Department):
    liaisons.confirm(form_of(town, FORM), from_on=DAY, now=NOW, by="值班员")
    coming = [*FORM, person("liaison", "周敏")]
    liaisons.enter(town, "hotline", coming, from_on=date(2018, 5, 30))

    rest = [each for each in coming if each["name"] != "孙明"]
    liaisons.enter(town, "hotline", rest, from_on=date(2018, 5, 15))

    assert names(town, "hotline", date(2018, 5, 14)) == ["王志强", "李建国", "孙明", "赵亮"]
    assert names(town, "hotline", date(2018, 5, 15)) == ["王志强", "李建国", "赵亮"]
    assert names(town, "hotline", date(2018, 5, 30)) == ["王志强", "李建国", "赵亮", "周敏"]


def test_a_form_put_right_on_the_same_day_leaves_the_first_one_no_day(town: Department):
    liaisons.confirm(form_of(town, FORM), from_on=DAY, now=NOW, by="值班员")
    liaisons.confirm(form_of(town, [*FORM[:3], person("liaison", "周敏")]), from_on=DAY, now=NOW, by="值班员")

    assert names(town, "hotline", DAY) == ["王志强", "李建国", "孙明", "周敏"]
    assert [row.name for row in liaisons.history(town) if row.channel == "hotline"][-2:] == ["赵亮", "周敏"]


def test_the_differences_name_who_comes_and_goes_and_what_is_otherwise_about_who_stays():
    after = merged(FORM, [*FORM[:2], person("liaison", "孙明", "13900000009"), person("liaison", "周敏")])

    assert differences(FORM, after) == [
        {"what": "联系人孙明的移动电话", "old": "13900000001", "new": "13900000009"},
        {
            "what": "联系人",
            "old": "赵亮，科员，5512345，13900000001",
            "new": "周敏，科员，5512345，13900000001",
        },
    ]


def test_a_letter_about_one_liaison_replaces_whom_it_names_and_no_other():
    new = [person("liaison", "周敏")]

    people, doubts = with_predecessors(FORM, new, "我单位联系人由孙明变更为周敏。")

    assert doubts == []
    assert [each["name"] for each in merged(FORM, people)] == ["王志强", "李建国", "周敏", "赵亮"]


def test_a_letter_that_does_not_say_whom_the_new_one_replaces_adds_him_and_says_so():
    people, doubts = with_predecessors(FORM, [person("liaison", "周敏")], "我单位新任联系人为周敏。")

    assert "没有写明周敏接替谁" in doubts[0]
    assert [each["name"] for each in merged(FORM, people)][2:] == ["孙明", "赵亮", "周敏"]


def test_a_role_that_a_form_leaves_blank_stays_as_it_was():
    assert merged(FORM, FORM[1:]) == FORM


def test_letters_go_to_the_first_address_on_file_that_lives(town: Department):
    assert addresses.live(town) == ["yz@example.cn", "yz2@example.cn"]

    assert addresses.bury(town, "YZ@example.cn", because="用户不存在", now=NOW)
    assert not addresses.bury(town, "yz@example.cn", because="用户不存在", now=NOW)

    assert addresses.live(town) == ["yz2@example.cn"]
    assert addresses.mend(town, "yz@example.cn", now=NOW, by="值班员")
    assert addresses.live(town)[0] == "yz@example.cn"
    assert addresses.last_mended(town, "yz@example.cn") == NOW


def test_an_import_that_leaves_an_address_as_it_was_does_not_revive_it(town: Department):
    addresses.bury(town, "yz@example.cn", because="用户不存在", now=NOW)

    assert addresses.put_on_file(town, town.addresses, now=NOW, by="值班员") == []
    assert addresses.put_on_file(town, ["new@example.cn"], now=NOW, by="值班员") == ["yz@example.cn"]
    assert DeadAddress.get().mended_by == "值班员"


def test_a_channel_is_filed_once_a_form_of_it_waits_or_holds(town: Department):
    assert liaisons.channels_filed(DAY) == {}

    form = form_of(town, FORM, ["hotline"])
    assert liaisons.channels_filed(DAY) == {town.id: {"hotline"}}
    liaisons.confirm(form, from_on=date(2018, 4, 2), now=NOW, by="值班员")
    assert liaisons.channels_filed(DAY) == {town.id: {"hotline"}}
    other = form_of(town, FORM, ["mayors_mailbox"])
    assert liaisons.refuse(other, because="填错单位", now=NOW, by="值班员")
    assert liaisons.channels_filed(DAY) == {town.id: {"hotline"}}


def test_a_letter_is_readdressed_only_where_it_was_meant_for_the_first_address(town: Department):
    addresses.bury(town, "yz@example.cn", because="用户不存在", now=NOW)

    assert addresses.instead(town, ["yz@example.cn"]) == ["yz2@example.cn"]
    assert addresses.instead(town, ["somebody@example.cn"]) == ["somebody@example.cn"]
    addresses.bury(town, "yz2@example.cn", because="用户不存在", now=NOW)
    assert addresses.instead(town, ["yz@example.cn"]) == ["yz@example.cn"]


def test_a_registered_address_stands_last(town: Department):
    assert addresses.register(town, "New@example.cn", now=NOW, by="值班员")
    assert not addresses.register(town, "new@example.cn", now=NOW, by="值班员")

    assert Department.get_by_id(town.id).addresses[-1] == "new@example.cn"

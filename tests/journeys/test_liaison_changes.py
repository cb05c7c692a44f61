"""Who answers for a department changes: told in a letter, on a form about the change, or by telephone."""

from __future__ import annotations

import pytest

from tests.journeys.in_files import FolderOffice
from tests.journeys.liaison_mails import (
    PEOPLE,
    TOWN,
    Form,
    changed_by,
    confirmed,
    form_mail,
    mail_from,
    names,
)


def test_a_letter_about_a_change_replaces_the_one_whom_it_names(in_folder: FolderOffice):
    office = in_folder
    confirmed(office)

    text = (
        "市长公开电话办公室：\n    我单位联系人由赵亮变更为周敏（党政办，科员），工作电话：5512347，移动电话：13900000005。\n"
        f"{TOWN}\n2018年5月2日"
    )
    mail_from(office, text, subject="联系人变更", at="2018-05-02T09:00")
    office.round("2018-05-02T09:01")

    (form,) = office.ask("liaisons", "pending")
    assert [(each["what"], each["old"][:2], each["new"][:2]) for each in form["differences"]] == [
        ("联系人", "赵亮", "周敏")
    ]
    office.tell("liaisons", "confirm", "2", "--at", "2018-05-02T10:00")
    assert names(office, "hotline", "--on", "2018-05-02") == ["王志强", "李建国", "孙晓明", "周敏"]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["", "姓名", "职务", "工作电话"],
            ["原联系人", "赵亮", "科员", "5512347"],
            ["现联系人", "周敏", "科员", "5512348"],
        ],
        [
            ["内容", "变更前", "变更后"],
            ["姓名", "赵亮", "周敏"],
            ["职务", "科员", "科员"],
            ["工作电话", "5512347", "5512348"],
        ],
    ],
)
def test_a_form_about_a_change_replaces_whom_it_names_as_of_before(
    in_folder: FolderOffice, rows: list[list[str]]
):
    office = in_folder
    confirmed(office)
    changed_by(office, rows, at="2018-05-02T09:00")
    office.round("2018-05-02T09:01")

    (form,) = office.ask("liaisons", "pending")
    assert [(each["what"], each["old"][:2], each["new"][:2]) for each in form["differences"]] == [
        ("联系人", "赵亮", "周敏")
    ]


def test_a_letter_that_does_not_say_whom_the_new_one_replaces_is_doubted(in_folder: FolderOffice):
    office = in_folder
    confirmed(office)
    text = f"市长公开电话办公室：\n    我单位现任联系人为周敏，工作电话：5512348。\n{TOWN}\n2018年5月2日"
    mail_from(office, text, subject="联系人变更", at="2018-05-02T09:00")
    office.round("2018-05-02T09:01")

    (entry,) = office.held()
    assert "没有写明周敏接替谁，按增加联系人处理" in entry["because"]
    office.tell("liaisons", "confirm", "2", "--at", "2018-05-02T10:00")
    assert names(office, "hotline", "--on", "2018-05-02")[2:] == ["孙晓明", "赵亮", "周敏"]


def test_a_change_told_by_telephone_is_entered_by_hand(in_folder: FolderOffice):
    office = in_folder
    confirmed(office)

    office.tell(
        *"liaisons set 羊庄镇人民政府 --role liaison --name 周敏 --mobile 13900000005 --instead-of 赵亮 --channel hotline "
        "--because 电话告知 --at 2018-05-02T10:00".split()
    )
    office.tell(
        *"liaisons set 羊庄镇人民政府 --role 联系人 --name 孙晓明 --mobile 13922222222 --because 电话告知 --at 2018-05-02T10:01".split()
    )

    assert names(office, "hotline", "--on", "2018-05-02") == ["王志强", "李建国", "孙晓明", "周敏"]
    assert names(office, "mayors_mailbox", "--on", "2018-05-02") == ["王志强", "李建国", "孙晓明", "赵亮"]
    rows = office.ask("liaisons", "--department", TOWN, "--on", "2018-05-02")
    assert {row["mobile"] for row in rows if row["name"] == "孙晓明"} == {"13922222222"}
    assert {row["title"] for row in rows if row["name"] == "孙晓明"} == {"科员"}


def test_whoever_leaves_with_nobody_in_his_place_stays_in_the_history(in_folder: FolderOffice):
    office = in_folder
    confirmed(office)
    words = "liaisons leave 羊庄镇人民政府 --name 赵亮 --channel hotline --because 电话告知 --at 2018-05-02T10:00".split()

    office.tell(*words)

    assert names(office, "hotline", "--on", "2018-05-02") == ["王志强", "李建国", "孙晓明"]
    assert names(office, "hotline", "--on", "2018-05-01")[-1] == "赵亮"
    assert names(office, "mayors_mailbox", "--on", "2018-05-02")[-1] == "赵亮"
    assert "没有赵亮" in office.tell(*words, status=1).stderr


def test_whoever_is_replaced_from_a_day_to_come_is_named_with_his_successor(in_folder: FolderOffice):
    office = in_folder
    confirmed(office)
    words = "liaisons set 羊庄镇人民政府 --role 联系人 --name {} --instead-of {} --because 电话告知 --at {} --from {}"
    office.tell(*words.format("周敏", "赵亮", "2018-04-20T10:00", "2018-05-01").split())

    refused = office.tell(
        *words.format("吴芳", "赵亮", "2018-04-21T10:00", "2018-04-25").split(), status=1
    ).stderr

    assert "赵亮任到 2018-04-30 为止，自 2018-05-01 起由周敏接替，已登记" in refused
    assert "--instead-of 周敏 --from 2018-05-01" in refused
    office.tell(*words.format("吴芳", "周敏", "2018-04-21T10:00", "2018-05-01").split())
    assert names(office, "hotline", "--on", "2018-04-30")[-1] == "赵亮"
    assert names(office, "hotline", "--on", "2018-05-01")[2:] == ["孙晓明", "吴芳"]


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("--mobile 1390000005", "移动电话“1390000005”位数或号段不对"),
        ("--office-phone 55123", "工作电话“55123”位数不对"),
    ],
)
def test_a_number_told_by_telephone_is_looked_at_as_on_a_form(
    in_folder: FolderOffice, words: str, fault: str
):
    office = in_folder
    confirmed(office)
    entered = "liaisons set 羊庄镇人民政府 --role 联系人 --name 周敏 --because 电话告知 --at 2018-05-02T10:00"

    told = office.tell(*f"{entered} {words}".split(), status=1)

    assert fault in told.stderr
    assert "周敏" not in names(office, "hotline", "--on", "2018-05-02")


CHANGE = (
    "市长公开电话办公室：\n    我单位联系人由赵亮变更为周敏（党政办，科员），工作电话：5512347，移动电话：13900000005。\n"
    f"{TOWN}\n2018年3月21日"
)
LEADER = f"市长公开电话办公室：\n    我单位分管负责人由王志强变更为刘大伟（副镇长），工作电话：5512301。\n{TOWN}\n2018年3月22日"


def test_a_change_told_before_the_form_was_confirmed_is_laid_over_it(in_folder: FolderOffice):
    office = in_folder
    form_mail(office)
    office.round("2018-03-20T09:01")
    mail_from(office, CHANGE, subject="联系人变更", at="2018-03-21T09:00")
    office.round("2018-03-21T09:01")

    whole, change = office.ask("liaisons", "pending")
    assert len(whole["people"]) == 4
    assert [(each["old"][:2], each["new"][:2]) for each in change["differences"]] == [("赵亮", "周敏")]
    assert "补报" not in office.at_department(TOWN)[-1].subject
    told = office.tell("liaisons", "confirm", "2", "--at", "2018-03-21T10:00", status=1)
    assert "先报来的第 1 号联系表" in told.stderr
    for number in "12":
        office.tell("liaisons", "confirm", number, "--at", "2018-03-21T10:00")
    assert names(office, "hotline", "--on", "2018-03-21") == ["王志强", "李建国", "孙晓明", "周敏"]


def test_changes_told_one_after_another_all_wait(in_folder: FolderOffice):
    office = in_folder
    confirmed(office)
    for day, text in ((21, CHANGE), (22, LEADER), (23, LEADER)):
        mail_from(office, text, subject="联系人变更", at=f"2018-03-{day}T09:00")
        office.round(f"2018-03-{day}T09:01")

    assert [form["id"] for form in office.ask("liaisons", "pending")] == [2, 3]
    for number in "32":
        office.tell("liaisons", "confirm", number, "--at", "2018-03-24T10:00")
    assert names(office, "hotline", "--on", "2018-03-24") == ["刘大伟", "李建国", "孙晓明", "周敏"]


def test_a_whole_form_says_whom_of_an_unconfirmed_change_it_leaves_out(in_folder: FolderOffice):
    office = in_folder
    confirmed(office)
    mail_from(office, CHANGE, subject="联系人变更", at="2018-03-21T09:00")
    office.round("2018-03-21T09:01")
    form_mail(
        office,
        Form((*PEOPLE[:3], ("liaison", "郑浩", "科员", "5512357", "13900000014"))),
        at="2018-03-22T09:00",
    )
    office.round("2018-03-22T09:01")

    (entry,) = office.held()
    assert "取代了没有确认的第 2 号，其中的周敏这次没有填写" in entry["because"]


def test_a_change_that_names_its_day_holds_from_that_day(in_folder: FolderOffice):
    office = in_folder
    confirmed(office)
    text = CHANGE.replace("13900000005。", "13900000005，自2018年4月1日起。")
    mail_from(office, text, subject="联系人变更", at="2018-03-21T09:00")
    office.round("2018-03-21T09:01")

    (entry,) = office.held()
    assert "写明自2018年4月1日起" in entry["because"]
    assert entry["suggestions"][0]["do"] == "mailroom liaisons confirm 2 --from 2018-04-01"
    assert [form["valid_from"] for form in office.ask("liaisons", "pending")] == ["2018-04-01"]
    office.tell("liaisons", "confirm", "2", "--at", "2018-03-21T10:00")
    assert names(office, "hotline", "--on", "2018-03-31")[-1] == "赵亮"
    assert names(office, "hotline", "--on", "2018-04-01")[-1] == "周敏"


def test_another_telephone_of_somebody_who_stays_is_a_change_of_that_alone(in_folder: FolderOffice):
    office = in_folder
    confirmed(office)
    text = f"市长公开电话办公室：\n    我单位联系人赵亮的手机号更换为13911111111，请予变更。\n{TOWN}"
    mail_from(office, text, subject="联系人变更", at="2018-03-21T09:00")
    office.round("2018-03-21T09:01")

    (form,) = office.ask("liaisons", "pending")
    assert form["differences"] == [
        {"what": "联系人赵亮的移动电话", "old": "13900000004", "new": "13911111111"}
    ]


def test_a_letter_that_somebody_leaves_says_how_to_enter_it(in_folder: FolderOffice):
    office = in_folder
    confirmed(office)
    text = f"市长公开电话办公室：\n    赵亮退休了，不再担任联系人，暂无接替人员。\n{TOWN}"
    mail_from(office, text, subject="联系人变更", at="2018-03-21T09:00")
    office.round("2018-03-21T09:01")

    (entry,) = office.held()
    assert "在册的赵亮" in entry["because"]
    assert entry["suggestions"][0]["do"].startswith(f"mailroom liaisons leave {TOWN} --name 赵亮")
    assert office.ask("liaisons", "pending") == []
    office.tell(*entry["suggestions"][0]["do"].split()[1:], "--at", "2018-03-21T10:00")
    assert names(office, "hotline", "--on", "2018-03-21") == ["王志强", "李建国", "孙晓明"]

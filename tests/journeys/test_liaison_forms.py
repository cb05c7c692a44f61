"""A department mails its liaison form: a person confirms what it changes, the address on file gets a receipt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.journeys.liaison_mails import PEOPLE, TITLE, TOWN, Form, confirmed, form_mail, mail_from, names
from tests.journeys.offices import OfficeAtWork

CHANGED = (
    *PEOPLE[:2],
    ("liaison", "孙晓明", "科员", "5512346", "13911111111"),
    ("liaison", "周敏", "科员", "5512347", "13900000005"),
)


def test_a_first_form_is_laid_before_a_person_and_acknowledged(office: OfficeAtWork):
    form_mail(office)

    done = office.round("2018-03-20T09:01")

    assert (done["held"], done["posted"], done["sent"]) == (1, 1, 1)
    (letter,) = office.at_department(TOWN)
    assert "联系表回执" in letter.subject
    assert "孙晓明" in letter.text
    (entry,) = office.held()
    assert "首次登记4人" in entry["because"]
    assert entry["suggestions"][0]["do"] == "mailroom liaisons confirm 1"
    assert office.ask("liaisons", "--on", "2018-03-20") == []


def test_confirmed_it_holds_for_both_channels_from_that_day(in_folder: OfficeAtWork):
    office = in_folder
    form_mail(office)
    office.round("2018-03-20T09:01")

    office.tell("liaisons", "confirm", "1", "--at", "2018-03-20T10:00")

    assert office.held() == []
    assert office.ask("liaisons", "pending") == []
    for channel in ("hotline", "mayors_mailbox"):
        assert names(office, channel, "--on", "2018-03-20") == ["王志强", "李建国", "孙晓明", "赵亮"]
        assert names(office, channel, "--on", "2018-03-19") == []


def test_a_changed_form_shows_what_it_changes_and_keeps_the_history(in_folder: OfficeAtWork):
    office = in_folder
    confirmed(office)
    form_mail(office, Form(CHANGED), at="2018-05-02T09:00")
    office.round("2018-05-02T09:01")

    (form,) = office.ask("liaisons", "pending")
    assert [(each["what"], each["old"], each["new"]) for each in form["differences"]] == [
        ("联系人孙晓明的移动电话", "13900000003", "13911111111"),
        ("联系人", "赵亮，科员，5512347，13900000004", "周敏，科员，5512347，13900000005"),
    ]
    assert "原为13900000003" in office.at_department(TOWN)[-1].text
    office.tell("liaisons", "confirm", "2", "--from", "2018-05-03", "--at", "2018-05-02T10:00")

    assert names(office, "hotline", "--on", "2018-05-02")[-1] == "赵亮"
    assert names(office, "hotline", "--on", "2018-05-03")[-1] == "周敏"
    history = office.ask("liaisons", "--department", TOWN, "--history")
    assert [row["valid_to"] for row in history if row["name"] == "赵亮"] == ["2018-05-02"] * 2


def test_the_same_form_again_gets_a_receipt_and_asks_nobody(in_folder: OfficeAtWork):
    office = in_folder
    confirmed(office)
    form_mail(office, at="2018-04-09T09:00")

    done = office.round("2018-04-09T09:01")

    assert (done["held"], done["posted"]) == (0, 1)
    assert office.ask("liaisons", "pending") == []


def test_a_form_that_comes_again_before_it_was_confirmed_waits_once(in_folder: OfficeAtWork):
    office = in_folder
    form_mail(office)
    form_mail(office, at="2018-03-20T09:30")
    office.round("2018-03-20T10:00")

    assert len(office.held()) == len(office.ask("liaisons", "pending")) == 1
    assert len(office.at_department(TOWN)) == 2


def test_a_later_form_takes_the_place_of_one_that_still_waits(in_folder: OfficeAtWork):
    office = in_folder
    form_mail(office)
    form_mail(office, Form(CHANGED), at="2018-03-21T09:00")
    office.round("2018-03-21T09:01")

    (form,) = office.ask("liaisons", "pending")
    assert form["id"] == 2
    assert [each["suggestions"][0]["do"] for each in office.held()] == ["mailroom liaisons confirm 2"]


def test_two_forms_in_one_mail_are_for_two_channels(in_folder: OfficeAtWork):
    office = in_folder
    other = (
        PEOPLE[0],
        ("section_head", "何平", "主任", "5512355", "13900000012"),
        ("liaison", "吴芳", "科员", "5512356", "13900000013"),
        ("liaison", "郑浩", "科员", "5512357", "13900000014"),
    )
    hotline = Form(title=f"{TITLE}（政务服务热线）".replace("和市长信箱", ""), name="热线联系表.docx")
    mailbox = Form(
        other,
        section="信访办",
        title=f"{TITLE}（市长信箱）".replace("政务服务热线和", ""),
        name="信箱联系表.docx",
    )
    form_mail(office, hotline, mailbox)
    office.round("2018-03-20T09:01")

    forms = office.ask("liaisons", "pending")
    assert [form["covers"] for form in forms] == [["hotline"], ["mayors_mailbox"]]
    assert len(office.at_department(TOWN)) == 2
    (entry,) = office.held()
    office.tell("held", "release", str(entry["id"]), "--at", "2018-03-20T10:00")

    assert names(office, "hotline", "--on", "2018-03-20")[1:] == ["李建国", "孙晓明", "赵亮"]
    assert names(office, "mayors_mailbox", "--on", "2018-03-20")[1:] == ["何平", "吴芳", "郑浩"]


def test_what_a_form_lacks_stands_in_its_receipt(in_folder: OfficeAtWork):
    office = in_folder
    people = (PEOPLE[1], ("liaison", "孙晓明", "科员", "5512346", "1390000003"))
    form_mail(office, Form(people))
    office.round("2018-03-20T09:01")

    (letter,) = office.at_department(TOWN)
    assert "请补报" in letter.subject
    for words in ("没有填写分管负责人", "联系人应有2人以上，现填1人", "1390000003"):
        assert words in letter.text
    assert len(office.ask("liaisons", "pending")) == 1


def test_a_form_from_an_unknown_address_registers_no_sender_by_itself(
    office: OfficeAtWork, new_address: Callable[..., str]
):
    stranger = new_address("stranger")
    form_mail(office, sender=stranger)
    done = office.round("2018-03-20T09:01")

    assert done["posted"] == 0
    (entry,) = office.held()
    assert stranger in entry["because"]
    commands = [each["do"] for each in entry["suggestions"]]
    assert f"mailroom liaisons confirm 1 --address {stranger}" in commands
    office.tell(*f"liaisons confirm 1 --address {stranger} --at 2018-03-20T10:00".split())
    (row,) = [row for row in office.ask("departments") if row["name"] == TOWN]
    assert row["addresses"] == [office.address_of(TOWN), stranger]
    office.round("2018-03-20T10:01")
    assert "联系表回执" in office.at_department(TOWN)[0].subject


def test_a_form_that_names_another_department_than_its_sender_waits_for_a_person(in_folder: OfficeAtWork):
    office = in_folder
    form_mail(office, sender=office.address_of("滕州市财政局"))
    office.round("2018-03-20T09:01")

    (entry,) = office.held()
    assert "联系表写的是羊庄镇人民政府，来件地址登记的却是滕州市财政局" in entry["because"]
    assert office.ask("liaisons", "pending") == []
    ask, theirs, senders, drop = [each["do"] for each in entry["suggestions"]]
    assert ask == "电话问明滕州市财政局：表发错了，还是表上单位写错了"
    assert theirs.endswith(f"--department {TOWN}")
    assert senders.endswith("--department 滕州市财政局")
    assert "discard" in drop
    office.tell(
        "held", "release", str(entry["id"]), "--department", TOWN, "--at", "2018-03-20T10:00", status=1
    )
    (form,) = office.ask("liaisons", "pending")
    assert form["department"] == TOWN


def test_a_refused_form_changes_nothing(in_folder: OfficeAtWork):
    office = in_folder
    form_mail(office)
    office.round("2018-03-20T09:01")

    office.tell("liaisons", "refuse", "1", "--because", "不是该单位所报", "--at", "2018-03-20T10:00")

    assert office.held() == office.ask("liaisons", "--on", "2018-03-20") == []
    assert (
        "已由值班员处理过"
        in office.tell("liaisons", "confirm", "1", "--at", "2018-03-20T10:01", status=1).stderr
    )


def test_an_entry_that_is_discarded_takes_its_form_along(in_folder: OfficeAtWork):
    office = in_folder
    form_mail(office)
    office.round("2018-03-20T09:01")
    (entry,) = office.held()

    office.tell("held", "discard", str(entry["id"]), "--because", "填错单位", "--at", "2018-03-20T10:00")

    assert office.ask("liaisons", "pending") == []


def test_a_form_read_as_something_else_is_taken_as_one_by_a_persons_word(in_folder: OfficeAtWork):
    office = in_folder
    text = "\n".join(["分管负责人 王志强 副镇长 5512301", "联系人 孙晓明 科员 5512346"])
    mail_from(office, text, subject="报送材料", at="2018-03-20T09:00")
    office.round("2018-03-20T09:01")
    (entry,) = office.held()
    assert entry["what"] == "other"

    office.tell(
        "held", "release", str(entry["id"]), "--as", "liaison_form", "--at", "2018-03-20T10:00", status=None
    )

    assert office.held()[0]["what"] == "liaison_form"


def test_the_directory_is_one_row_a_department_where_both_channels_are_alike(in_folder: OfficeAtWork):
    office = in_folder
    confirmed(office)

    office.tell("liaisons", "export", str(office.folder / "名录.xlsx"), "--on", "2018-03-20")

    from openpyxl import load_workbook

    rows = list(load_workbook(office.folder / "名录.xlsx").active.iter_rows(values_only=True))
    (row,) = [row for row in rows if row[0] == TOWN]
    assert row[1:5] == ("政务服务热线、市长信箱", "党政办", "王志强", "副镇长")
    assert replace(Form()).people[3][1] in row


def test_an_address_registered_with_a_form_gets_its_receipt_and_leaves_no_task(
    in_folder: OfficeAtWork, new_address: Callable[..., str]
):
    office = in_folder
    office.give_address(TOWN)
    stranger = new_address("stranger")
    form_mail(office, sender=stranger)
    office.round("2018-03-20T09:01")

    office.tell(*f"liaisons confirm 1 --address {stranger} --at 2018-03-20T10:00".split())
    office.round("2018-03-20T10:01")

    assert office.held() == []
    assert ["联系表回执" in letter.subject for letter in office.letters_at(stranger)] == [True]

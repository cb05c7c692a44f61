"""The platform writes again about a case: other words, another deadline, more pictures. A person lets it hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from mailroom.demonstration.sheets import Sheet
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.offices import Row
from tests.journeys.seen import Seen

TOWN = "羊庄镇人民政府"
NOTICES = ("【变更】", "【补充材料】")
PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 8


def due(day: int, hour: int = 17) -> datetime:
    return datetime(2018, 3, day, hour)


def dispatched(office: FolderOffice, sheet: Sheet | None = None) -> Row:
    """A case on the town's desk since Monday, 10:00; returns it."""
    office.cases_in(sheet or lamps(due_at=due(20)), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    (case,) = office.cases()
    return case


def again(office: FolderOffice, sheet: Sheet, hour: str = "08", **more: object) -> Row:
    """The platform sends the case once more, on Tuesday before the reminders; returns the entry in the pen."""
    office.cases_in(sheet, "docx-four-columns", at=f"2018-03-13T{hour}:40", **more)
    assert office.round(f"2018-03-13T{hour}:41")["posted"] == 0
    (entry,) = office.held()
    return entry


def let_hold(office: FolderOffice, entry: Row) -> list[Seen]:
    """Run the first command that the entry names; returns the amendments on the town's desk."""
    office.tell(*entry["suggestions"][0]["do"].split()[1:], "--at", "2018-03-13T09:50")
    office.round("2018-03-13T09:51")
    assert office.held() == []
    return [letter for letter in office.at_department(TOWN) if letter.subject.startswith(NOTICES)]


def journal(office: FolderOffice) -> str:
    (case,) = office.cases()
    return "\n".join(entry["because"] for entry in office.case(case["case_no"])["journal"])


def test_an_earlier_deadline_is_applied_by_a_person_and_the_department_is_told(in_folder: FolderOffice):
    case = dispatched(in_folder)
    assert case["due_at"] == "2018-03-15T17:00:00"

    (letter,) = let_hold(in_folder, again(in_folder, lamps(due_at=due(14))))

    (case,) = in_folder.cases()
    assert case["due_at"] == "2018-03-14T12:00:00"  # half a working day before the platform's
    assert case["case_no"] in letter.subject
    assert "办理时限原为2018年3月15日17:00，现改为2018年3月14日（星期三）12:00前" in letter.text
    assert "上级办理时限更正：2018年3月20日17:00 → 2018年3月14日17:00" in journal(in_folder)
    assert "recount" in in_folder.acts(case["case_no"])


def test_a_later_deadline_gives_the_days_of_the_rules_back(in_folder: FolderOffice):
    case = dispatched(in_folder, lamps(due_at=due(14)))
    assert case["due_at"] == "2018-03-14T12:00:00"

    (letter,) = let_hold(in_folder, again(in_folder, lamps(due_at=due(30))))

    assert in_folder.cases()[0]["due_at"] == "2018-03-15T17:00:00"
    assert "现改为2018年3月15日" in letter.text


def test_who_was_reminded_of_the_old_deadline_is_reminded_of_the_new_one(in_folder: FolderOffice):
    dispatched(in_folder, lamps(due_at=due(14)))
    in_folder.round("2018-03-13T09:00")
    assert [row["kind"] for row in in_folder.letters()] == ["dispatch", "reminder"]

    let_hold(in_folder, again(in_folder, lamps(due_at=due(30)), hour="09"))
    in_folder.round("2018-03-14T09:30")

    assert [row["kind"] for row in in_folder.letters()] == ["dispatch", "reminder", "amendment", "reminder"]
    (case,) = in_folder.cases()
    listed = [row["kind"] for row in in_folder.case(case["case_no"])["letters"]]
    assert listed == ["dispatch", "reminder", "amendment", "reminder"]


def test_a_margin_that_has_passed_takes_nothing_off(in_folder: FolderOffice):
    dispatched(in_folder)
    entry = again(in_folder, lamps(due_at=due(13)))
    in_folder.tell(*entry["suggestions"][0]["do"].split()[1:], "--at", "2018-03-13T14:00")

    assert in_folder.cases()[0]["due_at"] == "2018-03-13T17:00:00"


def test_an_earlier_deadline_that_is_over_gives_no_more_time(in_folder: FolderOffice):
    case = dispatched(in_folder, lamps(due_at=due(14)))
    in_folder.tell("change", case["case_no"], "--due", "2018-03-12T17:00", "--at", "2018-03-13T10:00")

    assert in_folder.cases()[0]["due_at"] == "2018-03-14T12:00:00"


def test_another_text_and_another_telephone_are_told_in_full(in_folder: FolderOffice):
    sheet = lamps(due_at=due(20))
    dispatched(in_folder, sheet)
    changed = replace(sheet, request_text="村西三盏路灯全部不亮，请尽快修复。", phone="13900005678")

    (letter,) = let_hold(in_folder, again(in_folder, changed))

    assert "村西三盏路灯全部不亮" in letter.text
    assert "诉求人联系电话现为：13900005678" in letter.text
    assert "办理时限不变，仍为2018年3月15日（星期四）17:00前" in letter.text
    (case,) = in_folder.cases()
    full = in_folder.tell("case", case["case_no"], "--petitioner").stdout
    assert "13900005678" in full
    assert "13900005678" not in journal(in_folder)


def test_of_a_secret_case_the_petitioner_is_not_told(in_folder: FolderOffice):
    sheet = lamps(due_at=due(20), secret=True)
    dispatched(in_folder, sheet)
    changed = replace(
        sheet, request_text="我叫王小明，村西路灯全部不亮。", phone="13900005678", name="王小明"
    )

    (letter,) = let_hold(in_folder, again(in_folder, changed))

    assert "路灯全部不亮" in letter.text
    for told in ("王小明", "13900005678", sheet.name):
        assert told not in letter.everything


def test_pictures_that_come_later_go_to_the_department(in_folder: FolderOffice):
    sheet = lamps(due_at=due(20))
    dispatched(in_folder, sheet)

    (letter,) = let_hold(in_folder, again(in_folder, sheet, attachments=[("现场.jpg", PHOTO)]))

    assert letter.documents == {"现场.jpg": PHOTO}
    assert "补充材料随信附上：现场.jpg" in letter.text


def test_only_the_deadline_is_changed_where_a_person_says_so(in_folder: FolderOffice):
    sheet = lamps(due_at=due(20))
    dispatched(in_folder, sheet)
    entry = again(
        in_folder, replace(sheet, due_at=due(14), request_text="村西三盏路灯全部不亮，请尽快修复。")
    )
    (command,) = [way["do"] for way in entry["suggestions"] if "--due" in way["do"]]

    in_folder.tell(*command.split()[1:], "--at", "2018-03-13T09:30")

    (case,) = in_folder.cases()
    assert case["due_at"] == "2018-03-14T12:00:00"
    assert "村西" not in in_folder.case(case["case_no"])["request_text"]


def test_discarding_the_entry_changes_nothing(in_folder: FolderOffice):
    before = dispatched(in_folder)
    entry = again(in_folder, lamps(due_at=due(14)))

    in_folder.tell("held", "discard", str(entry["id"]), "--because", "上级口头撤回变更")

    assert in_folder.cases() == [before]


def test_each_case_of_a_list_is_let_hold_for_itself(in_folder: FolderOffice):
    office = in_folder
    first, second = lamps(13, due_at=due(20)), lamps(14, due_at=due(20))
    office.cases_in([first, second], "xlsx-list", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    sheets = [replace(each, due_at=due(14)) for each in (first, second)]
    office.cases_in(sheets, "xlsx-list", at="2018-03-13T09:00")
    office.round("2018-03-13T09:01")
    entry, other = office.held()

    office.tell(*entry["suggestions"][0]["do"].split()[1:], "--at", "2018-03-13T09:30")

    assert [each["id"] for each in office.held()] == [other["id"]]
    assert [case["due_at"] for case in office.cases()] == ["2018-03-14T12:00:00", "2018-03-15T17:00:00"]


def test_a_case_that_is_off_the_desks_is_not_changed(in_folder: FolderOffice):
    case = dispatched(in_folder)
    in_folder.tell("withdraw", case["case_no"], "--because", "上级撤回", "--at", "2018-03-12T15:00")

    told = in_folder.tell("change", case["case_no"], "--due", "2018-03-14", status=1)
    assert "现为“撤回/退回上级”，不能“上级变更”" in told.stderr


def test_a_change_is_previewed_and_nothing_is_changed(in_folder: FolderOffice):
    case = dispatched(in_folder)
    number = case["case_no"]

    told = in_folder.tell("change", number, "--due", "2018-03-14", "--preview", "--at", "2018-03-13T09:00")

    assert "现改为2018年3月14日（星期三）12:00前" in told.stdout
    assert "以上均未真正执行" in told.stdout
    assert in_folder.cases() == [case]
    assert [row["kind"] for row in in_folder.letters()] == ["dispatch"]


@pytest.mark.parametrize("words", [(), ("--due", "2018-03-20")])
def test_a_change_that_changes_nothing_is_said(in_folder: FolderOffice, words: tuple[str, ...]):
    case = dispatched(in_folder)

    told = in_folder.tell("change", case["case_no"], *words, status=None)
    assert told.exit_code == (1 if words else 2)
    assert "没有可改的" in told.stderr or "请写明改什么" in told.stderr


def test_a_case_that_turns_out_a_report_of_wrongdoing_is_secret_from_then_on(in_folder: FolderOffice):
    case = dispatched(in_folder)

    in_folder.tell("change", case["case_no"], "--kind", "举报", "--at", "2018-03-12T11:00")

    assert in_folder.cases()[0]["secret"]


def test_a_change_that_turns_the_case_against_the_department_at_work_is_not_told_to_it(
    in_folder: FolderOffice,
):
    case = dispatched(in_folder)
    number, text = case["case_no"], f"投诉{case['department']}工作人员态度恶劣，推诿不办。"
    words = ("change", number, "--kind", "投诉", "--text", text)

    told = in_folder.tell(*words, "--at", "2018-03-12T11:00", status=1)

    assert f"反映的可能就是{case['department']}自身" in told.stderr
    assert [row["kind"] for row in in_folder.letters()] == ["dispatch"]
    assert in_folder.case(number)["request_text"] != text
    in_folder.tell("send-back", number, "--accept", "--because", "改派", "--at", "2018-03-12T11:10")
    in_folder.tell(*words, "--at", "2018-03-12T11:20")
    assert in_folder.case(number)["request_text"] == text
    assert not any(case["department"] in each["do"] for each in in_folder.held()[0]["suggestions"])

"""Who asks to stay unknown in words of his own: the case waits for a person, and goes out saying nothing of him."""

from __future__ import annotations

from datetime import datetime

from mailroom.demonstration import mime
from mailroom.demonstration.sheets import Sheet
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.offices import CITY

TOWN = "羊庄镇人民政府"


def afraid() -> Sheet:
    """Broken lamps, told by somebody who asks to stay unknown, and for whom nobody ticked the box."""
    plain = lamps()
    return lamps(request_text=f"{plain.request_text}怕村干部打击报复，不要告诉村里是谁反映的。")


def test_a_wish_in_the_text_waits_for_a_person_though_the_box_says_no(in_folder: FolderOffice):
    in_folder.cases_in(afraid(), "docx-two-columns", at="2018-03-12T10:00")

    in_folder.round("2018-03-12T10:01")

    assert in_folder.cases() == []
    assert in_folder.at_department(TOWN) == []
    (entry,) = in_folder.held()
    assert "写着否" in entry["because"]
    assert "放行即按保密件登记" in entry["because"]


def test_once_released_it_goes_out_as_a_secret_case(in_folder: FolderOffice):
    sheet = afraid()
    in_folder.cases_in(sheet, "docx-two-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    (entry,) = in_folder.held()

    in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-12T10:10")
    in_folder.round("2018-03-12T10:11")

    assert in_folder.cases()[0]["secret"]
    (letter,) = in_folder.at_department(TOWN)
    assert sheet.name not in letter.everything
    assert sheet.phone not in letter.everything


def test_where_the_original_asks_for_no_secrecy_it_is_released_as_an_open_case(in_folder: FolderOffice):
    sheet = afraid()
    in_folder.cases_in(sheet, "docx-two-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    (entry,) = in_folder.held()
    assert "--not-secret" in entry["because"]

    why = ("--not-secret", "每张单子都印的提示")
    in_folder.tell("held", "release", str(entry["id"]), *why, "--at", "2018-03-12T10:10")
    in_folder.round("2018-03-12T10:11")

    assert not in_folder.cases()[0]["secret"]
    (letter,) = in_folder.at_department(TOWN)
    assert sheet.name in letter.everything
    assert "每张单子都印的提示" in str(in_folder.case(in_folder.cases()[0]["case_no"])["journal"])


def test_a_box_in_words_that_nobody_understands_is_released_as_secret_too(in_folder: FolderOffice):
    sheet = lamps()
    text = (
        f"工单编号：{sheet.upper_no}\n诉求人：{sheet.name}\n联系电话：{sheet.phone}\n诉求类型：投诉\n"
        f"诉求内容：{sheet.request_text}\n事发地点：{sheet.place}\n承办单位：羊庄镇\n保密级别：内部\n"
    )
    in_folder.mail_in(
        mime.compose(
            sender=("市平台", in_folder.uppers[CITY]),
            to=[in_folder.address],
            subject="工单转办",
            sent_on=datetime(2018, 3, 12, 10),
            message_id="<inner-grade@example.cn>",
            text=text,
        )
    )
    in_folder.round("2018-03-12T10:01")
    (entry,) = in_folder.held()
    assert "内部" in entry["because"]

    in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-12T10:10")

    assert in_folder.cases()[0]["secret"]


def test_a_person_who_has_asked_may_say_that_secrecy_is_not_wanted(in_folder: FolderOffice):
    sheet = afraid()
    in_folder.cases_in(sheet, "docx-two-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    in_folder.tell("held", "release", str(in_folder.held()[0]["id"]), "--at", "2018-03-12T10:10")
    in_folder.round("2018-03-12T10:11")
    number = in_folder.cases()[0]["case_no"]

    in_folder.tell("change", number, "--secret", "否", "--by", "李主任", "--at", "2018-03-12T10:30")
    in_folder.round("2018-03-12T10:31")

    assert not in_folder.cases()[0]["secret"]
    _, notice = in_folder.at_department(TOWN)
    assert sheet.name in notice.everything
    assert sheet.phone in notice.everything
    assert any("不要求保密" in each["because"] for each in in_folder.case(number)["journal"])


def test_a_person_may_say_that_secrecy_is_wanted_after_all(in_folder: FolderOffice):
    sheet = lamps()
    in_folder.cases_in(sheet, "docx-two-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    number = in_folder.cases()[0]["case_no"]

    in_folder.tell("change", number, "--secret", "是", "--at", "2018-03-12T10:30")

    assert in_folder.cases()[0]["secret"]
    told = in_folder.tell("change", number, "--secret", "是", "--at", "2018-03-12T10:31", status=1)
    assert "已是保密件" in told.stderr


def test_a_report_stays_secret_whatever_anybody_says(in_folder: FolderOffice):
    in_folder.cases_in(lamps(kind="举报"), "docx-two-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    number = in_folder.cases()[0]["case_no"]

    told = in_folder.tell("change", number, "--secret", "否", "--at", "2018-03-12T10:30", status=1)

    assert "一律保密" in told.stderr
    assert in_folder.cases()[0]["secret"]

"""Photographs and documents that a platform sends with a case go to the department with it; what must not, stays here."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from mailroom.demonstration import mime
from mailroom.demonstration.sheets import Sheet
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps, vague
from tests.journeys.offices import Row
from tests.journeys.seen import Seen

TOWN = "羊庄镇人民政府"
PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 8
MONDAY = "2018-03-12T10:00"
AGREEMENT = "路灯管护协议\n村委会与供电所约定每月检修一次，灯具由村委会购置。\n"


def sent(office: FolderOffice, *attachments: mime.Attachment, sheet: Sheet | None = None) -> list[Seen]:
    """Let a case with these attachments come in, and return the letters on the town's desk.

    A person looks at it where something could not be read, and lets it go on.
    """
    office.cases_in(sheet or lamps(), "docx-two-columns", at=MONDAY, attachments=attachments)
    office.round("2018-03-12T10:01")
    for entry in office.held():
        office.tell("held", "release", str(entry["id"]), "--at", "2018-03-12T10:10")
        office.round("2018-03-12T10:11")
    return office.at_department(TOWN)


def beside(letter: Seen) -> dict[str, bytes]:
    """What goes with a dispatch letter besides the office's own two documents."""
    own = ("_转办函.docx", "_办理情况反馈表.docx")
    return {name: data for name, data in letter.documents.items() if not name.endswith(own)}


def journal(office: FolderOffice) -> str:
    (case,) = office.cases()
    return "\n".join(entry["because"] for entry in office.case(case["case_no"])["journal"])


def packed(name: str, data: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as package:
        package.writestr(name, data)
    return whole.getvalue()


def with_a_program_inside(text: str) -> bytes:
    """A Word document with something embedded that Windows would run."""
    whole, document = io.BytesIO(), docx.Document()
    document.add_paragraph(text)
    document.save(whole)
    with zipfile.ZipFile(whole, "a") as package:
        package.writestr("word/embeddings/oleObject1.bin", b"MZ")
    return whole.getvalue()


def test_photographs_and_papers_go_to_the_department_byte_by_byte(in_folder: FolderOffice):
    (letter,) = sent(in_folder, ("现场.jpg", PHOTO), ("管护协议.txt", AGREEMENT.encode()))

    assert beside(letter) == {"现场.jpg": PHOTO, "管护协议.txt": AGREEMENT.encode()}
    assert "随转上级附件：现场.jpg、管护协议.txt" in letter.text
    assert "随转上级附件：现场.jpg、管护协议.txt" in journal(in_folder)


def test_the_case_sheet_itself_is_not_sent_on(in_folder: FolderOffice):
    (letter,) = sent(in_folder)

    assert beside(letter) == {}
    assert "上级附件" not in letter.text


def test_what_is_in_an_archive_goes_without_the_archive(in_folder: FolderOffice):
    (letter,) = sent(in_folder, ("材料.zip", packed("现场.jpg", PHOTO)))

    assert beside(letter) == {"现场.jpg": PHOTO}


def test_an_empty_reply_form_of_the_province_goes_along(in_folder: FolderOffice):
    in_folder.cases_in(lamps(), "province", at=MONDAY)
    in_folder.round("2018-03-12T10:01")
    (letter,) = in_folder.at_department(TOWN)

    assert list(beside(letter)) == ["附：回复格式.docx"]


@pytest.mark.parametrize("says", [{"secret": True}, {"kind": "举报"}])
def test_a_secret_case_takes_nothing_along(in_folder: FolderOffice, says: Row):
    (letter,) = sent(in_folder, ("张三家门口.jpg", PHOTO), sheet=lamps(**says))

    assert beside(letter) == {}
    assert "张三" not in letter.everything


def test_a_picture_that_came_with_several_cases_goes_to_nobody_and_a_person_is_told(in_folder: FolderOffice):
    office = in_folder
    office.cases_in([lamps(13), lamps(14)], "xlsx-list", at=MONDAY, attachments=[("现场.jpg", PHOTO)])
    office.round("2018-03-12T10:01")

    assert [beside(letter) for letter in office.at_department(TOWN)] == [{}, {}]
    (entry,) = office.held()
    assert "现场.jpg" in entry["because"]
    assert "看不出属于哪一件" in entry["because"]
    office.tell("held", "release", str(entry["id"]), "--at", "2018-03-12T10:30")
    assert office.held() == []


def test_a_list_of_other_peoples_cases_stays_here(in_folder: FolderOffice):
    others = "\n".join(f"工单{lamps(number).upper_no}已转羊庄镇" for number in (31, 32))
    (letter,) = sent(in_folder, ("情况.txt", others.encode()), ("现场.jpg", PHOTO))

    assert list(beside(letter)) == ["现场.jpg"]
    assert "情况.txt" not in letter.everything
    assert "涉及别的工单，未随转：情况.txt" in journal(in_folder)


def test_what_can_run_or_could_not_be_looked_into_is_named_and_not_sent(in_folder: FolderOffice):
    unsafe = {
        "照片.jpg.exe": b"MZ" + bytes(200),
        "网页.html": "<html><body>路灯管护办法</body></html>".encode(),
        "扫描.pdf": b"%PDF-1.4\nnot a document at all",
        "说明.docx": with_a_program_inside("路灯管护情况说明"),
    }
    (letter,) = sent(in_folder, *unsafe.items(), ("现场.jpg", PHOTO))

    assert list(beside(letter)) == ["现场.jpg"]
    assert [name for name in unsafe if f"{name}（无法检查）" not in letter.text] == []


def test_too_much_for_one_letter_is_named_with_its_size(in_folder: FolderOffice):
    in_folder.configure(dispatching={"enclosures_mb": 1})
    big = PHOTO + bytes(1_500_000)
    (letter,) = sent(in_folder, ("全景.jpg", big), ("近景.jpg", PHOTO))

    assert list(beside(letter)) == ["近景.jpg"]
    assert "未随转的上级附件：全景.jpg（2 MB，过大），如需要请向我办索取" in letter.text
    assert "全景.jpg（2 MB，过大）" in journal(in_folder)


def test_a_file_name_is_made_harmless_and_tells_what_the_file_is(in_folder: FolderOffice):
    (letter,) = sent(
        in_folder,
        ("..\\..\\现场\u202egpj.exe", PHOTO),
        ("现场.jpg", PHOTO + b"1"),
        ("现场.jpg", PHOTO + b"2"),
    )

    names = list(beside(letter))
    assert len(names) == 3
    assert all(name.endswith(".jpg") for name in names)
    assert not any(char in "".join(names) for char in "\\/\u202e")


def test_a_case_dispatched_anew_takes_all_along_again(in_folder: FolderOffice):
    office = in_folder
    sent(office, ("现场.jpg", PHOTO))
    (case,) = office.cases()
    office.tell("send-back", case["case_no"], "--accept", "--because", "分错", "--at", "2018-03-12T11:00")
    office.tell("dispatch", case["case_no"], "--to", "木石镇", "--at", "2018-03-12T11:10")
    office.round("2018-03-12T11:11")

    (letter,) = office.at_department("木石镇人民政府")
    assert beside(letter) == {"现场.jpg": PHOTO}


def test_a_case_that_a_person_dispatches_takes_all_along(in_folder: FolderOffice):
    office = in_folder
    office.cases_in(vague(), "docx-two-columns", at=MONDAY, attachments=[("现场.jpg", PHOTO)])
    office.round("2018-03-12T10:01")
    office.tell(
        "held", "release", str(office.held()[0]["id"]), "--department", TOWN, "--at", "2018-03-12T11:00"
    )
    office.round("2018-03-12T11:01")

    (letter,) = office.at_department(TOWN)
    assert beside(letter) == {"现场.jpg": PHOTO}


def test_documents_of_a_repeat_go_with_the_case_it_was_joined_to(in_folder: FolderOffice):
    office = in_folder
    office.cases_in(vague(40), "docx-two-columns", at=MONDAY)
    office.cases_in(vague(41), "docx-four-columns", at=MONDAY, attachments=[("现场.jpg", PHOTO)])
    office.round("2018-03-12T10:01")
    first, repeat = (case["case_no"] for case in office.cases())
    office.tell("merge", repeat, "--into", first, "--at", "2018-03-12T11:00")
    office.tell("dispatch", first, "--to", TOWN, "--at", "2018-03-12T11:10")
    office.round("2018-03-12T11:11")

    (letter,) = office.at_department(TOWN)
    assert beside(letter) == {"现场.jpg": PHOTO}


def test_documents_of_a_repeat_go_to_who_is_at_work_on_the_first(in_folder: FolderOffice):
    office = in_folder
    sent(office)
    office.cases_in(vague(41), "docx-four-columns", at=MONDAY, attachments=[("现场.jpg", PHOTO)])
    office.round("2018-03-12T10:30")
    first, repeat = (case["case_no"] for case in office.cases())

    office.tell("merge", repeat, "--into", first, "--at", "2018-03-12T11:00")
    office.round("2018-03-12T11:01")

    letter = office.at_department(TOWN)[-1]
    assert letter.subject.startswith(f"【补充材料】{first}")
    assert letter.documents == {"现场.jpg": PHOTO}


def test_documents_of_a_repeat_do_not_go_to_the_department_that_it_is_against(in_folder: FolderOffice):
    office = in_folder
    sent(office)
    against = vague(41, kind="投诉", request_text=f"投诉{TOWN}工作人员推诿不办，附现场照片。")
    office.cases_in(against, "docx-four-columns", at=MONDAY, attachments=[("现场.jpg", PHOTO)])
    office.round("2018-03-12T10:30")
    first, repeat = (case["case_no"] for case in office.cases())

    office.tell("merge", repeat, "--into", first, "--at", "2018-03-12T11:00")
    office.round("2018-03-12T11:01")

    assert len(office.at_department(TOWN)) == 1
    told = [entry["because"] for entry in office.case(first)["journal"]]
    assert any("随件材料没有补发" in each for each in told)


def test_a_person_sends_a_picture_after_its_case(in_folder: FolderOffice, tmp_path: Path):
    office = in_folder
    sent(office)
    (case,) = office.cases()
    (tmp_path / "现场.jpg").write_bytes(PHOTO)

    office.tell("attach", case["case_no"], str(tmp_path / "现场.jpg"), "--at", "2018-03-12T11:00")
    office.round("2018-03-12T11:01")

    letter = office.at_department(TOWN)[-1]
    assert letter.documents == {"现场.jpg": PHOTO}
    assert case["case_no"] in letter.subject
    assert "随转上级附件：现场.jpg" in journal(office)


def test_what_may_not_go_with_a_case_is_not_attached_either(in_folder: FolderOffice, tmp_path: Path):
    office = in_folder
    sent(office)
    (case,) = office.cases()
    (tmp_path / "现场.jpg").write_bytes(PHOTO)
    (tmp_path / "安装.exe").write_bytes(b"MZ" + bytes(200))
    (tmp_path / "别件.txt").write_text(f"工单{lamps(31).upper_no}", encoding="utf-8")

    for name in ("安装.exe", "别件.txt"):
        told = office.tell(
            "attach", case["case_no"], str(tmp_path / "现场.jpg"), str(tmp_path / name), status=1
        )
        assert name in told.stderr
    assert len(office.letters()) == 1


@pytest.mark.parametrize("says", [{"secret": True}, {"kind": "举报"}])
def test_nothing_is_attached_to_a_secret_case(in_folder: FolderOffice, tmp_path: Path, says: Row):
    sent(in_folder, sheet=lamps(**says))
    (case,) = in_folder.cases()
    (tmp_path / "现场.jpg").write_bytes(PHOTO)

    told = in_folder.tell("attach", case["case_no"], str(tmp_path / "现场.jpg"), status=1)
    assert "保密件" in told.stderr
    assert len(in_folder.letters()) == 1


def test_the_documents_are_previewed_with_the_letter(in_folder: FolderOffice):
    in_folder.cases_in(lamps(), "docx-two-columns", at=MONDAY, attachments=[("现场.jpg", PHOTO)])

    (row,) = in_folder.ask("preview", "--at", "2018-03-12T10:01")
    assert "现场.jpg" in row["documents"]

"""The dossier of one case says nothing of another, also where a mail was about both."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2 as pdfium
import pytest

from mailroom.demonstration import mime
from mailroom.demonstration.answer_papers import filled_form
from mailroom.demonstration.answers import answer_mail
from mailroom.demonstration.letters import read_letter
from mailroom.demonstration.results import made_up_result
from tests.journeys.callers import CALLER, SATISFIED, brought_back, call_list, list_of, numbers_on
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.replies import TOWN, TUESDAY, answered
from tests.journeys.test_dossier import word_of, zip_of

MINE = lamps(13, title="村东路灯不亮", name="周正平", phone="13900000013")
OTHER = lamps(14, title="村西路灯不亮", name="郑桂兰", phone="13900000014")


def dossier(office: FolderOffice, upper_no: str) -> str:
    """All text of the dossier of the case with this number."""
    file = office.folder / f"{upper_no}.pdf"
    office.tell("case", upper_no, "--dossier", str(file), "--at", "2018-03-16T09:00")
    return "".join(
        "".join(page.get_textpage().get_text_bounded().split()) for page in pdfium.PdfDocument(file)
    )


def says_mine_alone(text: str) -> None:
    assert MINE.name in text
    assert MINE.phone in text
    for word in (OTHER.name, OTHER.phone, OTHER.upper_no, OTHER.title):
        assert word not in text


@pytest.mark.parametrize("form", ["xlsx-list", "docx-two-columns", "csv-gbk"])
def test_of_a_mail_that_brought_several_cases_only_its_own_is_printed(in_folder: FolderOffice, form: str):
    in_folder.cases_in([MINE, OTHER], form, at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")

    text = dossier(in_folder, MINE.upper_no)

    says_mine_alone(text)
    assert "（摘录）" in text
    assert "本邮件还涉及其他工单" in text


def test_the_document_that_names_this_case_alone_is_printed_and_what_may_be_another_s_is_not(
    in_folder: FolderOffice,
):
    papers = zip_of(
        **{
            f"{MINE.upper_no}补充.docx": word_of("村东的电线杆编号为甲七"),
            f"{OTHER.name}补充.docx": word_of(f"工单{OTHER.upper_no}：村西的电线杆编号为乙九"),
            "说明.docx": word_of("不知是哪一件的说明"),
        }
    )
    sheets = [MINE, OTHER]
    in_folder.cases_in(sheets, "xlsx-list", at="2018-03-12T10:00", attachments=(("材料.zip", papers),))
    in_folder.round("2018-03-12T10:01")

    text = dossier(in_folder, MINE.upper_no)

    says_mine_alone(text)
    assert "电线杆编号为甲七" in text
    assert "乙九" not in text
    assert "不知是哪一件" not in text
    assert "3份附件涉及其他工单，或看不出属于哪一件，没有印出" in text  # the list, and two of the archive


def test_a_case_that_came_beside_one_without_a_number_shows_nothing_of_it(in_folder: FolderOffice):
    """A row that nobody has registered yet is no case of the ledger, and somebody else's all the same."""
    in_folder.cases_in([MINE, replace(OTHER, upper_no="")], "xlsx-list", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    for entry in in_folder.held():
        in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-12T10:10", status=None)
    in_folder.round("2018-03-12T10:11")

    text = dossier(in_folder, MINE.upper_no)

    assert MINE.name in text
    assert OTHER.name not in text
    assert OTHER.phone not in text


def both_answers(office: FolderOffice) -> bytes:
    """One mail with the answers to both cases, and the petitioners in its text."""
    letters = sorted(
        (read_letter(each.raw) for each in office.at_department(TOWN)), key=lambda it: it.case_no
    )
    results = [
        replace(made_up_result(each, TOWN, on=TUESDAY.date()), measures=f"已更换{lamp}灯具并恢复照明。")
        for each, lamp in zip(letters, ("村东", "村西"), strict=True)
    ]
    return mime.compose(
        sender=("羊庄镇", office.address_of(TOWN)),
        to=[office.address],
        subject=f"{MINE.name}、{OTHER.name}两件办理情况",
        sent_on=TUESDAY,
        message_id="<both@example.cn>",
        text=f"已分别告知{MINE.name}和{OTHER.name}，反馈表见附件。",
        attachments=[
            (each.form_name, filled_form(each.form, result))
            for each, result in zip(letters, results, strict=True)
        ],
    )


def test_of_a_mail_that_answers_several_cases_its_own_answer_is_printed(in_folder: FolderOffice):
    in_folder.cases_in([MINE, OTHER], "xlsx-list", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    answered(in_folder, both_answers(in_folder))
    assert [each["status"] for each in in_folder.cases()] == ["answered", "answered"]

    text = dossier(in_folder, MINE.upper_no)

    says_mine_alone(text)
    assert "已更换村东灯具并恢复照明" in text
    assert "已更换村西灯具并恢复照明" not in text
    assert f"来件：{MINE.name}、" in text  # its subject names the other, and is printed without him


def test_a_digest_of_reminders_shows_of_other_cases_nothing(in_folder: FolderOffice):
    in_folder.cases_in([MINE, OTHER], "xlsx-list", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    in_folder.round("2018-03-14T09:00")
    assert "reminder" in [each["kind"] for each in in_folder.letters()]

    text = dossier(in_folder, MINE.upper_no)

    says_mine_alone(text)
    assert "这封信还涉及其他工单" in text


def test_a_mail_about_one_case_is_printed_whole(in_folder: FolderOffice):
    in_folder.cases_in(MINE, "docx-two-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")

    text = dossier(in_folder, MINE.upper_no)

    assert "摘录" not in text
    assert MINE.name in text


def test_of_a_call_list_only_its_own_row_is_printed_also_where_no_other_is_filled_in(in_folder: FolderOffice):
    in_folder.configure(follow_up={"callers": [in_folder.address_of(CALLER)]})
    in_folder.cases_in([MINE, OTHER], "xlsx-list", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    for letter in in_folder.at_department(TOWN):
        result = made_up_result(read_letter(letter.raw), TOWN, on=TUESDAY.date())
        in_folder.mail_in(answer_mail(letter.raw, result, sent_on=TUESDAY))
    in_folder.round("2018-03-13T15:01")
    sheet = list_of(in_folder)
    assert len(numbers_on(call_list(sheet))) == 2

    brought_back(in_folder, sheet, in_folder.case(MINE.upper_no)["case_no"], SATISFIED)

    assert in_folder.case(MINE.upper_no)["status"] == "closed"
    text = dossier(in_folder, MINE.upper_no)
    says_mine_alone(text)
    assert "回访人：周敏" in text

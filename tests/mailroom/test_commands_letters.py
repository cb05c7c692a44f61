"""`letters`, `approve`, `reject`: what goes out, goes out again, is kept back, is saved."""

import email
import email.policy

import pypdfium2 as pdfium
import pytest

from ledger.models import Letter, database
from ledger.vocabulary import LetterState
from mailroom import undelivered
from mailroom.errors import Refused
from mailroom.office import open_office
from tests.mailroom.command_line import TOWN, CommandLine, case_mail

KEYS = [
    "key", "kind", "case_no", "to", "cc", "subject", "state", "posted_at", "sent_at", "attempts", "last_error",
    "evidence", "returned",
    "message_id", "documents",
]  # fmt: skip


def set_state(office: CommandLine, state: LetterState) -> str:
    """Put the only letter into a state that a server would bring it to; returns its key."""
    open_office(office.folder)
    Letter.update(state=state).execute()
    key = Letter.select().get().key
    database.close()
    return key


def test_a_letter_is_listed_with_the_keys_that_others_rely_on(office, case_no):
    [row] = office.rows("letters")

    assert list(row) == KEYS
    assert row["key"] == f"dispatch/{case_no}/1/lead/{TOWN}"
    assert (row["kind"], row["case_no"], row["state"], row["attempts"]) == ("dispatch", case_no, "sent", 1)
    assert row["documents"] == [f"{case_no}_转办函.docx", f"{case_no}_办理情况反馈表.docx"]
    assert row["sent_at"] >= row["posted_at"] == "2018-03-12T10:00:00"


def test_letters_are_found_by_state_kind_and_case(office, case_no):
    assert (
        len(office.rows("letters", "--state", "sent")) == len(office.rows("letters", "--state", "已发")) == 1
    )
    assert office.rows("letters", "--state", "failed") == []
    assert len(office.rows("letters", "--kind", "转办函", "--case", case_no)) == 1
    assert office.rows("letters", "--kind", "reminder") == []
    assert "共 1 封" in office.done("letters")


def test_a_letter_s_subject_and_documents_do_not_name_who_asked(office):
    title = "张三丰家门口路灯不亮"
    mail = case_mail("180312091500000002", department=TOWN, title=title)
    mail.add_attachment(b"name,lamps\r\n1,2\r\n", "text", "plain", filename="张三丰的说明.txt")
    office.drop("case", mail)
    foretold = office.rows("preview", "--at", "2018-03-12T10:00")
    office.done("once", "--at", "2018-03-12T10:00")
    office.done("once", "--at", "2018-03-15T09:00")

    rows = office.rows("letters")
    assert [row["kind"] for row in rows] == ["dispatch", "reminder"]
    for row in [*foretold, *rows]:
        assert "张某某家门口路灯不亮" in row["subject"]
    assert "张某某的说明.txt" in rows[0]["documents"]
    assert "张三丰" not in str([*foretold, *rows])


def test_a_letter_sent_again_is_a_new_letter(office, case_no):
    [old] = office.rows("letters")

    office.done("letters", "resend", old["key"], "--at", "2018-03-12T11:00", "--by", "李四")
    office.done("once", "--at", "2018-03-12T11:01")

    [_, new] = office.rows("letters")
    assert new["key"] == f"{old['key']}/重发2"
    assert new["message_id"] != old["message_id"]
    assert (new["state"], new["to"], new["documents"]) == ("sent", old["to"], old["documents"])
    messages = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in office.sent()
    ]
    by_id = {message["Message-ID"]: message for message in messages}
    assert set(by_id) == {old["message_id"], new["message_id"]}
    first, second = by_id[old["message_id"]], by_id[new["message_id"]]
    assert second["Subject"] == first["Subject"]
    assert second["Date"] != first["Date"]
    assert second["X-Mailroom-Letter"] != first["X-Mailroom-Letter"]
    assert [part.get_content() for part in second.iter_attachments()] == [
        part.get_content() for part in first.iter_attachments()
    ]
    journal = office.rows("case", case_no)[0]["journal"]
    assert (journal[-1]["by"], "重发" in journal[-1]["because"]) == ("李四", True)


def test_a_letter_may_be_sent_again_more_than_once(office, case_no):
    key = office.rows("letters")[0]["key"]
    office.done("letters", "resend", key, "--at", "2018-03-12T11:00")
    office.done("once", "--at", "2018-03-12T11:01")
    office.done("letters", "resend", f"{key}/重发2")

    assert [row["key"] for row in office.rows("letters")] == [key, *(f"{key}/重发{nth}" for nth in (2, 3))]


def test_a_letter_whose_resend_still_waits_is_not_sent_twice(office, case_no):
    key = office.rows("letters")[0]["key"]
    office.done("letters", "resend", key, "--at", "2018-03-12T11:00")

    assert "不必再重发" in office.refused("letters", "resend", key, "--at", "2018-03-12T11:00")
    assert len(office.rows("letters")) == 2


def test_a_letter_goes_to_the_address_that_was_put_right_since(office, case_no, tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["单位名称", "类别", "邮箱"])
    book.active.append([TOWN, "镇街", "new@example.cn"])
    book.save(tmp_path / "one.xlsx")
    office.done("departments", "import", str(tmp_path / "one.xlsx"))

    office.done("letters", "resend", office.rows("letters")[0]["key"])

    assert office.rows("letters")[1]["to"] == ["new@example.cn"]


@pytest.mark.parametrize("state", ["queued", "sending", "draft", "void"])
def test_a_letter_that_is_under_way_or_rejected_is_not_sent_again(office, case_no, state):
    key = set_state(office, LetterState(state))

    assert "不能重发" in office.refused("letters", "resend", key)
    assert len(office.rows("letters")) == 1


def test_an_unknown_letter_is_said(office):
    assert "发件登记中没有" in office.refused("letters", "resend", "dispatch/x")
    assert "发件登记中没有" in office.refused("letters", "save", "dispatch/x", str(office.folder / "p"))
    assert "发件登记中没有" in office.refused("approve", "dispatch/x")


def test_a_letter_is_saved_with_its_documents(office, case_no, tmp_path):
    key = office.rows("letters")[0]["key"]
    office.done("letters", "save", key, str(tmp_path / "print"))
    office.done("letters", "save", key, str(tmp_path / "print"))

    names = {path.name for path in (tmp_path / "print").iterdir()}
    assert names == {
        f"dispatch_{case_no}_1_lead_{TOWN}.eml",
        f"{case_no}_转办函.docx",
        f"{case_no}_办理情况反馈表.docx",
    }
    assert (tmp_path / f"print/{case_no}_转办函.docx").read_bytes()[:2] == b"PK"


def test_who_takes_a_letter_out_is_written_down(office, case_no, tmp_path):
    key = office.rows("letters")[0]["key"]

    office.done("letters", "save", key, str(tmp_path), "--by", "李四", "--at", "2018-03-12T11:00")

    last = office.rows("case", case_no)[0]["journal"][-1]
    assert (last["at"], last["by"], last["because"]) == ("2018-03-12T11:00:00", "李四", f"取出信件 {key}")


def test_a_file_of_the_same_name_is_not_overwritten(office, case_no, tmp_path):
    other = tmp_path / f"{case_no}_转办函.docx"
    other.write_bytes(b"mine")

    office.done("letters", "save", office.rows("letters")[0]["key"], str(tmp_path))

    assert other.read_bytes() == b"mine"
    assert (tmp_path / f"{case_no}_转办函-2.docx").exists()


def test_a_draft_is_approved_and_goes_out(office, case_no):
    key = set_state(office, LetterState.DRAFT)

    office.done("approve", key, "--by", "李主任", "--at", "2018-03-12T15:00")

    assert office.rows("letters")[0]["state"] == "queued"
    journal = office.rows("case", case_no)[0]["journal"]
    assert journal[-1]["by"] == "李主任"
    assert "不在待审批中" in office.refused("approve", key)


@pytest.mark.parametrize("state", ["draft", "queued", "failed"])
def test_a_letter_that_is_not_out_is_rejected_and_never_goes_out(office, case_no, state):
    key = set_state(office, LetterState(state))
    gone = len(office.sent())

    assert "--because" in office.refused("reject", key, status=2)
    said = office("reject", key, "--because", "数字有误", "--by", "李主任", "--at", "2018-03-12T11:00")
    office.done("once", "--at", "2018-03-12T11:01")

    assert (
        f"send-back {case_no} --accept" in said.stderr
    )  # the assignment stands: who rejects its letter is told
    [row] = office.rows("letters")
    assert row["state"] == "void"
    assert "数字有误" in row["last_error"]
    assert len(office.sent()) == gone
    last = office.rows("case", case_no)[0]["journal"][-1]
    assert (last["at"], last["by"]) == ("2018-03-12T11:00:00", "李主任")
    assert last["because"].endswith("：数字有误")
    assert "现为“作废”" in office.refused("reject", key, "--because", "再看")


@pytest.mark.parametrize("state", ["sending", "sent", "unknown"])
def test_a_letter_that_may_be_out_is_not_rejected(office, case_no, state):
    key = set_state(office, LetterState(state))

    assert "不能作废" in office.refused("reject", key, "--because", "数字有误")
    assert office.rows("letters")[0]["state"] == state


def test_who_rejects_a_failed_letter_has_dealt_with_its_entry_in_the_pen(office, case_no):
    key = set_state(office, LetterState.QUEUED)
    opened = open_office(office.folder)
    letter = Letter.get(key=key)
    undelivered.give_up(letter, undelivered.Delivery(), Refused("550 没有这个用户"), now=letter.posted_at)
    opened.close()
    assert len(office.rows("held")) == 1

    office.done("reject", key, "--because", "已电话告知")

    assert office.rows("held") == []


def test_a_failed_letter_that_was_sent_again_is_not_rejected_in_its_place(office, case_no):
    key = set_state(office, LetterState.FAILED)
    office.done("letters", "resend", key)

    assert f"已重发（{key}/重发2）" in office.refused("reject", key, "--because", "不发了")

    office.done("reject", f"{key}/重发2", "--because", "不发了")
    office.done("reject", key, "--because", "不发了")
    assert [row["state"] for row in office.rows("letters")] == ["void", "void"]


def test_a_letter_is_saved_as_pdf_beside_its_documents(office, case_no, tmp_path):
    office.done("letters", "save", office.rows("letters")[0]["key"], str(tmp_path), "--pdf")

    assert {path.name for path in tmp_path.glob("*.pdf")} == {
        f"{case_no}_转办函.pdf",
        f"{case_no}_办理情况反馈表.pdf",
    }
    printed = pdfium.PdfDocument(tmp_path / f"{case_no}_转办函.pdf")
    assert case_no in printed[0].get_textpage().get_text_bounded()


def test_without_libreoffice_a_sentence_says_what_to_install_and_nothing_is_recorded(
    office, case_no, tmp_path, monkeypatch
):
    key = office.rows("letters")[0]["key"]
    monkeypatch.setattr("shutil.which", lambda name: None)

    said = office.refused("letters", "save", key, str(tmp_path / "print"), "--pdf")

    assert "libreoffice-writer-nogui" in said
    assert not (tmp_path / "print").exists()


def test_a_letter_printed_where_official_faces_are_missing_is_set_in_the_nearest_ones(
    office, case_no, tmp_path
):
    office.done("letters", "save", office.rows("letters")[0]["key"], str(tmp_path), "--pdf")

    faces = {
        each.get_font().get_base_name()
        for each in pdfium.PdfDocument(tmp_path / f"{case_no}_转办函.pdf")[0].get_objects()
        if isinstance(each, pdfium.PdfTextObj)
    }
    assert not any("DejaVu" in face or "WenQuanYi" in face for face in faces), faces

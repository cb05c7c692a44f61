"""Which letter came back from whom stands in the ledger; a notice that may be false moves nothing before somebody has looked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes
from email.utils import parseaddr

from ledger.models import Letter
from ledger.opening import open_ledger, transaction
from ledger.vocabulary import LetterState
from mailroom.demonstration.answers import bounce_mail
from tests.journeys.in_files import FolderOffice
from tests.journeys.offices import OfficeAtWork
from tests.journeys.replies import TOWN, dispatched_on_monday
from tests.journeys.seen import Seen

SOON = datetime(2018, 3, 12, 10, 5)
AT = "2018-03-12T10:06"


def report(letter: Seen, *failures: tuple[str, str], sender: str = "MAILER-DAEMON@mx.example") -> bytes:
    """A report (RFC 3464) about a letter: (recipient, action) each."""
    original = message_from_bytes(letter.raw)
    blocks = "\r\n".join(
        f"Final-Recipient: rfc822; {to}\r\nAction: {action}\r\nStatus: {'5.1.1' if action == 'failed' else '4.4.1'}\r\n"
        for to, action in failures
    )
    return (
        f"From: {sender}\r\nTo: {parseaddr(str(original['From']))[1]}\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        f"Message-ID: <report-{'-'.join(to for to, _ in failures)}>\r\nDate: Mon, 12 Mar 2018 10:05:00 +0800\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=B\r\n\r\n"
        "--B\r\nContent-Type: text/plain\r\n\r\nNot delivered.\r\n--B\r\nContent-Type: message/delivery-status\r\n\r\n"
        f"Reporting-MTA: dns; mx.example\r\n\r\n{blocks}\r\n--B\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: {original['Message-ID']}\r\nSubject: {original['Subject']}\r\n\r\n--B--\r\n"
    ).encode()


def copied_to(office: OfficeAtWork, *others: str) -> None:
    """Let the one letter of the office have gone to others as well."""
    change(office, cc=list(others))


def change(office: OfficeAtWork, **values: object) -> None:
    open_ledger(f"sqlite:///{office.folder / 'ledger.db'}")
    with transaction():
        Letter.update(values).execute()


def returned(office: OfficeAtWork) -> list[tuple[str, bool | None]]:
    return [(each["recipient"], each["permanent"]) for row in office.letters() for each in row["returned"]]


def test_a_letter_of_which_one_recipient_did_not_get_it_stays_sent_and_names_him(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    copied_to(in_folder, "bureau@example.cn")
    in_folder.mail_in(report(letter, ("bureau@example.cn", "failed")))

    in_folder.round(AT)

    (row,) = in_folder.letters()
    assert row["state"] == "sent"
    assert "已写入" in row["evidence"]
    assert returned(in_folder) == [("bureau@example.cn", True)]
    for told in (in_folder.tell("letters").stdout, in_folder.tell("case", row["case_no"]).stdout):
        assert "，退回：" in told


def test_each_recipient_that_a_report_names_is_written_down(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    town = in_folder.address_of(TOWN)
    copied_to(in_folder, "bureau@example.cn", "leader@example.cn", "late@example.cn")
    failures = ((town, "failed"), ("bureau@example.cn", "failed"), ("late@example.cn", "delayed"))
    in_folder.mail_in(report(letter, *failures, ("leader@example.cn", "delivered")))

    in_folder.round(AT)

    assert returned(in_folder) == [(town, True), ("bureau@example.cn", True)]
    (entry,) = in_folder.held()
    assert "同时退回的还有：bureau@example.cn" in entry["because"]


def test_a_second_notice_of_the_same_letter_and_recipient_is_none(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    in_folder.mail_in(bounce_mail(letter.raw, sent_on=SOON, message_id="<b1@example.cn>"))
    in_folder.round(AT)
    (entry,) = in_folder.held()
    in_folder.tell("held", "discard", str(entry["id"]), "--because", "电话核实已收到", "--at", AT)

    in_folder.mail_in(bounce_mail(letter.raw, sent_on=SOON, message_id="<b2@example.cn>"))
    in_folder.round("2018-03-12T11:00")

    assert len(returned(in_folder)) == 1
    assert in_folder.held() == []


def test_a_delay_is_no_return(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    in_folder.mail_in(report(letter, (in_folder.address_of(TOWN), "delayed")))

    in_folder.round(AT)

    assert returned(in_folder) == []
    assert in_folder.held() == []


def test_a_notice_that_comes_before_we_know_that_the_letter_went_proves_that_it_did(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    change(in_folder, state=LetterState.UNKNOWN, sent_at=None, evidence="")
    in_folder.mail_in(bounce_mail(letter.raw, sent_on=SOON))

    in_folder.round(AT)

    (row,) = in_folder.letters()
    assert (row["state"], len(row["returned"])) == ("on_paper", 1)  # its only mailbox is dead
    assert "可见已经发出" in row["evidence"]
    assert in_folder.held()


def forged(office: OfficeAtWork, raw: bytes) -> str:
    """Let a false notice come: what the pen says of it."""
    office.mail_in(raw)
    office.round(AT)
    assert returned(office) == []
    assert "停用" not in office.tell("departments", "address", TOWN).stdout
    (entry,) = office.held()
    return entry["because"]


def test_a_notice_from_a_department_s_own_mailbox_is_not_believed(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    town = in_folder.address_of(TOWN)

    because = forged(in_folder, report(letter, (town, "failed"), sender=town))

    assert "不像邮件系统的通知" in because


def test_a_notice_from_a_strange_person_is_not_believed_before_somebody_has_looked(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    town = in_folder.address_of(TOWN)

    because = forged(in_folder, report(letter, (town, "failed"), sender="someone@evil.example"))

    assert "someone@evil.example" in because
    (entry,) = in_folder.held()
    in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-12T10:10", status=None)
    assert returned(in_folder) == [(town, True)]


def test_a_notice_of_a_letter_that_is_not_ours_opens_the_pen(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    town = in_folder.address_of(TOWN)
    guessed = letter.message_id.encode()
    raw = report(letter, (town, "failed")).replace(guessed, b"<guess@example.cn>")

    assert "<guess@example.cn> 不是本办发出的" in forged(in_folder, raw)


def test_a_notice_that_our_own_server_calls_false_is_not_believed(in_folder: FolderOffice):
    in_folder.configure(trust={"authserv_ids": ["mx.t.example"]})
    letter = dispatched_on_monday(in_folder)
    raw = report(letter, (in_folder.address_of(TOWN), "failed"))

    because = forged(in_folder, b"Authentication-Results: mx.t.example; dmarc=fail\r\n" + raw)

    assert "身份核验未通过" in because


def test_a_letter_from_after_the_backup_that_came_back_opens_the_pen(
    in_folder: FolderOffice, tmp_path, new_address: Callable[..., str]
):
    in_folder.tell("ledger", "backup", str(tmp_path / "backup"))
    letter = dispatched_on_monday(in_folder)
    (in_folder.folder / "ledger.db").unlink()
    in_folder.open()
    in_folder.mail_in(bounce_mail(letter.raw, sent_on=SOON))

    in_folder.round(AT)

    assert any("退信（永久失败）" in each["because"] for each in in_folder.held())

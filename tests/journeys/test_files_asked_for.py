"""A file that a mail only links to (超大附件) is asked for: of a sender on file, once a mail, and never of a machine."""

from __future__ import annotations

import email
from email import policy

import pytest

from mailroom.demonstration import mime
from mailroom.demonstration.answers import answer_mail
from tests.journeys.matters import lamps
from tests.journeys.offices import CITY, OfficeAtWork
from tests.journeys.replies import TOWN, TUESDAY, complete

AT = "2018-03-13T15:01"
LINKED = (
    "办理情况见附件。\n\n从QQ邮箱发来的超大附件\n\n办理情况.zip (128.03M, 2018年04月12日 10:00 到期)"
    "进入下载页面：http://mail.qq.com/cgi-bin/ftnExs_download?k=1"
)


def linked(office: OfficeAtWork, sender: str, text: str = LINKED, **headers: str) -> bytes:
    """A mail with nothing but a link to its file."""
    return mime.compose(
        sender=("某单位", sender),
        to=[office.address],
        subject="办理情况",
        sent_on=TUESDAY,
        message_id="<linked@t.example>",
        text=text,
        headers=headers,
    )


def test_a_department_is_asked_for_the_file_itself(office: OfficeAtWork):
    office.mail_in(linked(office, office.address_of(TOWN)))

    done = office.round(AT)

    assert (done["posted"], done["sent"], done["held"]) == (1, 1, 1)
    (letter,) = office.at_department(TOWN)
    assert letter.subject == "【请重寄附件】办理情况"
    assert letter.in_reply_to == "<linked@t.example>"
    for body in (letter.text, letter.html):
        assert "「办理情况.zip」（128.03M，2018年04月12日 10:00到期）" in body
        assert "不超过 50 MB" in body
        assert "3月13日来信《办理情况》" in body
    assert "http" not in letter.text
    (entry,) = office.held()
    assert "没有随信寄来，只是一个链接" in entry["because"]
    assert entry["suggestions"][0] == {"do": "等对方重寄后作废本条", "why": "已去信请对方用普通附件重寄"}


def test_what_the_mailbox_carries_is_told_as_the_office_says(in_folder: OfficeAtWork):
    in_folder.configure(mailbox={"attachments_mb": 20})
    in_folder.mail_in(linked(in_folder, in_folder.address_of(TOWN)))

    in_folder.round(AT)

    assert "不超过 20 MB" in in_folder.at_department(TOWN)[0].text


def test_the_answer_of_a_case_waits_and_its_journal_tells_of_the_request(in_folder: OfficeAtWork):
    in_folder.cases_in(lamps(), "docx-four-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    (letter,) = in_folder.at_department(TOWN)
    raw = answer_mail(letter.raw, complete(letter), "body-qq", sent_on=TUESDAY)
    marked = "从QQ邮箱发来的超大附件\n照片.zip (66M, 2018年04月12日 10:00 到期)\n\n"
    in_folder.mail_in(_with_words(raw, marked))

    in_folder.round(AT)

    (case,) = in_folder.cases()
    assert case["status"] == "dispatched"
    assert any(
        f"请{TOWN}用普通附件重寄" in each["because"] for each in in_folder.case(case["case_no"])["journal"]
    )
    assert [each.subject[:7] for each in in_folder.at_department(TOWN)[1:]] == ["【请重寄附件】"]


def _with_words(raw: bytes, words: str) -> bytes:
    """A mail with more words at the head of its plain text."""
    mail = email.message_from_bytes(raw, policy=policy.default)
    for part in mail.walk():
        if part.get_content_type() in ("text/plain", "text/html"):
            shown = words if part.get_content_subtype() == "plain" else words.replace("\n", "<br>")
            text = part.get_content()
            place = text.find(">", text.find("<body")) + 1 if "<body" in text else 0
            part.set_content(text[:place] + shown + text[place:], subtype=part.get_content_subtype())
    return mail.as_bytes()


def test_an_upper_platform_is_asked_as_well(in_folder: OfficeAtWork):
    in_folder.mail_in(linked(in_folder, in_folder.uppers[CITY]))

    in_folder.round(AT)

    assert [each.subject for each in in_folder.at_upper()] == ["【请重寄附件】办理情况"]


def test_a_stranger_gets_nothing_and_the_mail_waits(in_folder: OfficeAtWork):
    in_folder.mail_in(linked(in_folder, "stranger@other.example"))

    done = in_folder.round(AT)

    assert (done["posted"], done["held"]) == (0, 1)
    assert "没有随信寄来" in in_folder.held()[0]["because"]


def test_a_sender_that_our_server_calls_false_gets_nothing(in_folder: OfficeAtWork):
    in_folder.configure(trust={"authserv_ids": ["mx.t.example"]})
    raw = linked(
        in_folder, in_folder.address_of(TOWN), **{"Authentication-Results": "mx.t.example; spf=fail"}
    )
    in_folder.mail_in(raw)

    assert in_folder.round(AT)["posted"] == 0


def test_the_same_mail_is_asked_about_once(in_folder: OfficeAtWork):
    raw = linked(in_folder, in_folder.address_of(TOWN))
    in_folder.mail_in(raw)
    in_folder.round(AT)
    in_folder.mail_in(raw)

    done = in_folder.round("2018-03-13T15:02")
    in_folder.tell("held", "release", str(in_folder.held()[0]["id"]), "--as", "acknowledgement", status=None)

    assert (done["duplicates"], done["posted"]) == (1, 0)
    assert len(in_folder.letters()) == 1


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"Auto-Submitted": "auto-generated"}, "由程序自动发出"),
        ({"Return-Path": "<>"}, "由程序自动发出"),
        ({"List-Id": "<all.gov.example>"}, "邮件列表或群发"),
        ({"Precedence": "bulk"}, "邮件列表或群发"),
    ],
    ids=["a program", "nobody to answer to", "a list", "bulk"],
)
def test_a_machine_is_not_answered_by_a_machine(in_folder: OfficeAtWork, headers: dict[str, str], words: str):
    in_folder.mail_in(linked(in_folder, in_folder.address_of(TOWN), **headers))

    done = in_folder.round(AT)

    assert done["sent"] == 0
    assert [row["state"] for row in in_folder.letters()] == ["draft"]
    assert any(words in entry["because"] for entry in in_folder.held())


def test_a_preview_shows_the_request_and_posts_nothing(in_folder: OfficeAtWork):
    in_folder.mail_in(linked(in_folder, in_folder.address_of(TOWN)))

    (foretold,) = in_folder.ask("preview", "--at", AT)

    assert (foretold["kind"], foretold["to"]) == ("send_again", [in_folder.address_of(TOWN)])
    assert in_folder.letters() == []


def test_an_encrypted_mail_waits_with_the_reason(in_folder: OfficeAtWork):
    text = "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n=abcd\n-----END PGP MESSAGE-----\n"
    in_folder.mail_in(linked(in_folder, in_folder.address_of(TOWN), text))

    done = in_folder.round(AT)

    assert (done["held"], done["posted"]) == (1, 0)
    assert "请对方不加密重寄" in in_folder.held()[0]["because"]

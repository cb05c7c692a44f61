"""What becomes of a letter at each of NetEase's refusals (domain notes 4.3): what the office does, and tells whom."""

from __future__ import annotations

import email.policy
import shlex
from datetime import datetime
from email import message_from_bytes

import pytest

from ledger.models import Letter, Round
from mailroom import undelivered

AT = "2018-03-12T10:00"


def round_at(office, moment: str):
    return office("once", "--at", moment)


def test_a_letter_taken_for_spam_goes_before_a_person_who_alters_its_subject(sending_office, server):
    server.answer(
        "letter", b"554 DT:SPM 163 smtp5,D9GowACHO6Y 1473730639,please see http://mail.163.com/help/"
    )

    round_at(sending_office, AT)
    round_at(sending_office, "2018-03-12T12:00")  # the same bytes are not tried again

    assert server.commands.count("DATA") == 1
    [entry] = sending_office.rows("held")
    [resend, by_hand] = [each["do"] for each in entry["suggestions"]]
    assert "letters save" in by_hand
    words = shlex.split(resend)
    assert words[:3] == ["mailroom", "letters", "resend"]
    sending_office.done(*words[1:], "--at", "2018-03-12T14:00")
    sending_office.done("once", "--at", "2018-03-12T14:01")

    [sent] = [message_from_bytes(raw, policy=email.policy.default) for raw in server.letters]
    first, again = Letter.select().order_by(Letter.id)
    assert sent["Subject"] == again.subject == f"{first.subject}，请查收"
    assert sent["Message-ID"] != first.message_id
    assert sending_office.rows("held") == []


def test_a_new_subject_keeps_the_number_by_which_the_answer_is_known(sending_office, server):
    server.answer("letter", b"554 DT:SPM 163 smtp5")
    round_at(sending_office, AT)
    first = Letter.get()

    sending_office.done(
        "letters", "resend", first.key, "--subject", "关于一处路灯", "--at", "2018-03-12T11:00"
    )

    again = Letter.select().order_by(Letter.id.desc()).first()
    assert again.subject == f"关于一处路灯（{first.case.case_no}）"


def test_a_spent_day_s_quota_waits_for_midnight(sending_office, server):
    server.answer("MAIL", b"554 MI:STC 163 smtp5")

    round_at(sending_office, AT)
    round_at(sending_office, "2018-03-12T23:58")
    assert server.connections == 1
    assert undelivered.resting_until(now=datetime(2018, 3, 12, 23, 58)) == datetime(2018, 3, 13)

    assert round_at(sending_office, "2018-03-13T00:01").exit_code == 0
    assert len(server.letters) == 1


@pytest.mark.parametrize(
    ("moment", "reply", "still_waiting", "then"),
    [
        ("MAIL", b"451 MI:SFQ 163 smtp5", "2018-03-12T10:14", "2018-03-12T10:16"),
        ("letter", b"451 DT:SPM ,please try again", "2018-03-12T10:01", "2018-03-12T10:03"),
        ("MAIL", b"450 MI:CEL 163 smtp5", "2018-03-12T11:59", "2018-03-12T12:01"),
        ("RCPT", b"451 RP:CEL 163 smtp5", "2018-03-12T11:59", "2018-03-12T12:01"),
    ],
)
def test_a_server_that_wants_a_pause_gets_it(sending_office, server, moment, reply, still_waiting, then):
    server.answer(moment, reply)

    round_at(sending_office, AT)
    round_at(sending_office, still_waiting)
    assert server.connections == 1

    assert round_at(sending_office, then).exit_code == 0
    assert len(server.letters) == 1


@pytest.mark.parametrize("reply", [b"450 MI:DMC 163 smtp5", b"450 RP:DRC 163 smtp5"])
def test_a_used_up_connection_that_is_new_is_tried_again_a_minute_later(sending_office, server, reply):
    server.answer("MAIL", reply)

    round_at(sending_office, AT)

    assert round_at(sending_office, "2018-03-12T10:02").exit_code == 0
    assert len(server.letters) == 1


@pytest.mark.parametrize(
    ("moment", "reply", "said"),
    [
        ("MAIL", b"553 Mail from must equal authorized user", "发件地址与登录账号不一致"),
        ("MAIL", b"501 mail from address must be same as authorization user", "发件地址与登录账号不一致"),
        ("RCPT", b"553 Local user only,163 smtp5,D9GowACHO", "只接受登录后的本站用户"),
        ("letter", b"554 DT:SUM 163 smtp5,D9GowACHO6Y", "信头的发件人与登录账号不一致"),
        ("AUTH", b"550 User has no permission", "没有开通 SMTP 服务"),
        ("AUTH", "535 请使用授权码登录。".encode("gb18030"), "请使用授权码登录"),
    ],
)
def test_a_wrong_setting_keeps_all_letters_until_it_is_mended(sending_office, server, moment, reply, said):
    server.answer(moment, reply)

    first = round_at(sending_office, AT)

    assert first.exit_code == 1
    assert said in first.stderr
    assert Letter.get().state == "queued"
    assert sending_office.rows("held") == []
    assert Round.get_or_none(name=undelivered.SINCE) is None

"""Every entry of the pen names commands that can be copied and run, and no case that the mail is not about."""

from __future__ import annotations

import shlex
from datetime import datetime

import pytest

from ledger import postbook
from ledger.opening import transaction
from mailroom.demonstration import mime
from mailroom.demonstration.letters import read_letter
from mailroom.office import open_office
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.offices import Row
from tests.journeys.replies import TOWN, TUESDAY, answered, dispatched_on_monday


def written(office: FolderOffice, sender: str, subject: str, text: str) -> Row:
    """Let somebody write what waits for a person; returns the entry."""
    answered(
        office,
        mime.compose(
            sender=("", sender),
            to=[office.address],
            subject=subject,
            sent_on=TUESDAY,
            message_id=mime.message_id(subject, text),
            text=text,
        ),
    )
    (entry,) = office.held()
    return entry


def commands(entry: Row) -> list[list[str]]:
    return [shlex.split(each["do"]) for each in entry["suggestions"] if each["do"].startswith("mailroom ")]


MATTERS = [
    ("会议通知", "请于周五上午九点到市政府三楼开会。"),
    ("办理结果", "一、调查核实情况：经查属实。\n二、处理情况：已经处理完毕，恢复正常。\n承办人：王强"),
    ("申请延期", "我单位申请延期5个工作日。"),
    ("催办", "请尽快办理并反馈。"),
    ("工单", "诉求标题：路灯不亮\n诉求内容：羊庄镇村东路灯不亮。\n来电人：王某\n联系电话：13812345678"),
]


@pytest.mark.parametrize(("subject", "text"), MATTERS, ids=[subject for subject, _ in MATTERS])
def test_whatever_waits_has_a_command_that_ends_it(in_folder: FolderOffice, subject: str, text: str):
    entry = written(in_folder, "somebody@example.org", subject, text)

    (end,) = [each for each in commands(entry) if each[1:3] == ["held", "discard"]][-1:]
    in_folder.tell(*end[1:], "--at", "2018-03-13T16:00")

    assert in_folder.held() == []
    assert not any("作废" in each["do"] or "放行" in each["do"] for each in entry["suggestions"])


def test_an_entry_that_has_no_ways_of_its_own_shows_those_that_always_do(in_folder: FolderOffice):
    office = open_office(in_folder.folder, in_folder.environment)
    with transaction():
        postbook.hold(what="letter", because="发信服务器连不上", suggestions=[], now=datetime(2018, 3, 12, 9))
    office.close()
    (entry,) = in_folder.held()

    assert commands(entry) == [["mailroom", "held", "discard", str(entry["id"]), "--because", "已办妥"]]


def test_a_mail_that_names_one_case_is_proposed_for_no_other(in_folder: FolderOffice):
    number = read_letter(dispatched_on_monday(in_folder).raw).case_no
    in_folder.cases_in([lamps(14), lamps(15)], "xlsx-list", at="2018-03-12T10:30")
    in_folder.round("2018-03-12T10:31")

    entry = written(
        in_folder, in_folder.address_of(TOWN), f"关于{number}的会议", "请贵办派人参加周五的现场会。"
    )

    proposed = [each[each.index("--case") + 1] for each in commands(entry) if "--case" in each]
    assert set(proposed) == {number}

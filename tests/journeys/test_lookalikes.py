"""Mail of somebody who passes for a department waits for a person, and nobody answers it by program."""

from __future__ import annotations

import pytest

from mailroom.demonstration.answers import answer_mail
from tests.journeys.in_files import FolderOffice
from tests.journeys.replies import TOWN, TUESDAY, complete, dispatched_on_monday


@pytest.fixture
def answer(in_folder: FolderOffice) -> bytes:
    """A complete answer of the town, whose address on file is town@163.com."""
    in_folder.give_address(TOWN, "town@163.com")
    letter = dispatched_on_monday(in_folder)
    return answer_mail(letter.raw, complete(letter), sent_on=TUESDAY)


@pytest.mark.parametrize(
    ("put", "told"),
    [
        (b"From: town@163.cn\r\n", "town@163.cn 的域名与羊庄镇人民政府登记的 town@163.com 相似而不相同"),
        (b'From: "town@163.com" <x@evil.cn>\r\n', "实际发件邮箱是 x@evil.cn"),
        (b"From: town@163.com\r\nReply-To: x@evil.cn\r\n", "要求回复到没有登记的 x@evil.cn"),
    ],
)
def test_an_imitated_sender_opens_the_pen_and_is_not_answered(
    in_folder: FolderOffice, answer: bytes, put: bytes, told: str
):
    done = came_from(in_folder, answer, put)

    assert (done["held"], done["posted"]) == (1, 0)
    (entry,) = in_folder.held()
    assert "疑为仿冒" in entry["because"]
    assert told in entry["because"]
    assert in_folder.cases()[0]["status"] == "dispatched"


def test_a_released_one_goes_on_as_any_mail(in_folder: FolderOffice, answer: bytes):
    came_from(in_folder, answer, b"From: town@163.com\r\nReply-To: zhang@evil.cn\r\n")
    (entry,) = in_folder.held()

    in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-13T16:00")

    assert in_folder.cases()[0]["status"] == "answered"


def test_a_department_s_name_before_another_address_is_told_of_in_the_pen(
    in_folder: FolderOffice, answer: bytes
):
    came_from(in_folder, answer, "From: 羊庄镇人民政府 <new@126.com>\r\n".encode())

    (entry,) = in_folder.held()
    assert "而 new@126.com 不是其登记的邮箱（登记的邮箱是 town@163.com）" in entry["because"]
    assert in_folder.cases()[0]["status"] == "dispatched"


def test_who_wants_no_look_at_likeness_gets_none(in_folder: FolderOffice, answer: bytes):
    in_folder.configure(trust={"lookalikes": False})
    came_from(in_folder, answer, b"From: town@163.com\r\nReply-To: x@evil.cn\r\n")

    assert in_folder.cases()[0]["status"] == "answered"


def came_from(office: FolderOffice, answer: bytes, put: bytes) -> dict:
    """Let the answer come with another From, and do a round."""
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith((b"from:", b"reply-to:"))]
    office.mail_in(put + b"\r\n".join(lines) + b"\r\n\r\n" + body)
    return office.round("2018-03-13T15:01")

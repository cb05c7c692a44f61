"""What only a folder of files can do: the same name twice, half-written files, letters taken out of it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from mailroom.errors import Misconfigured, Refused
from mailroom.providers import open_courier, open_mailbox
from tests.contracts.courier_kinds import FolderCourierKind, letter, message_id
from tests.contracts.mailbox_kinds import FILED, FolderKind, mail


@pytest.fixture
def kind(tmp_path: Path) -> FolderKind:
    return FolderKind(tmp_path / "mailbox")


def all_of(mailbox):
    lists = mailbox.arrivals(lambda folder, validity: 2**62, since=None)
    return [arrival for mails in lists for arrival in mails]


def test_the_highest_uid_known_says_nothing_about_files(kind):
    kind.drop(mail(1))
    assert [arrival.raw for arrival in all_of(kind.open())] == [mail(1)]


def test_a_file_that_the_office_has_is_not_read_again(kind):
    for number in (1, 2):
        kind.drop(mail(number))
    mailbox = kind.open()
    first = all_of(mailbox)[0].slot
    lists = mailbox.arrivals(lambda folder, validity: 0, since=None, taken={first}.__contains__)
    assert [arrival.raw for mails in lists for arrival in mails] == [mail(2)]


def test_files_stay_where_they_are_where_no_folder_is_named(kind):
    kind.drop(mail(1))
    mailbox = kind.open()
    mailbox.file_away([all_of(mailbox)[0].slot], "")
    assert kind.waiting() == [mail(1)]


def test_another_mail_under_the_name_of_an_earlier_one_is_another_mail(kind):
    file = kind.path / "in" / "case.eml"
    file.write_bytes(mail(1))
    mailbox = kind.open()
    (first,) = all_of(mailbox)
    mailbox.file_away([first.slot], FILED)
    file.write_bytes(mail(2))
    os.utime(file, (1, 1))
    (second,) = all_of(mailbox)
    assert second.slot != first.slot
    mailbox.file_away([second.slot], FILED)
    assert sorted(path.name for path in (kind.path / "filed").iterdir()) == ["case-2.eml", "case.eml"]
    assert sorted(kind.filed()) == [mail(1), mail(2)]


def test_files_come_by_their_time_then_by_their_name(kind):
    for name, moment in (("b.eml", 5), ("a.eml", 5), ("z.eml", 1)):
        (kind.path / "in" / name).write_bytes(name.encode())
        os.utime(kind.path / "in" / name, (moment, moment))
    assert [arrival.raw for arrival in all_of(kind.open())] == [b"z.eml", b"a.eml", b"b.eml"]


def test_what_is_no_mail_or_not_yet_renamed_into_place_is_left_alone(kind):
    for name in ("half.eml.tmp", ".hidden.eml", "readme.txt"):
        (kind.path / "in" / name).write_bytes(b"x")
    assert all_of(kind.open()) == []
    (kind.path / "in" / "LOUD.EML").write_bytes(mail(1))
    assert [arrival.raw for arrival in all_of(kind.open())] == [mail(1)]


def test_a_directory_that_is_called_like_a_mail_is_reported_and_the_others_come(kind):
    (kind.path / "in" / "folder.eml").mkdir()
    kind.drop(mail(1))
    mailbox = kind.open()
    assert [arrival.raw for arrival in all_of(mailbox)] == [mail(1)]
    ((_, sentence),) = mailbox.failed
    assert "folder.eml" in sentence


def test_the_office_need_not_call_its_filing_folder_filed(kind):
    kind.drop(mail(1))
    mailbox = open_mailbox(replace(kind.settings, filed_folder="已登记"))
    mailbox.file_away([all_of(mailbox)[0].slot], "已登记")
    assert kind.filed() == [mail(1)]


def test_the_same_letter_is_written_once_even_by_another_process(tmp_path):
    kind = FolderCourierKind(tmp_path)
    for _ in range(2):
        kind.open().send(
            letter(1), sender=kind.sender, recipients=["zjj@example.cn"], handing_over=lambda: None
        )
    assert kind.delivered("zjj@example.cn", 1) == [letter(1)]


def test_a_letter_that_was_taken_is_still_known_as_sent(tmp_path):
    kind = FolderCourierKind(tmp_path)
    courier = kind.open()
    courier.send(letter(1), sender=kind.sender, recipients=["zjj@example.cn"], handing_over=lambda: None)
    (file,) = (tmp_path / "out").glob("*.eml")
    (tmp_path / "out" / "taken").mkdir()
    file.rename(tmp_path / "out" / "taken" / file.name)
    assert courier.find_sent(message_id(1)) is True
    courier.send(letter(1), sender=kind.sender, recipients=["zjj@example.cn"], handing_over=lambda: None)
    assert list((tmp_path / "out").glob("*.eml")) == []


def test_what_a_killed_process_left_half_written_is_no_letter(tmp_path):
    kind = FolderCourierKind(tmp_path)
    courier = kind.open()
    courier.send(letter(1), sender=kind.sender, recipients=["zjj@example.cn"], handing_over=lambda: None)
    (file,) = (tmp_path / "out").glob("*.eml")
    file.rename(file.with_name(f".{file.name}.part"))
    assert courier.find_sent(message_id(1)) is False
    courier.send(letter(1), sender=kind.sender, recipients=["zjj@example.cn"], handing_over=lambda: None)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [file.name]


def test_a_letter_without_message_id_is_refused(tmp_path):
    kind = FolderCourierKind(tmp_path)
    nameless = letter(1).replace(b"Message-ID", b"X-Number")
    with pytest.raises(Refused, match="Message-ID"):
        kind.open().send(
            nameless, sender=kind.sender, recipients=["zjj@example.cn"], handing_over=lambda: None
        )


def test_a_file_name_says_which_letter_it_is_and_leads_nowhere(tmp_path):
    kind = FolderCourierKind(tmp_path)
    sly = letter(1).replace(message_id(1).encode(), b"<../../etc/passwd@example.cn>")
    kind.open().send(sly, sender=kind.sender, recipients=["zjj@example.cn"], handing_over=lambda: None)
    (file,) = (tmp_path / "out").iterdir()
    assert file.name.startswith("etc_passwd_example.cn-")


def test_a_path_that_is_a_file_is_the_operators_turn(tmp_path):
    (tmp_path / "mailbox").write_text("not a folder")
    kind = FolderCourierKind(tmp_path / "mailbox")
    with pytest.raises(Misconfigured, match="无权读写"):
        kind.open().check()


def test_a_folder_provider_without_a_path_is_the_operators_turn(kind, tmp_path):
    with pytest.raises(Misconfigured, match=r"mailbox\.path"):
        open_mailbox(replace(kind.settings, path=None))
    with pytest.raises(Misconfigured, match=r"courier\.path"):
        open_courier(replace(FolderCourierKind(tmp_path).settings, path=None))

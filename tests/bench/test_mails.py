"""The mails that the bench measures with are what docs/benchmarks.md says they are."""

from __future__ import annotations

import email

import pytest

from bench.mails import case_mails
from parsers import read_mail
from parsers.reading import Document

COUNT = 25  # one of every topic


@pytest.fixture(scope="module")
def mails() -> list[bytes]:
    return list(
        case_mails(COUNT, sender=("枣庄市12345政务服务热线", "zz@example.cn"), to="rexian@example.cn")
    )


def test_a_mail_has_some_80_kilobytes_in_a_word_sheet_and_a_workbook(mails: list[bytes]):
    for raw in mails:
        assert 70_000 < len(raw) < 85_000
        sizes = [
            len(part.get_payload(decode=True))
            for part in email.message_from_bytes(raw).walk()
            if part.get_filename()
        ]
        assert 36_000 < sizes[0] < 40_000
        assert 15_000 < sizes[1] < 19_000


def test_both_papers_are_read_and_say_the_same_case(mails: list[bytes]):
    for raw in mails:
        reading = read_mail(raw)
        assert reading.what == "case", reading.why
        assert [_kind(document) for document in reading.documents] == ["docx", "xlsx"]
        assert len(reading.cases) == 1
        assert reading.doubts == ()


def test_every_mail_is_another_case_and_the_same_on_every_run(mails: list[bytes]):
    again = list(
        case_mails(COUNT, sender=("枣庄市12345政务服务热线", "zz@example.cn"), to="rexian@example.cn")
    )

    assert mails == again
    assert len({read_mail(raw).cases[0].upper_no for raw in mails}) == COUNT


def _kind(document: Document) -> str:
    return "" if document.problem else document.format

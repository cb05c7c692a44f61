"""The bench of reading compares parsers that do the same work on the same mails."""

from __future__ import annotations

from bench.reading import PARSERS, compat32, mail_parser, modern, rates, small_mails
from parsers.mail import open_mail
from tests.fuzz.seeds import mails


def test_every_parser_gets_a_figure_a_round():
    found = rates(small_mails()[:2], 2, PARSERS)

    assert found.keys() == PARSERS.keys()
    assert all(len(each) == 2 and min(each) > 0 for each in found.values())


def test_the_parsers_decode_the_same_attachments():
    raw = mails()["docx-two-columns"]
    (enclosure,) = open_mail(raw).enclosures

    for parse in (compat32, modern):
        assert enclosure.data in [octets for _, octets in parse(raw)[2]]  # type: ignore[index]
    assert len(mail_parser(raw)[3]) == 1  # type: ignore[index]

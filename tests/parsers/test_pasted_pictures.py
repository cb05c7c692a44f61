"""A picture pasted into the text of a mail is read where it is what the mail is about."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from parsers import gathering
from parsers.mail import open_mail
from parsers.paper import Line, Paper

SHEET = b"\x89PNG\r\n\x1a\n" + b"\0" * 20_000
LOGO = SHEET[:3_000]
LONG = "<p>经核查，该路段路灯为电缆被挖断所致，我单位已于昨日安排抢修，目前恢复照明，已电话告知来电人，来电人表示满意。</p>"


@pytest.fixture(autouse=True)
def _reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recognition has tests of its own."""
    monkeypatch.setattr(
        "parsers.gathering.formats.read",
        lambda name, _: Paper(name, "png", (Line("工单编号", "第1页 第1段"),)),
    )


def _mail(words: str, picture: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@example.cn", "工单"
    message.set_content(f'{words}<img src="cid:one@x">', subtype="html")
    message.add_related(picture, "image", "png", cid="<one@x>", filename="image001.png", disposition="inline")
    return message.as_bytes()


@pytest.mark.parametrize("words", ["", "<p>急件，请先办。</p>", f"<p>系统截图在下面：</p>{LONG}"])
def test_a_sheet_pasted_into_a_short_note_or_one_that_names_it_is_a_document(words: str) -> None:
    found = gathering.gather(open_mail(_mail(words, SHEET)), "TZ")
    assert [paper.name for paper in found.papers] == ["附件1 image001.png"]


@pytest.mark.parametrize(("words", "picture"), [("<p>请先办。</p>", LOGO), (LONG, SHEET)])
def test_a_logo_and_a_picture_below_a_letter_are_none(words: str, picture: bytes) -> None:
    assert gathering.gather(open_mail(_mail(words, picture)), "TZ").papers == []


def test_a_sheet_pasted_into_a_mail_that_was_forwarded_without_a_word_is_a_document() -> None:
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "b@example.cn", "转发：工单"
    outer.set_content("")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "a@example.cn", "工单"
    inner.set_content('<p>请收。</p><img src="cid:one@x">', subtype="html")
    inner.add_related(SHEET, "image", "png", cid="<one@x>", filename="a.png", disposition="inline")
    outer.add_attachment(inner)
    assert [paper.name for paper in gathering.gather(open_mail(outer.as_bytes()), "TZ").papers]

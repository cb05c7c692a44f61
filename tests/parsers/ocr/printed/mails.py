"""Made-up papers on their way: set, printed, spoilt, and sent with a mail that says nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from email.message import EmailMessage
from random import Random

from tests.parsers.ocr.printed.made import Made
from tests.parsers.ocr.printed.papers import KINDS
from tests.parsers.ocr.printed.spoiling import arrived
from tests.parsers.ocr.printed.typesetting import printed


@dataclass(frozen=True)
class Sent:
    """One mail with a made-up paper as a scan or a photograph, and the same with the Word document."""

    name: str  # KIND-SEED-NUMBER
    made: Made
    scan: bytes
    document: bytes
    how: str  # what was done to the paper, in words


def sent_papers(seed: int, count: int, kinds: Sequence[str] = tuple(KINDS)) -> Iterator[Sent]:
    """Yield `count` papers in turn through the kinds, each from a chance of its own; LibreOffice starts once."""
    papers = {}
    for i in range(count):
        kind = kinds[i % len(kinds)]
        papers[f"{kind}-{seed}-{i:03d}"] = KINDS[kind](Random(f"{seed} {i}"))
    for name, pdf in printed({name: made.paper.docx() for name, made in papers.items()}).items():
        made = papers[name]
        came = arrived(made, pdf, Random(f"{seed} {name} spoilt"))
        document = mail_with(made, "文件.docx", made.paper.docx())
        yield Sent(name, made, mail_with(made, came.name, came.data), document, came.how)


def mail_with(made: Made, name: str, data: bytes) -> bytes:
    """Return a mail that says nothing, with one document."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "<office@mail.example.cn>", "<hotline@example.cn>", "扫描件"
    mail["Date"] = datetime.combine(made.sent_on, time(15, 30)).astimezone()
    mail.set_content("见附件。")
    mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()

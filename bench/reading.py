"""`python -m bench.reading`: mails, pages and documents a second of the reading alone, beside other parsers of mail.

All mails are of our own making (`bench/mails.py`, `tests/fuzz/seeds.py`). Every parser decodes the same: subject, From,
body text, names and octets of all attachments. All run in turn in one process, on one core, and the median of the rounds
counts. Needs root and Debian's packages for pages and documents, as the tests do.
"""

from __future__ import annotations

import email
import email.header
import email.policy
import os
import statistics
import time
from collections.abc import Callable, Sequence

import click

from bench.mails import case_mails
from parsers import read_mail
from parsers.apart import close_all
from parsers.formats import office
from parsers.formats.recognising import recognise
from parsers.mail import open_mail
from parsers.paper import Paper
from tests.fuzz.seeds import mails, slow_documents
from tests.parsers.ocr.drawing import Sheet

Parse = Callable[[bytes], object]
FORM = [
    (90, [(300, "工单编号"), (950, "180312110101101001")]),
    (90, [(300, "诉求人"), (950, "闵娜")]),
    (90, [(300, "联系电话"), (950, "13806321234")]),
    (
        420,
        [
            (300, "诉求内容"),
            (950, "来电人反映大槐树村村口的路灯已有半个月不亮，夜间出行不便，请尽快核实并维修。"),
        ],
    ),
    (90, [(300, "承办单位"), (950, "羊庄镇人民政府")]),
]


def compat32(raw: bytes) -> object:
    """Take a mail apart by the standard library as it is by default."""
    message = email.message_from_bytes(raw)
    words = email.header.decode_header(message["Subject"] or "")
    parts = [
        (part.get_filename(), part.get_payload(decode=True))
        for part in message.walk()
        if not part.is_multipart()
    ]
    return str(email.header.make_header(words)), message["From"], parts


def modern(raw: bytes) -> object:
    """Take a mail apart by the standard library under `policy.default`."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    parts = [
        (
            part.get_filename(),
            part.get_content() if part.get_content_maintype() == "text" else part.get_payload(decode=True),
        )
        for part in message.walk()
        if not part.is_multipart()
    ]
    return message["Subject"], message["From"], parts


def mail_parser(raw: bytes) -> object:
    """Take a mail apart by mail-parser."""
    import mailparser

    message = mailparser.parse_from_bytes(raw)
    return message.subject, message.from_, message.body, message.attachments


PARSERS: dict[str, Parse] = {
    "read_mail (all of it)": read_mail,
    "open_mail (MIME alone)": open_mail,
    "email, policy.default": modern,
    "email, compat32": compat32,
    "mail-parser": mail_parser,
}


def rates(given: Sequence[bytes], rounds: int, parsers: dict[str, Parse]) -> dict[str, list[float]]:
    """Return mails a second of processor time by parser, one figure a round; the parsers take turns."""
    found: dict[str, list[float]] = {name: [] for name in parsers}
    for parse in parsers.values():
        parse(given[0])  # imports, tables
    for _ in range(rounds):
        for name, parse in parsers.items():
            began = time.process_time()
            for raw in given:
                parse(raw)
            found[name].append(len(given) / (time.process_time() - began))
    return found


def small_mails() -> list[bytes]:
    """Return mails without scans, over and over: sheets in bodies and documents, an answer, a bounce."""
    return [raw for name, raw in mails().items() if name != "pdf-scan"] * 10


def seconds_each(count: int, read: Callable[[], Paper]) -> float:
    """Return the wall seconds of one reading, of `count` after a first that starts the worker.

    A document that was not read is an error: its time means nothing.
    """
    paper = read()
    if paper.problem or not paper.blocks:
        raise click.ClickException(f"not read: {paper.problem}")
    began = time.monotonic()
    for _ in range(count):
        read()
    return (time.monotonic() - began) / count


@click.command()
@click.option("--mails", "count", default=100, show_default=True, help="Mails of 77 KB a round.")
@click.option("--rounds", default=3, show_default=True, help="Rounds; the median counts.")
def main(count: int, rounds: int) -> None:
    """Say how fast the reading is."""
    click.echo(
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; processor time of one core, median of {rounds}"
    )
    large = list(
        case_mails(count, sender=("枣庄市12345政务服务热线", "zz@example.cn"), to="rexian@example.cn")
    )
    for title, given in (("docx and xlsx, 77 KB", large), ("thirteen kinds, mostly small", small_mails())):
        click.echo(f"\n{title} ({len(given)} mails)")
        figures = {name: statistics.median(each) for name, each in rates(given, rounds, PARSERS).items()}
        base = figures["email, policy.default"]
        for name, rate in figures.items():
            click.echo(f"  {name:24} {rate:9.1f} mails/s   {rate / base:6.2f} × policy.default")
    sheet = Sheet()
    sheet.centred(160, "热线工单转办单")
    sheet.form(320, FORM)
    page = sheet.png()
    each = statistics.median(
        seconds_each(3, lambda: recognise("a.png", [page], "png")) for _ in range(rounds)
    )
    click.echo(f"\nrecognition, a form of five rows   {1 / each:6.2f} pages/s (wall, all processors)")
    odt = slow_documents()["转办单.odt"]
    each = statistics.median(seconds_each(10, lambda: office.read_odf("a.odt", odt)) for _ in range(rounds))
    click.echo(f"LibreOffice, kept warm, odt        {1 / each:6.2f} documents/s (wall)")
    close_all()


if __name__ == "__main__":
    main()

"""What a reading holds, as fields to show; and mails and letters laid into a folder as files."""

from __future__ import annotations

import dataclasses
import email
import email.policy
import logging
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from generators.privacy import is_secret, mask_name
from ledger import casework, worklists
from ledger.models import Case, Held, Letter
from ledger.opening import transaction
from mailroom.desks.papers import documents_of
from mailroom.discretion import as_listed, departments_addresses, doubt_words, is_secret_reading
from mailroom.errors import MailroomError, Misconfigured
from mailroom.office import Office
from mailroom.providers.disk import reason_of
from parsers.field_names import name_of
from parsers.field_names import told as in_words
from parsers.reading import CaseSheet, FollowUp, Reading

log = logging.getLogger(__name__)

SHOWN = frozenset(
    {
        "upper_no", "kind", "title", "request_text", "place", "department", "upper_due_at", "called_at",
        "secret", "substantiated", "facts", "measures", "petitioner_informed", "informed_on",
        "informed_by", "petitioner_opinion", "handler", "approver", "phone", "answered_on", "reason",
        "suggested_department", "days", "until", "recipient", "original_subject",
    }
)  # fmt: skip
TEXT_SHOWN = 1500  # characters of a mail's own text: enough to decide, and the screen stays readable


def reading_fields(reading: Reading, case: Case | None) -> Iterator[tuple[str, Any]]:
    """Yield what was read of a mail, name by name; identities are masked, in secret cases left out."""
    secret = (case is not None and is_secret(case)) or is_secret_reading(reading)
    on_record = worklists.petitioner_of(case) if case else None
    people = [*([on_record] if on_record else []), *(sheet.petitioner for sheet in reading.cases)]
    numbers = [*reading.case_nos, *reading.upper_nos]

    def told(text: str) -> str:
        kept = [*numbers, *departments_addresses(text)]
        return as_listed(text, people, secret=secret, numbers=kept)

    yield "判断依据", told(reading.why)
    for place, sheet in enumerate(reading.cases, 1):
        yield f"── 第{place}件", " "
        yield from _record(sheet, told)
        yield "诉求人", "〔保密〕" if secret else mask_name(sheet.petitioner.name or "")
    for record in (reading.answer, reading.send_back, reading.extension, reading.bounce):
        if record is not None:
            yield "── 读出", " "
            yield from _record(record, told)
    for call in reading.follow_ups:
        yield f"── 回访 {call.case_no or call.upper_no or '编号没有读懂'}", _call_words(call)
    for doubt in reading.doubts:
        yield "存疑", told(doubt_words(doubt))
    for document in reading.documents:
        yield "附件", told(f"{document.name}（{document.format}）{document.problem}")
    if not reading.cases:
        yield "正文", told(reading.new_text or reading.text)[:TEXT_SHOWN]


def _call_words(call: FollowUp) -> str:
    """What a row of a call list says, without the remark: it may name who was called, of any case on the list."""
    shown = [(name, getattr(call, name)) for name in ("on", "reached", "satisfaction", "solved", "by")]
    words = [f"{name_of(name)}：{in_words(name, value)}" for name, value in shown if value is not None]
    return "，".join(words) or "没有填"


def _record(record: Any, told: Any) -> Iterator[tuple[str, Any]]:
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        if (
            field.name not in SHOWN
            or value is None
            or (isinstance(record, CaseSheet) and field.name == "phone")
        ):
            continue
        words = in_words(field.name, value)
        yield name_of(field.name), told(words) if isinstance(value, str) else words


def save_original(office: Office, held: Held, folder: Path, *, by: str, now: datetime) -> list[Path]:
    """Lay the mail of an entry of the pen, as it came, into a folder; who took it out is recorded."""
    if held.mail is None or not held.mail.sha256:
        raise MailroomError(f"第 {held.id} 条没有可取的来件原件")
    raw = office.archive.fetch(held.mail.sha256)
    log.info("original of mail %s taken out by %s", held.mail.id, by)
    cases = [held.case] if held.case else worklists.cases_of_mail(held.mail)
    with transaction():
        for case in cases:
            casework.note(case, f"取出第 {held.mail.id} 号来件原件", now=now, by=by)
    return [write_into(folder, f"来件{held.mail.id}.eml", raw)]


def save_letter(office: Office, letter: Letter, folder: Path, *, by: str, now: datetime) -> list[Path]:
    """Lay a letter and its documents into a folder, and record by whom: most name who asked. Returns what was written."""
    raw = office.archive.fetch(letter.sha256)
    log.info("letter %s taken out by %s", letter.key, by)
    if letter.case is not None:
        with transaction():
            casework.note(letter.case, f"取出信件 {letter.key}", now=now, by=by)
    written = [write_into(folder, f"{letter.key.replace('/', '_')}.eml", raw)]
    written += [write_into(folder, each.name, each.data) for each in documents_of(office, letter)]
    return written


def save_as_pdf(saved: Iterable[Path]) -> tuple[list[Path], list[str]]:
    """Lay each saved document that can be printed beside itself as PDF; returns what was written, and what failed."""
    # The formats behind the printer take 0.1 s to import: only where something is printed.
    from mailroom.printing.printer import PRINTED, print_document
    from parsers.formats import sniff

    written, problems = [], []
    for path in saved:
        data = path.read_bytes()
        if sniff(path.name, data) not in PRINTED:
            continue
        done = print_document(path.name, data)
        if done.pdf:
            written.append(write_into(path.parent, f"{path.stem}.pdf", done.pdf))
        else:
            problems.append(done.problem)
    return written, problems


def text_of(office: Office, letter: Letter) -> str:
    """The plain text of a letter, as its reader sees it."""
    message = email.message_from_bytes(office.archive.fetch(letter.sha256), policy=email.policy.default)
    body = message.get_body(("plain",))
    return body.get_content() if body is not None else ""


def write_into(folder: Path, name: str, data: bytes) -> Path:
    """Write a file under a safe name, beside one of that name with other content."""
    safe = re.sub(r'[\x00-\x1f/\\:*?"<>|]', "_", name).lstrip(".")[-80:] or "附件"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, 1000):
            path = folder / (safe if number == 1 else f"{Path(safe).stem}-{number}{Path(safe).suffix}")
            if path.exists() and path.read_bytes() == data:
                return path
            if not path.exists():
                with path.open("xb") as file:
                    file.write(data)
                return path
    except OSError as error:
        raise Misconfigured(f"写不进 {folder}：{reason_of(error)}") from error
    raise Misconfigured(f"{folder} 中名为 {safe} 的文件太多")


def read_file(file: Path) -> bytes:
    """Return a file's content; a Chinese sentence where it can't be read."""
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise Misconfigured(f"找不到文件 {file}") from error
    except OSError as error:
        raise Misconfigured(f"读不了 {file}：{reason_of(error)}") from error


def replace_file(file: Path, data: bytes) -> None:
    """Write a file whole: one that is open or half written is never left behind."""
    draft = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(data)
        draft.replace(file)
    except OSError as error:
        raise Misconfigured(f"写不进 {file}：{reason_of(error)}") from error

"""A tree of parts → what a reader sees of it: the body's blocks, the documents, the mails attached."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass, field

from parsers.charsets import decode
from parsers.formats import html
from parsers.formats.plain import numbered_lines
from parsers.formats.sniffing import looks_like_mail
from parsers.limits import MAX_LINES, MAX_TEXT
from parsers.mail import calendar, sealed
from parsers.mail.opened import Enclosure
from parsers.mail.outlook import is_outlook_mail
from parsers.mail.parts import Part
from parsers.mail.transfer import cut_uuencoded
from parsers.paper import Grid, Line
from parsers.tidy import clean

_REPORTS = frozenset(
    """message/delivery-status message/disposition-notification message/global-delivery-status message/feedback-report
    message/global-disposition-notification text/rfc822-headers message/global-headers""".split()
)
_SIGNATURES = frozenset(
    "application/pgp-signature application/pkcs7-signature application/x-pkcs7-signature application/pgp-keys".split()
)
_MARK = re.compile(r"^ ?((?:> ?)+)")
_PAGE_START = re.compile(r"^\s*(?:<!doctype html|<html[\s>])", re.IGNORECASE)
_UNSAFE_NAME = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass
class Contents:
    """What was found; `marked[i]` says that the mail program marked block i as quoted."""

    blocks: list[Line | Grid] = field(default_factory=list)
    marked: list[bool] = field(default_factory=list)
    format: str = "plain"
    enclosures: list[Enclosure] = field(default_factory=list)
    content_ids: list[str] = field(default_factory=list)  # of each enclosure, "" where it has none
    shown: set[str] = field(default_factory=set)  # Content-IDs of the pictures that the body shows
    links: list[tuple[str, str]] = field(default_factory=list)  # of its web page: (words shown, address)
    mails: list[bytes] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    meeting: str = ""  # Chinese sentence: what an invitation in it asks

    def text(self) -> str:
        """The body as text."""
        return "\n".join(
            block.text if isinstance(block, Line) else _grid_text(block) for block in self.blocks
        )

    def lines(self) -> str:
        """The body as lines, a row of a table as one: 收件人 zjj@example.cn."""
        return "\n".join(
            block.text if isinstance(block, Line) else _grid_rows(block) for block in self.blocks
        )


def gather(part: Part) -> Contents:
    """Return the contents of a mail. The pictures that its body shows are marked as inline."""
    found = _gather(part)
    for i, enclosure in enumerate(found.enclosures):
        if found.content_ids[i] and found.content_ids[i] in found.shown:
            found.enclosures[i] = Enclosure(enclosure.name, enclosure.data, inline=True)
    return found


def _gather(part: Part) -> Contents:
    kind = part.content_type
    if kind == "multipart/alternative":
        found = _richest([_gather(child) for child in part.children])
    elif kind == "multipart/encrypted":
        found = Contents(problems=[sealed.ENCRYPTED_PGP])
    elif part.children:
        found = Contents()
        in_report = kind == "multipart/report"
        for child in part.children:
            if in_report and (child.content_type.startswith("message/") or child.content_type in _REPORTS):
                continue  # read where bounces and receipts are read
            _append(found, _gather(child))
    else:
        found = _leaf(part)
    if part.problem:
        found.problems.append(part.problem)
    return found


def _leaf(part: Part) -> Contents:
    kind = part.content_type
    name = file_name(part)
    if kind in _REPORTS or kind in _SIGNATURES or kind.startswith("multipart/"):
        return Contents()
    if sealed.is_sealed(part, name):
        return Contents(problems=[sealed.why_sealed(part)])
    if calendar.is_calendar(part):
        return Contents(meeting=calendar.about_meeting(part))
    if kind == "application/pgp-encrypted":
        return Contents(problems=[sealed.ENCRYPTED_PGP])
    if kind == "application/x-microsoft-rpmsg-message" or name.lower() == "message.rpmsg":
        return Contents(problems=[sealed.RESTRICTED])
    if kind == "message/partial":
        return Contents(
            problems=["邮件被拆成几封寄出（message/partial），这里只有其中一封，请对方用一封邮件重寄。"]
        )
    if kind == "message/external-body":
        return Contents(
            problems=["附件没有随信寄来，信里只有一个指向外部的链接，请对方把附件直接放在邮件里重寄。"]
        )
    attached = part.disposition[0] == "attachment"
    if kind in ("text/plain", "text/html") and not attached and (not name or not part.disposition[0]):
        return read_text(part.content, part.charset, kind, part)
    data = part.content
    if is_mail(kind, name, data):
        return Contents(mails=[data])
    if not data and not name:
        return Contents()
    content_id = part.text("content-id").strip("<> ")
    return Contents(enclosures=[Enclosure(name or _unnamed(kind), data)], content_ids=[content_id])


def read_text(data: bytes, charset: str, kind: str, part: Part | None = None) -> Contents:
    """Return a text part as contents; files in it that are uuencoded are cut out as documents."""
    found = Contents()
    if b"begin" in data and kind == "text/plain":
        data, files = cut_uuencoded(data)
        found.enclosures = [Enclosure(_tidy_name(decode(file.name)), file.data) for file in files]
        found.content_ids = [""] * len(files)
        found.problems = [_torn(_tidy_name(decode(file.name))) for file in files if not file.whole]
    if kind == "text/html":
        text = html.to_text(data, charset)
    else:
        octets = data[: 4 * MAX_TEXT]  # four a character at most
        text, problem = sealed.without_armour(decode(octets, charset))
        found.problems += [problem] if problem else []
    if kind == "text/html" or _PAGE_START.match(text):
        page = html.read_page(text)
        found.blocks, found.marked, found.format = page.blocks, page.marked, "html"
        found.shown, found.links = set(page.image_ids), page.links
        return found
    if part is not None and part.parameter("format").lower() == "flowed":
        text = _unflow(text, part.parameter("delsp").lower() == "yes")
    if len(text) > MAX_TEXT or len(data) > 4 * MAX_TEXT:
        text = text[:MAX_TEXT]
        found.problems.append(f"正文超过 {MAX_TEXT // 10_000} 万字，只读了前面的部分，请人工查看原邮件。")
    for number, line in numbered_lines(text)[:MAX_LINES]:
        mark = _MARK.match(line)
        line = line[mark.end() :].strip() if mark else line
        if line:
            found.blocks.append(Line(line, f"第{number}行"))
            found.marked.append(bool(mark))
    return found


def file_name(part: Part) -> str:
    """Return the decoded name of a part's file, without any path, or "" where it has none."""
    for name in (part.disposition[1].get("filename", ""), part.parameter("name"), part.parameter("filename")):
        if name.strip():
            return _tidy_name(name)
    description = part.text("content-description") if part.disposition[0] == "attachment" else ""
    return _tidy_name(description) if re.search(r"\.\w{2,5}$", description) else ""


def is_mail(kind: str, name: str, data: bytes) -> bool:
    """Whether a part is a whole mail: said to be one, or named .eml or an octet-stream, with a mail's header; a .msg."""
    if kind in ("message/rfc822", "message/global") or is_outlook_mail(data):
        return True
    if not (name.lower().endswith(".eml") or kind == "application/octet-stream"):
        return False
    return looks_like_mail(data)


def _append(found: Contents, more: Contents) -> None:
    found.format = (
        more.format if more.blocks and (not found.blocks or more.format == "html") else found.format
    )
    found.blocks += more.blocks
    found.marked += more.marked
    found.enclosures += more.enclosures
    found.content_ids += more.content_ids
    found.shown |= more.shown
    found.links += more.links
    found.mails += more.mails
    found.problems += more.problems
    found.meeting = found.meeting or more.meeting


def _richest(choices: list[Contents]) -> Contents:
    """Return the fullest alternative as the body, with the documents of all of them.

    HTML where it holds a table, or where the plain text is missing or only says that one should read the HTML;
    else plain text, which people read and which needs no guessing.
    """
    if not choices:
        return Contents()
    best = max(choices, key=_weight)
    plain = [choice for choice in choices if choice.format == "plain" and choice.blocks]
    if (
        plain
        and not any(isinstance(block, Grid) for block in best.blocks)
        and len(plain[0].text()) * 2 >= len(best.text())
    ):
        best = plain[0]
    result = Contents(best.blocks, best.marked, best.format)
    for choice in choices:
        result.enclosures += choice.enclosures
        result.content_ids += choice.content_ids
        result.shown |= choice.shown
        result.links += choice.links
        result.mails += choice.mails
        result.problems += choice.problems
        result.meeting = result.meeting or choice.meeting
    return result


def _weight(choice: Contents) -> tuple[bool, int]:
    return any(isinstance(block, Grid) for block in choice.blocks), len(choice.text())


def _unflow(text: str, delete_space: bool) -> str:
    """Join the soft line ends of format=flowed (RFC 3676)."""
    out: list[str] = []
    depth_before = -1
    for line in clean(text).split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        rest = line[depth:]
        rest = rest[1:] if rest.startswith(" ") else rest
        if out and depth == depth_before and out[-1].endswith(" ") and out[-1].strip("> ") not in ("", "--"):
            out[-1] = (out[-1][:-1] if delete_space else out[-1]) + rest
        else:
            out.append(">" * depth + (" " if depth else "") + rest)
        depth_before = depth
    return "\n".join(out)


def _tidy_name(name: str) -> str:
    name = _UNSAFE_NAME.sub("", clean(name).replace("\n", " ")).strip()
    return re.split(r"[/\\]", name)[-1].strip()[:255] or "未命名附件"


def _torn(name: str) -> str:
    return f"附件「{name}」编在正文里（uuencode），没有结尾，可能没有收全，请核对。"


def _unnamed(kind: str) -> str:
    return "未命名附件" + (mimetypes.guess_extension(kind) or "")


def _grid_text(grid: Grid) -> str:
    return "\n".join(cell.text for cell in grid.cells)


def _grid_rows(grid: Grid) -> str:
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return "\n".join(" ".join(texts) for texts in rows.values())

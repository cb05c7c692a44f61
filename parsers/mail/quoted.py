"""What the sender wrote now, and the earlier mail below it. Forwarded text is content, not history."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.mail.footers import is_footer
from parsers.mail.separators import (
    FORWARD,
    HEADER,
    ORIGINAL,
    WROTE,
    after_header,
    header_start,
    quoted_sender,
    separator_at,
    wrote_behind,
)
from parsers.paper import Grid, Line
from parsers.reading import Envelope

Block = Line | Grid

_TAG = r"(?:\s*[\[【(（][^\]】)）]{1,20}[\]】)）]\s*)*"
_REPLY = re.compile(
    rf"^{_TAG}(?:re|aw|sv|回复|回覆|答复|答覆|回信|回應|答)(?:\[\d+\]|\(\d+\)|（\d+）|\^\d+|_?\d+)?\s*[:：]",
    re.IGNORECASE,
)
_FORWARDED = re.compile(rf"^{_TAG}(?:fw|fwd|转发|轉寄|轉發|转寄|wg|tr)\s*[:：]", re.IGNORECASE)
# Rules, and the words over a block of mail headers (QQ Mail since 2023), that belong to the quoted mail.
_NOTHING = re.compile(r"[\s>|*_-]*|原始邮件|原邮件|Original (?:Email|Message)", re.IGNORECASE)
# What stands above a quoted mail without being a text of its own.
_NO_TEXT = re.compile(
    r"^(?:发自我的.{1,30}|發自我的.{1,30}|来自我的.{1,20}|从我的.{1,20}发送|Sent from .{1,60}|Get Outlook for .{1,20}|获取 Outlook for .{1,20}"
    r"|发送自 .{1,40}|使用.{1,20}发送|--\s*|[-_=\s]*|\|)$",
    re.IGNORECASE,
)


def is_reply(subject: str) -> bool:
    """Whether the outermost prefix of a subject says that the mail answers another."""
    return bool(_REPLY.match(subject))


def is_forward(subject: str) -> bool:
    """Whether the outermost prefix of a subject says that the mail forwards another."""
    return bool(_FORWARDED.match(subject))


def split_quoted(
    blocks: Sequence[Block], marked: Sequence[bool], envelope: Envelope
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return (new text, quoted text) of a body.

    `marked[i]` says that the mail program itself marked block i as quoted (`>` in plain text, quoting elements in
    HTML). A separator counts first; what it introduces is content where the mail is a forward: the subject says so,
    the separator says so, or nothing is written above it and the subject is no reply.
    """
    blocks, marked = _parted(blocks, marked)
    lines = [_one_line(block) for block in blocks]
    for at in range(len(lines)):
        kind = separator_at(lines, at)
        if not kind:
            continue
        alone = not _has_text(lines, marked, at)
        if _introduces_content(kind, alone, lines, at, envelope):
            return tuple(blocks), ()
        return _cut(blocks, marked, lines, at, kind)
    if not any(marked):
        return tuple(blocks), ()
    if is_forward(envelope.subject) or not (
        is_reply(envelope.subject) or _has_text(lines, marked, len(lines))
    ):
        return tuple(blocks), ()
    old = [mark or _leads_in(lines, marked, i) for i, mark in enumerate(marked)]
    return _kept(blocks, old, len(blocks)), _rest(blocks, old, len(blocks))


def _parted(blocks: Sequence[Block], marked: Sequence[bool]) -> tuple[list[Block], list[bool]]:
    """Break a line that holds an answer and, behind it, the words over the quotation."""
    parted: list[Block] = []
    marks: list[bool] = []
    for block, mark in zip(blocks, marked, strict=True):
        at = wrote_behind(block.text) if isinstance(block, Line) and not mark else 0
        if at and isinstance(block, Line):
            parted += [Line(block.text[:at].rstrip(" -"), block.where), Line(block.text[at:], block.where)]
            marks += [False, False]
        else:
            parted.append(block)
            marks.append(mark)
    return parted, marks


def _introduces_content(kind: str, alone: bool, lines: Sequence[str], at: int, envelope: Envelope) -> bool:
    """Whether the mail below a separator was forwarded to be read, rather than left below an answer."""
    if kind == FORWARD:
        return True
    if is_reply(envelope.subject):
        return False
    if is_forward(envelope.subject) or alone:
        return True
    if kind == WROTE or envelope.in_reply_to:
        return False
    # A subject of its own: an answer goes back to who wrote the mail below, a forward to somebody else.
    sender = quoted_sender(lines, at)
    recipients = {address.mail for address in (*envelope.to, *envelope.cc)}
    return bool(sender and recipients and sender not in recipients)


def _cut(
    blocks: Sequence[Block], marked: Sequence[bool], lines: Sequence[str], at: int, kind: str
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Cut at the separator `at`. Below "… wrote:" the marks tell where the quotation ends, if there are any."""
    start = header_start(lines, at) if kind == HEADER else at
    while start > 0 and (marked[start - 1] or _NOTHING.fullmatch(lines[start - 1])):
        start -= 1
    below = at + 1
    while kind == WROTE and below < len(blocks) and below <= at + 2 and not marked[below]:
        below += 1
    if marked[at]:  # a program that marks the separator marks the mail below it too, or only the separator
        below = after_header(lines, at)
        cut = below >= len(blocks) or not marked[below]
    else:
        cut = kind in (ORIGINAL, HEADER) or below >= len(blocks) or not marked[below]
    if cut:
        return _kept(blocks, marked, start), _rest(blocks, marked, start)
    fresh = [block for i, block in enumerate(blocks) if i < start and not marked[i]]
    old = [block for i, block in enumerate(blocks) if (i < start and marked[i]) or start <= i < below]
    for i in range(below, len(blocks)):  # answers written between or below the quoted lines
        (old if marked[i] else fresh).append(blocks[i])
    return tuple(fresh), tuple(old)


def _leads_in(lines: Sequence[str], marked: Sequence[bool], at: int) -> bool:
    """Whether a line in whatever language says who wrote the marked lines that follow it."""
    follows = at + 1 < len(marked) and marked[at + 1]
    return follows and lines[at].endswith((":", "：")) and bool(re.search(r"@|\d{4}", lines[at]))


def _kept(blocks: Sequence[Block], marked: Sequence[bool], end: int) -> tuple[Block, ...]:
    return tuple(block for i, block in enumerate(blocks[:end]) if not marked[i])


def _rest(blocks: Sequence[Block], marked: Sequence[bool], start: int) -> tuple[Block, ...]:
    return tuple(block for i, block in enumerate(blocks) if i >= start or marked[i])


def _has_text(lines: Sequence[str], marked: Sequence[bool], end: int) -> bool:
    """Whether the sender wrote anything of his own before line `end`; grids count."""
    return any(
        line and not mark and not _NO_TEXT.match(line) and not is_footer(line)
        for line, mark in zip(lines[:end], marked[:end], strict=True)
    )


def _one_line(block: Block) -> str:
    if isinstance(block, Line):
        return block.text.split("\n", 1)[0].lstrip(
            "> "
        )  # plain text that a program made a page of keeps its marks
    first = [cell.text.replace("\n", " ") for cell in block.cells if cell.row == 1]
    return "| " + " | ".join(first) + " |" if len(block.cells) <= 24 else ""

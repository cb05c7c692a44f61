"""A letter of ours inside what a department writes: below it, above it, with or without a mark that it is quoted.

Phones and web mail drop the marks. Our letters say 申请延期, 退单 and 签收 themselves, and must not be read as the answer.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.forms.entries import organisation
from parsers.forms.lines import is_forward_head
from parsers.mail.separators import separator_at
from parsers.numbers import find_case_numbers
from parsers.paper import Grid, Line, Paper

Block = Line | Grid

_OUR_WORDS = re.compile(r"你单位职责|报我办|转(?:给)?你单位|请你单位|直接回复本邮件")
# How each letter of `templates/mail` begins, white space taken out.
_OPENING = re.compile(
    r"(?:现将|兹将|今将)[^。]{0,80}转(?:给)?你单位[^。，]{0,12}，请认真调查处理"
    r"|你单位有\d{1,4}件转办事项(?:需要办理|即将到期)"
    r"|现将[^。]{1,120}的《[^》]{2,12}》[^。]{0,40}(?:发给你单位|呈报|及有关材料函送)"
    r"|你单位对[^。]{10,120}的反馈收悉。经核对，内容尚不齐全"
    r"|[贵你]单位转来的(?:第[^。]{4,40}号件|[“\"][^。]{1,60}[”\"]一件)已办理，现将办理情况回复如下"
    r"|(?<!\d)\d{1,2}月\d{1,2}日来信《[^》]{0,60}》收到。其中下列文件没有随信寄到"
    r"|[A-Z]{1,6}-?\d{4}-?\d{6}-?[0-9A-Z][^。]{0,60}已转[贵你]单位办理。(?:上级平台现有变更|现有补充材料)"
)
# Sentences of ours that may stand alone, where a mail program left the beginning away.
_SENTENCE = re.compile(
    r"^(?:\d{1,2}[.、])?(?:签收|退单|反馈|延期|格式)?[:：]?(?:\d{1,2}个工作日内直接回复本邮件[“\"]签收"
    r"|不属于(?:你|本)单位职责的，(?:请在)?\d{1,2}个工作日内(?:回复[“\"]退单|退回)"
    r"|办结后填写附件《办理情况反馈表》|确需延期的，在到期前回复[“\"]申请延期"
    r"|本件为(?:省|上级)转办件，须严格按反馈表的格式|请填写所附《办理情况反馈表》，直接回复本邮件|请直接回复原转办邮件"
    r"|已逾期的，请于收到本邮件之日起|本件为保密件[，。].{0,16}请直接就所反映事项调查)"
)
_ADDRESSED = re.compile(r"[\u4e00-\u9fff（）()·]{2,40}[:：]\s*$")
_SIGNED_ON = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_MAILBOX = re.compile(r"邮箱\s*[:：]\s*[\w.+-]+@[\w.-]*\w")

# The papers of ours that nobody fills in, as the title among their properties begins.
_PAPER = re.compile(
    r"(?:转办函|催办通知|补正通知书|督办通知书|重办通知|退单回复|延期批复|改派通知|拟办单|领导批示转办函|督查移交函)(?:\s|$)"
)

_NUMBERLESS = "没有随信寄到"  # the request to send again is about no case

MOST_LETTERS = 4
"""Letters of ours in one mail: the dispatch and the reminders after it."""

WRAPPED = 4
"""Lines over which a sentence may run, where a mail program breaks long ones."""

ABOVE = 3
"""Lines above the first sentence that may hold the office's name and who is addressed."""

SIGNATURE = 4
"""Lines between the day of our letter and its last line, the mailbox."""


def is_our_paper(paper: Paper) -> bool:
    """Whether a document is a paper of ours that came back as it went out, with what a department sends.

    Who writes into one (in Word, WPS) puts his own name beside ours in its properties: that is his paper then.
    """
    told = paper.properties
    untouched = bool(told.get("creator")) and told["creator"] == told.get("lastModifiedBy")
    return untouched and _PAPER.match(told.get("title", "")) is not None


def part_our_letter(body: Paper, prefix: str) -> tuple[Paper, Paper | None]:
    """Return (what the sender wrote, our letter in it) of a body, or (body, None). `prefix` is that of our numbers."""
    kept, ours = _forwarded(body.blocks, prefix)
    more: list[Block] = []
    for _ in range(MOST_LETTERS):
        kept, another = _without_marks(kept, prefix)
        more += another
    loose = [block for block in kept if _is_our_sentence(block)]
    kept = [block for block in kept if not _is_our_sentence(block)]
    found = (*more, *loose, *ours)
    return (replace(body, blocks=tuple(kept)), replace(body, blocks=found)) if found else (body, None)


def _forwarded(blocks: Sequence[Block], prefix: str) -> tuple[Sequence[Block], Sequence[Block]]:
    """Part the blocks at the header lines of a letter of ours.

    A forwarded text is content, but a letter of ours below a department's words is what it answers.
    """
    lines = [block.text if isinstance(block, Line) else "" for block in blocks]
    first = next((i for i, text in enumerate(lines) if is_forward_head(text)), None)
    if first is None:
        return blocks, ()
    heads = [first, *(i for i in range(first + 1, len(lines)) if separator_at(lines, i)), len(lines)]
    # A section's answer may stand between, forwarded with our letter below it.
    mails = ["\n".join(lines[start:end]) for start, end in itertools.pairwise(heads)]
    start = next((head for head, text in zip(heads, mails, strict=False) if _is_ours(text, prefix)), first)
    if not _is_ours("\n".join(lines[start:]), prefix):
        return blocks, ()
    if start and re.match(r"^\s*[-—_=]{4,}", lines[start - 1]):
        start -= 1
    return blocks[:start], blocks[start:]


def _is_ours(text: str, prefix: str) -> bool:
    return _is_numbered(text, prefix) and _OUR_WORDS.search(text) is not None


def _without_marks(blocks: Sequence[Block], prefix: str) -> tuple[Sequence[Block], Sequence[Block]]:
    """Part the blocks at our opening sentence and at the end of our signature; what follows is the sender's again."""
    texts = [_text(block) for block in blocks]
    start, cut = _opening(texts)
    if start is None:
        return blocks, ()
    rest = "\n".join(texts[start:])
    if not (_is_numbered(rest, prefix) or _NUMBERLESS in rest):
        return blocks, ()
    before = _ADDRESSED.sub("", texts[start][:cut]).strip()
    first = start if before else _with_head(texts, start)
    last, end = _signature(texts, start, cut)
    after = texts[last][end:].strip() if end is not None else ""
    kept = [*blocks[:first]]
    kept += [Line(before, blocks[start].where)] if before else []
    kept += [Line(after, blocks[last].where)] if after else []
    return [*kept, *blocks[last + 1 :]], blocks[first : last + 1]


def _opening(texts: Sequence[str]) -> tuple[int | None, int]:
    """Return (line, place in it) of our opening sentence, or (None, 0)."""
    for i, text in enumerate(texts):
        tight = _tight(text)
        if not tight:
            continue
        hit = _OPENING.search("".join([tight, *map(_tight, texts[i + 1 : i + WRAPPED])]))
        if hit and hit.start() < len(tight):
            return i, _place(text, hit.start())
    return None, 0


def _with_head(texts: Sequence[str], start: int) -> int:
    """Return the line at which our letter begins: who is addressed, and the office's name over it."""
    first = start
    for i in range(start - 1, max(start - 1 - ABOVE, -1), -1):
        name = organisation(texts[i])
        ours = name and any(name in text for text in texts[start:])
        if not (not texts[i].strip() or ours or _ADDRESSED.fullmatch(texts[i].strip())):
            break
        first = i
    return first


def _signature(texts: Sequence[str], start: int, cut: int) -> tuple[int, int | None]:
    """Return (line, place in it) behind our signature; (last line, None) where none is found."""
    for i in range(start, len(texts)):
        hit = _MAILBOX.search(texts[i], cut if i == start else 0)
        near = [*texts[max(start, i - SIGNATURE) : i], texts[i][: hit.start()] if hit else ""]
        if hit and any(_SIGNED_ON.search(text) for text in near):
            return i, hit.end()
    return len(texts) - 1, None


def _is_our_sentence(block: Block) -> bool:
    if isinstance(block, Line):
        return _SENTENCE.match(_tight(block.text)) is not None
    return sum(_SENTENCE.match(_tight(cell.text)) is not None for cell in block.cells) >= 2


def _is_numbered(text: str, prefix: str) -> bool:
    numbers = find_case_numbers(text, prefix)
    return bool(numbers.sound or numbers.broken)


def _text(block: Block) -> str:
    return block.text if isinstance(block, Line) else "\n".join(cell.text for cell in block.cells)


def _tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _place(text: str, count: int) -> int:
    """Return the place in `text` behind `count` characters that are no white space."""
    for place, sign in enumerate(text):
        if not sign.isspace():
            if count == 0:
                return place
            count -= 1
    return len(text)

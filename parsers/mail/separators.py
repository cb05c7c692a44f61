"""The lines by which mail programs set an earlier mail apart from what is written now. One list per meaning.

Forms of: QQ (Chinese and English), NetEase 163 old and new (mail master), Coremail's web page, Foxmail, Outlook,
Gmail, Thunderbird, Apple Mail, and their English kin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.mail.addresses import first_address

_DASHES = r"[-－—_=*]{2,}"

# "---- 原始邮件 ----": what follows is the mail that is answered, or that is forwarded; the subject tells.
_ORIGINAL = re.compile(
    rf"^\s*{_DASHES}\s*(?:原始邮件|原邮件|邮件原件|原始郵件|原始信件|原始信息|原始消息|回复的原邮件|邮件原文|原文|回复邮件信息|答复的原邮件|Original|Original Messages?"
    rf"|Original message|Reply message|Original mail|Replied Message|Ursprüngliche Nachricht|Message d'origine|Mensaje original)\s*{_DASHES}\s*$",
    re.IGNORECASE,
)
# Words that only a forward is introduced by.
_FORWARD = re.compile(
    rf"^\s*(?:{_DASHES}\s*(?:转发的邮件|转发邮件|转发的原邮件|转发邮件信息|转发的信息|已转发邮件|被转发的邮件|轉寄郵件|已轉寄的郵件"
    rf"|Forwarded message|Forwarded by [^-]{{1,60}}|Forwarding messages?|Forwarded Mail)\s*{_DASHES}"
    rf"|(?:Begin forwarded message|开始转发的邮件|开始转发邮件|以下是转发的邮件|以下為轉寄信件|下面是被转发邮件的内容)\s*[:：]?)\s*$",
    re.IGNORECASE,
)
_MONTH = r"[A-Za-zÀ-ž\u0400-\u04ff]{3,9}"
_WHEN = (
    rf"(?:{_MONTH}\.?\s\d{{1,2}},?\s\d{{4}}|\d{{1,2}}[\s.-]+(?:de\s)?{_MONTH}[.,]*[\s-]+(?:de\s)?\d{{4}}|"
    r"\d{2,4}\s*[-/.年]\s*\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}月\s*\d{1,2}日|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|周|星期)\S{0,4}\W)"
)
_ON = r"(?:在|于|於|At|On|Le|Am|Il|El|Em|Op|Den|W dniu)"
# "在 2018-03-15 09:20:11，"x" <x@163.com> 写道：", Thunderbird, Apple Mail, 163 in English.
_WROTE = re.compile(
    rf"^\s*{_ON}\s*.{{0,12}}?{_WHEN}.{{0,220}}(?:写道|写到|寫道|来信|wrote|writes|schrieb|a écrit|ha scritto|escribió|escreveu|skrev|geschreven|napisał)\s*[:：]\s*$",
    re.IGNORECASE,
)
# "2018-03-15 9:20 GMT+08:00 滕州市长公开电话 <office@163.com>:" (Gmail in Chinese until 2018)
_DATED = re.compile(
    rf"^\s*{_WHEN}.{{0,12}}\d{{1,2}}[:.]\d{{2}}.{{0,100}}<[^<>\s]{{3,80}}@[^<>\s]{{3,80}}>\s*[:：]\s*$"
)
# "---- 在 星期四, 15 三月 2018 09:20:11 +0800 x<x@y.cn> 写道 ----" (Zoho), "---- 张三 写道 ----"
_DASHED = re.compile(
    r"^\s*-{2,}\s*(?:(?:在|On)\s.{6,220}|[^-].{0,60}?)(?:写道|撰写|wrote)\s*-{2,}\s*$", re.IGNORECASE
)
_WROTE_START = re.compile(rf"^\s*{_ON}\s*.{{0,12}}?{_WHEN}", re.IGNORECASE)
# "滕州市长公开电话 <office@163.com> 于2018年3月15日周四 上午9:20写道：" (Gmail in Chinese)
_SOMEBODY_WROTE = re.compile(
    rf"^\s*.{{0,160}}\s*(?:于|於|在|@)\s*{_WHEN}.{{0,60}}(?:写道|寫道|写到)\s*[:：]?\s*$"
)
_ANYBODY_WROTE = re.compile(
    r"^\s*.{0,120}<[^<>\s]{3,80}@[^<>\s]{3,80}>.{0,60}(?:写道|寫道|写到|wrote)\s*[:：]\s*$", re.IGNORECASE
)

_FROM = re.compile(
    r"^[|｜\s*]*(?:发\s*件\s*人|發件人|寄件者|寄件人|From|Sender|发信人|Von|De|Fra|由(?=\s*[:：]))\s*[*]*\s*(?:[:：|｜\t]|$)",
    re.IGNORECASE,
)
_OTHERS = tuple(
    re.compile(rf"(?:^|[|｜\s*])(?:{words})\s*[*]*\s*(?:[:：|｜\t]|$)", re.IGNORECASE)
    for words in (
        "发送时间|发送日期|日\\s*期|时\\s*间|發送時間|寄件日期|发件时间|Sent|Date|Send Time|Sent Time|Gesendet|Envoyé|Enviado|Sendt",
        "收\\s*件\\s*人|收件者|To|Receiver|An|À|Para|Til",
        "主\\s*题|主\\s*旨|主題|Subject|标\\s*题|Betreff|Objet|Asunto|Emne",
    )
)
# "收到。在 2018-03-15 09:20:11，x 写道：": the answer and the words over the quotation on one line.
_WROTE_BEHIND = re.compile(
    rf"(?:(?<=[。！；!?？])在|(?<=\s)On\s|(?<=-)On\s)\s*.{{0,12}}?{_WHEN}.{{0,220}}(?:写道|寫道|wrote)\s*[:：]\s*$"
)
_CLOCK_OR_ADDRESS = re.compile(r"\d[:：]\d\d|\S@\S")
_OPEN_ADDRESS = re.compile(r"<[^<>]*$|<[^<>\s]{3,80}@[^<>\s]{3,80}>[^。；，]{0,40}$")
_ADDRESS_END = re.compile(r"@[^<>\s]{3,80}>$")
_RULE = re.compile(r"^\s*[_＿]{10,}\s*$|^\s*[-－]{20,}\s*$")

# The other lines of such a block, which are no text of either mail.
_MORE = re.compile(
    r"^[|｜\s*]*(?:抄\s*送(?:至)?|Cc|密送|Bcc|附件|Attachments?|重要性|Importance)\s*(?:[:：|｜\t]|$)",
    re.IGNORECASE,
)

ORIGINAL, FORWARD, WROTE, HEADER = "original", "forward", "wrote", "header"


def separator_at(lines: Sequence[str], at: int) -> str:
    """Return which kind of separator begins at line `at`, or "".

    ORIGINAL and HEADER (a block of 发件人, 发送时间, 收件人, 主题) stand above answered and forwarded mail alike;
    WROTE only above answered mail; FORWARD only above forwarded mail.
    """
    line = lines[at]
    if not line or len(line) > 400:
        return ""
    if _FORWARD.match(line):
        return FORWARD
    if _ORIGINAL.match(line):
        return ORIGINAL
    if _is_wrote(line) or _is_wrote_broken(line, lines[at + 1 : at + 3]):
        return WROTE
    if _FROM.match(line) and is_header_block(lines, at):
        return HEADER
    if (
        _RULE.match(line)
        and at + 1 < len(lines)
        and _FROM.match(lines[at + 1])
        and is_header_block(lines, at + 1)
    ):
        return HEADER
    return ""


def is_header_block(lines: Sequence[str], at: int) -> bool:
    """Whether a block of mail headers starts at `at`: sender, and at least two of time, recipient and subject."""
    block = "\n".join(lines[at : at + 8])
    if "\n" not in block:  # Foxmail puts them on one line where the HTML was flattened
        return sum(1 for other in _OTHERS if other.search(block)) >= 2
    rest = [line for line in lines[at : at + 8] if len(line) < 400]
    return sum(1 for other in _OTHERS if any(other.search(line) for line in rest)) >= 2


def after_header(lines: Sequence[str], at: int) -> int:
    """Return the first line below a separator at `at` that is not part of the block of mail headers under it."""
    below = at + 1
    while below < min(len(lines), at + 10) and (
        not lines[below].strip("> \t") or any(form.search(lines[below]) for form in (_FROM, _MORE, *_OTHERS))
    ):
        below += 1
    return below


def wrote_behind(line: str) -> int:
    """Return where, behind a text on the same line, the words begin that say who wrote what follows; 0 where nowhere."""
    if len(line) > 400 or not line.rstrip().endswith((":", "：")) or _WROTE.match(line):
        return 0
    hit = _WROTE_BEHIND.search(line)
    return hit.start() if hit and _is_wrote(hit[0]) else 0


def quoted_sender(lines: Sequence[str], at: int) -> str:
    """Return the address of who wrote the mail below the separator at `at`, or ""."""
    for line in lines[at : at + 6]:
        if _FROM.match(line) or _is_wrote(line):
            found = first_address(line)
            if found:
                return found
    return ""


def _is_wrote(line: str) -> bool:
    """Whether a line says who wrote what follows."""
    if not line.rstrip().endswith((":", "：", "写道", "寫道", "--")):
        return False
    if _DASHED.match(line):
        return True
    if not _CLOCK_OR_ADDRESS.search(line) and not re.search(r"wrote|writes", line, re.IGNORECASE):
        return False  # "在3月15日的信中写道：" is a sentence of the letter
    return any(form.match(line) for form in (_WROTE, _ANYBODY_WROTE, _SOMEBODY_WROTE, _DATED))


def _is_wrote_broken(line: str, following: Sequence[str]) -> bool:
    """Whether such a line was broken in two or three by a mail program that wraps long lines."""
    if len(line) > 200:
        return False
    joined = line
    for number, more in enumerate(following):
        if number and not _ADDRESS_END.search(joined):
            return False  # the third line holds no more than "wrote:"
        if _WROTE_START.match(more) and _is_wrote(more):
            return False  # it has a separator of its own
        joined = joined + more if joined.endswith("<") else f"{joined} {more}"
        if _WROTE_START.match(line) and _WROTE.match(joined):
            return True
        # Gmail breaks at 78 columns, often inside or after the address.
        if _OPEN_ADDRESS.search(line) and any(form.match(joined) for form in (_SOMEBODY_WROTE, _DATED)):
            return True
    return False


def header_start(lines: Sequence[str], at: int) -> int:
    """Return where the block of mail headers whose sender stands at `at` begins: some have the date above it.

    Not where the block has a date of its own: the one above is then that of the letter.
    """
    dated = _OTHERS[0]
    if at and dated.match(lines[at - 1]) and not any(dated.search(line) for line in lines[at : at + 8]):
        return at - 1
    return at

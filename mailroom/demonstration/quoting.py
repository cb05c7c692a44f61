"""How mail programs quote the mail that is answered: QQ Mail, NetEase's web mail, Outlook, the telephone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from mailroom.demonstration.letters import ReceivedLetter

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Program:
    """One mail program: how it marks a reply's subject, in which charset it writes, how it quotes."""

    prefix: str
    charset: str
    quote: Callable[[ReceivedLetter], str]
    quote_html: Callable[[ReceivedLetter], str] | None = None


def _qq(letter: ReceivedLetter) -> str:
    day = letter.sent_on
    return (
        "\n\n\n\n------------------ 原始邮件 ------------------\n"
        f'发件人: "{letter.sender[0]}"<{letter.sender[1]}>;\n'
        f"发送时间: {day:%Y年%-m月%-d日}(星期{WEEKDAYS[day.weekday()]}) {_half(day.hour)}{day:%-H:%M}\n"
        f'收件人: "{letter.to.partition("@")[0]}"<{letter.to}>;\n\n'
        f"主题: {letter.subject}\n\n\n\n{letter.text}"
    )


def _qq_html(letter: ReceivedLetter) -> str:
    head = _qq(letter).strip().split("\n\n\n\n", 1)[0]
    first, *lines = head.split("\n")
    return (
        f'<div style="font-size: 12px;font-family: Arial Narrow;padding:2px 0 2px 0;">{escape(first)}</div>'
        f'<div style="font-size: 12px;background:#efefef;padding:8px;">{_divs(lines)}</div><div><br></div>'
        + _divs(letter.text.split("\n"))
    )


def _netease(letter: ReceivedLetter) -> str:
    return (
        "\n\n\n\n\n"
        f'在 {letter.sent_on:%Y-%m-%d %H:%M:%S}，"{letter.sender[0]}" <{letter.sender[1]}> 写道：\n\n{letter.text}'
    )


def _netease_html(letter: ReceivedLetter) -> str:
    said = f'在 {letter.sent_on:%Y-%m-%d %H:%M:%S}，"{letter.sender[0]}" <{letter.sender[1]}> 写道：'
    return (
        f'<br><br><pre>{escape(said)}</pre><blockquote id="isReplyContent" '
        f'style="PADDING-LEFT: 1ex; BORDER-LEFT: #ccc 1px solid">{_divs(letter.text.split(chr(10)))}</blockquote>'
    )


def _outlook(letter: ReceivedLetter) -> str:
    return (
        "\n\n-----邮件原件-----\n"
        f"发件人: {letter.sender[0]} [mailto:{letter.sender[1]}] \n"
        f"发送时间: {letter.sent_on:%Y年%-m月%-d日 %H:%M}\n收件人: {letter.to}\n主题: {letter.subject}\n\n{letter.text}"
    )


def _telephone(letter: ReceivedLetter) -> str:
    day = letter.sent_on
    lines = [
        f"在 {day:%Y年%-m月%-d日}，{_half(day.hour)}{day:%-I:%M}，{letter.sender[0]} <{letter.sender[1]}> 写道：",
        "",
        *letter.text.split("\n"),
    ]
    return "\n\n发自我的 iPhone\n\n" + "\n".join(f"> {line}" for line in lines)


def _half(hour: int) -> str:
    return "上午" if hour < 12 else "下午"


def _divs(lines: list[str]) -> str:
    return "".join(f"<div>{escape(line) or '<br>'}</div>" for line in lines)


PROGRAMS: dict[str, Program] = {
    "qq": Program("回复：", "gb18030", _qq, _qq_html),
    "163": Program("Re:", "gbk", _netease, _netease_html),
    "outlook": Program("答复: ", "utf-8", _outlook),
    "iphone": Program("回复：", "utf-8", _telephone),
}


def reply_text(letter: ReceivedLetter, words: str, program: str) -> dict[str, str]:
    """Return `subject`, `text`, `html` (where the program writes it) and `charset` of a reply above the quoted mail."""
    writes = PROGRAMS[program]
    parts = {
        "subject": writes.prefix + letter.subject,
        "text": words + writes.quote(letter),
        "charset": writes.charset,
    }
    if writes.quote_html:
        parts["html"] = f"<div>{_divs(words.split(chr(10)))}</div>{writes.quote_html(letter)}"
    return parts

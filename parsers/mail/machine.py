"""Mail that no person wrote: answers of a program, receipts. Bounces have a room of their own (bounces.py)."""

from __future__ import annotations

import re

from parsers.mail.parts import Part
from parsers.mail.quoted import is_reply
from parsers.reading import Envelope

_AUTO_SUBJECT = re.compile(
    r"^\s*(?:\[[^\]]{1,20}\]\s*|【[^】]{1,20}】\s*)?(?:自动回复|自動回覆|自動回復|自动答复|自動答覆|自动应答|系统自动回复|邮件自动回复|假期自动回复|外出自动回复|不在办公室|不在辦公室"
    r"|Automatic reply|Auto[- ]?reply|Auto[- ]?response|Auto[- ]?respond|Automatic response|Autoresponse|Out of (?:the )?office(?: auto-?reply)?"
    r"|Out-of-Office|AUTO|Vacation reply|Vacation response|Abwesenheitsnotiz|Réponse automatique)(?:\s*[:：\-(（]|\s*$|\s+(?:re|for|to|from)\b)",
    re.IGNORECASE,
)
# A tag before the subject of the mail that is answered; "张三 不在办公室 (returning 2018-03-20)" (Notes).
_AUTO_TAG = re.compile(
    r"^\s*[\[【(（]\s*(?:系统)?自动(?:回复|答复|应答)\s*[\]】)）]|^\s*外出\s*[:：]|\S\s*(?:不在办公室|is out of the office)\s*[(（](?:returning|将于|返回)",
    re.IGNORECASE,
)
_AUTO_TEXT = re.compile(
    r"^(?:这是来自\s*QQ邮箱的(?:假期)?自动回复邮件|这是一封自动回复|此邮件为系统自动回复|本邮件为自动回复|【自动回复】|\[自动回复\]|自动回复[:：]"
    r"|您好，我最近正在休假中，无法亲自回复您的邮件"
    r"|您好，我已经收到您的邮件。我将在阅读后，尽快给您回复。\s*(?:[^。，,;；]{0,30}\Z)|来信已收到，我会尽快回复(?:您)?[。！]?$)"
)
# A last line that says so: ——自动回复, （本邮件由系统自动回复）.
_AUTO_LAST = re.compile(
    r"(?:\A|\n)\W*(?:(?:此|本|该|这)(?:封)?(?:邮件|信)?(?:是|为|由)\S{0,10}?)?(?:系统|邮箱|程序)?(?:的)?自动(?:回复|答复|应答)(?:的)?(?:邮件)?"
    r"(?:[，,]\s*请勿(?:直接)?回复)?\W*\Z"
)
_LONGEST_AUTO = 200  # characters of an automatic answer that says so only in its last line
_READ_SUBJECT = re.compile(
    r"^\s*[\[【(（]?\s*(?:已读|未读|已讀|已查看|已打开|已读回执|阅读回执|阅读回条|邮件阅读回执|邮件收条|收条|已阅读|邮件回执|邮件(?:已被?|被)?(?:阅读|查看|打开|读取)|回执|读取|Read|Not read|Return receipt|Read[- ]receipt|Disposition notification|Gelesen)"
    r"(?:\s*[（(](?:已显示|显示|displayed|已阅读)[)）])?\s*(?:[\]】)）]|[:：\-–]|$)",
    re.IGNORECASE,
)
_DELIVERED_SUBJECT = re.compile(r"^\s*(?:已送达|已中继|Delivered|Relayed)\s*[:：]", re.IGNORECASE)
_DELIVERED_TEXT = re.compile(
    r"邮件已(?:成功)?(?:送达|传递)|已完成.{0,20}传递|has been delivered|delivery to these recipients",
    re.IGNORECASE,
)
_RECALL_SUBJECT = re.compile(
    r"^\s*(?:(?:撤回|召回|Recall)(?:邮件)?(?:通知|提醒)?\s*[:：]\s*(?P<title>.*)|(?:邮件(?:被|已)?)?(?:撤回|召回)(?:邮件)?(?:的)?(?:通知|提醒))$",
    re.IGNORECASE,
)
_RECALL_TEXT = re.compile(
    r"(?:将|要|希望|想要?|已经?|成功|被|对方)(?:撤回|召回)(?:了)?(?:此|该|以下|这封|一封|对方)?邮件|邮件.{0,160}(?:已经?|被)(?:对方|发件人)?(?:撤回|召回)"
    r"|would like to recall the message|撤回此邮件的请求",
    re.IGNORECASE,
)
_RECALLED = re.compile(r"邮件\s*(?:[:：]\s*|(?=[《“「]))[《“「\"]?(?P<title>[^\n《》“”「」\"]{1,200})")
_READ_TEXT = re.compile(
    r"这是邮件收条|这是(?:对)?您(?:发送|发)给\s*\S+\s*的邮件的回执|此收条只表明|该回执只表明|已读回执|您的邮件已(?:被)?阅读|的邮件.{0,160}已于.{0,40}(?:阅读|查看|打开)"
    r"|这是(?:一封|封)?(?:已读|邮件|阅读)(?:的)?回执|was read on|This is a (?:return )?receipt for|has been displayed|您发给.{0,80}的邮件.{0,80}已(?:被)?(?:阅读|读取)"
    r"|(?:系统|程序|邮箱)自动(?:产生|生成|发出|发送|回复)的(?:已读|阅读|邮件)?回执|邮件已被.{0,60}(?:阅读|查看|打开|读取)|由\S{1,20}自动(?:产生|生成|发出|发送|回复)的(?:已读|阅读|邮件)?回执|(?:对方|收信人|收件方).{0,20}已(?:经|于.{0,40})?(?:打开|阅读|查看|读取)"
    r"|收件人.{0,60}已(?:经)?(?:打开|阅读|查看|显示)(?:过)?(?:了)?(?:此|该|您的)?(?:封)?邮件",
    re.IGNORECASE | re.DOTALL,
)


def read_receipt(root: Part, envelope: Envelope, text: str) -> str:
    """Return the sentence that says why a mail is a read receipt (已读回执), or "" where it is none."""
    if root.parameter("report-type").lower() == "disposition-notification":
        return "邮件是标准的已读回执（RFC 8098）。"
    if any(part.content_type.endswith("disposition-notification") for part in root.walk()):
        return "邮件里有已读回执的报告段（RFC 8098）。"
    short = text[:600]
    begins = _READ_SUBJECT.match(envelope.subject)
    if begins and (_READ_TEXT.search(short) or not text.strip() or envelope.automatic):
        return f"主题以「{begins[0].strip(' :：-–')}」开头，正文是回执的固定文字。"
    if (
        re.match(r"^\s*(?:已读|已讀|未读|Read|Not read)\s*[:：]", envelope.subject, re.IGNORECASE)
        and len(text) < 300
    ):
        return f"主题以「{envelope.subject[:3].strip()}」开头，是邮件程序发的已读回执。"
    if _DELIVERED_SUBJECT.match(envelope.subject) and _DELIVERED_TEXT.search(short):
        return "主题和正文说邮件已经送达，是服务器的送达通知。"
    return ""


def recall(envelope: Envelope, text: str) -> str:
    """Return the sentence about a mail in which Outlook or 163 takes an earlier one back (撤回), or "".

    What has come in is not taken back by that: it lies here, and may have been acted upon.
    """
    hit = _RECALL_SUBJECT.match(envelope.subject)
    if hit is None or not _RECALL_TEXT.search(text[:600]):
        return ""
    told = hit if hit["title"] else _RECALLED.search(text[:600])
    which = f"《{told['title'].strip()}》" if told else ""
    return f"对方要撤回此前的邮件{which}；已经收到的原邮件仍在本办，请核对是否已据此办理，并与对方联系。"


def auto_reply(root: Part, envelope: Envelope, text: str) -> str:
    """Return the sentence that says why a mail is an automatic reply, or "" where it is none.

    `Auto-Submitted: auto-generated` alone does not count: the upper platform marks the cases it mails so
    (RFC 3834: auto-replied answers a mail, auto-generated does not).
    """
    submitted = root.text("auto-submitted").lower()
    if submitted.startswith(("auto-replied", "auto-reply")):
        return "邮件头写明 Auto-Submitted: auto-replied，是程序自动答复的。"
    for name in (
        "x-qq-auto-reply",
        "x-qq-autoreply",
        "x-qq-holidayreply",
        "x-autoreply",
        "x-autorespond",
        "x-mail-autoreply",
    ):
        value = root.text(name).lower()
        if value and value not in ("no", "false", "0"):
            return f"邮件头有 {name.upper()}，是邮箱自动回复的。"
    if root.text("precedence").lower() in ("auto_reply", "auto-reply"):
        return "邮件头写明 Precedence: auto_reply，是邮箱自动回复的。"
    if _AUTO_SUBJECT.match(envelope.subject) or _AUTO_TAG.search(envelope.subject):
        return "主题写明是自动回复。"
    if (
        submitted
        and not submitted.startswith("no")
        and root.raw("x-auto-response-suppress")
        and is_reply(envelope.subject)
    ):
        return "邮件头写明由程序发出，而且是对来信的答复。"
    if _AUTO_TEXT.match(text.lstrip()):
        return "正文以邮箱自动回复的固定文字开头。"
    if len(text) <= _LONGEST_AUTO and _AUTO_LAST.search(text):
        return "正文末尾写明是自动回复。"
    return ""

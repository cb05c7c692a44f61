"""The upper platform's mails with cases in them, in the forms an office gets them in. For demonstration, tests, bench.

    mail = case_mail(make_sheet(1, called_at=now), "docx-four-columns", sent_on=now)

The departments' mails are in `answers`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mailroom.demonstration import mime
from mailroom.demonstration.case_bodies import (
    covering_letter,
    forwarded_inline,
    html_table,
    label_lines,
    mayor_letter_html,
)
from mailroom.demonstration.case_lists import list_csv, list_xlsx, scan_pdf
from mailroom.demonstration.case_papers import (
    PLATFORM,
    four_column_docx,
    paragraphs_docx,
    reply_format_docx,
    two_column_docx,
)
from mailroom.demonstration.sheets import Sheet

OFFICE = "rexian@example.cn"  # the demonstration office's own address
CITY = (PLATFORM, "zz12345@example.cn")
PROVINCE = ("山东省12345政务服务热线", "sd12345@example.cn")
MAYOR = ("滕州市政府网站市长信箱", "szxx@example.cn")
STRICT = "本件为省热线转办件，请严格按照规定格式（附后）回复，未按格式回复的一律退回。"


@dataclass(frozen=True)
class Sending:
    """Who sends the cases, to whom and when."""

    sender: tuple[str, str]
    to: str
    sent_on: datetime


Parts = dict[str, Any]  # arguments of `mime.compose`
Form = Callable[[Sequence[Sheet], Sending], Parts]


def case_mail(
    sheets: Sheet | Sequence[Sheet],
    form: str = "docx-four-columns",
    *,
    sent_on: datetime,
    sender: tuple[str, str] = CITY,
    to: str = OFFICE,
    message_id: str = "",
    subject: str = "",
    attachments: Sequence[mime.Attachment] = (),
    headers: dict[str, str] | None = None,
) -> bytes:
    """Return one mail with `sheets` in it, written as `FORMS[form]` writes them. `KeyError` for another form.

    Word forms make a document a sheet; those that hold one case by nature (bodies) take the first sheet alone.
    `sender` is display name and address. Without `message_id` it follows from the first sheet and the form; without
    `subject` the form has its own. `attachments` come after the form's own: photographs, padding.
    """
    cases = [sheets] if isinstance(sheets, Sheet) else list(sheets)
    parts: Parts = {"subject": _subject(cases)} | FORMS[form](cases, Sending(sender, to, sent_on))
    if subject:
        parts["subject"] = subject
    parts["attachments"] = [*parts.get("attachments", ()), *attachments]
    return mime.compose(
        sender=sender,
        to=[to],
        sent_on=sent_on,
        message_id=message_id or mime.message_id(cases[0].upper_no, form, sent_on),
        headers=headers,
        **parts,
    )


def _subject(cases: Sequence[Sheet]) -> str:
    if len(cases) > 1:
        return f"今日转办工单{len(cases)}件"
    mark = {"紧急": "【紧急】", "特急": "【特急】"}.get(cases[0].urgency, "")
    # What a citizen wants kept secret does not stand in a subject, not even the platform's.
    title = "保密件" if cases[0].secret or cases[0].kind == "举报" else cases[0].title
    return f"{mark}工单转办：{title}"


# --- forms: Word --------------------------------------------------------------------------------------------------


def _two_columns(sheets: Sequence[Sheet], sending: Sending) -> Parts:
    return _with_papers(
        sheets, sending, [(f"转办单{each.upper_no}.docx", two_column_docx(each)) for each in sheets]
    )


def _four_columns(sheets: Sequence[Sheet], sending: Sending) -> Parts:
    papers = [
        (f"{place}.转办工单{each.upper_no}.docx", four_column_docx(each))
        for place, each in enumerate(sheets, 1)
    ]
    return _with_papers(sheets, sending, papers) | {"charset": "gbk"}


def _paragraphs(sheets: Sequence[Sheet], sending: Sending) -> Parts:
    papers = [(f"转办函{each.upper_no}.docx", paragraphs_docx(each)) for each in sheets]
    return _with_papers(sheets, sending, papers) | {"names": "rfc2231"}


def _province(sheets: Sequence[Sheet], sending: Sending) -> Parts:
    title = "山东省12345政务服务热线转办单"
    papers = [
        (f"省热线转办单{each.upper_no}.docx", four_column_docx(each, title=title, above="", request=STRICT))
        for each in sheets
    ]
    papers.append(("附：回复格式.docx", reply_format_docx(sending.sent_on)))
    return {
        "subject": f"【省件】{sheets[0].title}",
        "text": covering_letter(len(sheets), sending.sent_on, province=True),
        "attachments": papers,
    }


def _with_papers(sheets: Sequence[Sheet], sending: Sending, papers: list[mime.Attachment]) -> Parts:
    return {"text": covering_letter(len(sheets), sending.sent_on), "attachments": papers}


# --- forms: lists -------------------------------------------------------------------------------------------------


def _xlsx_list(sheets: Sequence[Sheet], sending: Sending) -> Parts:
    paper = (f"滕州市转办清单{sending.sent_on:%m%d}.xlsx", list_xlsx(sheets, on=sending.sent_on))
    subject = f"转办事项清单（{sending.sent_on:%-m月%-d日}，{len(sheets)}件）"
    return _with_papers(sheets, sending, [paper]) | {"subject": subject}


def _csv_list(sheets: Sequence[Sheet], sending: Sending) -> Parts:
    paper = (f"待办工单{sending.sent_on:%Y%m%d}.csv", list_csv(sheets))
    return _with_papers(sheets, sending, [paper]) | {
        "subject": f"滕州市待办工单{len(sheets)}件",
        "charset": "gbk",
    }


# --- forms: bodies ------------------------------------------------------------------------------------------------


def _label_lines(sheets: Sequence[Sheet], sending: Sending) -> Parts:
    return {"text": label_lines(sheets[0])}


def _html_table(sheets: Sequence[Sheet], sending: Sending) -> Parts:
    return {"html": html_table(sheets[0])}


def _mayor(sheets: Sequence[Sheet], sending: Sending) -> Parts:
    return {"html": mayor_letter_html(sheets[0]), "subject": f"[市长信箱]新信件：{sheets[0].title}"}


def _forward_inline(sheets: Sequence[Sheet], sending: Sending) -> Parts:
    subject = _subject(sheets)
    earlier = sending.sent_on - timedelta(minutes=40)
    text = forwarded_inline(
        label_lines(sheets[0]), sender=CITY, sent_on=earlier, subject=subject, to=sending.sender[1]
    )
    return {"text": text, "subject": f"Fw:{subject}", "charset": "gbk"}


def _forward_attached(sheets: Sequence[Sheet], sending: Sending) -> Parts:
    earlier = sending.sent_on - timedelta(minutes=40)
    inner = case_mail(sheets, "docx-two-columns", sent_on=earlier, to=sending.sender[1])
    return {
        "text": "请市长公开电话办公室办理，原邮件见附件。",
        "subject": f"转发：{_subject(sheets)}",
        "enclosed_mail": inner,
    }


def _scan(sheets: Sequence[Sheet], sending: Sending) -> Parts:
    return {
        "text": covering_letter(len(sheets), sending.sent_on),
        "subject": "工单转办（扫描件）",
        "attachments": [("转办单扫描件.pdf", scan_pdf())],
    }


FORMS: dict[str, Form] = {
    "docx-two-columns": _two_columns,
    "docx-four-columns": _four_columns,
    "docx-paragraphs": _paragraphs,
    "province": _province,
    "xlsx-list": _xlsx_list,
    "csv-gbk": _csv_list,
    "body-lines": _label_lines,
    "html-table": _html_table,
    "mayor": _mayor,
    "forward-inline": _forward_inline,
    "forward-attached": _forward_attached,
    "pdf-scan": _scan,
}

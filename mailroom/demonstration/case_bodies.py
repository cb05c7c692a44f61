"""Cases that stand in the mail's own body: lines with labels, a table, a letter to the mayor, a forwarded mail."""

from __future__ import annotations

from datetime import datetime
from html import escape

from mailroom.demonstration.case_papers import PLATFORM, chinese_moment, moment, yes_no
from mailroom.demonstration.sheets import Sheet

Fields = list[tuple[str, str]]


def fields_of(sheet: Sheet) -> Fields:
    """The sheet's fields as labels and values, those without a value left out."""
    fields = [
        ("工单编号", sheet.upper_no),
        ("来电时间", moment(sheet.called_at)),
        ("来电人", sheet.name),
        ("联系电话", sheet.phone),
        ("联系地址", sheet.address),
        ("诉求类型", sheet.kind),
        ("紧急程度", sheet.urgency),
        ("是否保密", "是" if sheet.secret else ""),
        ("事发地点", sheet.place),
        ("工单标题", sheet.title),
        ("诉求内容", sheet.request_text),
        ("承办单位", sheet.department),
        ("办理时限", moment(sheet.due_at)),
    ]
    return [(label, value) for label, value in fields if value]


def label_lines(sheet: Sheet) -> str:
    """A plain letter with one field a line."""
    lines = [f"{label}：{value}" for label, value in fields_of(sheet)]
    return "\n".join(
        [
            "滕州市市长公开电话办公室：",
            f"    现将{PLATFORM}工单1件转去，请办理并按时反馈。",
            "",
            *lines,
            "",
            f"{PLATFORM}　值班员",
            f"{sheet.called_at:%Y年%-m月%-d日}",
        ]
    )


def html_table(sheet: Sheet) -> str:
    """An HTML body whose table holds the fields, two pairs a row, long ones over the whole width."""
    short = [pair for pair in fields_of(sheet) if len(pair[1]) <= 20]
    long = [pair for pair in fields_of(sheet) if len(pair[1]) > 20]
    rows = []
    for place in range(0, len(short), 2):
        pair = short[place : place + 2]
        span = ' colspan="3"' if len(pair) == 1 else ""
        rows.append("".join(f"<td>{label}</td><td{span}>{escape(value)}</td>" for label, value in pair))
    rows += [f'<td>{label}</td><td colspan="3">{escape(value)}</td>' for label, value in long]
    table = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        "<html><body><p>滕州市市长公开电话办公室：</p><p>&nbsp;&nbsp;&nbsp;&nbsp;请办理以下工单。</p>"
        f'<table border="1" cellspacing="0" cellpadding="4">{table}</table><p>{PLATFORM}</p></body></html>'
    )


def mayor_letter_html(sheet: Sheet) -> str:
    """What the page of the mayor's mailbox mails when a citizen has written."""
    fields = [
        ("信件编号", sheet.upper_no),
        ("信件标题", sheet.title),
        ("写信人", sheet.name),
        ("手机号码", sheet.phone),
        ("联系地址", sheet.address),
        ("来信时间", f"{sheet.called_at:%Y-%m-%d %H:%M:%S}"),
        ("信件类别", sheet.kind),
        ("是否保密", yes_no(sheet.secret)),
        ("信件内容", "尊敬的市长：您好！" + sheet.request_text),
    ]
    lines = "".join(f"<p><b>{label}：</b>{escape(value)}</p>" for label, value in fields if value)
    return f"<html><body><h3>滕州市人民政府网站　市长信箱</h3>{lines}<hr><p>本邮件由系统自动发送，请勿直接回复。</p></body></html>"


def forwarded_inline(inner: str, *, sender: tuple[str, str], sent_on: datetime, subject: str, to: str) -> str:
    """A forwarded mail in the words of NetEase's web mail, under one line of whoever forwards it."""
    return "\n".join(
        [
            "请市长公开电话办公室办理。",
            "",
            "",
            "-------- 转发邮件信息 --------",
            f'发件人："{sender[0]}" <{sender[1]}>',
            f"发送日期：{sent_on:%Y-%m-%d %H:%M:%S}",
            f"收件人：{to}",
            f"主题：{subject}",
            inner,
        ]
    )


def covering_letter(count: int, on: datetime, *, province: bool = False) -> str:
    """The few lines above the documents."""
    what = "省热线转办件" if province else "工单"
    strict = "此件须严格按照所附格式回复。" if province else "请下载附件办理，并按时反馈。"
    return f"滕州市市长公开电话办公室：\n    现将{what}{count}件转去，{strict}\n\n{PLATFORM}\n{chinese_moment(on)}"

"""Records to draw letters from: real ledger rows, not saved anywhere. All people and numbers are made up."""

from __future__ import annotations

import html
import io
import zipfile
from datetime import datetime
from email import message_from_bytes, policy
from typing import Any

from generators.letter import Draft, Letterhead
from generators.message import as_message
from ledger.models import Answer, Case, Department, Dispatch, Petitioner

NOW = datetime(2018, 3, 12, 10, 1)
UPPER = "枣庄市12345政务服务热线"
HEAD = Letterhead(
    name="滕州市市长公开电话办公室",
    address="tzsszxx@163.com",
    short_name="滕热",
    phones=("5514432", "5812345"),
    room="市政务中心A0620房间",
)
TRACE = ["2018-03-12 周一 收件当日不计", "2018-03-13 周二 第1个工作日", "办理期限：2018-03-21 17:00（周三）"]


def a_case(**changes: Any) -> Case:
    fields: dict[str, Any] = {
        "case_no": "TZ-2018-000123-G",
        "upper_no": "180312101108115409",
        "upper": UPPER,
        "channel": "hotline",
        "level": "city",
        "kind": "complaint",
        "title": "杏坛路南段夜间占道经营扰民问题",
        "request_text": "来电人反映：杏坛路南段一到晚上有不少流动商贩支摊。\n希望相关部门尽快处理，并给予回复。",
        "secret": False,
        "called_at": datetime(2018, 3, 12, 9, 20),
        "place": "荆河街道杏坛路南段",
        "urgency": "normal",
        "rule_set": "2018",
        "status": "dispatched",
        "registered_at": NOW,
    }
    return Case(**(fields | changes))


def a_petitioner(**changes: Any) -> Petitioner:
    fields = {
        "name": "张伟民",
        "phone": "13812345678",
        "address": "滕州市荆河街道平行南路12号阳光小区3号楼2单元501室",
    }
    return Petitioner(**(fields | changes))


def a_department(**changes: Any) -> Department:
    fields: dict[str, Any] = {
        "name": "滕州市综合行政执法局",
        "kind": "department",
        "aliases": ["执法局", "城管局"],
        "addresses": ["zfj@example.cn", "second@example.cn"],
        "keywords": ["占道经营", "违建"],
    }
    return Department(**(fields | changes))


def a_dispatch(**changes: Any) -> Dispatch:
    fields: dict[str, Any] = {
        "id": 1,
        "role": "lead",
        "round": 1,
        "dispatched_at": NOW,
        "due_at": datetime(2018, 3, 21, 17, 0),
        "due_trace": TRACE,
    }
    return Dispatch(**(fields | changes))


def an_answer(**changes: Any) -> Answer:
    fields: dict[str, Any] = {
        "at": datetime(2018, 3, 20, 15, 0),
        "complete": True,
        "substantiated": "yes",
        "facts": "3月13日晚，执法队员到杏坛路南段现场查看，确有流动商贩占用非机动车道。",
        "measures": "已劝离商贩11户，并安排专人每晚18时至22时值守。",
        "petitioner_informed": True,
        "informed_on": datetime(2018, 3, 20),
        "informed_by": "孙志强",
        "informed_how": "phone",
        "petitioner_opinion": "satisfied",
        "handler": "孙志强",
        "approver": "李明华",
        "phone": "5543819",
        "answered_on": datetime(2018, 3, 20),
    }
    return Answer(**(fields | changes))


def parts_of(package: bytes) -> dict[str, str]:
    """Return every part of a .docx or .xlsx as text, character references resolved."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {
            name: html.unescape(opened.read(name).decode("utf-8", "replace")) for name in opened.namelist()
        }


def everything_told(draft: Draft) -> str:
    """Return all that leaves the office with a letter: the draft, the mail's decoded parts, every part of documents."""
    told = [draft.key, draft.subject, draft.text, draft.html, draft.because, *draft.to, *draft.cc]
    raw = as_message(draft, head=HEAD, sent_on=NOW)
    mail = message_from_bytes(raw, policy=policy.default)
    told.append(raw.decode("ascii"))
    told += [f"{name}: {value}" for name, value in mail.items()]
    for part in mail.walk():
        told += [str(value) for value in part.values()]
        if part.get_content_maintype() == "text":
            told.append(part.get_content())
    for document in draft.enclosed:
        told.append(document.name)
        for name, text in parts_of(document.data).items():
            told += [name, text]
    return "\n".join(told)

"""A Reading printed for a clerk: kind and reason, each value with where it stood, what is doubtful."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from parsers.as_json import as_json
from parsers.reading import Reading

KINDS = {
    "case": "新工单",
    "answer": "办理结果",
    "acknowledgement": "签收",
    "send_back": "退单",
    "extension": "延期申请",
    "liaison_form": "联系表",
    "follow_up": "回访记录",
    "instruction": "领导批示",
    "upper_notice": "上级通知（催办、退回、撤回）",
    "auto_reply": "自动回复",
    "bounce": "退信",
    "receipt": "已读回执",
    "other": "其他（由人判断）",
}

FIELDS = {
    "cases": "工单", "answer": "办理结果", "answers": "办理结果", "send_back": "退单", "extension": "延期申请",
    "liaison_form": "联系表", "follow_ups": "回访", "instruction": "领导批示", "bounce": "退信",
    "case_nos": "本办编号", "upper_nos": "上级编号", "case_no": "本办编号", "upper_no": "工单编号", "channel": "渠道",
    "level": "级别", "kind": "诉求类型", "title": "标题", "request_text": "诉求内容", "petitioner": "诉求人",
    "name": "姓名", "phone": "电话", "address": "地址", "secret": "要求保密", "called_at": "来电时间", "place": "事发地点",
    "department": "单位", "upper_due_at": "办理时限", "urgency": "紧急程度", "return_form": "要求固定格式",
    "substantiated": "是否属实", "facts": "调查核实情况", "measures": "处理情况", "petitioner_informed": "已反馈当事人",
    "informed_on": "反馈时间", "informed_by": "反馈人", "petitioner_opinion": "当事人意见", "handler": "承办人",
    "approver": "审核人", "answered_on": "落款日期", "missing": "缺少", "reason": "原因", "suggested_department": "建议承办单位",
    "days": "延期工作日", "until": "延期至", "filled_on": "填报时间", "covers": "适用范围", "section": "负责科室",
    "people": "人员", "email": "邮箱", "role": "类别", "office_phone": "工作电话", "mobile": "移动电话", "note": "备注",
    "on": "时间", "reached": "接通", "solved": "是否解决", "satisfaction": "满意度", "attitude": "态度满意度",
    "remark": "意见", "by": "回访人", "leader": "领导", "text": "内容", "due_on": "办理时限", "recipient": "收件人",
    "permanent": "永久失败", "original_message_id": "原信标识", "original_subject": "原信主题",
    "documents": "材料", "what": "类别", "persons": "人员",
}  # fmt: skip

VALUES = {
    "hotline": "热线", "mayors_mailbox": "市长信箱", "province": "省", "city": "市", "consultation": "咨询",
    "service": "求助", "suggestion": "建议", "complaint": "投诉", "report": "举报", "praise": "表扬", "other": "其他",
    "normal": "一般", "urgent": "紧急", "critical": "特急", "yes": "是", "partly": "部分", "no": "否",
    "satisfied": "满意", "basically": "基本满意", "dissatisfied": "不满意", "unreached": "未联系上",
    "leader": "分管负责人", "section_head": "科室负责人", "liaison": "联系人",
}  # fmt: skip

_MOMENT = re.compile(r"^(\d{4}-\d\d-\d\d)T(?=\d\d:\d\d$)")


def print_reading(name: str, reading: Reading, console: Console | None = None) -> None:
    """Print what was read out of the file `name`."""
    console = console or Console(highlight=False, soft_wrap=False)
    record = as_json(reading)
    console.print(f"[bold]{escape(name)}[/bold]")
    console.print(f"类别：[bold cyan]{KINDS[reading.what]}[/bold cyan]")
    console.print(f"依据：{escape(reading.why)}")
    found = record.pop("found", {})
    doubts = record.pop("doubts", [])
    table = Table(show_header=True, header_style="bold", expand=False)
    for heading in ("项目", "内容", "出处"):
        table.add_column(heading, overflow="fold")
    for path, value in _leaves({key: member for key, member in record.items() if key not in ("what", "why")}):
        where = found.get(path, "") if isinstance(found, Mapping) else ""
        table.add_row(name_of(path), escape(str(value)), escape(str(where)))
    if table.row_count:
        console.print(table)
    if isinstance(doubts, list) and doubts:
        console.print(f"[yellow]拿不准的地方（{len(doubts)} 处）：[/yellow]")
        for doubt in doubts:
            place = f"（{doubt['where']}）" if doubt.get("where") else ""
            console.print(
                f"  · {name_of(doubt['field'])}：{escape(doubt['because'])}{escape(place)}", soft_wrap=True
            )
    console.print()


def name_of(path: str) -> str:
    """Return the Chinese name of a field's path: `cases.0.upper_no` → `工单1 工单编号`."""
    words: list[str] = []
    for part in path.split("."):
        if part.isdigit() and words:
            words[-1] += str(int(part) + 1)
        else:
            words.append(FIELDS.get(part, part))
    return " ".join(words)


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for key, member in value.items():
            yield from _leaves(member, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and any(isinstance(member, Mapping) for member in value):
        for i, member in enumerate(value):
            yield from _leaves(member, f"{path}.{i}")
    elif isinstance(value, list):
        yield path, "、".join(VALUES.get(str(member), str(member)) for member in value)
    elif isinstance(value, bool):
        yield path, "是" if value else "否"
    else:
        text = _MOMENT.sub(r"\1 ", str(value))
        yield path, text if path.rpartition(".")[2] in ("name", "text", "title") else VALUES.get(text, text)

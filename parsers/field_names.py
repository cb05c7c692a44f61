"""What the fields and codes of a Reading are called in Chinese: the one register of them, for all that a clerk reads."""

from __future__ import annotations

import re
from datetime import date, datetime

FIELDS = {
    "cases": "工单", "answer": "办理结果", "answers": "办理结果", "send_back": "退单", "extension": "延期申请",
    "liaison_form": "联系表", "liaison_forms": "联系表", "former": "变更前", "since": "生效日期", "follow_ups": "回访", "instruction": "领导批示", "bounce": "退信",
    "case_nos": "本办编号", "upper_nos": "上级编号", "case_no": "本办编号", "upper_no": "工单编号", "channel": "渠道",
    "level": "级别", "kind": "诉求类型", "title": "标题", "request_text": "诉求内容", "petitioner": "诉求人",
    "name": "姓名", "phone": "电话", "address": "地址", "secret": "要求保密", "called_at": "来电时间", "place": "事发地点",
    "department": "单位", "upper_due_at": "办理时限", "urgency": "紧急程度", "return_form": "要求固定格式",
    "substantiated": "是否属实", "facts": "调查核实情况", "measures": "处理情况", "petitioner_informed": "已反馈当事人",
    "informed_on": "反馈时间", "informed_by": "反馈人", "informed_how": "反馈方式", "petitioner_opinion": "当事人意见", "handler": "承办人",
    "approver": "审核人", "answered_on": "落款日期", "missing": "缺少", "reason": "原因", "suggested_department": "建议承办单位",
    "days": "延期工作日", "until": "延期至", "filled_on": "填报时间", "covers": "适用范围", "section": "负责科室",
    "people": "人员", "email": "邮箱", "role": "类别", "office_phone": "工作电话", "mobile": "移动电话", "note": "备注",
    "on": "时间", "reached": "接通", "solved": "是否解决", "satisfaction": "满意度", "attitude": "态度满意度",
    "remark": "意见", "by": "回访人", "tries": "拨打", "at": "时间", "half": "半天", "unrated": "未评价", "leader": "领导", "text": "内容", "due_on": "办理时限", "recipient": "收件人",
    "permanent": "永久失败", "trying": "对方仍在重试", "original_message_id": "原信标识", "original_subject": "原信主题",
    "documents": "材料", "others": "其他收件人", "what": "类别", "persons": "人员",
}  # fmt: skip

VALUES = {
    "hotline": "热线", "mayors_mailbox": "市长信箱", "province": "省", "city": "市", "consultation": "咨询",
    "service": "求助", "suggestion": "建议", "complaint": "投诉", "report": "举报", "praise": "表扬", "other": "其他",
    "normal": "一般", "urgent": "紧急", "critical": "特急", "yes": "是", "partly": "部分", "no": "否",
    "satisfied": "满意", "basically": "基本满意", "dissatisfied": "不满意", "unreached": "未联系上",
    "leader": "分管负责人", "section_head": "科室负责人", "liaison": "联系人",
}  # fmt: skip

CODED = frozenset(
    {
        "channel", "level", "kind", "urgency", "substantiated", "petitioner_opinion", "solved", "satisfaction",
        "attitude", "role", "covers",
    }
)  # fmt: skip
"""Fields whose value is a code of `VALUES`; a text may read like one."""

_MOMENT = re.compile(r"^(\d{4}-\d\d-\d\d)T(?=\d\d:\d\d$)")


def name_of(path: str) -> str:
    """Return the Chinese name of a field's path: `cases.0.upper_no` → `工单1 工单编号`."""
    words: list[str] = []
    for part in path.split("."):
        if part.isdigit() and words:
            words[-1] += str(int(part) + 1)
        else:
            words.append(FIELDS.get(part, part))
    return " ".join(words)


def told(path: str, value: object) -> str:
    """Return the value of the field at `path` as a clerk reads it: yes and no, codes, moments to the minute."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if path.rpartition(".")[2] in CODED:
        return VALUES.get(str(value), str(value))
    return _MOMENT.sub(r"\1 ", str(value))

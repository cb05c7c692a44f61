"""The words of the trade: English codes as stored, Chinese labels as printed."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """On whose desk a case lies; everything else that happens to it is an `Act` in its journal."""

    REGISTERED = "registered"
    DISPATCHED = "dispatched"
    ANSWERED = "answered"
    CLOSED = "closed"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What can happen to a case. `casework.STEPS` says which acts move it."""

    REGISTER = "register"
    JOIN = "join"
    CHANGE = "change"
    SECRET = "secret"
    DISPATCH = "dispatch"
    REDO = "redo"
    ACKNOWLEDGE = "acknowledge"
    REMIND = "remind"
    ANSWER = "answer"
    INCOMPLETE = "incomplete"
    REPORT = "report"
    SEND_BACK = "send_back"
    SEND_BACK_REFUSED = "send_back_refused"
    EXTEND = "extend"
    FOLLOW_UP = "follow_up"
    CLOSE = "close"
    MERGE = "merge"
    WITHDRAW = "withdraw"
    URGE = "urge"
    NOTE = "note"
    RECOUNT = "recount"


class DispatchState(StrEnum):
    """The state of one assignment."""

    OPEN = "open"
    ANSWERED = "answered"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"


class Role(StrEnum):
    """Lead (主办) or assisting (协办)."""

    LEAD = "lead"
    ASSISTING = "assisting"


class Stage(StrEnum):
    """The reminders of one assignment, in order; each is sent once."""

    YELLOW = "yellow"
    DUE = "due"
    RED = "red"


class MailState(StrEnum):
    """What has become of a mail in the post book."""

    KEPT = "kept"  # archived and registered, not yet worked on
    SETTLED = "settled"  # a desk took it
    HELD = "held"  # it waits in the holding pen
    DUPLICATE = "duplicate"


class LetterState(StrEnum):
    """What has become of a letter in the outbox."""

    DRAFT = "draft"  # waits for a person's approval
    QUEUED = "queued"
    SENDING = "sending"  # its bytes are being handed over: after a crash nobody knows
    SENT = "sent"
    FAILED = "failed"  # given up; a person decides
    UNKNOWN = "unknown"  # it can't be told whether it went; a person decides
    VOID = "void"  # rejected; it keeps its number


class HeldState(StrEnum):
    """What has become of an entry of the holding pen."""

    OPEN = "open"
    RELEASED = "released"
    DISCARDED = "discarded"


LABELS: dict[str, dict[str, str]] = {
    "status": {
        Status.REGISTERED: "待分办",
        Status.DISPATCHED: "办理中",
        Status.ANSWERED: "已反馈待回访",
        Status.CLOSED: "办结",
        Status.MERGED: "并单",
        Status.WITHDRAWN: "撤回/退回上级",
    },
    "act": {
        Act.REGISTER: "登记受理",
        Act.JOIN: "并入来件",
        Act.CHANGE: "上级变更",
        Act.SECRET: "转为保密",
        Act.DISPATCH: "分办转办",
        Act.REDO: "重办",
        Act.ACKNOWLEDGE: "签收",
        Act.REMIND: "催办",
        Act.ANSWER: "反馈",
        Act.INCOMPLETE: "退回补正",
        Act.REPORT: "上报",
        Act.SEND_BACK: "退单",
        Act.SEND_BACK_REFUSED: "退单驳回",
        Act.EXTEND: "延期",
        Act.FOLLOW_UP: "回访",
        Act.CLOSE: "办结",
        Act.MERGE: "并单",
        Act.WITHDRAW: "撤回",
        Act.URGE: "上级催办",
        Act.NOTE: "记录",
        Act.RECOUNT: "重算时限",
    },
    "dispatch_state": {
        DispatchState.OPEN: "办理中",
        DispatchState.ANSWERED: "已反馈",
        DispatchState.SENT_BACK: "已退单",
        DispatchState.WITHDRAWN: "已撤回",
    },
    "role": {Role.LEAD: "主办", Role.ASSISTING: "协办"},
    "stage": {Stage.YELLOW: "到期前提醒（黄牌）", Stage.DUE: "当日到期提醒", Stage.RED: "逾期催办（红牌）"},
    "mail_state": {
        MailState.KEPT: "已存待办",
        MailState.SETTLED: "已处理",
        MailState.HELD: "待人工",
        MailState.DUPLICATE: "重复来件",
    },
    "letter_state": {
        LetterState.DRAFT: "待审批",
        LetterState.QUEUED: "待发",
        LetterState.SENDING: "发送中",
        LetterState.SENT: "已发",
        LetterState.FAILED: "发送失败",
        LetterState.UNKNOWN: "去向不明",
        LetterState.VOID: "作废",
    },
    "held_state": {HeldState.OPEN: "待处理", HeldState.RELEASED: "已放行", HeldState.DISCARDED: "已作废"},
    "letter_kind": {
        "dispatch": "转办函",
        "reminder": "催办通知",
        "correction": "补正通知",
        "supervision": "督办通知书",
        "redo": "重办通知",
        "send_back_reply": "退单回复",
        "extension_reply": "延期批复",
        "reassignment": "改派通知",
        "proposal": "拟办单",
        "instruction": "领导批示转办函",
        "handover": "督查移交函",
        "amendment": "变更通知",
        "report": "上报回复",
        "notice": "通知",
        "monthly_notice": "每月通报",
        "lines_notice": "整合进度通报",
        "send_again": "重寄通知",
        "liaison_receipt": "联系表回执",
    },
    "liaison_role": {"leader": "分管负责人", "section_head": "科室负责人", "liaison": "联系人"},
    "channel": {"hotline": "政务服务热线", "mayors_mailbox": "市长信箱"},
    "level": {"province": "省", "city": "枣庄市"},
    "kind": {
        "consultation": "咨询",
        "service": "求助",
        "suggestion": "意见建议",
        "complaint": "投诉",
        "report": "举报",
        "praise": "表扬",
        "other": "其他",
    },
    "urgency": {"normal": "一般", "urgent": "紧急", "critical": "特急"},
    "department_kind": {"town": "镇街", "department": "部门", "enterprise": "企业"},
    "substantiated": {"yes": "属实", "partly": "部分属实", "no": "不属实"},
    "informed_how": {"phone": "电话", "in_person": "当面", "written": "书面", "message": "短信或微信"},
    "opinion": {
        "satisfied": "满意",
        "basically": "基本满意",
        "dissatisfied": "不满意",
        "unreached": "联系不上",
    },
    "what": {
        "case": "新工单",
        "answer": "办理结果",
        "acknowledgement": "签收",
        "send_back": "退单",
        "extension": "延期申请",
        "liaison_form": "联系表",
        "follow_up": "回访记录",
        "instruction": "领导批示",
        "upper_notice": "上级催办或撤回",
        "auto_reply": "自动回复",
        "bounce": "退信",
        "receipt": "已读回执",
        "other": "待人工判断",
    },
}


def label(group: str, code: str | None) -> str:
    """Return the Chinese label of a stored code; an unknown code is shown as it is, nothing as ""."""
    if not code:
        return ""
    return LABELS[group].get(code, code)

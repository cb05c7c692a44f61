"""Records → letters: documents, sheets and mail texts. Reads the ledger's records, writes nothing and sends nothing."""

from __future__ import annotations


def letter_kinds() -> dict[str, str]:
    """Return every kind of letter the office draws up, with its Chinese name."""
    return {
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
    }

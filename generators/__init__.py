"""Records → letters: documents, sheets and mail texts. Reads the ledger's records, writes nothing and sends nothing."""

from __future__ import annotations


def letter_kinds() -> dict[str, str]:
    """Return every kind of letter the office draws up, with its Chinese name."""
    return {
        "dispatch": "转办函",
        "reminder": "催办通知",
        "correction": "补正通知",
        "amendment": "变更通知",
        "report": "上报回复",
        "notice": "通知",
        "send_again": "重寄通知",
        "liaison_receipt": "联系表回执",
    }

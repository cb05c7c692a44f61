"""What came back of a letter, as `--json` prints it and lists say it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ledger.models import ReturnedLetter
from ledger.vocabulary import label

Row = dict[str, Any]


def returned_row(row: ReturnedLetter, told: Callable[[str], str]) -> Row:
    """One recipient from whom a letter came back: `permanent` null where the notice does not say."""
    return {
        "recipient": row.recipient,
        "at": row.at,
        "permanent": row.permanent,
        "reason": told(row.reason),
    }


def state_words(row: Row) -> str:
    """The state of a letter as lists print it, with the recipients from whom it came back: 已发送，退回：a@b.cn."""
    back = "、".join(each["recipient"] or "收件人不明" for each in row["returned"])
    return label("letter_state", row["state"]) + (f"，退回：{back}" if back else "")

"""How the project writes Chinese, where a machine can tell."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ("mailroom", "generators", "ledger", "parsers", "config", "templates")
LEADING_ZEROS = re.compile("%m月|%d日|:02d?}[月日]")


def test_no_date_in_chinese_has_leading_zeros():
    """GB/T 9704 7.3.5.4, GB/T 15835: 2018年3月2日, never 03月02日."""
    files = [
        path for name in OURS for path in (ROOT / name).rglob("*") if path.suffix in (".py", ".j2", ".txt")
    ]

    with_zeros = [path.name for path in files if LEADING_ZEROS.search(path.read_text(encoding="utf-8"))]

    assert len(files) > 200
    assert with_zeros == []

"""A finding of `check`: how something stands, and what to do about it."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass

FINE, MIND, FAULT = "正常", "注意", "故障"


@dataclass(frozen=True)
class Finding:
    """One line of the check: how it stands, what was looked at, what was found, what to do."""

    level: str  # FINE | MIND | FAULT
    subject: str
    sentence: str
    advice: str = ""


def output(command: list[str]) -> str:
    """What a program of the system says; "" where it is missing or silent."""
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=10, check=False).stdout
    except (OSError, subprocess.SubprocessError):
        return ""

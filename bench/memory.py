"""How much memory a process holds, as Linux counts it."""

from __future__ import annotations

import re
from pathlib import Path


def resident_mb() -> float:
    """The memory that this process holds now (VmRSS), in MB of 1,000,000 bytes."""
    return _status("VmRSS")


def peak_mb() -> float:
    """The most that this process has held so far (VmHWM), in MB."""
    return _status("VmHWM")


def _status(key: str) -> float:
    found = re.search(rf"^{key}:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    if found is None:
        raise RuntimeError(f"/proc/self/status tells no {key}")
    return int(found[1]) * 1024 / 1e6

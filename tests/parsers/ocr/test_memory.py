"""A worker that recognises pages stays small."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_FINDS = """
from pathlib import Path
import numpy as np
from parsers import ocr
from parsers.ocr.finding import find_text

def megabytes():
    return int(Path("/proc/self/status").read_text().split("VmRSS:")[1].split()[0]) // 1024

ocr.prepare()
page = np.full((1900, 1900, 3), 250, np.uint8)
page[::40, ::3] = 60
before = megabytes()
find_text(page, 1.0)
print(megabytes() - before)
"""


def test_what_the_finder_took_for_a_page_is_given_back() -> None:
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", _FINDS], capture_output=True, text=True, cwd=root, check=True
    )
    assert int(done.stdout) < 80

"""LibreOffice as a clerk's own: opens what the office wrote, and prints it."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.servers.ports import program

SECONDS = 150  # a first start on a cold disk takes some twenty


def print_as_pdf(documents: Sequence[Path], folder: Path) -> None:
    """Write each document as PDF into `folder`, under its own stem; `RuntimeError` tells what LibreOffice said.

    Asked twice: the very first start after its installation was seen to end with 1 while another was starting, and at
    no time since.
    """
    if _asked(documents, folder).returncode:
        again = _asked(documents, folder)
        if again.returncode:
            raise RuntimeError(f"soffice ends with {again.returncode}: {again.stderr} {again.stdout}")


def _asked(documents: Sequence[Path], folder: Path) -> subprocess.CompletedProcess[str]:
    soffice = program("soffice", "libreoffice-writer-nogui libreoffice-calc-nogui")
    with tempfile.TemporaryDirectory() as profile:
        command = [soffice, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, documents)]
        return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)

"""LibreOffice as a clerk's own: opens what the office wrote, and prints it."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.servers.ports import program

SECONDS = 150  # a first start on a cold disk takes some twenty
LETTER_FONTS = Path("/usr/local/share/letter-fonts")  # FandolFang and FandolKai, laid there by debian.sh
# The faces that letters name, and what stands in for them here: all are one em wide a character. Without Fandol, Noto
# stands for 仿宋 and 楷体 too, and every measure holds.
FACES = {
    "仿宋_GB2312": ("FandolFang R", "FandolFang", "Noto Serif CJK SC"),
    "仿宋": ("FandolFang R", "FandolFang", "Noto Serif CJK SC"),
    "楷体_GB2312": ("FandolKai", "Noto Serif CJK SC"),
    "楷体": ("FandolKai", "Noto Serif CJK SC"),
    "方正小标宋简体": ("Noto Serif CJK SC",),
    "宋体": ("Noto Serif CJK SC",),
    "黑体": ("Noto Sans CJK SC",),
    "微软雅黑": ("Noto Sans CJK SC",),
}


def print_as_pdf(documents: Sequence[Path], folder: Path) -> None:
    """Write each document as PDF into `folder`, under its own stem; `RuntimeError` tells what LibreOffice said."""
    saved_as("pdf", documents, folder)


def saved_as(ending: str, documents: Sequence[Path], folder: Path) -> None:
    """Save each document in the format of `ending` (doc, xls, ods …) into `folder`, as `print_as_pdf` does.

    Asked twice: the very first start after its installation was seen to end with 1 while another was starting, and at
    no time since.
    """
    if _asked(ending, documents, folder).returncode:
        again = _asked(ending, documents, folder)
        if again.returncode:
            raise RuntimeError(f"soffice ends with {again.returncode}: {again.stderr} {again.stdout}")


def _asked(ending: str, documents: Sequence[Path], folder: Path) -> subprocess.CompletedProcess[str]:
    soffice = program("soffice", "libreoffice-writer-nogui libreoffice-calc-nogui")
    with tempfile.TemporaryDirectory() as profile:
        fonts = Path(profile) / "fonts.conf"
        fonts.write_text(_fonts(), encoding="utf-8")
        command = [soffice, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless"]
        command += ["--convert-to", ending, "--outdir", str(folder), *map(str, documents)]
        surroundings = os.environ | {"FONTCONFIG_FILE": str(fonts)}
        return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, env=surroundings)


def _fonts() -> str:
    """Return the settings of fontconfig that let LibreOffice print a letter as a PC with the named faces would."""
    aliases = "".join(
        f'<alias binding="same"><family>{face}</family><prefer>'
        + "".join(f"<family>{other}</family>" for other in others)
        + "</prefer></alias>"
        for face, others in FACES.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{LETTER_FONTS}</dir>{aliases}</fontconfig>'
    )

"""Readers that do what a document can make a reader do. They run in the worker process."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from datetime import date, datetime
from pathlib import Path

from parsers.apart import Reply
from parsers.formats.package import Unreadable
from parsers.paper import Cell, Grid, Line, Paper, Unsure

PAPER = Paper(
    "原名.doc",
    "odd",
    (
        Line("第一行\n𠮷 \ud800", "第1段"),
        Grid(
            (
                Cell(1, 1, "来电时间", 2, 3),
                Cell(1, 4, "", value=datetime(2018, 3, 12, 9, 20)),
                Cell(2, 1, "", value=date(2018, 3, 12)),
                Cell(2, 2, "3", value=3.5),
                Cell(2, 3, "", value=True),
            ),
            "工作表「待办」",
            True,
            frozenset({2, 7}),
            frozenset({1}),
        ),
    ),
    {"title": "工单"},
    "只读了前面。",
    (Unsure("第1页 表1 R3C2", "13806321234", 0.62),),
)


def read(name: str, data: bytes, seconds: float) -> Paper:
    """Do what the octets say."""
    order, _, rest = data.decode().partition(" ")
    if order == "paper":
        return PAPER
    if order == "who":
        return _says(name, str(os.getpid()))
    if order == "sleep":
        time.sleep(60)
    if order == "loop":  # a library that never gives the interpreter back
        ctypes.pythonapi.PyRun_SimpleString(b"while True: pass")
    if order == "eat":
        return _says(name, str(len(bytearray(3_000_000_000))))
    if order == "crash":
        ctypes.string_at(0)
    if order == "print":
        print("a library prints", flush=True)
        os.write(1, b"\x00\x00\x00\x02{}")
    if order == "refuse":
        raise Unreadable("加了密码")
    if order == "bug":
        raise ZeroDivisionError
    if order == "environment":
        return _says(name, "\n".join(f"{key}={value}" for key, value in os.environ.items()))
    if order == "child":  # leave a program behind, as LibreOffice would
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        Path(rest).write_text(str(child.pid))
        time.sleep(60)
    if order == "keep":  # keep a program running that writes into its home, as LibreOffice does
        child = subprocess.Popen([sys.executable, "-c", _WRITES])
        Path(rest).write_text(str(child.pid))
    return _says(name, order)


_WRITES = """
import os
while True:
    os.makedirs("profile", exist_ok=True)
    open("profile/settings", "w").close()
"""


def read_pages(name: str, pages: list[bytes], seconds: float) -> Reply:
    """Give the pages back, turned round."""
    return Reply(
        _says(name, f"{len(pages)} 页"), tuple((f"{i}.png", page[::-1]) for i, page in enumerate(pages))
    )


def _says(name: str, text: str) -> Paper:
    return Paper(name, "odd", (Line(text, "第1行"),))

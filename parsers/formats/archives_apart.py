"""Rar and 7z → the files in them. Runs in the worker process only (`parsers.apart`)."""

from __future__ import annotations

import importlib

from parsers.apart.readers import Reply
from parsers.formats.sniffing import sniff
from parsers.formats.takings import Takings
from parsers.paper import Paper

_MODULES = {"rar": "rar_archive", "7z": "seven_zip"}
"""Kind → module of this package with `unpack(name, data, takings)`; each imports its library when first used."""


def read(name: str, data: bytes, seconds: float) -> Reply:
    """Return the files of an archive, beside an empty paper whose `problem` says what was left in it."""
    kind = sniff(name, data)
    takings = Takings()
    try:
        importlib.import_module(f"parsers.formats.{_MODULES[kind]}").unpack(name, data, takings)
    except ImportError as error:
        problem = f"「{name}」没有打开：本机缺少程序包 {error.name}，请管理员安装。"
        return Reply(Paper(name, kind, problem=problem))
    return Reply(Paper(name, kind, problem=takings.sentence(name)), tuple(takings.files))

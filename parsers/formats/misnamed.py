"""Text that is no text to a clerk: scripts, and files whose name promises a document and that hold something else."""

from __future__ import annotations

import re

_DOCUMENTS = frozenset(
    """doc docx dot dotx wps wpt rtf odt xls xlsx xlt xltx et ett ods ppt pptx dps odp pdf ofd
    jpg jpeg png gif bmp tif tiff webp heic zip rar 7z gz tar msg""".split()
)
_SCRIPTS = frozenset(
    "sh bash bat cmd ps1 js jse vbs vbe wsf wsh hta py pyw pl rb php lnk reg scr com".split()
)
_SCRIPT_START = re.compile(rb"\s*(?:#!\s?/|<\?php\b|<%@|@echo\s+off\b|<script\b)", re.IGNORECASE)
_HAN = re.compile("[\u3400-\u9fff]")

CALLED_A_DOCUMENT = "「{}」的名字说是文档，内容却是纯文字，按文字读的，请核对是不是寄错了。"


def is_script(name: str, head: bytes) -> bool:
    """Whether a text file is a program to be run: by its name, or by how it begins."""
    return _extension(name) in _SCRIPTS or _SCRIPT_START.match(head) is not None


def promises_document(name: str) -> bool:
    """Whether a name is that of a document, a picture or an archive, none of which is plain text."""
    return _extension(name) in _DOCUMENTS


def is_misnamed(name: str, text: str) -> bool:
    """Whether a text that is named like a document has not one Chinese character: it may be a script, and no answer."""
    return promises_document(name) and not _HAN.search(text)


def _extension(name: str) -> str:
    return name.lower().rpartition(".")[2].strip()

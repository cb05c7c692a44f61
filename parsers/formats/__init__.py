"""Documents: octets → Paper. A new format is one file, and one line in `READERS` (docs/how-to-add-a-format.md)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from parsers.formats import csv_text, doc, excel, html, ofd, office, old_excel, pdf, picture, plain, word
from parsers.formats.sniffing import sniff
from parsers.formats.unpacking import Unpacked, unpack
from parsers.formats.unread import unread
from parsers.limits import MAX_DOCUMENT_BYTES
from parsers.merged import is_overspread
from parsers.paper import Grid, Paper

READERS: dict[str, Callable[[str, bytes], Paper]] = {
    "docx": word.read,
    "xlsx": excel.read,
    "xls": old_excel.read,
    "csv": csv_text.read,
    "doc": doc.read,
    "pdf": pdf.read,
    "ofd": ofd.read,
    "rtf": office.read_rtf,
    "odf": office.read_odf,
    "wordxml": office.read_wordxml,
    "excelxml": office.read_excelxml,
    "xlsb": office.read_xlsb,
    "html": html.read,
    "plain": plain.read,
    **picture.READERS,
}
"""Format as `sniff` names it → the function that reads it: (name for the clerk, octets) → Paper, never raising."""


def read(name: str, data: bytes) -> Paper:
    """Return a document as a `Paper`. Whatever the octets, a Paper comes: what can't be read has a `problem`."""
    if len(data) > MAX_DOCUMENT_BYTES:
        return Paper(
            name,
            "unknown",
            problem=f"「{name}」大于 {MAX_DOCUMENT_BYTES // 1_000_000} MB，没有打开，请人工查看。",
        )
    kind = sniff(name, data)
    reader = READERS.get(kind)
    return _with_reach(reader(name, data)) if reader else unread(name, kind)


def _with_reach(paper: Paper) -> Paper:
    """Return the paper, with a sentence where its merged cells lie over more places than anybody would look at."""
    grids = [block for block in paper.blocks if isinstance(block, Grid) and is_overspread(block.cells)]
    if not grids:
        return paper
    told = f"「{paper.name}」{grids[0].where}的合并单元格范围大得不合理，有的只当作左上角一格读，请人工查看。"
    return replace(paper, problem=paper.problem + told)


__all__ = ["READERS", "Unpacked", "read", "sniff", "unpack"]

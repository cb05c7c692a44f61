"""Pictures of pages → Paper: what a clerk reads on scans and photographs.

Pure functions over octets; heavy (see docs/reading.md for seconds and memory), so that they are called in a worker
process. The packages behind them (onnxruntime, opencv, pillow, the weights in rapidocr) are imported on the first call.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from parsers.paper import Paper

if TYPE_CHECKING:
    from parsers.ocr.pages import Page

MAX_PAGES = 40
"""Pages of one document that are recognised; the clerk is told where there are more."""

DOCUMENTS = frozenset({"pdf", "ofd", "tiff"})
"""Formats in which a page without any writing is a fault; other pictures may show a place."""


def prepare() -> None:
    """Load what recognition needs (0.5 s, 100 MB); `ImportError` names the package that is not installed."""
    from parsers.ocr import models, pages  # noqa: F401 (loads opencv)

    models.finder()
    models.reader()


def read_pictures(
    name: str,
    pages: Sequence[bytes],
    *,
    format: str,  # noqa: A002 (as the field of Paper is named)
    seconds: float | None = None,
) -> Paper:
    """Return what stands on `pages`, each an encoded picture (PNG, JPEG, TIFF, …), as lines and grids in reading order.

    `name` is how the clerk calls the document, `format` what it was ("pdf", "jpeg"). Tables are put back together
    from their ruling; every place begins with its page ("第1页 表1 R3C2", "第2页 第4段"). `unsure` names what was hard
    to read. Pages that could not be read are named in `problem`; nothing is raised for what is in the octets. Once
    `seconds` have passed no further page is begun.
    """
    try:
        from parsers.ocr.joining import join_pages
    except ImportError as error:
        return _not_installed(name, format, error)
    read: list[Page] = []
    problems: list[str] = []
    try:
        for page in _each(pages, time.monotonic() + seconds if seconds else None, problems):
            read.append(page)
    except ImportError as error:
        return _not_installed(name, format, error)
    blocks, unsure = join_pages(read)
    illegible = sum(page.illegible for page in read)
    if illegible > max(4, sum(page.legible for page in read)):
        problems.append("图片上的字迹大多看不清")
    elif not blocks and not problems and format in DOCUMENTS:
        problems.append("图片上没有认出文字")
    sentence = f"「{name}」{'；'.join(problems)}，请人工查看。" if problems else ""
    return Paper(name, format, tuple(blocks), problem=sentence, unsure=tuple(unsure))


def _each(pages: Sequence[bytes], until: float | None, problems: list[str]) -> Iterator[Page]:
    """Yield the pages one by one; what is not read is added to `problems`."""
    from parsers.ocr.pages import read_page
    from parsers.ocr.pictures import Unopened, open_pictures

    number = 0
    for octets in pages:
        try:
            for picture in open_pictures(octets):
                if number >= MAX_PAGES or (until and number and time.monotonic() > until):
                    problems.append(f"只识别了前 {number} 页")
                    return
                number += 1
                yield read_page(picture, f"第{number}页")
        except Unopened as error:
            number += 1
            problems.append(f"第{number}页{error}")


def _not_installed(name: str, kind: str, error: ImportError) -> Paper:
    package = error.name or str(error)
    return Paper(name, kind, problem=f"「{name}」没有识别：本机缺少程序包 {package}，请管理员安装。")


__all__ = ["DOCUMENTS", "MAX_PAGES", "prepare", "read_pictures"]

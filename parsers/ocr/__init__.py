"""Pictures of pages → Paper: what a clerk reads on scans and photographs.

Pure functions over octets; heavy (see docs/reading.md for seconds and memory), so that they are called in a worker
process. The packages behind them (onnxruntime, opencv, rapidocr) are imported on the first call.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from parsers.paper import Grid, Line, Paper, Unsure

MAX_PAGES = 40
"""Pages of one document that are recognised; the clerk is told where there are more."""


def read_pictures(
    name: str,
    pages: Sequence[bytes],
    *,
    format: str,  # noqa: A002 (as the field of Paper is named)
    seconds: float | None = None,
) -> Paper:
    """Return what stands on `pages`, each an encoded picture (PNG, JPEG, TIFF, …), as lines and grids in reading order.

    `name` is how the clerk calls the document, `format` what it was ("pdf", "jpeg"). Tables are put back together
    from their ruling; every place begins with its page ("第1页 表1"). `unsure` names what was hard to read. Pages that
    could not be read are named in `problem`; nothing is raised for what is in the octets. Once `seconds` have passed
    no further page is begun.
    """
    try:
        from parsers.ocr.models import NoModels
        from parsers.ocr.pages import read_page
        from parsers.ocr.pictures import Unopened, open_pictures
    except ImportError as error:
        return Paper(
            name, format, problem=f"「{name}」是图片，本机没有装好文字识别组件（{error.name}），请人工查看。"
        )
    blocks: list[Line | Grid] = []
    unsure: list[Unsure] = []
    problems: list[str] = []
    number = 0
    until = time.monotonic() + seconds if seconds else None
    for octets in pages:
        if number >= MAX_PAGES or (until and number and time.monotonic() > until):
            problems.append(f"只识别了前 {number} 页")
            break
        try:
            for picture in open_pictures(octets):
                number += 1
                page = read_page(picture, f"第{number}页")
                blocks += page.blocks
                unsure += page.unsure
                if number >= MAX_PAGES or (until and time.monotonic() > until):
                    break
        except Unopened as error:
            number += 1
            problems.append(f"第{number}页{error}")
        except NoModels as error:
            return Paper(
                name, format, problem=f"「{name}」是图片，本机没有装好文字识别组件（{error}），请人工查看。"
            )
    if not blocks and not problems:
        problems.append("图片上没有认出文字")
    sentence = f"「{name}」{'；'.join(problems)}，请人工查看。" if problems else ""
    return Paper(name, format, tuple(blocks), problem=sentence, unsure=tuple(unsure))


__all__ = ["MAX_PAGES", "read_pictures"]

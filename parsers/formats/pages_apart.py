"""Pages for a file that is bound: any PDF or picture laid out on A4, and sheets bound into one PDF. Worker process only.

Every page is put down as one drawing, with its fields and stamps flattened into it, so that nothing of a stranger's
file but what is seen comes along: no scripts, links, attachments or properties. The foot of each page stays free for
its number; a page that has something there is made a little smaller.
"""

from __future__ import annotations

import io
import json
import math
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, ByteStringObject

from parsers.apart.readers import Reply
from parsers.formats.package import Unreadable
from parsers.limits import MAX_DRAWN_PAGES, MAX_PRINTED_PAGES
from parsers.paper import Paper

MM = 72 / 25.4  # points
A4 = (210 * MM, 297 * MM)
FOOT = 13 * MM  # free for the page's number
EDGE = 6 * MM  # where a page is made smaller
NEAR = 3.0  # points by which a page may miss A4
LONGEST_SIDE = 2200  # pixels: 190 dots an inch on A4
DOTS = 110  # an inch, for pictures that need not be made smaller
MAX_PIXELS = 120_000_000
WHITE = 250


def lay_out(name: str, data: list[bytes], seconds: float) -> Reply:
    """Return the pages of `data[1]`, a PDF or (`data[0]` is b"picture") a picture, on A4 as one PDF.

    The paper's `properties` say under "pages" how many there are, under "left" how many were left out.
    """
    octets = _picture_as_pdf(data[1]) if data[0] == b"picture" else data[1]
    try:
        source = pdfium.PdfDocument(octets)
        count = len(source)
    except pdfium.PdfiumError as error:
        raise Unreadable("文件已损坏，或者加了密码") from error
    if not count:
        raise Unreadable("里面一页也没有")
    laid = pdfium.PdfDocument.new()
    for number in range(min(count, MAX_PRINTED_PAGES)):
        _lay(laid, source, number)
    told = {"pages": str(len(laid)), "left": str(count - len(laid))}
    return Reply(Paper(name, "pdf", properties=told), ((f"{name}.pdf", _saved(laid)),))


def bind(name: str, data: list[bytes], seconds: float) -> Reply:
    """Bind sheets (as `lay_out` gives them) into one PDF, with a number on every foot, and bookmarks.

    `data` is a plan (JSON: title, office, bookmarks as [title, page from 0]), the feet (a PDF with a low page for
    every page), and the sheets.
    """
    plan, feet = json.loads(data[0]), pdfium.PdfDocument(data[1])
    bound = pdfium.PdfDocument.new()
    for sheet in data[2:]:
        bound.import_pages(pdfium.PdfDocument(sheet))
    if len(feet) < len(bound):
        raise Unreadable("页脚没有排齐")
    for number in range(len(bound)):
        page = bound[number]
        width, _ = page.get_size()
        _put(
            bound, page, feet, number, pdfium.PdfMatrix().translate((width - feet[number].get_width()) / 2, 0)
        )
        page.gen_content()
    return Reply(Paper(name, "pdf"), ((f"{name}.pdf", _with_bookmarks(_saved(bound), plan)),))


def _lay(laid: pdfium.PdfDocument, source: pdfium.PdfDocument, number: int) -> None:
    page = source[number]
    pdfium.raw.FPDFPage_Flatten(page.raw, pdfium.raw.FLAT_PRINT)
    page.close()
    page = source[number]
    turn = page.get_rotation()
    width, height = page.get_size()  # as it is seen, turned
    box = page.get_cropbox()
    paper = A4 if width <= height else (A4[1], A4[0])
    if abs(width - paper[0]) < NEAR and abs(height - paper[1]) < NEAR and _is_free(page):
        scale, right, up = 1.0, 0.0, 0.0
    else:
        scale = min(1.0, (paper[0] - 2 * EDGE) / width, (paper[1] - FOOT - EDGE) / height)
        right = (paper[0] - width * scale) / 2
        up = paper[1] - EDGE - height * scale
    matrix = pdfium.PdfMatrix().translate(-box[0], -box[1])
    if turn:
        matrix = _turned(matrix, turn, width, height)
        page.set_rotation(0)
    sheet = laid.new_page(*paper)
    _put(laid, sheet, source, number, matrix.scale(scale, scale).translate(right, up))
    sheet.gen_content()


def _turned(matrix: pdfium.PdfMatrix, turn: int, width: float, height: float) -> pdfium.PdfMatrix:
    """Turn clockwise about the corner, and move back to it; `width` and `height` are those afterwards."""
    back = {90: (0.0, height), 180: (width, height), 270: (width, 0.0)}[turn]
    return matrix.rotate(turn).translate(*back)


def _put(
    book: pdfium.PdfDocument,
    page: pdfium.PdfPage,
    source: pdfium.PdfDocument,
    number: int,
    matrix: pdfium.PdfMatrix,
) -> None:
    drawing = source.page_as_xobject(number, book).as_pageobject()
    drawing.transform(matrix)
    page.insert_obj(drawing)


def _is_free(page: pdfium.PdfPage) -> bool:
    """Whether nothing stands where the number will."""
    scale = 0.5
    seen = page.render(scale=scale, grayscale=True).to_pil()
    foot = seen.crop((0, seen.height - math.ceil(FOOT * scale), seen.width, seen.height))
    return int(foot.getextrema()[0]) >= WHITE


def _picture_as_pdf(octets: bytes) -> bytes:
    """Return a picture's frames as pages, upright as EXIF says."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with Image.open(io.BytesIO(octets)) as picture:
            frames = [
                _frame(picture, at) for at in range(min(getattr(picture, "n_frames", 1), MAX_DRAWN_PAGES))
            ]
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise Unreadable("图片打不开，文件可能已损坏") from error
    out = io.BytesIO()
    frames[0].save(out, "PDF", resolution=DOTS, save_all=True, append_images=frames[1:], quality=85)
    return out.getvalue()


def _frame(picture: Image.Image, at: int) -> Image.Image:
    if at:
        picture.seek(at)
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("RGBA", "LA", "P", "PA"):  # what is clear is paper
        clear = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
    seen = upright.convert("L" if upright.mode in ("1", "L", "I;16") else "RGB")
    seen.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return seen


def _saved(document: pdfium.PdfDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _with_bookmarks(bound: bytes, plan: dict[str, Any]) -> bytes:
    """Add the bookmarks and the properties; the same sheets give the same bytes."""
    writer = PdfWriter(clone_from=io.BytesIO(bound))
    for title, page in plan["bookmarks"]:
        writer.add_outline_item(title=title, page_number=page)
    writer.page_mode = "/UseOutlines"
    writer.metadata = {"/Title": plan["title"], "/Author": plan["office"]}
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    mark = ByteStringObject(b"\0" * 16)
    writer._ID = ArrayObject([mark, mark])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()

"""Octets of a picture → pages as arrays: upright as the camera held it, of bounded size, on white paper."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import numpy as np
from PIL import Image, UnidentifiedImageError

from parsers.ocr.arrays import Picture

LONGEST = 3200
"""Pixels along the longer side that are kept: A4 at 270 dots an inch, more than recognition can use."""

MAX_DECODED_BYTES = 160_000_000
"""Octets that a picture may take once decoded: an A4 page at 600 dots an inch in colour has 105 million."""

MAX_PROGRESSIVE_PIXELS = 60_000_000
"""A progressive JPEG is decoded whole before it can be scaled; telephones write baseline ones."""

MAX_FRAMES = 100
"""Pages of one TIFF that are looked at."""


class Unopened(Exception):
    """The picture can't be opened; the message is a Chinese clause that says why."""


def open_pictures(data: bytes) -> Iterator[Picture]:
    """Yield the pages of a picture, RGB, longer side at most `LONGEST`.

    A TIFF may hold several; a picture of the screen much longer than wide is cut between its lines.
    `Unopened` where the octets are no picture, are damaged, or would take too much memory once decoded.
    """
    _know_iphones()
    with _as_unopened():
        image = Image.open(io.BytesIO(data))
        several = min(int(getattr(image, "n_frames", 1)), MAX_FRAMES) if image.format == "TIFF" else 1
    for frame in range(several):
        with _as_unopened():
            if frame:
                image.seek(frame)
            parts = _page(image)
        if frame == several - 1:
            image.close()  # gives its memory back before the recognition takes its own
        yield from parts


@contextmanager
def _as_unopened() -> Iterator[None]:
    """Translate what Pillow raises over damaged octets, which is not settled; what it only warns of is nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # also of many pixels: `_check_size` has its own bound
        try:
            yield
        except Image.DecompressionBombError as error:
            raise Unopened("图片过大，没有打开") from error
        except UnidentifiedImageError as error:
            raise Unopened("不是认得出的图片") from error
        except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError) as error:
            raise Unopened("图片已损坏，打不开") from error


def _page(image: Image.Image) -> list[Picture]:
    """Return the frame that `image` stands at. Scaling comes first: conversions then cost little memory."""
    _check_size(image)
    longer = _longer(image.size)
    if image.format == "JPEG" and longer > LONGEST:
        image.draft("RGB", (image.width * LONGEST // longer, image.height * LONGEST // longer))
    page: Image.Image = image.convert("L") if image.mode == "1" else image
    if _is_blank(page):
        return [_blank(page.size)]  # to scale forty of them would take ten seconds
    shrink = _longer(page.size) // LONGEST
    if shrink > 1 and page.mode in ("L", "RGB", "RGBA", "CMYK", "LA", "YCbCr"):
        page = page.reduce(shrink)
        page.info = dict(image.info)
    page = _on_white(page)
    orientation = image.getexif().get(_ORIENTATION, 1)
    if orientation in _TURNS:
        page = page.transpose(_TURNS[orientation])
    return [_part(page, top, bottom) for top, bottom in _slices(page)]


def _is_blank(page: Image.Image) -> bool:
    """Whether a page is grey or coloured all over alike."""
    if page.mode not in ("L", "RGB"):
        return False
    extremes: Any = page.getextrema()  # (darkest, lightest), or that of each band
    return all(low == high for low, high in ([extremes] if page.mode == "L" else extremes))


def _blank(size: tuple[int, int]) -> Picture:
    """Return a white page as large as one of that size (width, height) becomes."""
    shrink = min(1.0, LONGEST / max(size))
    width, height = (max(1, round(side * shrink)) for side in size)
    return np.full((height, width, 3), 255, np.uint8)


def _part(page: Image.Image, top: int, bottom: int) -> Picture:
    part = page.crop((0, top, page.width, bottom))
    part.thumbnail((LONGEST, LONGEST), Image.Resampling.BICUBIC)
    return np.asarray(part.convert("RGB"), dtype=np.uint8)  # grey is scaled in a third of the time


def _longer(size: tuple[int, int]) -> int:
    """Return the longer side, of a picture of the screen that of the parts which it will be cut in."""
    width, height = size
    return max(width, min(height, round(_LONG * width))) if width >= _NARROW else max(size)


_NARROW = 200  # pixels: a strip, no screen
_LONG = 2.5  # times its width: a picture of the screen is longer than any sheet of paper


def _slices(page: Image.Image) -> list[tuple[int, int]]:
    """Return (top, bottom) of the parts that a page is read in: one, but for pictures of a rolled screen."""
    width, height = page.size
    if height <= _LONG * width or width < _NARROW:
        return [(0, height)]
    grey = page.convert("L").resize((200, height), Image.Resampling.BOX)
    unrest = np.convolve(np.asarray(grey, dtype=np.float32).std(axis=1), np.ones(9), "same")
    cuts = [0]
    while height - cuts[-1] > _LONG * width:
        begin, end = cuts[-1] + int(1.2 * width), cuts[-1] + int(1.6 * width)
        cuts.append(begin + int(unrest[begin:end].argmin()))
    return [*pairwise([*cuts, height])]


_ORIENTATION = 0x0112  # the EXIF tag
_TURNS = {  # EXIF orientation → what makes the picture upright
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _check_size(image: Image.Image) -> None:
    pixels = image.width * image.height
    if image.format == "JPEG":
        if image.info.get("progressive") and pixels > MAX_PROGRESSIVE_PIXELS:
            raise Unopened(f"图片过大（{image.width}×{image.height} 像素），没有打开")
        shrink = max(n for n in (1, 2, 4, 8) if n == 1 or max(image.size) >= n * LONGEST)  # by its decoder
        pixels = pixels // (shrink * shrink)
    octets = 1 if image.mode in ("1", "L") else 4  # as Pillow keeps a pixel, and what other modes become
    if pixels * octets > MAX_DECODED_BYTES:
        raise Unopened(f"图片过大（{image.width}×{image.height} 像素），没有打开")


def _on_white(image: Image.Image) -> Image.Image:
    """Return the image as RGB, or grey as it was; what is transparent is white, 16-bit grey is brought down to 8."""
    if image.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8)).convert("RGB")
    if image.mode in ("I", "F"):
        grey = np.asarray(image, dtype=np.float32)
        top = 65535.0 if float(grey.max(initial=0)) > 255 else 255.0
        return Image.fromarray(np.clip(grey * (255.0 / top), 0, 255).astype(np.uint8)).convert("RGB")
    if image.mode in ("LA", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        over = image.convert("RGBA")
        white = Image.new("RGBA", over.size, (255, 255, 255, 255))
        return Image.alpha_composite(white, over).convert("RGB")
    return image if image.mode in ("RGB", "L") else image.convert("RGB")


def _know_iphones() -> None:
    """Let Pillow open HEIC, where the package for it is installed."""
    if "HEIF" not in Image.OPEN:
        try:
            from pi_heif import register_heif_opener
        except ImportError:
            return
        register_heif_opener()

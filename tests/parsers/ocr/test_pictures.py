"""Octets of pictures, sound and unsound, become upright pages of bounded size."""

from __future__ import annotations

import io
import time

import numpy as np
import pytest
from PIL import Image

from parsers.ocr import read_pictures
from parsers.ocr.pictures import LONGEST, Unopened, open_pictures
from tests.parsers.ocr.drawing import encoded


def corner() -> Image.Image:
    """A white picture, 60 × 40, with its upper left corner black."""
    image = Image.new("RGB", (60, 40), "white")
    image.paste((0, 0, 0), (0, 0, 10, 10))
    return image


def only(data: bytes) -> np.ndarray:
    (page,) = open_pictures(data)
    return page


@pytest.mark.parametrize(
    ("orientation", "turn"),
    [(3, Image.Transpose.ROTATE_180), (6, Image.Transpose.ROTATE_90), (8, Image.Transpose.ROTATE_270)],
)
def test_a_photograph_is_turned_as_the_camera_was_held(orientation: int, turn: Image.Transpose) -> None:
    """Orientation 6: the camera was held so that the picture must be turned clockwise."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    page = only(encoded(corner().transpose(turn), "JPEG", exif=exif, quality=95))
    assert page.shape == (40, 60, 3)
    assert page[:8, :8].mean() < 20
    assert page[20:, 20:].mean() > 235


def test_large_photographs_are_scaled_while_they_are_decoded() -> None:
    page = only(encoded(Image.new("RGB", (9000, 6000), "white"), "JPEG"))
    assert page.shape == (2133, LONGEST, 3)


def test_a_hundred_megapixels_are_refused_before_they_are_decoded() -> None:
    """The header of a PNG promises 10,000 × 10,000 pixels in colour; nothing else of it is needed."""
    header = encoded(Image.new("RGB", (1, 1)))
    giant = header[:16] + (10_000).to_bytes(4, "big") * 2 + header[24:]
    import zlib

    giant = giant[:29] + zlib.crc32(giant[12:29]).to_bytes(4, "big") + giant[33:]
    with pytest.raises(Unopened, match="10000×10000"):
        list(open_pictures(giant))
    paper = read_pictures("巨图.png", [giant], format="png")
    assert paper.problem == "「巨图.png」第1页图片过大（10000×10000 像素），没有打开，请人工查看。"


def test_all_pages_of_a_fax_are_opened() -> None:
    pages = [Image.new("1", (400, 300), 1) for _ in range(3)]
    fax = io.BytesIO()
    pages[0].save(fax, "TIFF", compression="group4", save_all=True, append_images=pages[1:])
    assert [page.shape for page in open_pictures(fax.getvalue())] == [(300, 400, 3)] * 3


def test_a_hundred_blank_pages_are_looked_at_in_a_moment() -> None:
    pages = [Image.new("1", (2480, 3508), 1) for _ in range(100)]
    fax = io.BytesIO()
    pages[0].save(fax, "TIFF", compression="group4", save_all=True, append_images=pages[1:])
    began = time.process_time()
    paper = read_pictures("空白.tif", [fax.getvalue()], format="tiff")
    assert time.process_time() - began < 5
    assert paper.problem == "「空白.tif」只识别了前 40 页，请人工查看。"
    (page, *_) = open_pictures(fax.getvalue())
    assert (page.shape, page.min()) == ((3200, 2262, 3), 255)


def test_what_is_transparent_is_white_and_sixteen_bits_become_eight() -> None:
    clear = Image.new("RGBA", (30, 30), (0, 0, 0, 0))
    assert only(encoded(clear)).min() == 255
    deep = Image.fromarray(np.full((30, 30), 0x8000, np.uint16))
    assert set(only(encoded(deep)).flatten()) == {0x80}


def test_a_long_picture_of_a_screen_is_cut_between_its_lines() -> None:
    screen = np.full((4000, 600, 3), 255, np.uint8)
    for y in range(0, 4000, 50):
        screen[y : y + 30, 50:550:7] = 0  # lines of writing, 20 pixels apart
    pages = list(open_pictures(encoded(screen)))
    assert len(pages) > 2
    assert sum(page.shape[0] for page in pages) == 4000
    assert all(page[-1].min() == 255 for page in pages[:-1])  # no line is cut through


@pytest.mark.parametrize("cut", [0, 10, 40, 200, 1500])
def test_torn_pictures_are_said_to_be_torn(cut: int) -> None:
    noise = np.random.default_rng(3).integers(0, 255, (80, 80, 3), dtype=np.uint8)
    for kind in ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"):
        torn = encoded(noise, kind)[:cut]
        with pytest.raises(Unopened, match="图片"):
            list(open_pictures(torn))

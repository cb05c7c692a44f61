"""Seals are found by their rim; other red on a page is left alone."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from parsers.ocr.seals import find_grey_seals, find_seals, red_ink, without_grey_seals, without_seals
from tests.parsers.ocr.drawing import Sheet, needs_font, scanned

pytestmark = needs_font

RED = (208, 35, 40)


def letter() -> Sheet:
    sheet = Sheet(Image.new("RGB", (1654, 1500), (252, 252, 250)))
    sheet.text(900, 800, "滕州市公安局交警大队")
    return sheet


def boxes(page: np.ndarray) -> list[tuple[int, int, int, int]]:
    return find_seals(red_ink(page))


@pytest.mark.parametrize("size", [200, 330, 480])
def test_a_seal_is_found_with_its_box(size: int) -> None:
    sheet = letter()
    sheet.seal(1050, 820, "滕州市公安局交警大队", size)
    ((left, top, right, bottom),) = boxes(scanned(sheet.image, slant=0))
    assert np.allclose((left, top), (1050 - size // 2, 820 - size // 2), atol=25)
    assert np.allclose((right, bottom), (1050 + size // 2, 820 + size // 2), atol=25)


def test_a_seal_is_found_on_the_red_ruling_of_a_form() -> None:
    sheet = letter()
    draw = ImageDraw.Draw(sheet.image)
    for y in range(700, 1200, 90):
        draw.line((200, y, 1450, y), fill=RED, width=3)
    draw.line((800, 700, 800, 1150), fill=RED, width=3)
    sheet.seal(1000, 920, "滕州市公安局交警大队")
    assert len(boxes(np.asarray(sheet.image))) == 1


def test_a_letterhead_and_red_labels_are_no_seals() -> None:
    sheet = Sheet(Image.new("RGB", (1654, 1500), (252, 252, 250)))
    sheet.centred(100, "滕州市人民政府办公室", 90, RED)
    for i, label in enumerate(["来文单位", "文件标题", "拟办意见"]):
        sheet.text(220, 400 + 90 * i, label, 34, RED)
    page = np.asarray(sheet.image)
    assert boxes(page) == []
    assert without_seals(page, []) is page


def test_red_ink_goes_and_black_below_it_stays() -> None:
    sheet = letter()
    plain = np.asarray(sheet.image)
    sheet.seal(1050, 820, "滕州市公安局交警大队")
    page = np.asarray(sheet.image)
    clean = without_seals(page, boxes(page))
    before, after = (cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) < 128 for image in (plain, clean))
    written = before.sum()
    assert (before & after).sum() > 0.9 * written
    assert (after & ~before).sum() < 0.1 * written


def grey(page: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)


def test_on_a_copy_without_colour_a_seal_is_found_by_its_rim() -> None:
    sheet = letter()
    for i in range(12):
        sheet.text(220, 150 + 50 * i, "经查，该路段确有货车违规停放现象，我大队已安排警力每日巡查。")
    assert find_grey_seals(grey(np.asarray(sheet.image))) == []
    sheet.seal(1050, 820, "滕州市公安局交警大队")
    ((left, top, right, bottom),) = find_grey_seals(grey(scanned(sheet.image, slant=0)))
    assert np.allclose((left, top, right, bottom), (885, 655, 1215, 985), atol=25)


def test_a_pale_grey_seal_goes_and_the_writing_stays() -> None:
    sheet = letter()
    plain = grey(np.asarray(sheet.image)) < 128
    sheet.seal(1050, 820, "滕州市公安局交警大队", ink=(235, 110, 105))
    page = cv2.cvtColor(grey(np.asarray(sheet.image)), cv2.COLOR_GRAY2RGB)
    clean = grey(without_grey_seals(page, find_grey_seals(grey(page)))) < 128
    assert (plain & clean).sum() > 0.8 * plain.sum()
    assert (clean & ~plain).sum() < 0.2 * plain.sum()


def test_a_seal_as_dark_as_the_writing_stays_with_it() -> None:
    sheet = letter()
    sheet.seal(1050, 820, "滕州市公安局交警大队", ink=(30, 30, 35))
    page = cv2.cvtColor(grey(np.asarray(sheet.image)), cv2.COLOR_GRAY2RGB)
    assert (without_grey_seals(page, find_grey_seals(grey(page))) == page).all()

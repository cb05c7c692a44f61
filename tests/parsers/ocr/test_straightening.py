"""The sheet is cut out of a photograph; a shadow on a scan is no edge of it."""

from __future__ import annotations

import numpy as np

from parsers.ocr.straightening import sheet


def test_a_sheet_on_a_dark_desk_is_cut_out() -> None:
    photo = np.full((1200, 1000, 3), 70, np.uint8)
    photo[100:1100, 120:880] = 240
    cut = sheet(photo)
    assert np.allclose(cut.shape[:2], (1000, 760), atol=12)
    assert cut.mean() > 230


def test_a_shadow_where_the_lid_stood_open_cuts_nothing_off() -> None:
    scan = np.full((1200, 1000, 3), 245, np.float32)
    scan[:, :160] *= np.linspace(0.35, 1, 160)[None, :, None]
    page = scan.astype(np.uint8)
    assert sheet(page) is page


def test_a_sheet_half_in_the_dark_is_left_whole() -> None:
    photo = np.full((1200, 1000, 3), 240, np.uint8)
    rows, columns = np.mgrid[0:1200, 0:1000]
    photo[rows < 0.45 * columns] = 90
    assert sheet(photo) is photo

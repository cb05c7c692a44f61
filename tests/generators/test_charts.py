"""Pictures of figures: bars to scale in the office's colours, small files, the same every time."""

from __future__ import annotations

import io
from collections import Counter

import numpy
import pytest
from PIL import Image

from generators.charts import BLUE, GREY, RED, WIDTH, Bar, Font, bars_across, columns_up
from mailroom.chart_fonts import chart_font

BARS = [Bar("供暖供热", 100, "100件", 50), Bar("物业管理", 50, "50件", 100, late=True)]


@pytest.fixture(scope="module")
def font() -> Font:
    found = chart_font()
    assert found, "the tests install a Chinese font: tests/servers/debian.sh"
    return found


def width_of(picture, colour: str) -> int:
    """How wide the bars of a colour are in most of the rows that show them; others have red letters beside."""
    pixels = numpy.asarray(Image.open(io.BytesIO(picture.data)).convert("RGB"))
    rgb = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    rows = (pixels == rgb).all(axis=2).sum(axis=1).tolist()
    return Counter(count for count in rows if count > 50).most_common(1)[0][0]


def test_bars_are_as_long_as_their_numbers_and_late_ones_red(font: Font):
    picture = bars_across(BARS, font, alt="图")
    assert width_of(picture, RED) == pytest.approx(width_of(picture, BLUE) / 2, abs=3)


def test_only_the_last_column_is_coloured(font: Font):
    picture = columns_up([Bar("1月", 10, "10"), Bar("2月", 10, "10"), Bar("3月", 10, "10")], font, alt="图")
    assert width_of(picture, GREY) == pytest.approx(2 * width_of(picture, BLUE), abs=3)


def test_a_picture_is_as_wide_as_the_text_and_small(font: Font):
    for picture in (bars_across(BARS * 8, font, alt="图"), columns_up(BARS * 6, font, alt="图")):
        assert picture.pixels[0] == WIDTH
        assert picture.width_mm == 156
        assert len(picture.data) < 40_000


def test_figures_of_nought_are_drawn_too(font: Font):
    assert bars_across([Bar("甲", 0, "0件", 0)], font, alt="图").data
    assert columns_up([Bar("3月", 0, "0")], font, alt="图").data


def test_the_same_bars_give_the_same_bytes(font: Font):
    assert bars_across(BARS, font, alt="图") == bars_across(BARS, font, alt="图")

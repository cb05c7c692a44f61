"""Charts need a Chinese font on the machine, and `check` says so where there is none."""

from __future__ import annotations

import pytest

from generators.charts import Font
from mailroom import chart_fonts
from mailroom.finding import FINE, MIND


@pytest.fixture(autouse=True)
def _ask_anew():
    chart_fonts.chart_font.cache_clear()
    yield
    chart_fonts.chart_font.cache_clear()


def listing(monkeypatch: pytest.MonkeyPatch, **families: str) -> None:
    def says(command: list[str]) -> str:
        return families.get(command[1].partition(":")[0].replace(" ", ""), "")

    monkeypatch.setattr(chart_fonts, "output", says)
    monkeypatch.setattr(chart_fonts.shutil, "which", lambda name: name)


def test_the_first_face_of_a_collection_is_named_by_its_number(monkeypatch: pytest.MonkeyPatch):
    listing(monkeypatch, NotoSansCJKSC="/usr/share/fonts/NotoSansCJK-Regular.ttc: :index=2\n")
    assert chart_fonts.chart_font() == Font("/usr/share/fonts/NotoSansCJK-Regular.ttc", 2)
    assert chart_fonts.check_chart_font().level == FINE


def test_another_font_will_do(monkeypatch: pytest.MonkeyPatch):
    listing(monkeypatch, WenQuanYiZenHei="/usr/share/fonts/wqy-zenhei.ttc: :index=0\n")
    assert chart_fonts.chart_font() == Font("/usr/share/fonts/wqy-zenhei.ttc", 0)


def test_without_any_the_check_names_the_package(monkeypatch: pytest.MonkeyPatch):
    listing(monkeypatch)
    assert chart_fonts.chart_font() is None
    found = chart_fonts.check_chart_font()
    assert found.level == MIND
    assert "fonts-noto-cjk" in found.advice

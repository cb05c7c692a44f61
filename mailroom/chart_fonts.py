"""The font that pictures in our papers are lettered with, asked of fontconfig; a paper without one has tables of bars."""

from __future__ import annotations

import shutil
from functools import lru_cache

from generators.charts import Font
from mailroom.finding import FINE, MIND, Finding, output

WANTED = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "SimHei",
)
PACKAGE = "fonts-noto-cjk"


@lru_cache(maxsize=1)
def chart_font() -> Font | None:
    """Return a Chinese face without serifs; None where this machine has none, or no fontconfig to ask."""
    if shutil.which("fc-list") is None:
        return None
    for family in WANTED:
        listed = output(["fc-list", f"{family}:style=Regular", "file", "index"])
        faces = sorted(line.strip() for line in listed.splitlines() if ":" in line)
        if faces:
            return _font(faces[0])
    return None


def _font(face: str) -> Font:
    """Read fc-list's `/usr/share/…/NotoSansCJK-Regular.ttc: :index=2`."""
    path, _, rest = face.partition(":")
    index = rest.partition("index=")[2].split(":")[0]
    return Font(path, int(index) & 0xFFFF if index.isdigit() else 0)  # above: an instance of a variable font


def check_chart_font() -> Finding:
    """Say whether charts are pictures here."""
    if font := chart_font():
        return Finding(FINE, "图表字体", f"通报中的图可以画：{font.path}")
    advice = f"安装 {PACKAGE}（apt-get install {PACKAGE}）和 fontconfig；不装也能发，图的位置印成方块表"
    return Finding(MIND, "图表字体", "本机没有画图用的中文字体", advice)

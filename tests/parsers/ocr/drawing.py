"""Pages drawn for these tests: forms with ruling, letters, seals; slanted, noisy, photographed. Always the same."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
needs_font = pytest.mark.skipif(
    not FONT.exists(), reason="没有思源宋体（fonts-noto-cjk），画不出试验用的页面"
)

EM = 34  # pixels of a character: 12 points at 200 dots an inch
INK = (30, 30, 35)


@dataclass
class Sheet:
    """An A4 page at 200 dots an inch that is being drawn."""

    image: Image.Image = field(default_factory=lambda: Image.new("RGB", (1654, 2339), (252, 252, 250)))

    def text(self, x: int, y: int, text: str, em: int = EM, ink: tuple[int, int, int] = INK) -> None:
        ImageDraw.Draw(self.image).text((x, y), text, font=ImageFont.truetype(str(FONT), em), fill=ink)

    def centred(self, y: int, text: str, em: int = 52, ink: tuple[int, int, int] = INK) -> None:
        width = ImageFont.truetype(str(FONT), em).getlength(text)
        self.text(int((self.image.width - width) / 2), y, text, em, ink)

    def letter(self, top: int, paragraphs: Sequence[str], left: int = 220, width: int = 1210) -> int:
        """Write paragraphs, each begun two characters in, broken at the margin; return where they end."""
        y = top
        for paragraph in paragraphs:
            for line in _broken(paragraph, width):
                self.text(left, y, line)
                y += 62
        return y

    def form(self, top: int, rows: Sequence[tuple[int, Sequence[tuple[int, str]]]], left: int = 190) -> int:
        """Draw rows of (height, cells of (width, text)) with ruling; return where the form ends.

        A text in a cell is broken where it would not fit, at `|` always; `‖` stacks its characters.
        """
        draw = ImageDraw.Draw(self.image)
        y = top
        for height, cells in rows:
            x = left
            for width, text in cells:
                draw.rectangle((x, y, x + width, y + height), outline=INK, width=3)
                lines = _broken(text, width - 24)
                for i, line in enumerate(lines):
                    self.text(x + 12, y + (height - len(lines) * 44) // 2 + i * 44, line)
                x += width
            y += height
        return y

    def seal(
        self, x: int, y: int, unit: str, size: int = 330, ink: tuple[int, int, int] = (205, 40, 45)
    ) -> None:
        """Stamp a round red seal with its middle at (x, y), over what is there."""
        layer = Image.new("RGBA", (size, size), (0, 0, 0, 0))
        draw = ImageDraw.Draw(layer)
        draw.ellipse((4, 4, size - 5, size - 5), outline=(*ink, 255), width=8)
        font = ImageFont.truetype(str(FONT), size // 9)
        for i, char in enumerate(unit):
            turn = -110 + 220 * i / (len(unit) - 1)
            one = Image.new("RGBA", (size, size), (0, 0, 0, 0))
            ImageDraw.Draw(one).text((size / 2, size * 0.07), char, font=font, fill=(*ink, 255), anchor="mt")
            layer.alpha_composite(one.rotate(-turn))
        star = [
            (size * (0.5 + r * np.cos(a)), size * (0.5 + r * np.sin(a)))
            for n in range(10)
            for r, a in [(0.16 if n % 2 == 0 else 0.065, np.pi * n / 5 - np.pi / 2)]
        ]
        draw.polygon(star, fill=(*ink, 255))
        box = (x - size // 2, y - size // 2)
        under = np.asarray(self.image.crop((*box, box[0] + size, box[1] + size)), dtype=np.float32)
        over = np.asarray(layer, dtype=np.float32)
        strength = over[..., 3:] / 255 * 0.85
        mixed = under * (1 - strength) + np.minimum(under, over[..., :3]) * strength
        self.image.paste(Image.fromarray(mixed.astype(np.uint8)), box)

    def png(self) -> bytes:
        return encoded(self.image)


def _broken(text: str, width: int) -> list[str]:
    font = ImageFont.truetype(str(FONT), EM)
    lines: list[str] = []
    for piece in text.split("|"):
        if piece.startswith("‖"):
            lines += list(piece[1:])
            continue
        line = ""
        for char in piece:
            if line and font.getlength(line + char) > width:
                lines.append(line)
                line = ""
            line += char
        lines.append(line)
    return lines


def encoded(image: Image.Image | np.ndarray, kind: str = "PNG", **options: object) -> bytes:
    """Return the octets of a picture file."""
    picture = image if isinstance(image, Image.Image) else Image.fromarray(image)
    octets = io.BytesIO()
    picture.save(octets, kind, **options)
    return octets.getvalue()


def scanned(image: Image.Image, *, slant: float = 1.3, noise: float = 7.0) -> np.ndarray:
    """Return the page as a scanner gives it: laid in aslant, a little blurred, grainy, with specks."""
    chance = np.random.default_rng(7)
    page = np.asarray(image)
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), slant, 1)
    page = cv2.warpAffine(page, turn, (width, height), borderValue=(248, 248, 246), flags=cv2.INTER_CUBIC)
    page = cv2.GaussianBlur(page, (0, 0), 0.7).astype(np.float32)
    page += chance.normal(0, noise, (height, width, 1))
    page = np.clip(page, 0, 255).astype(np.uint8)
    for x, y in chance.integers(0, (width, height), (25, 2)):
        cv2.circle(page, (int(x), int(y)), 1, (70, 70, 70), -1)
    return page


def photographed(image: Image.Image) -> np.ndarray:
    """Return the page as a telephone sees it on a desk: from the side, with a shadow across."""
    chance = np.random.default_rng(11)
    page = np.asarray(image)
    height, width = page.shape[:2]
    rim = 140
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = corners + rim + np.array([[40, 25], [-35, 45], [30, -20], [-45, 30]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    size = (width + 2 * rim, height + 2 * rim)
    desk = chance.normal((105, 80, 60), 10, (size[1], size[0], 3))
    paper = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, size) > 127
    warped = cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_CUBIC)
    photo = np.where(paper[..., None], warped, desk)
    down, across = np.mgrid[0 : size[1], 0 : size[0]]
    light = 1.0 - 0.25 * across / size[0] - 0.2 / (1 + np.exp((down - across - 500) / 80))
    photo = photo * light[..., None] + chance.normal(0, 4, (size[1], size[0], 1))
    return np.clip(photo, 0, 255).astype(np.uint8)

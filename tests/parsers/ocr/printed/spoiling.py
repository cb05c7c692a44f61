"""Printed pages as they arrive: stamped, ticked by hand, scanned aslant, photographed on a desk, saved too small."""

from __future__ import annotations

import io
from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from tests.parsers.ocr.drawing import Sheet
from tests.parsers.ocr.printed.made import Made

Picture = np.ndarray


@dataclass(frozen=True)
class Arrived:
    """What comes with the mail: one file, and in words what was done to it."""

    name: str
    data: bytes
    how: str


def arrived(made: Made, pdf: bytes, chance: Random) -> Arrived:
    """Return a printed paper (PDF) as a scan or a photograph of its pages."""
    dpi = chance.choice((150, 180, 200, 200, 240, 300))
    photo = chance.random() < 0.35
    dpi = max(dpi, 200) if photo else dpi
    how = [f"{dpi}dpi", made.paper.look.body.split()[0] + " " + str(made.paper.look.rule)]
    sealed = bool(made.stamp_at) and chance.random() < 0.7
    stamped = chance.random() < 0.25
    where = chance.choice(("sign", "number")) if sealed else ""
    pages: list[Picture] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            image = page.render(scale=dpi / 72).to_pil().convert("RGB")
            image = _ticked(page, image, dpi, chance)
            if sealed:
                image = _sealed(page, image, dpi, made, chance, where)
            if stamped:
                image = _received(image, dpi, chance)
            if chance.random() < 0.4:
                _numbered(image, dpi, len(pages) + 1)
            pages.append(np.asarray(image))
    how += ["seal"] * sealed + ["已收"] * stamped
    turn = chance.choice((0, 0, 0, 0, 0, 0, 1, 2, 3))
    how += [f"turned {90 * turn}"] * bool(turn)
    spoilt = []
    for page in pages:
        page = photographed(page, chance, how) if photo else scanned(page, chance, how)
        spoilt.append(np.ascontiguousarray(np.rot90(page, turn)))
    quality = chance.randint(30, 90)
    how.append(f"q{quality}")
    if len(spoilt) == 1 and (photo or chance.random() < 0.3):
        return Arrived(
            "照片.jpg" if photo else "扫描.jpg",
            encoded(spoilt, "JPEG", quality),
            " ".join(dict.fromkeys(how)),
        )
    return Arrived("扫描件.pdf", encoded(spoilt, "PDF", quality), " ".join(dict.fromkeys(how)))


def encoded(pages: list[Picture], kind: str, quality: int) -> bytes:
    octets = io.BytesIO()
    first, *others = [Image.fromarray(page) for page in pages]
    more = {"save_all": True, "append_images": others, "resolution": 200.0} if kind == "PDF" else {}
    first.save(octets, kind, quality=quality, **more)
    return octets.getvalue()


def scanned(page: Picture, chance: Random, how: list[str]) -> Picture:
    """Return the page as scanners and copiers give it."""
    noise = np.random.default_rng(chance.getrandbits(32))
    skew = chance.choice((0.0, chance.uniform(-1.5, 1.5), chance.uniform(-1.5, 1.5), chance.uniform(-4, 4)))
    page = _turned(page, skew)
    page = cv2.GaussianBlur(page, (0, 0), chance.uniform(0.3, 1.1))
    look = chance.choice(("colour", "colour", "grey", "pale", "bilevel"))
    how += [f"skew {skew:.1f}", look]
    loud = page.astype(np.float32)
    if look == "pale":
        loud = 255 - (255 - loud) * chance.uniform(0.5, 0.8)
    loud += noise.normal(0, chance.uniform(1, 10), (*page.shape[:2], 1))
    if chance.random() < 0.3:  # a dark edge, where the lid stood open
        side = np.linspace(chance.uniform(0.6, 0.9), 1, page.shape[1] // 6)
        loud[:, : len(side)] *= side[None, :, None]
    page = np.clip(loud, 0, 255).astype(np.uint8)
    for x, y in noise.integers(0, (page.shape[1], page.shape[0]), (chance.randint(0, 40), 2)):
        cv2.circle(page, (int(x), int(y)), chance.choice((0, 1, 1, 2)), (60, 60, 60), -1)
    if look in ("grey", "bilevel"):
        page = cv2.cvtColor(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    if look == "bilevel":
        page = ((page > chance.randint(150, 190)) * 255).astype(np.uint8)
    return page


def _turned(page: Picture, angle: float) -> Picture:
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    return cv2.warpAffine(page, matrix, (width, height), borderValue=(246, 246, 244), flags=cv2.INTER_CUBIC)


def photographed(page: Picture, chance: Random, how: list[str]) -> Picture:
    """Return the page as a telephone sees it: from the side, in uneven light, in a hand's shadow."""
    noise = np.random.default_rng(chance.getrandbits(32))
    height, width = page.shape[:2]
    rim = round(width * chance.uniform(0.02, 0.12))
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = (
        corners + rim + noise.uniform(-1, 1, (4, 2)).astype(np.float32) * chance.uniform(0.005, 0.035) * width
    )
    size = (width + 2 * rim, height + 2 * rim)
    matrix = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    tone = chance.choice(((105, 80, 60), (60, 62, 66), (150, 140, 128), (40, 60, 50)))
    desk = noise.normal(tone, 8, (size[1], size[0], 3))
    paper = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, size) > 127
    photo = np.where(paper[..., None], cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_CUBIC), desk)
    down, across = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    slope, edge = chance.uniform(-1, 1), chance.uniform(0.2, 0.8) * size[1]
    light = 1 - chance.uniform(0, 0.3) * across / size[0] - chance.uniform(0, 0.15) * down / size[1]
    shadow = chance.choice((0, 0.15, 0.3))
    light -= shadow / (1 + np.exp((down - slope * across - edge) / 60))
    warm = np.array([1.0, chance.uniform(0.92, 1), chance.uniform(0.8, 1)])
    photo = photo * light[..., None] * warm + noise.normal(0, chance.uniform(1, 6), (size[1], size[0], 1))
    photo = cv2.GaussianBlur(np.clip(photo, 0, 255).astype(np.uint8), (0, 0), chance.uniform(0.4, 1.2))
    how += ["photo", f"shadow {shadow}"]
    return photo


def _places(page: pypdfium2.PdfPage, words: str, dpi: int) -> list[tuple[float, float, float, float]]:
    """Return where words stand on a page: left, top, right, bottom in pixels at `dpi`."""
    text, height = page.get_textpage(), page.get_height()
    found = []
    search = text.search(words)
    while hit := search.get_next():
        boxes = [text.get_charbox(i) for i in range(hit[0], hit[0] + hit[1])]
        left, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
        right, top = max(b[2] for b in boxes), max(b[3] for b in boxes)
        found.append(tuple(n * dpi / 72 for n in (left, height - top, right, height - bottom)))
    return found


def _sealed(
    page: pypdfium2.PdfPage, image: Image.Image, dpi: int, made: Made, chance: Random, where: str
) -> Image.Image:
    places = _places(page, made.stamp_at, dpi)
    if not places:
        return image
    left, top, right, bottom = places[-1]
    x, y = (
        (left + right) / 2 + chance.uniform(-0.4, 0.4) * dpi,
        (top + bottom) / 2 + chance.uniform(-0.3, 0.4) * dpi,
    )
    if where == "number":
        x, y = right, (top + bottom) / 2
    size = round(chance.uniform(1.5, 1.75) * dpi)
    x, y = (
        min(max(x, size / 2 + 2), image.width - size / 2 - 2),
        min(max(y, size / 2 + 2), image.height - size / 2 - 2),
    )
    ink = chance.choice(((205, 40, 45), (225, 70, 70), (180, 30, 40), (235, 110, 105)))
    sheet = Sheet(image)
    sheet.seal(round(x), round(y), made.unit[:16], size, ink)
    return sheet.image


def _received(image: Image.Image, dpi: int, chance: Random) -> Image.Image:
    """Stamp the reception's 已收 somewhere at the top."""
    ink = chance.choice(((200, 40, 50), (40, 60, 170)))
    layer = Image.new("RGBA", (round(1.6 * dpi), round(0.75 * dpi)), (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    draw.rectangle((3, 3, layer.width - 4, layer.height - 4), outline=(*ink, 220), width=max(2, dpi // 50))
    font = ImageFont.truetype("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", round(0.35 * dpi))
    draw.text((layer.width / 2, layer.height / 2), "已 收", font=font, fill=(*ink, 220), anchor="mm")
    layer = layer.rotate(chance.uniform(-12, 12), expand=True)
    out = image.convert("RGBA")
    out.alpha_composite(layer, (round(chance.uniform(0.05, 0.7) * image.width), round(0.02 * image.height)))
    return out.convert("RGB")


def _numbered(image: Image.Image, dpi: int, number: int) -> None:
    font = ImageFont.truetype("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", round(dpi / 6))
    place = (image.width / 2, image.height * 0.955)
    ImageDraw.Draw(image).text(place, f"— {number} —", font=font, fill=(40, 40, 40), anchor="mm")


def _ticked(page: pypdfium2.PdfPage, image: Image.Image, dpi: int, chance: Random) -> Image.Image:
    """Replace printed ticked boxes by empty ones with a stroke of a pen."""
    if chance.random() < 0.4:
        return image
    draw = ImageDraw.Draw(image)
    pen = chance.choice(((20, 30, 120), (25, 25, 30)))
    for left, top, right, bottom in _places(page, "☑", dpi):
        side = max(right - left, bottom - top)
        x, y = (left + right) / 2, (top + bottom) / 2
        draw.rectangle((x - 0.75 * side, y - 0.75 * side, x + 0.75 * side, y + 0.75 * side), fill="white")
        half = 0.42 * side
        draw.rectangle(
            (x - half, y - half, x + half, y + half), outline=(30, 30, 30), width=max(1, dpi // 120)
        )
        a, b, c = (
            (x - 0.45 * side, y - 0.05 * side),
            (x - 0.05 * side, y + 0.4 * side),
            (x + 0.65 * side, y - 0.65 * side),
        )
        draw.line((a, b, c), fill=pen, width=max(2, dpi // 70), joint="curve")
    return image

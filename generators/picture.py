"""Picture: a chart or a scan printed in a document, where a pattern says `图：{{ chart }}`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from markupsafe import escape

EMU = 36000  # one millimetre
PNG = b"\x89PNG\r\n\x1a\n"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


@dataclass(frozen=True)
class Picture:
    """A PNG to print `width_mm` wide, as high as its shape asks; ValueError where `data` is no PNG."""

    data: bytes = field(repr=False)
    width_mm: float
    alt: str  # one Chinese sentence, for those who can't see it; a mail's text prints it instead

    def __post_init__(self) -> None:
        if not self.data.startswith(PNG) or not all(self.pixels):
            raise ValueError("图片须为 PNG 格式")

    def __str__(self) -> str:
        return self.alt

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height as the file's header tells them."""
        return int.from_bytes(self.data[16:20], "big"), int.from_bytes(self.data[20:24], "big")

    @property
    def digest(self) -> str:
        """What its part in the package is called by: the same picture has the same name."""
        return hashlib.sha256(self.data).hexdigest()[:16]


def drawing_of(picture: Picture) -> str:
    """Return the `w:drawing` that shows `picture` in the line where it stands."""
    wide, high = picture.pixels
    size = f'cx="{round(picture.width_mm * EMU)}" cy="{round(picture.width_mm * EMU * high / wide)}"'
    number = int(picture.digest[:7], 16) + 100  # the red rules have the numbers below
    told = f'id="{number}" name="图{number}" descr="{escape(picture.alt)}"'
    return (
        f'<w:drawing><wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f"<wp:extent {size}/><wp:docPr {told}/><wp:cNvGraphicFramePr/>"
        f'<a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{DRAWING}/picture"><pic:nvPicPr><pic:cNvPr {told}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation_id(picture)}" xmlns:r="{RELATION.rpartition("/")[0]}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )


def relation_id(picture: Picture) -> str:
    """Return the id by which a part of the package refers to the picture."""
    return f"rIdPicture{picture.digest}"


def relations_of(pictures: list[Picture]) -> str:
    """Return the `Relationship` elements of a part that shows `pictures`."""
    return "".join(
        f'<Relationship Id="{relation_id(each)}" Type="{RELATION}" Target="media/{each.digest}.png"/>'
        for each in pictures
    )


def pictures_in(values: Any) -> Iterator[Picture]:
    """Yield the pictures among a letter's values, however deep in dicts and lists."""
    if isinstance(values, Picture):
        yield values
    elif isinstance(values, dict):
        yield from pictures_in(list(values.values()))
    elif isinstance(values, (list, tuple)):
        for each in values:
            yield from pictures_in(each)

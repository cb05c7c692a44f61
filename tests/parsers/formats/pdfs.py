"""PDFs made by hand: text in a Chinese font that is not embedded, lines, pictures, odd structures."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

WIDTH, HEIGHT = 595, 842
"""Points of an A4 page."""


def text(x: float, y: float, words: str, size: float = 12, *, mode: int = 0, slope: str = "1 0 0 1") -> str:
    """Return the operators that print `words`, `x` and `y` from the upper left corner to the line's foot."""
    code = "".join(f"{ord(sign):04x}" for sign in words)
    return f"BT /F1 {size} Tf {mode} Tr {slope} {x} {HEIGHT - y} Tm <{code}> Tj ET\n"


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    """Return the operators that draw a straight line."""
    return f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S\n"


def bar(x0: float, y0: float, x1: float, y1: float) -> str:
    """Return the operators that fill a rectangle, as many programs draw their lines."""
    return f"{x0} {HEIGHT - y1} {x1 - x0} {y1 - y0} re f\n"


def grid(columns: Sequence[float], rows: Sequence[float]) -> str:
    """Return the operators that rule a table."""
    across = "".join(line(columns[0], y, columns[-1], y) for y in rows)
    return across + "".join(line(x, rows[0], x, rows[-1]) for x in columns)


def pdf(
    *pages: str,
    page: str = "",
    objects: Sequence[str] = (),
    resources: str = "",
    trailer: str = "",
) -> bytes:
    """Return a PDF with those contents of pages; `page` goes into each page's dictionary, `objects` are added from 6 on."""
    font = "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>"
    kid = (
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000"
        " /W [1 95 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>"
    )
    descriptor = (
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        " /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
    )
    first = 6 + len(objects)
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(pages)))
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        font,
        kid,
        descriptor,
        *objects,
    ]
    for number, content in enumerate(pages):
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] {page} /Contents {first + 2 * number + 1} 0 R"
            f" /Resources << /Font << /F1 3 0 R >> {resources} >> >>"
        )
        packed = zlib.compress(content.encode("latin-1"))
        bodies.append(
            f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n{packed.decode('latin-1')}\nendstream"
        )
    return assemble(bodies, trailer)


def assemble(bodies: Sequence[str], trailer: str = "") -> bytes:
    """Return a PDF file of numbered objects, the first of them the catalog."""
    out = b"%PDF-1.5\n"
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += (
        f"trailer << /Size {len(bodies) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return out


def picture(width: int = 40, height: int = 60) -> str:
    """Return the object of a grey picture."""
    return (
        f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray"
        f" /BitsPerComponent 8 /Length {width * height} >>\nstream\n{chr(127) * (width * height)}\nendstream"
    )

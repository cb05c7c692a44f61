"""Write every specimen as a document and its pages as small pictures: `python -m tests.generators.pictures [FOLDER]`.

Into docs/letters without a folder. Open and secret papers both, in the office's own name of the tests; README.md beside
them lists and links them.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image

from generators.letter import Draft, Templates
from generators.specimens import SPECIMENS, scene_of
from mailroom.chart_fonts import chart_font
from tests.generators.records import HEAD
from tests.servers.libreoffice import print_as_pdf

FOLDER = Path(__file__).parents[2] / "docs" / "letters"
WIDTH = 700  # pixels
LARGEST = 60_000  # bytes
MOST_PAGES = 8  # of one paper; a dossier goes on and on
HEADING = """# 文书样张

由样例数据套用自带模板生成，经 LibreOffice 打印，仿宋、楷体、小标宋由相近字体代替。
重画：`python -m tests.generators.pictures`。名称后写“保密”的，是保密件的样子。
每件文书的 Word、Excel 原件在图片旁边，可以直接打开。
"""


def documents() -> Iterator[tuple[str, str, bytes]]:
    """Yield each document of each specimen: the name of its pictures, its title and its bytes."""
    for kind, specimen in SPECIMENS.items():
        seen: set[bytes] = set()  # a paper that a secret case does not change is drawn once
        for secret in (False, True):
            scene = scene_of(HEAD, Templates(), secret=secret, chart_font=chart_font())
            drawn = specimen.draw_up(scene)
            papers = drawn.enclosed if isinstance(drawn, Draft) else drawn
            papers = tuple(each for each in papers if each.name.endswith((".docx", ".xlsx")))
            for number, each in enumerate(papers, start=1):
                if each.data in seen:
                    continue
                seen.add(each.data)
                what = f"{kind}-{number}" + ("-secret" if secret else "")
                told = each.name.rpartition(".")[0].rpartition("_")[2]
                yield what, f"{specimen.name}：{told}{'（保密）' if secret else ''}", each.data


def draw(folder: Path) -> None:
    """Write the documents, their pictures and their list into `folder`, in place of those of an earlier day."""
    folder.mkdir(exist_ok=True)
    for old in [each for ending in ("png", "docx", "xlsx") for each in folder.glob(f"*.{ending}")]:
        old.unlink()
    listed = [HEADING]
    with tempfile.TemporaryDirectory() as place:
        found = list(documents())
        paths = []
        for what, _, data in found:
            path = folder / f"{what}.{ending_of(data)}"
            path.write_bytes(data)
            paths.append(path)
        print_as_pdf(paths, Path(place))
        for what, title, data in found:
            original = f"{what}.{ending_of(data)}"
            listed.append(f"## {title}\n\n原件：[{original}]({original})\n")
            listed += [_picture(folder, name, page) for name, page in _pages(Path(place) / f"{what}.pdf")]
    (folder / "README.md").write_text("\n".join(listed), encoding="utf-8")


def ending_of(data: bytes) -> str:
    """Return "docx" or "xlsx"."""
    return "docx" if b"word/document.xml" in data else "xlsx"


def _pages(pdf: Path) -> Iterator[tuple[str, Image.Image]]:
    document = pypdfium2.PdfDocument(pdf)
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        yield f"{pdf.stem}-{number + 1}.png", page.render(scale=WIDTH / page.get_width()).to_pil()


def _picture(folder: Path, name: str, drawn: Image.Image) -> str:
    for colours in (32, 16, 8, 4):
        drawn.convert("RGB").quantize(colours, dither=Image.Dither.NONE).save(folder / name, optimize=True)
        if (folder / name).stat().st_size < LARGEST:
            break
    return f"![{name}]({name})\n"


if __name__ == "__main__":
    draw(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)

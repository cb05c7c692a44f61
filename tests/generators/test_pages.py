"""The page as it is printed: LibreOffice opens the letter, and it stands where GB/T 9704-2012 puts it."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from generators.dispatch import draw_up_dispatch
from generators.letter import Draft, Templates
from generators.rulings import draw_up_extension_reply
from generators.specimens import SPECIMENS, scene_of
from tests.generators.records import HEAD, NOW, UPPER, a_case, a_department, a_dispatch, a_petitioner
from tests.servers.libreoffice import print_as_pdf

MM = 72 / 25.4
PATH_OBJECT = 2


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pypdfium2.PdfDocument]:
    """The two documents of a dispatch letter as PDF: "转办函" and "办理情况反馈表"."""
    folder: Path = tmp_path_factory.mktemp("pages")
    draft = draw_up_dispatch(
        a_case(), a_petitioner(), a_dispatch(), a_department(), head=HEAD, upper_name=UPPER, now=NOW
    )
    for document in draft.enclosed:
        (folder / document.name).write_bytes(document.data)
    print_as_pdf(sorted(folder.glob("*.docx")), folder)
    return {path.stem.partition("_")[2]: pypdfium2.PdfDocument(path) for path in folder.glob("*.pdf")}


def test_both_documents_open_on_a4(pages: dict[str, pypdfium2.PdfDocument]):
    assert set(pages) == {"转办函", "办理情况反馈表"}
    for document in pages.values():
        for page in document:
            assert [round(side / MM) for side in page.get_size()] == [210, 297]


def test_the_letter_is_one_or_two_pages_and_the_form_one(pages: dict[str, pypdfium2.PdfDocument]):
    assert len(pages["转办函"]) in (1, 2)
    assert len(pages["办理情况反馈表"]) == 1


def test_the_form_is_one_page_with_the_longest_names(tmp_path: Path):
    draft = draw_up_dispatch(
        a_case(title="关于杏坛路南段自东向西数第三个路口以南至解放路之间夜间流动商贩占道经营扰民的问题"),
        a_petitioner(),
        a_dispatch(),
        a_department(name="滕州市住房和城乡建设局（滕州市人民防空办公室）"),
        head=HEAD,
        upper_name=UPPER,
        now=NOW,
    )
    form = tmp_path / "form.docx"
    form.write_bytes(draft.enclosed[1].data)
    print_as_pdf([form], tmp_path)
    assert len(pypdfium2.PdfDocument(tmp_path / "form.pdf")) == 1


def test_the_double_rules_are_170_mm_wide_and_where_clause_10_1_puts_them(
    pages: dict[str, pypdfium2.PdfDocument],
):
    page = pages["转办函"][0]
    height = page.get_size()[1]
    bars = [thing.get_bounds() for thing in page.get_objects() if thing.type == PATH_OBJECT]
    assert len(bars) == 4
    for left, _, right, _ in bars:
        assert left / MM == pytest.approx(20, abs=0.5)
        assert (right - left) / MM == pytest.approx(170, abs=0.5)
    tops = sorted((height - top) / MM for _, _, _, top in bars)
    lowest = max((height - bottom) / MM for _, bottom, _, _ in bars)
    assert 44 < tops[0] < 50  # 4 mm below the office's name
    assert lowest == pytest.approx(297 - 20, abs=0.5)
    thick = [(top - bottom) / MM > 0.5 for _, bottom, _, top in sorted(bars, key=lambda bar: -bar[3])]
    assert thick == [True, False, False, True]  # thick over thin above, thin over thick below


def test_the_text_keeps_the_margins_of_clause_5_2(pages: dict[str, pypdfium2.PdfDocument]):
    page = pages["转办函"][0].get_textpage()
    boxes = [
        page.get_charbox(index, loose=True)
        for index in range(page.count_chars())
        if page.get_text_range(index, 1).strip()
    ]
    body = [box for box in boxes if 35 < box[1] / MM < 297 - 50]
    assert min(box[0] for box in body) / MM == pytest.approx(28, abs=1)
    assert max(box[2] for box in body) / MM < 28 + 156 + 1
    assert min(box[1] for box in boxes) / MM > 33


def test_the_number_is_printed_on_both(pages: dict[str, pypdfium2.PdfDocument]):
    for document in pages.values():
        assert "TZ-2018-000123-G" in document[0].get_textpage().get_text_range()


def test_the_usual_short_letter_fits_one_page(tmp_path: Path):
    """信函 leaves some twelve lines: a second page would hold a signature and next to nothing."""
    scenes = {secret: scene_of(HEAD, Templates(), secret=secret) for secret in (False, True)}
    kinds = ("reassignment", "send_back_reply", "liaison_receipt", "correction", "extension_reply")
    drafts = {
        f"{kind}-{'secret' if secret else 'open'}": SPECIMENS[kind].draw_up(scene)
        for secret, scene in scenes.items()
        for kind in kinds
    }
    scene = scenes[False]
    drafts["extension_refused"] = draw_up_extension_reply(
        scene.case, scene.petitioner, scene.dispatch, scene.department, granted=False, nth=1,
        reason="该件已超过办理时限，且未说明不能按期办结的客观原因", **scene.drawing,
    )  # fmt: skip
    for kind, draft in drafts.items():
        assert isinstance(draft, Draft)
        (tmp_path / f"{kind}.docx").write_bytes(draft.enclosed[0].data)
    print_as_pdf(sorted(tmp_path.glob("*.docx")), tmp_path)
    pages = {path.stem: len(pypdfium2.PdfDocument(path)) for path in tmp_path.glob("*.pdf")}
    assert pages == dict.fromkeys(drafts, 1)

"""The dossier of a case (卷宗): one PDF with everything that came and went, which a person can leaf through."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

import docx
import openpyxl
import pypdfium2 as pdfium
import pytest
from PIL import Image
from pypdf import PdfReader

from ledger.models import Case
from mailroom.demonstration.answers import answer_mail
from mailroom.demonstration.sheets import Sheet
from mailroom.office import open_office
from mailroom.printing.dossier import make_dossier
from parsers.apart import call_apart, close_all
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.replies import TUESDAY, answered, complete
from tests.parsers.formats.test_ofd import ofd
from tests.parsers.formats.test_ofd import text as ofd_text

TOWN = "羊庄镇人民政府"


def photo() -> bytes:
    """A photograph that was taken lying on its side, as EXIF says: red on top where it is upright."""
    picture = Image.new("RGB", (400, 200), "blue")
    picture.paste("red", (0, 0, 100, 200))
    exif = picture.getexif()
    exif[0x0112] = 6  # turn a quarter clockwise
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def pdf_of(pages: int) -> bytes:
    """A PDF of pages across, of a paper that is no A4."""
    made = pdfium.PdfDocument.new()
    for _ in range(pages):
        made.new_page(900, 500)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def word_of(text: str) -> bytes:
    out, document = io.BytesIO(), docx.Document()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def doc_of(text: str) -> bytes:
    """A document of Word 97, as LibreOffice saves it."""
    reply = call_apart("print", "旧说明", [word_of(text), b"doc"], seconds=30, megabytes=350)
    return reply.files[0][1]


def zip_of(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()


BROKEN = b"%PDF-1.7\nnothing of a PDF"
TORN = word_of("撕坏的文件")[:2000]


def come_in(office: FolderOffice, sheet: Sheet) -> str:
    """Let a case come in with papers of every kind; returns its number."""
    attachments = (
        ("现场.jpg", photo()),
        ("图纸.pdf", pdf_of(2)),
        ("旧说明.doc", doc_of("路灯旧协议的说明")),
        (
            "材料.zip",
            zip_of(**{"管护协议.docx": word_of("管护协议正文"), "录音.mp3": b"ID3\x03" + bytes(200)}),
        ),
        ("坏的.pdf", BROKEN),
        ("撕坏的.docx", TORN),
    )
    office.cases_in(sheet, "docx-two-columns", at="2018-03-12T10:00", attachments=attachments)
    office.round("2018-03-12T10:01")
    for entry in office.held():
        office.tell("held", "release", str(entry["id"]), "--at", "2018-03-12T10:10", status=None)
        office.round("2018-03-12T10:11")
    return office.cases()[0]["case_no"]


def dossier(office: FolderOffice, case_no: str, name: str = "卷宗.pdf") -> tuple[Path, list[str]]:
    """Have the dossier printed; returns the file and the text of each page."""
    file = office.folder / name
    office.tell("case", case_no, "--dossier", str(file), "--by", "李四", "--at", "2018-03-14T09:00")
    return file, [page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(file)]


def bookmarks(file: Path) -> list[tuple[str, int]]:
    """The bookmarks, with pages from 1."""
    reader = PdfReader(file)
    return [(each.title, reader.get_destination_page_number(each) + 1) for each in reader.outline]


def listed(pages: list[str], titles: list[str]) -> list[int]:
    """The pages that the contents give for the titles, line by line: what stands last before the next line begins."""
    text = "".join("".join(pages).split())
    text = re.sub(r"TZ-\d{4}-\d{6}-[\dA-Z]第\d+页共\d+页|序号材料名称来自或发往日期页码", "|", text)
    pages_told, end = [], 0
    names = ["".join(f"{number}{title}".split()) for number, title in enumerate(titles, 1)]
    for name, following in zip(names, [*names[1:], ""], strict=True):
        begin = text.index(name, end) + len(name)
        end = text.index(following, begin) if following else len(text)
        [told] = re.findall(r"(\d+)$", re.sub(r"\d{4}-\d\d-\d\d", "", text[begin:end]).rstrip("|"))
        pages_told.append(int(told))
    return pages_told


@pytest.fixture
def open_case(in_folder: FolderOffice) -> tuple[FolderOffice, str]:
    """A case that came in on Monday, and was answered on Tuesday."""
    case_no = come_in(in_folder, lamps())
    (letter,) = in_folder.at_department(TOWN)
    answered(in_folder, answer_mail(letter.raw, complete(letter), "body-163", sent_on=TUESDAY))
    return in_folder, case_no


def test_it_has_everything_in_order_of_time_and_its_contents_are_true(open_case):
    office, case_no = open_case

    file, texts = dossier(office, case_no)

    marks = bookmarks(file)
    names = [title.strip() for title, _ in marks]
    assert names[:3] == ["封面", "卷内目录", "办理过程"]
    mails = [name for name in names[3:] if not name.startswith("附：")]
    assert [name[:3] for name in mails] == ["来件：", "转办函", "来件：", "上报回"]
    told = listed(texts[1 : marks[2][1] - 1], [title.strip() for title, _ in marks[2:]])
    assert told == [page for _, page in marks[2:]]
    starts = {title.strip(): page for title, page in reversed(marks)}
    assert "工单卷宗" in texts[0]
    assert "路灯旧协议的说明" in texts[starts["附：旧说明.doc"] - 1]
    assert "管护协议正文" in texts[starts["附：材料.zip › 管护协议.docx"] - 1]
    assert starts["附：旧说明.doc"] - starts["附：图纸.pdf"] == 2


def test_every_page_is_numbered_at_its_foot(open_case):
    office, case_no = open_case

    file, texts = dossier(office, case_no)

    for number, text in enumerate(texts, 1):
        foot = text.strip().splitlines()[-1].replace(" ", "").replace("\u3000", "")
        assert foot == f"{case_no}第{number}页共{len(texts)}页"
    sizes = {
        tuple(sorted(round(side / 72 * 25.4) for side in page.get_size()))
        for page in pdfium.PdfDocument(file)
    }
    assert sizes == {(210, 297)}


def test_what_cannot_be_shown_has_a_page_with_its_name_size_digest_and_the_reason(open_case):
    office, case_no = open_case

    file, texts = dossier(office, case_no)

    pages = {title.strip(): texts[page - 1] for title, page in bookmarks(file)}
    for name, data in (("坏的.pdf", BROKEN), ("撕坏的.docx", TORN)):
        page = pages[f"附：{name}"]
        assert hashlib.sha256(data).hexdigest() in "".join(page.split())
        assert f"{len(data):,} 字节" in page
        assert "损坏" in page
    assert "看原件" in pages["附：材料.zip › 录音.mp3"]


def pages_of_every_kind() -> tuple[tuple[str, bytes], ...]:
    """A workbook, a web page with a link to a picture, an OFD, and a fax of two pages."""
    book, saved = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = "路灯清单共4盏"
    book.save(saved)
    faxed = io.BytesIO()
    pages = [Image.new("L", (400, 560), shade) for shade in (90, 180)]
    pages[0].save(faxed, "TIFF", save_all=True, append_images=pages[1:])
    page = "<html><meta charset=utf-8><body><p>网页版说明</p><img src='http://192.0.2.1/a.png'></body></html>"
    return (
        ("清单.xlsx", saved.getvalue()),
        ("说明.html", page.encode()),
        ("公文.ofd", ofd(ofd_text(20, 30, "版式文件的正文"))),
        ("传真.tif", faxed.getvalue()),
    )


def test_workbooks_web_pages_ofd_and_faxes_are_printed(in_folder: FolderOffice):
    in_folder.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00", attachments=pages_of_every_kind())
    in_folder.round("2018-03-12T10:01")
    case_no = in_folder.cases()[0]["case_no"]

    file, texts = dossier(in_folder, case_no)

    starts = {title.strip(): page for title, page in bookmarks(file)}
    told = {name: "".join(texts[page - 1].split()) for name, page in starts.items()}
    assert "路灯清单共4盏" in told["附：清单.xlsx"]
    assert "网页版说明" in told["附：说明.html"]
    assert "版式文件的正文" in told["附：公文.ofd"]
    assert "按读出的文字印出" in told["附：公文.ofd"]
    fax = starts["附：传真.tif"]
    seen = pdfium.PdfDocument(file)
    shades = [seen[at].render(scale=0.3).to_pil().convert("L").getpixel((80, 100)) for at in (fax - 1, fax)]
    assert [round(shade / 90) for shade in shades] == [1, 2]


def test_a_photograph_stands_upright(open_case):
    office, case_no = open_case

    file, _ = dossier(office, case_no)

    page = dict(bookmarks(file))["　附：现场.jpg"]
    seen = pdfium.PdfDocument(file)[page - 1].render(scale=0.5).to_pil().convert("RGB")
    red = [
        at
        for at in range(seen.height)
        if seen.getpixel((seen.width // 2, at))[0] > 200 > seen.getpixel((seen.width // 2, at))[2] + 100
    ]
    blue = [
        at
        for at in range(seen.height)
        if seen.getpixel((seen.width // 2, at))[2] > 200 > seen.getpixel((seen.width // 2, at))[0] + 100
    ]
    assert red
    assert blue
    assert max(red) < min(blue)


def test_its_properties_name_the_case_and_the_office_and_nothing_else(open_case):
    office, case_no = open_case

    file, _ = dossier(office, case_no)

    told = PdfReader(file).metadata
    assert dict(told) == {"/Title": f"{case_no}卷宗", "/Author": "滕州市市长公开电话办公室"}


def test_the_same_records_at_the_same_time_give_the_same_bytes(open_case):
    office, case_no = open_case
    opened = open_office(office.folder)
    case = Case.get(case_no=case_no)

    close_all()  # each time by a LibreOffice of its own, as every command has one
    first, _ = make_dossier(opened, case, now=datetime(2018, 3, 14, 9))
    close_all()
    second, _ = make_dossier(opened, case, now=datetime(2018, 3, 14, 9))
    opened.close()

    assert hashlib.sha256(first).hexdigest() == hashlib.sha256(second).hexdigest()


def test_who_had_it_printed_is_recorded_and_stands_in_it(open_case):
    office, case_no = open_case

    _, texts = dossier(office, case_no)

    entry = office.case(case_no)["journal"][-1]
    assert (entry["by"], entry["because"]) == ("李四", "印制卷宗（含诉求人身份信息）")
    assert any("印制卷宗" in text for text in texts[:5])


def test_one_of_a_secret_case_says_so_on_its_cover(in_folder: FolderOffice):
    case_no = come_in(in_folder, lamps(secret=True))

    _, texts = dossier(in_folder, case_no)

    assert texts[0].count("保密件") == 2
    assert "诉求人信息不得外传" in texts[0]


def test_without_libreoffice_a_sentence_says_what_to_install_and_nothing_is_recorded(
    open_case, monkeypatch: pytest.MonkeyPatch
):
    office, case_no = open_case
    before = office.case(case_no)["journal"]
    monkeypatch.setattr("shutil.which", lambda name: None)

    done = office.tell("case", case_no, "--dossier", str(office.folder / "a.pdf"), status=1)

    assert "libreoffice-writer-nogui" in done.stderr
    assert not (office.folder / "a.pdf").exists()
    assert office.case(case_no)["journal"] == before

"""Several cases in one document: a printed Excel list, an export as text; and a scan that nobody can read."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime

import openpyxl
from openpyxl.styles import Alignment, Border, Font, Side

from mailroom.demonstration.case_papers import PLATFORM, moment
from mailroom.demonstration.packages import settled_package
from mailroom.demonstration.sheets import Sheet

LIST_HEADS = (
    "序号",
    "工单编号",
    "来电时间",
    "来电人",
    "联系电话",
    "诉求类型",
    "工单标题",
    "诉求内容",
    "事发地点",
    "承办单位",
    "办理时限",
)
WIDTHS = (6, 22, 18, 10, 14, 10, 26, 60, 26, 22, 18)


def _list_row(sheet: Sheet, place: int) -> list[object]:
    return [
        place,
        sheet.upper_no,
        moment(sheet.called_at),
        sheet.name,
        sheet.phone,
        sheet.kind,
        sheet.title,
        sheet.request_text,
        sheet.place,
        sheet.department,
        moment(sheet.due_at),
    ]


def list_xlsx(sheets: Sequence[Sheet], *, on: date) -> bytes:
    """A list as an office prints it: title, a note, the head on row 3, a row a case, a total, who made it."""
    book = openpyxl.Workbook()
    page = book.create_sheet("转办清单", 0)
    del book["Sheet"]
    page.append([f"{PLATFORM}转办事项清单"])
    page.append([f"转办单位：滕州市　　日期：{on:%Y年%-m月%-d日}　　单位：件"])
    page.append(list(LIST_HEADS))
    for place, sheet in enumerate(sheets, 1):
        page.append(_list_row(sheet, place))
    page.append(["合计", None, None, f"{len(sheets)}件"])
    page.append(["制表人：值班员"])
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(LIST_HEADS))
    page.merge_cells(start_row=2, start_column=1, end_row=2, end_column=len(LIST_HEADS))
    page["A1"].font, page["A1"].alignment = Font(size=16, bold=True), Alignment(horizontal="center")
    thin = Side(style="thin")
    for row in page.iter_rows(min_row=3, max_row=3 + len(sheets)):
        for cell in row:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
    for letter, width in zip("ABCDEFGHIJK", WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    book.properties.created = book.properties.modified = datetime(on.year, on.month, on.day)
    out = io.BytesIO()
    book.save(out)
    return settled_package(out.getvalue(), on)


def list_csv(sheets: Sequence[Sheet], *, encoding: str = "gbk") -> bytes:
    """The platform's export: commas, quoted where needed, long numbers kept as text by a leading tab."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(LIST_HEADS[1:])
    for sheet in sheets:
        row = _list_row(sheet, 0)[1:]
        lines.writerow(["\t" + str(row[0]), *row[1:]])
    return out.getvalue().encode(encoding)


def scan_pdf() -> bytes:
    """A PDF with a picture and no text, as a copier makes it: nothing in it can be read without eyes."""
    picture = bytes((x * y) % 251 for y in range(40) for x in range(30))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /P 5 0 R >> >> >>",
        _stream(b"q 595 0 0 842 0 0 cm /P Do Q"),
        _stream(
            picture,
            b"/Type /XObject /Subtype /Image /Width 30 /Height 40 /ColorSpace /DeviceGray /BitsPerComponent 8 ",
        ),
    ]
    out, starts = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % start for start in starts)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def _stream(data: bytes, head: bytes = b"") -> bytes:
    return b"<< " + head + b"/Length %d >>\nstream\n" % len(data) + data + b"\nendstream"

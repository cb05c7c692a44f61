"""Documents that LibreOffice converts: really by LibreOffice, in its worker."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from parsers.apart import close_all
from parsers.formats import READERS, office, read, sniff
from parsers.paper import Grid, Line
from tests.parsers.formats.archives import zip_of

pytestmark = pytest.mark.xdist_group("soffice")


@pytest.fixture(autouse=True, scope="module")
def _no_worker_stays() -> Iterator[None]:
    yield
    close_all()


def rtf(text: str) -> bytes:
    signs = "".join(sign if ord(sign) < 128 else f"\\u{ord(sign)}?" for sign in text)
    return rf"{{\rtf1\ansi\ansicpg936 {signs}}}".encode("ascii")


def test_rtf_is_read_with_its_tables() -> None:
    cells = r"\trowd\cellx2000\cellx6000\intbl 工单编号\cell 18031\cell\row"
    paper = read("转办单.rtf", rtf(rf"转办单\par {cells} \pard 完\par"))
    assert paper.format == "rtf"
    assert paper.problem == ""
    assert paper.blocks[0] == Line("转办单", "第1段")
    grid = paper.blocks[1]
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["工单编号", "18031"]


def test_rtf_of_old_chinese_wordpad_in_gbk() -> None:
    octets = "".join(f"\\'{octet:02x}" for octet in "路灯不亮".encode("gbk"))
    data = rf"{{\rtf1\ansi\ansicpg936\deff0{{\fonttbl{{\f0\fnil\fcharset134 SimSun;}}}}\f0 {octets}\par}}"
    assert read("a.rtf", data.encode()).text() == "路灯不亮"


def test_workbooks_in_the_xml_of_excel_2003() -> None:
    data = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
     xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="台账"><Table>
    <Row><Cell><Data ss:Type="String">工单编号</Data></Cell><Cell><Data ss:Type="String">来电人</Data></Cell></Row>
    </Table></Worksheet></Workbook>""".encode()
    assert sniff("导出.xls", data) == "excelxml"
    paper = read("导出.xls", data)
    assert [cell.text for block in paper.blocks if isinstance(block, Grid) for cell in block.cells] == [
        "工单编号",
        "来电人",
    ]


def test_a_document_that_libreoffice_cannot_open_is_told_as_one() -> None:
    data = zip_of({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<no>"})
    paper = read("a.odt", data)
    assert not paper.blocks
    assert "「a.odt」" in paper.problem


def test_an_open_document_with_a_password_is_told_as_one() -> None:
    manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    data = zip_of({"mimetype": b"x", "content.xml": b"x", "META-INF/manifest.xml": manifest})
    assert "加了密码" in read("a.odt", data).problem


def test_an_empty_document_is_told_as_one() -> None:
    assert "没有读到文字" in read("a.rtf", rtf("")).problem


def test_links_in_documents_are_not_followed(tmp_path: Path) -> None:
    """A picture and a text to be fetched while opening: nobody may call home from here, nor read our files."""
    secret = tmp_path / "secret.txt"
    secret.write_text("tengzhou12345")
    called: list[bool] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def listen() -> None:
            try:
                server.accept()[0].close()
            except OSError:
                return
            called.append(True)

        thread = threading.Thread(target=listen)
        thread.start()
        fetched = rf'{{\field{{\*\fldinst INCLUDEPICTURE "http://127.0.0.1:{port}/a.png"}}{{\fldrslt }}}}'
        own = rf'{{\field{{\*\fldinst INCLUDETEXT "{secret}"}}{{\fldrslt }}}}'
        paper = read("a.rtf", rtf(rf"正文{fetched}{own}\par"))
        server.shutdown(socket.SHUT_RDWR)
    thread.join()
    assert "正文" in paper.text()
    assert "tengzhou" not in paper.text()
    assert not called


def test_a_document_that_takes_libreoffice_too_long_is_given_up_and_the_next_one_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    close_all()
    monkeypatch.setattr(office, "SECONDS", 0.01)
    assert "已经停止" in read("a.rtf", rtf("转办单" * 5000)).problem
    monkeypatch.undo()
    assert read("a.rtf", rtf("下一份")).text() == "下一份"


def test_without_libreoffice_the_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    close_all()
    monkeypatch.setenv("PATH", str(tmp_path))
    paper = read("a.rtf", rtf("转办单"))
    assert paper.problem == "「a.rtf」没有读取：本机缺少程序包 libreoffice-writer-nogui，请管理员安装。"
    assert paper.format == "rtf"


def test_formats_of_libreoffice_are_known_by_their_octets() -> None:
    assert sniff("a.doc", rtf("x")) == "rtf"
    word = b"<?xml version='1.0'?><?mso-application progid='Word.Document'?><w:wordDocument/>"
    assert sniff("a.doc", word) == "wordxml"


def test_every_format_of_libreoffice_is_in_the_register() -> None:
    assert {"doc", "rtf", "odf", "wordxml", "excelxml", "xlsb"} <= READERS.keys()

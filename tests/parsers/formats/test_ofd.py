"""OFD: texts and lines at their places, as lines and tables; pages that are pictures go to recognition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest

from parsers.apart import close_all
from parsers.formats import printed_apart, read, sniff
from parsers.paper import Grid, Line, Paper
from tests.parsers.formats.archives import zip_of

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


@pytest.fixture(autouse=True, scope="module")
def _no_worker_stays() -> Iterator[None]:
    yield
    close_all()


def text(x: float, y: float, words: str, size: float = 4.2, steps: str = "") -> str:
    """Return a text whose foot stands `y` millimetres from the top."""
    deltas = steps or f"g {max(len(words) - 1, 1)} {size}"
    return (
        f'<ofd:TextObject Boundary="{x} {y - 5} 100 8" Font="1" Size="{size}">'
        f'<ofd:TextCode X="0" Y="5" DeltaX="{deltas}">{words}</ofd:TextCode></ofd:TextObject>'
    )


def grid(columns: Sequence[float], rows: Sequence[float]) -> str:
    lines = [(columns[0], y, columns[-1], y) for y in rows] + [(x, rows[0], x, rows[-1]) for x in columns]
    return "".join(
        f'<ofd:PathObject Boundary="0 0 210 297"><ofd:AbbreviatedData>M {a} {b} L {c} {d}</ofd:AbbreviatedData>'
        "</ofd:PathObject>"
        for a, b, c, d in lines
    )


def ofd(*pages: str, common: str = "", info: str = "", more: Mapping[str, bytes] = {}) -> bytes:
    """Return an OFD with those contents of pages."""
    entries = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/P{n}.xml"/>' for n in range(len(pages)))
    files: dict[str, bytes] = {
        "OFD.xml": f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocInfo>{info}</ofd:DocInfo>"
        f"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>".encode(),
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        f"</ofd:PhysicalBox></ofd:PageArea>{common}</ofd:CommonData><ofd:Pages>{entries}</ofd:Pages>"
        "</ofd:Document>".encode(),
        **more,
    }
    for number, content in enumerate(pages):
        page = f"<ofd:Page {SPACE}><ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>"
        files[f"Doc_0/Pages/P{number}.xml"] = page.encode()
    return zip_of(files)


def lines(paper: Paper) -> list[str]:
    assert paper.problem == ""
    return [block.text for block in paper.blocks if isinstance(block, Line)]


def cells(paper: Paper) -> list[str]:
    return [cell.text for block in paper.blocks if isinstance(block, Grid) for cell in block.cells]


def test_texts_are_lines_in_the_order_of_the_page() -> None:
    data = ofd(text(30, 60, "第二行") + text(30, 40, "第一行"), text(30, 40, "下一页"))
    assert sniff("a.ofd", data) == "ofd"
    paper = read("a.ofd", data)
    assert paper.format == "ofd"
    assert paper.blocks == (
        Line("第一行", "第1页 第1段"),
        Line("第二行", "第1页 第2段"),
        Line("下一页", "第2页 第1段"),
    )


def test_digits_set_as_wide_as_chinese_have_no_blanks_between_them() -> None:
    """The steps of the helper `text` are as wide as the type for every sign."""
    words = "2018年3月14日告知，电话0632-5512345。"
    assert lines(read("a.ofd", ofd(text(30, 40, words)))) == [words]


def test_a_ruled_form_is_a_table() -> None:
    words = (
        text(32, 36, "工单编号")
        + text(62, 36, "18031", steps="g 4 2.1")
        + text(32, 46, "来电人")
        + text(62, 46, "闵娜")
    )
    assert cells(read("a.ofd", ofd(grid([30, 60, 120], [30, 40, 50]) + words))) == [
        "工单编号",
        "18031",
        "来电人",
        "闵娜",
    ]


def test_the_form_may_stand_on_a_template_below_the_page() -> None:
    template = f"<ofd:Page {SPACE}><ofd:Content>{grid([30, 60, 120], [30, 40])}{text(32, 36, '来电人')}</ofd:Content></ofd:Page>"
    page = '</ofd:Layer></ofd:Content><ofd:Template TemplateID="9"/><ofd:Content><ofd:Layer>' + text(
        62, 36, "闵娜"
    )
    data = ofd(
        page,
        common='<ofd:TemplatePage ID="9" BaseLoc="Tpls/T.xml"/>',
        more={"Doc_0/Tpls/T.xml": template.encode()},
    )
    assert cells(read("a.ofd", data)) == ["来电人", "闵娜"]


def test_places_may_be_scaled_and_moved_by_a_matrix() -> None:
    scaled = (
        '<ofd:TextObject Boundary="30 30 100 8" Font="1" Size="1" CTM="4.2 0 0 4.2 0 0">'
        '<ofd:TextCode X="0" Y="1" DeltaX="1 1">第一行</ofd:TextCode></ofd:TextObject>'
    )
    assert lines(read("a.ofd", ofd(scaled + text(30, 60, "第二行")))) == ["第一行", "第二行"]


def test_one_text_may_go_on_below_by_its_own_steps() -> None:
    words = (
        '<ofd:TextObject Boundary="30 30 100 20" Font="1" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="4 -4 4"'
        ' DeltaY="0 8 0">甲乙丙丁</ofd:TextCode></ofd:TextObject>'
    )
    assert lines(read("a.ofd", ofd(words))) == ["甲乙", "丙丁"]


def test_a_page_that_is_a_picture_goes_to_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Sequence[bytes]] = []

    def recognise(name: str, pages: Sequence[bytes], kind: str) -> Paper:
        given.append(pages)
        return Paper(name, kind, (Line("扫描", "第1页 第1段"),))

    monkeypatch.setattr(printed_apart, "recognise", recognise)
    resources = (
        f'<ofd:Res {SPACE} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="5" Type="Image"><ofd:MediaFile>s.png'
        "</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
    )
    scan = '<ofd:ImageObject ResourceID="5" Boundary="0 0 210 297" CTM="210 0 0 297 0 0"/>'
    data = ofd(
        text(30, 40, "第一页有字"),
        scan,
        common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
        more={"Doc_0/DocumentRes.xml": resources.encode(), "Doc_0/Res/s.png": b"\x89PNG picture"},
    )
    paper = read("a.ofd", data)
    assert [block.where for block in paper.blocks] == ["第1页 第1段", "第2页 第1段"]
    assert given == [[b"\x89PNG picture"]]


def test_properties_are_read() -> None:
    info = '<ofd:Title>转办单</ofd:Title><ofd:CustomDatas><ofd:CustomData Name="案件编号">TZ-2018</ofd:CustomData></ofd:CustomDatas>'
    assert read("a.ofd", ofd(text(30, 40, "x"), info=info)).properties == {
        "title": "转办单",
        "案件编号": "TZ-2018",
    }


def test_a_locked_ofd_is_told_as_one() -> None:
    assert "加了密码" in read("a.ofd", ofd(text(30, 40, "x"), more={"Encryptions.xml": b"<x/>"})).problem


def test_damage_is_told_and_the_other_pages_are_read() -> None:
    good = ofd(text(30, 40, "第一页"), text(30, 40, "第二页"))
    assert "已损坏" in read("a.ofd", good[: len(good) // 2]).problem or not read("a.ofd", good[:200]).blocks
    torn = ofd(text(30, 40, "第一页"), text(30, 40, "</ofd:Wrong>"))
    paper = read("a.ofd", torn)
    assert [block.text for block in paper.blocks if isinstance(block, Line)] == ["第一页"]
    assert "第 2 页" in paper.problem


def test_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><ofd:OFD xmlns:ofd="x">&b;</ofd:OFD>'
    assert "DTD" in read("a.ofd", zip_of({"OFD.xml": bomb})).problem


def test_absurd_steps_and_paths_cost_nothing() -> None:
    words = text(30, 40, "甲乙", steps="g 999999999 1")
    path = "<ofd:PathObject Boundary='0 0 1 1'><ofd:AbbreviatedData>M 1 L L 9 9 9</ofd:AbbreviatedData></ofd:PathObject>"
    assert lines(read("a.ofd", ofd(words + path)))[0].startswith("甲")

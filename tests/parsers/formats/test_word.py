"""Word documents with what forms of offices are full of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from parsers import formats
from parsers.paper import Grid, Line, Paper

Build = Callable[..., bytes]


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def tr(*cells: str) -> str:
    return "<w:tr>" + "".join(cells) + "</w:tr>"


def tbl(*rows: str) -> str:
    return "<w:tbl><w:tblPr/>" + "".join(rows) + "</w:tbl>"


def read(data: bytes) -> Paper:
    paper = formats.read("工单.docx", data)
    assert paper.problem == ""
    return paper


def only_line(data: bytes) -> str:
    (block,) = read(data).blocks
    assert isinstance(block, Line)
    return block.text


def test_paragraphs_and_tables_come_in_reading_order_with_their_places(make_docx: Build) -> None:
    paper = read(make_docx(p("标题") + p("") + tbl(tr(tc(p("编号")), tc(p("1")))) + p("落款")))
    assert [block.where for block in paper.blocks] == ["第1段", "表1", "第2段"]


def test_merged_cells_stand_once_with_their_spans(make_docx: Build) -> None:
    body = tbl(
        tr(tc(p("诉求人"), '<w:vMerge w:val="restart"/>'), tc(p("姓名")), tc(p("李四"))),
        tr(tc(p(""), "<w:vMerge/>"), tc(p("详情"), '<w:gridSpan w:val="2"/>')),
    )
    (grid,) = read(make_docx(body)).blocks
    assert isinstance(grid, Grid)
    assert [(c.row, c.col, c.row_span, c.col_span, c.text) for c in grid.cells] == [
        (1, 1, 2, 1, "诉求人"),
        (1, 2, 1, 1, "姓名"),
        (1, 3, 1, 1, "李四"),
        (2, 2, 1, 2, "详情"),
    ]


def test_tick_boxes_show_their_state_whatever_sign_they_hold(make_docx: Build) -> None:
    def box(state: str, sign: str) -> str:
        return (
            f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox></w:sdtPr>'
            f"<w:sdtContent><w:r><w:t>{sign}</w:t></w:r></w:sdtContent></w:sdt>"
        )

    body = f"<w:p>{box('1', '☒')}<w:r><w:t>投诉</w:t></w:r>{box('0', '☐')}<w:r><w:t>咨询</w:t></w:r></w:p>"
    assert only_line(make_docx(body)) == "☑投诉☐咨询"


@pytest.mark.parametrize(
    ("run", "sign"),
    [
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', "☐"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="00A3"/></w:r>', "☐"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings 2"/></w:rPr><w:t>R</w:t></w:r>', "☑"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>ü</w:t></w:r>', "√"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>',
            "☑",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData></w:fldChar></w:r>',
            "☐",
        ),
    ],
)
def test_ticks_typed_in_symbol_fonts_and_old_form_fields_are_ticks(
    make_docx: Build, run: str, sign: str
) -> None:
    assert only_line(make_docx(f"<w:p>{run}<w:r><w:t>是</w:t></w:r></w:p>")) == sign + "是"


@pytest.mark.parametrize(
    ("code", "sign"),
    [
        (r"eq \o\ac(□,√)", "☑"),
        (r" EQ \* jc0 \* hps21 \o \ac(○,\s\up 2(√)) ", "☑"),
        (r"eq \o\al(√,□)", "☑"),
        (r"eq \o\ac(□,×)", "☑"),
        (r"eq \o(□)", "☐"),
        (r"eq \o\ac(○,3)", "3"),
        (r"eq \o\ad(\s\up 9(lù),路)", "路"),
        (r"eq \f(1,2)", ""),
        ("PAGE", ""),
    ],
)
def test_a_tick_written_over_a_box_is_a_ticked_box(make_docx: Build, code: str, sign: str) -> None:
    half = len(code) // 2
    field = "".join(
        f"<w:r>{part}</w:r>"
        for part in (
            '<w:fldChar w:fldCharType="begin"/>',
            f'<w:instrText xml:space="preserve">{code[:half]}</w:instrText>',
            f'<w:instrText xml:space="preserve">{code[half:]}</w:instrText>',
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    simple = f'<w:fldSimple w:instr="{code}"/>'
    for each in (field, simple):
        assert only_line(make_docx(f"<w:p>{each}<w:r><w:t>属实</w:t></w:r></w:p>")) == f"{sign}属实"


def test_a_value_chosen_in_a_list_is_read_and_a_prompt_is_not(make_docx: Build) -> None:
    def control(properties: str, text: str) -> str:
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent><w:r><w:t>{text}</w:t></w:r></w:sdtContent></w:sdt>"

    body = f"<w:p><w:r><w:t>类型：</w:t></w:r>{control('<w:dropDownList/>', '投诉')}{control('<w:showingPlcHdr/>', '单击此处输入文字。')}</w:p>"
    assert only_line(make_docx(body)) == "类型：投诉"


@pytest.mark.parametrize(
    ("prompt", "read_as"),
    [
        ("□属实　☑不属实", "□属实　☑不属实"),
        ("□属实　√不属实", "□属实　√不属实"),
        ("2018年3月20日", "2018年3月20日"),
        ("□属实　□不属实", ""),
        ("　　年　　月　　日", ""),
        ("请填写日期，如2018年3月1日", ""),
    ],
)
def test_a_prompt_that_was_written_on_is_no_prompt_any_more(
    make_docx: Build, prompt: str, read_as: str
) -> None:
    control = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>{prompt}</w:t></w:r></w:sdtContent></w:sdt>"
    assert only_line(make_docx(f"<w:p><w:r><w:t>结果：</w:t></w:r>{control}</w:p>")) == f"结果：{read_as}"


LISTED = '<w:comboBox><w:listItem w:displayText="属实" w:value="属实"/><w:listItem w:value="选择一项。"/></w:comboBox>'
OURS = '<w:alias w:val="反馈人"/><w:lock w:val="sdtLocked"/>'
WORDS_OWN = '<w:placeholder><w:docPart w:val="22675703"/></w:placeholder>'


@pytest.mark.parametrize(
    ("properties", "shown", "read_as"),
    [
        (LISTED + WORDS_OWN, "属实", "属实"),
        (LISTED + WORDS_OWN, "选择一项。", ""),
        (LISTED, "核实结果", ""),
        (OURS, "李建国", "李建国"),
        (OURS, "0632-5512345", "0632-5512345"),
        (OURS, "3月15日", "3月15日"),
        (OURS, "请加强夜间巡查", "请加强夜间巡查"),
        (OURS, "请选择", ""),
        (OURS, "　　　　", ""),
        (OURS, "□属实　□不属实", ""),
        (OURS, "　　　年　　月　　日", ""),
        (OURS, "单击或点击此处输入文字。", ""),
        (OURS + WORDS_OWN, "反馈人姓名", ""),
    ],
)
def test_what_a_program_wrote_is_read_though_it_left_the_mark_of_a_prompt(
    make_docx: Build, properties: str, shown: str, read_as: str
) -> None:
    control = f"<w:sdt><w:sdtPr>{properties}<w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>{shown}</w:t></w:r></w:sdtContent></w:sdt>"
    text = only_line(make_docx(f"<w:p><w:r><w:t>结果：</w:t></w:r>{control}</w:p>"))
    assert text.strip() == f"结果：{read_as}"


def test_the_choice_of_an_old_form_field_is_read(make_docx: Build) -> None:
    field = '<w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="咨询"/><w:listEntry w:val="举报"/></w:ddList></w:ffData></w:fldChar>'
    assert only_line(make_docx(f"<w:p><w:r>{field}</w:r></w:p>")) == "举报"


def test_tracked_changes_are_read_as_accepted(make_docx: Build) -> None:
    body = (
        "<w:p><w:r><w:t>办理</w:t></w:r><w:del><w:r><w:delText>未</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>完毕</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom></w:p>"
    )
    assert only_line(make_docx(body)) == "办理完毕"


def test_a_row_that_was_deleted_is_gone(make_docx: Build) -> None:
    body = tbl(
        tr(tc(p("甲")), tc(p("1"))), "<w:tr><w:trPr><w:del/></w:trPr>" + tc(p("乙")) + tc(p("2")) + "</w:tr>"
    )
    (grid,) = read(make_docx(body)).blocks
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["甲", "1"]


def test_the_text_of_a_text_box_is_read_once(make_docx: Build) -> None:
    box = f"<w:txbxContent>{p('特急')}</w:txbxContent>"
    body = f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent><w:t>转办单</w:t></w:r></w:p>"
    assert read(make_docx(body)).text() == "转办单\n特急"


def test_hidden_text_soft_hyphens_and_zero_width_signs_are_not_seen(make_docx: Build) -> None:
    body = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r><w:r><w:t>TZ\u200b-2018</w:t><w:softHyphen/><w:noBreakHyphen/><w:t>1</w:t></w:r></w:p>"
    assert only_line(make_docx(body)) == "TZ-2018-1"


def test_line_breaks_and_tabs_inside_a_paragraph_are_kept(make_docx: Build) -> None:
    body = (
        "<w:p><w:r><w:t>承办人：张三</w:t><w:tab/><w:t>审核人：李四</w:t><w:br/><w:t>电话</w:t></w:r></w:p>"
    )
    assert only_line(make_docx(body)) == "承办人：张三\t审核人：李四\n电话"


def test_a_table_that_only_frames_another_is_read_through(make_docx: Build) -> None:
    inner = tbl(tr(tc(p("编号")), tc(p("1"))))
    paper = read(make_docx(tbl(tr(tc(p("转办单") + inner + p("注"))))))
    assert [type(block).__name__ for block in paper.blocks] == ["Line", "Grid", "Line"]


def test_a_table_beside_text_in_a_cell_is_part_of_that_text(make_docx: Build) -> None:
    inner = tbl(tr(tc(p("项目")), tc(p("金额"))))
    (grid,) = read(make_docx(tbl(tr(tc(p("处理情况")), tc(p("已退费：") + inner))))).blocks
    assert isinstance(grid, Grid)
    assert grid.cells[1].text == "已退费：\n项目\t金额"


def test_rows_and_cells_inside_content_controls_are_read(make_docx: Build) -> None:
    row = f"<w:sdt><w:sdtPr/><w:sdtContent>{tr('<w:sdt><w:sdtPr/><w:sdtContent>' + tc(p('甲')) + '</w:sdtContent></w:sdt>', tc(p('乙')))}</w:sdtContent></w:sdt>"
    assert read(make_docx(tbl(row))).text() == "甲\t乙"


def test_headers_footers_and_properties_are_read(make_docx: Build) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    data = make_docx(
        p("正文"),
        word__header1=f"<w:hdr {space}>{p('滕热转〔2018〕3号')}</w:hdr>",
        docProps__core='<c:coreProperties xmlns:c="c" xmlns:dc="d"><dc:title>转办函</dc:title><dc:revision>7</dc:revision></c:coreProperties>',
        docProps__custom='<Properties xmlns="p" xmlns:vt="v"><property name="案件编号"><vt:lpwstr>TZ-2018-000123-G</vt:lpwstr></property></Properties>',
    )
    paper = read(data)
    assert paper.blocks[1] == Line("滕热转〔2018〕3号", "页眉")
    assert paper.properties == {"title": "转办函", "案件编号": "TZ-2018-000123-G"}


def test_the_strict_dialect_is_read_like_the_usual_one(make_zip: Callable[[dict[str, str]], bytes]) -> None:
    xml = (
        '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>'
        + p("工单")
        + "</w:body></w:document>"
    )
    assert read(make_zip({"[Content_Types].xml": "<Types/>", "word/document.xml": xml})).text() == "工单"


def test_a_document_whose_main_part_has_another_name_is_found(
    make_zip: Callable[[dict[str, str]], bytes],
) -> None:
    xml = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        + p("工单")
        + "</w:body></w:document>"
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>'
    )
    assert (
        read(
            make_zip({"[Content_Types].xml": "<Types/>", "_rels/.rels": rels, "word/document2.xml": xml})
        ).text()
        == "工单"
    )


def test_paragraphs_nested_ten_thousand_deep_do_not_end_the_program(make_docx: Build) -> None:
    deep = "<w:ins>" * 10_000 + p("x") + "</w:ins>" * 10_000
    assert formats.read("a.docx", make_docx(deep)).format == "docx"
    deep = "<w:p>" + "<w:ins>" * 240 + "<w:r><w:t>x</w:t></w:r>" + "</w:ins>" * 240 + "</w:p>"
    assert formats.read("a.docx", make_docx(deep)).format == "docx"

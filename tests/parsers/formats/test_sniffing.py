"""Documents whose names lie, documents that are not read, and documents made to do harm."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest

from parsers import formats
from parsers.formats.unread import SENTENCES

Zip = Callable[[dict[str, str | bytes]], bytes]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.4\n", "pdf"),
        (b"\r\nrubbish of a scanner\n%PDF-1.4\n", "pdf"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "jpeg"),
        (b"\x89PNG\r\n\x1a\n\0\0", "png"),
        (b"II*\x00\x08\0\0\0", "tiff"),
        (b"\x00\x00\x00\x18ftypheic", "heic"),
        (b"Rar!\x1a\x07\x01\x00", "rar"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"\x78\x9f\x3e\x22\x01", "tnef"),
        (b"MZ\x90\x00", "exe"),
        (b"BEGIN:VCALENDAR\r\n", "ics"),
        (b"", "empty"),
        (b"\x01\x02\x03\x04", "unknown"),
    ],
)
def test_what_is_not_read_is_named_for_the_clerk(data: bytes, kind: str) -> None:
    paper = formats.read("附件1 工单.docx", data)
    assert (paper.format, paper.blocks) == (kind, ())
    assert paper.problem.startswith("「附件1 工单.docx」")


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("工单.docx", b"#!/bin/sh\nrm -rf /\n", "script"),
        ("说明.txt", b"#! /usr/bin/perl\nprint 1;\n", "script"),
        ("工单.xls", b"@echo off\r\ndel C:\\*.*\r\n", "script"),
        ("清理.bat", b"del C:\\*.*\r\n", "script"),
        ("统计.py", "# 统计工单\nimport os\n".encode(), "script"),
        ("工单.docx", b"var shell = new ActiveXObject('WScript.Shell');\n", "misnamed"),
        ("工单.xls", b'CreateObject("WScript.Shell").Run "cmd"\r\n', "misnamed"),
        ("照片.jpg", b"Not found\n", "misnamed"),
    ],
)
def test_a_script_is_not_opened_whatever_its_name(name: str, data: bytes, kind: str) -> None:
    paper = formats.read(name, data)
    assert (paper.format, paper.blocks) == (kind, ())
    assert "没有" in paper.problem


def test_chinese_text_named_like_a_document_is_read_and_the_clerk_told() -> None:
    paper = formats.read("答复.doc", "经查，情况属实。\n".encode("gbk"))
    assert (paper.format, paper.text()) == ("plain", "经查，情况属实。")
    assert paper.problem == "「答复.doc」的名字说是文档，内容却是纯文字，按文字读的，请核对是不是寄错了。"
    assert formats.read("答复.txt", "经查，情况属实。\n".encode("gbk")).problem == ""


def test_every_kind_that_is_sniffed_is_read_or_has_a_sentence() -> None:
    assert not set(formats.READERS) & set(SENTENCES)
    assert all(sentence.endswith("。") for sentence in SENTENCES.values())


@pytest.mark.parametrize(
    ("stream", "kind"),
    [
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("EncryptedPackage", "encrypted"),
        ("__properties_version1.0", "msg"),
        ("Other", "ole"),
    ],
)
def test_ole_files_are_told_apart_by_the_streams_at_their_root(
    make_ole: Callable[..., bytes], stream: str, kind: str
) -> None:
    assert formats.sniff("工单.wps", make_ole({stream: b"x"})) == kind


def test_zips_are_told_apart_by_what_is_in_them(make_zip: Zip) -> None:
    assert formats.sniff("a.doc", make_zip({"[Content_Types].xml": "x", "word/document.xml": "x"})) == "docx"
    assert formats.sniff("a.docx", make_zip({"a/工单.docx": "x"})) == "zip"
    assert formats.sniff("a.zip", make_zip({"OFD.xml": "x"})) == "ofd"
    assert formats.sniff("a.zip", make_zip({"mimetype": "x", "content.xml": "x"})) == "odf"


def test_a_docx_torn_in_transit_says_so(make_docx: Callable[..., bytes]) -> None:
    data = make_docx("<w:p><w:r><w:t>工单</w:t></w:r></w:p>" * 50)
    for end in (len(data) // 2, len(data) - 10):
        paper = formats.read("a.docx", data[:end])
        assert paper.format == "docx"
        assert "损坏" in paper.problem


def test_an_xml_bomb_is_refused(make_zip: Zip) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><x>&b;</x>'
    for charset in ("utf-8", "utf-16"):
        data = make_zip({"[Content_Types].xml": "x", "word/document.xml": bomb.encode(charset)})
        assert "DTD" in formats.read("a.docx", data).problem


def test_an_external_entity_is_not_fetched(make_zip: Zip) -> None:
    xml = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'
    paper = formats.read("a.docx", make_zip({"[Content_Types].xml": "x", "word/document.xml": xml}))
    assert "root:" not in paper.text() + paper.problem


def test_a_zip_bomb_is_refused_by_its_ratio_and_by_what_it_really_unpacks_to(make_zip: Zip) -> None:
    data = make_zip({"[Content_Types].xml": "x", "word/document.xml": b" " * 20_000_000})
    assert "炸弹" in formats.read("a.docx", data).problem
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/document.xml"))
    lying = data[: at + 24] + struct.pack("<I", 100) + data[at + 28 :]
    assert formats.read("a.docx", lying).problem


def test_a_package_of_too_many_files_is_refused(make_zip: Zip) -> None:
    entries: dict[str, str | bytes] = {f"word/media/{i}": "x" for i in range(5100)}
    data = make_zip({"[Content_Types].xml": "x", "word/document.xml": "x", **entries})
    assert "5000" in formats.read("a.docx", data).problem


def test_macros_and_passwords_are_told_apart(make_zip: Zip, make_ole: Callable[..., bytes]) -> None:
    macros = formats.read(
        "a.docm", make_zip({"[Content_Types].xml": "x", "word/document.xml": "x", "word/vbaProject.bin": "x"})
    )
    locked = formats.read("a.docx", make_ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}))
    assert "宏" in macros.problem
    assert "密码" in locked.problem


def test_any_octets_give_a_paper() -> None:
    for head in (
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\x09\x08",
        b"<html",
        b"%PDF-",
        b"\xff\xfe",
    ):
        for tail in (b"", b"\x00" * 30, b"\xff" * 600, bytes(range(256)) * 20):
            assert formats.read("x", head + tail).name == "x"

"""Zip packages (docx, xlsx) and the XML in them, opened with limits: a stranger made them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from lxml import etree

from parsers.limits import MAX_ENTRIES, MAX_ENTRY_BYTES, MAX_PACKAGE_BYTES, MAX_RATIO, MAX_TREE_BYTES

_JUDGED_FROM = 1_000_000  # octets; below, a high ratio harms nobody
_DOCTYPES = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
# The strict dialect of the standard says the same under other names.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
)


class Unreadable(Exception):
    """A document can't be read; `str()` is the Chinese reason, a clause that follows the document's name."""


class Package:
    """The entries of a zip package. Any damage is told as `Unreadable`."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (
            zipfile.BadZipFile,
            ValueError,
            OSError,
            NotImplementedError,
            struct.error,
            UnicodeError,
        ) as error:
            raise Unreadable("压缩结构已损坏或没有传完整") from error
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES:
            raise Unreadable(f"里面的文件超过 {MAX_ENTRIES} 个")
        if sum(entry.file_size for entry in entries) > MAX_PACKAGE_BYTES:
            raise Unreadable("解压以后过大，疑似压缩炸弹")
        self._entries = {entry.filename.replace("\\", "/").lstrip("/"): entry for entry in entries}

    @property
    def names(self) -> list[str]:
        """Names of all entries, in the order of the package."""
        return list(self._entries)

    def has(self, name: str) -> bool:
        """Whether the package has an entry of that name."""
        return name in self._entries

    def read(self, name: str) -> bytes:
        """Return the octets of an entry; b"" where there is none."""
        entry = self._entries.get(name)
        if entry is None:
            return b""
        if entry.flag_bits & 0x1:
            raise Unreadable("加了密码")
        if entry.file_size > MAX_ENTRY_BYTES:
            raise Unreadable("解压以后过大，疑似压缩炸弹")
        if entry.file_size > _JUDGED_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise Unreadable("压缩比异常，疑似压缩炸弹")
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(MAX_ENTRY_BYTES + 1)  # what the directory declares need not be true
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            raise Unreadable("压缩内容已损坏或没有传完整") from error
        if len(data) > MAX_ENTRY_BYTES:
            raise Unreadable("解压以后过大，疑似压缩炸弹")
        return data

    def xml(self, name: str) -> etree._Element | None:
        """Return the root of an XML entry; None where there is no such entry."""
        data = self.read(name)
        return parse_xml(data) if data else None


def refuse_doctype(data: bytes) -> None:
    """Raise `Unreadable` where XML declares a document type or entities: no Office program writes them."""
    if any(mark in data for mark in _DOCTYPES):
        raise Unreadable("内含 DTD 或实体声明，不是正常的办公文档")


def parse_xml(data: bytes) -> etree._Element:
    """Parse XML without document type, entities or network; `Unreadable` where it has them or is broken."""
    if len(data) > MAX_TREE_BYTES:
        raise Unreadable(f"内容超过 {MAX_TREE_BYTES // 1_000_000} MB")
    refuse_doctype(data)
    if b"purl.oclc.org/ooxml" in data:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("内部的 XML 已损坏") from error

"""Archives: what is in them, under readable names, and a sentence on what was left in them."""

from __future__ import annotations

import gzip
import io
import struct
from collections.abc import Mapping

import py7zr
import pytest

from parsers.apart import close_all
from parsers.formats import unpack
from parsers.formats.rtf_compressed import decompress
from parsers.formats.unpacking import Unpacked
from parsers.limits import MAX_ARCHIVE_DEPTH, MAX_ARCHIVE_FILES, MAX_ENTRIES
from tests.parsers.formats.archives import (
    locked,
    rar_of,
    tar_of,
    winmail_of,
    zip_of,
    zip_with_link,
    zip_with_raw_names,
)

SHEET = "工单编号：180312110101101001\n".encode()


@pytest.fixture(autouse=True, scope="module")
def _no_worker_stays():
    yield
    close_all()


def opened(name: str, data: bytes) -> Unpacked:
    found = unpack(name, data)
    assert found is not None
    return found


def names(found: Unpacked) -> list[str]:
    return [name for name, _ in found.files]


def seven_zip(files: Mapping[str, bytes], **options: str) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", **options) as archive:
        for name, content in files.items():
            archive.writestr(content, name)
    return out.getvalue()


def test_a_document_is_no_archive(make_docx) -> None:
    assert unpack("工单.docx", make_docx("<w:p/>")) is None
    assert unpack("工单.txt", SHEET) is None
    assert unpack("a.zip", b"") is None


@pytest.mark.parametrize("charset", ["gbk", "utf-8"])
def test_names_without_the_utf8_flag_are_read_as_what_they_are(charset: str) -> None:
    data = zip_with_raw_names({"转办单/工单（一）.txt".encode(charset): SHEET})
    assert opened("a.zip", data).files == (("转办单/工单（一）.txt", SHEET),)


def test_a_second_byte_that_is_a_backslash_parts_no_name() -> None:
    data = zip_with_raw_names({"誠信.txt".encode("gbk"): SHEET})  # 誠 is D55C
    assert names(opened("a.zip", data)) == ["誠信.txt"]


def test_names_with_the_utf8_flag_are_utf8() -> None:
    assert opened("a.zip", zip_of({"工单.txt": SHEET})).files == (("工单.txt", SHEET),)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\windows\\工单.txt", "windows/工单.txt"),
        ("a/./b/../工单\n.txt", "a/b/工单 .txt"),
    ],
)
def test_paths_that_climb_out_are_only_names(path: str, shown: str) -> None:
    assert names(opened("a.zip", zip_of({path: SHEET}))) == [shown]


def test_a_link_is_not_followed() -> None:
    found = opened("a.zip", zip_with_link("工单.txt", "/etc/passwd"))
    assert not found.files
    assert found.problems == ("「a.zip」里面的「工单.txt」是指向别处的链接，没有打开，请人工查看。",)


def test_what_systems_leave_in_archives_is_passed_over() -> None:
    litter = {"__MACOSX/._工单.txt": b"x", "图/.DS_Store": b"x", "图/Thumbs.db": b"x", "工单.txt": SHEET}
    assert names(opened("a.zip", zip_of(litter))) == ["工单.txt"]


def test_a_locked_file_is_left_and_the_others_are_read() -> None:
    found = opened("a.zip", locked(zip_of({"密.txt": SHEET, "工单.txt": SHEET})))
    assert names(found) == ["工单.txt"]
    assert found.problems == ("「a.zip」里面的「密.txt」加了密码，请对方去掉密码重寄。",)


def test_archives_in_archives_are_opened_to_a_limit() -> None:
    data = zip_of({"工单.txt": SHEET})
    for level in range(MAX_ARCHIVE_DEPTH - 1):
        data = zip_of({f"{level}.zip": data, f"说明{level}.txt": b"see"})
    assert names(opened("a.zip", data)) == ["1.zip › 0.zip › 工单.txt", "1.zip › 说明0.txt", "说明1.txt"]
    found = opened("a.zip", zip_of({"2.zip": data}))
    assert "工单.txt" not in str(names(found))
    assert any("超过 3 层" in problem for problem in found.problems)


def test_a_bomb_by_ratio_is_left() -> None:
    found = opened("a.zip", zip_of({"炸弹.txt": b"\0" * 40_000_000, "工单.txt": SHEET}))
    assert names(found) == ["工单.txt"]
    assert "疑似压缩炸弹" in found.problems[0]


def test_a_bomb_by_size_is_left_before_it_is_unpacked() -> None:
    found = opened("a.zip", zip_of({f"{n}.txt": b"\0" * 51_000_000 for n in range(2)}))
    assert not found.files
    assert "等 2 份文件解压以后过大" in found.problems[0]


def test_a_file_that_unpacks_to_more_than_it_declares_is_left() -> None:
    content = bytes(60_000_000)
    data = bytearray(zip_of({"炸弹.txt": content}))
    for at in (22, data.index(b"PK\x01\x02") + 24):
        data[at : at + 4] = struct.pack("<I", 900_000)
    found = opened("a.zip", bytes(data))
    assert not found.files
    assert found.problems


def test_more_files_than_a_clerk_could_read_are_left() -> None:
    found = opened("a.zip", zip_of({f"{n}.txt": b"x" for n in range(MAX_ARCHIVE_FILES + 5)}))
    assert len(found.files) == MAX_ARCHIVE_FILES
    assert "等 5 份文件排在第 300 份以后" in found.problems[0]


def test_an_absurd_number_of_files_is_refused_unopened() -> None:
    found = opened("a.zip", zip_of({f"{n}": b"" for n in range(MAX_ENTRIES + 1)}))
    assert not found.files
    assert "超过 5000 个" in found.problems[0]


def test_an_archive_of_itself_ends() -> None:
    inner = zip_of({"工单.txt": SHEET})
    for _ in range(20):
        inner = zip_of({"r.zip": inner})
    assert not opened("r.zip", inner).files


@pytest.mark.parametrize("cut", [30, 60, 90])
def test_a_torn_zip_is_told_as_one(cut: int) -> None:
    found = opened("a.zip", zip_of({"工单.txt": SHEET * 20})[:cut])
    assert not found.files
    assert "已损坏或没有传完整" in found.problems[0]


def test_an_empty_zip_is_told_as_one() -> None:
    assert opened("a.zip", zip_of({})).problems == ("「a.zip」是ZIP 压缩包，里面没有文件，请对方重寄。",)


def test_gzip_and_tar_are_opened() -> None:
    assert opened("工单.txt.gz", gzip.compress(SHEET)).files == (("工单.txt", SHEET),)
    assert opened("a.tar", tar_of({"图/工单.txt": SHEET})).files == (("图/工单.txt", SHEET),)
    assert names(opened("a.tgz", tar_of({"工单.txt": SHEET}, "w:gz"))) == ["a.tar › 工单.txt"]


def test_a_gzip_bomb_is_left() -> None:
    assert "疑似压缩炸弹" in opened("a.gz", gzip.compress(bytes(30_000_000))).problems[0]
    assert "过大" in opened("a.gz", gzip.compress(bytes(60_000_000))).problems[0]


def test_a_torn_gzip_is_told_as_one() -> None:
    assert "没有传完整" in opened("a.gz", gzip.compress(bytes(range(256)) * 50)[:90]).problems[0]


def test_7z_is_opened_in_the_worker() -> None:
    found = opened("a.7z", seven_zip({"转办单/工单.txt": SHEET, "说明.txt": b"see"}))
    assert found.files == (("转办单/工单.txt", SHEET), ("说明.txt", b"see"))
    assert not found.problems


def test_a_locked_7z_is_told_as_one() -> None:
    found = opened("a.7z", seven_zip({"工单.txt": SHEET}, password="滕州"))
    assert not found.files
    assert "加了密码，请对方去掉密码重寄。" in found.problems[0]


def test_a_7z_bomb_is_left() -> None:
    found = opened("a.7z", seven_zip({f"{n}.bin": bytes(49_000_000) for n in range(4)}))
    assert len(found.files) <= 2
    assert found.problems


def test_a_torn_7z_is_told_as_one() -> None:
    data = seven_zip({"工单.txt": SHEET * 50})
    for octets in (data[: len(data) // 2], data[:40], data[:-3] + b"xyz"):
        found = opened("a.7z", octets)
        assert not found.files
        assert "已损坏" in found.problems[0]


def test_a_rar_is_opened_in_the_worker() -> None:
    found = opened("a.rar", rar_of({"转办单/工单.txt": SHEET, "../空.txt": b""}))
    assert found.files == (("转办单/工单.txt", SHEET), ("空.txt", b""))
    assert not found.problems


def test_a_torn_rar_is_told_as_one() -> None:
    for data in (rar_of({"工单.txt": SHEET * 20})[:60], b"Rar!\x1a\x07\x01\x00" + bytes(50)):
        found = opened("a.rar", data)
        assert not found.files
        assert found.problems


def test_a_rar_that_lies_about_its_sum_is_told_as_damaged() -> None:
    data = rar_of({"工单.txt": SHEET}).replace(SHEET, SHEET[::-1])
    assert "「工单.txt」已损坏或没有传完整" in opened("a.rar", data).problems[0]


def test_winmail_dat_gives_its_files_with_gbk_names() -> None:
    data = winmail_of({"工单（一）.txt".encode("gbk"): SHEET})
    assert opened("winmail.dat", data).files == (("工单（一）.txt", SHEET),)


def test_winmail_dat_without_files_gives_its_text() -> None:
    found = opened("winmail.dat", winmail_of({}, text="办理结果如下".encode("gbk")))
    assert found.files == (("正文.txt", "办理结果如下".encode()),)


def test_a_torn_winmail_dat_gives_what_is_there() -> None:
    data = winmail_of({b"a.txt": SHEET, b"b.txt": SHEET * 100})
    assert names(opened("winmail.dat", data[:-2000]))[0] == "a.txt"
    assert "里面没有文件" in opened("winmail.dat", data[:4]).problems[0]


def test_outlooks_compressed_rtf_is_unpacked() -> None:
    # The example of [MS-OXRTFCP] 3.1.
    data = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert decompress(data) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert decompress(data[:20]) == b"{\\rtf1\\ansi\\"
    assert decompress(b"") == decompress(bytes(64)) == b""

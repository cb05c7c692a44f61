"""What `check` looks at around reading: which formats can't be read because a program or package is not installed."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path

from mailroom.finding import FINE, MIND, Finding

# (Debian package, the library beside `soffice` that shows that it is there, what can't be read without it)
OFFICE_PACKAGES = (
    ("libreoffice-writer-nogui", "libswlo.so", ".rtf、.odt、Word 95 的 .doc、Word 2003 的 .xml"),
    ("libreoffice-calc-nogui", "libsclo.so", ".ods、.xlsb、Excel 2003 的 .xml"),
)
UNPACKERS = ("unrar", "unar", "7zz", "7z", "bsdtar")  # those that rarfile asks, one is enough
RECOGNITION = {"onnxruntime": "onnxruntime", "cv2": "opencv-python-headless", "rapidocr": "rapidocr"}
WAITS = "此类来件转待人工"


def check_readers() -> Iterator[Finding]:
    """Whether LibreOffice, an unpacker of rar and the recognition of pictures are there; nothing is started."""
    yield from _check_libreoffice()
    yield _check_unpacker()
    yield _check_recognition()


def _check_libreoffice() -> Iterator[Finding]:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    missing = [
        (package, formats)
        for package, library, formats in OFFICE_PACKAGES
        if program is None or not (Path(program).resolve().parent / library).exists()
    ]
    for package, formats in missing:
        sentence = f"读不了 {formats}：没有安装 {package}，{WAITS}；也转不了 PDF，印不了卷宗"
        yield Finding(MIND, "LibreOffice", sentence, f"apt-get install --no-install-recommends {package}")
    if not missing:
        formats = "、".join(formats for _, _, formats in OFFICE_PACKAGES)
        yield Finding(FINE, "LibreOffice", f"已安装（{program}），可读 {formats}，可转 PDF")


def _check_unpacker() -> Finding:
    found = next((name for name in UNPACKERS if shutil.which(name)), None)
    if found is None:
        return Finding(MIND, "解压", f"读不了 .rar：没有安装 unar，{WAITS}", "apt-get install unar")
    return Finding(FINE, "解压", f"{found} 已安装，可读 .rar（.zip、.7z、.tar 不需要另装）")


def _check_recognition() -> Finding:
    missing = [package for module, package in RECOGNITION.items() if importlib.util.find_spec(module) is None]
    if missing:
        names = " ".join(missing)
        sentence = f"读不了扫描件和图片：没有安装 {names}，{WAITS}"
        return Finding(MIND, "文字识别", sentence, f"pip install {names}")
    return Finding(FINE, "文字识别", "已安装，可读扫描的 PDF 和图片")

"""LibreOffice kept running, and asked for one conversion after the other. Runs in the worker process only.

A first `soffice` holds an empty document open, so that it stays; each conversion is a second, short-lived `soffice` that
finds the first by their common profile, hands over the file's name, and waits: 0.06 to 0.13 s instead of 2 s. The
profile is the worker's own and is thrown away with it.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from parsers.apart.readers import NotInstalled, Reply
from parsers.formats.package import Unreadable
from parsers.paper import Paper

STARTING = 45.0  # seconds
MEGABYTES = 350
_EMPTY = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text"
><office:body><office:text><text:p/></office:text></office:body></office:document>
"""
_SETTINGS = (  # (node, name, value): no macros, no links, and a proxy that does not exist where there is a network
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "1"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


_FACES = {  # faces of official papers, and what is nearest to each where it isn't installed
    "仿宋_GB2312": ("仿宋", "FangSong", "FZFangSong-Z02", "Noto Serif CJK SC", "AR PL UMing CN"),
    "楷体_GB2312": ("楷体", "KaiTi", "FZKai-Z03", "AR PL UKai CN", "Noto Serif CJK SC"),
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S", "Noto Serif CJK SC", "宋体", "SimSun", "AR PL UMing CN"),
    "宋体": ("SimSun", "Noto Serif CJK SC", "AR PL UMing CN"),
    "黑体": ("SimHei", "Noto Sans CJK SC", "WenQuanYi Zen Hei"),
}


class Office:
    """One running LibreOffice with a profile of its own below `home`."""

    def __init__(self, home: Path) -> None:
        program = shutil.which("soffice") or shutil.which("libreoffice")
        if not program:
            raise NotInstalled("libreoffice-writer-nogui")
        self._home = home
        self._command = [
            *_without_network(),
            program,
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            *("--headless", "--invisible", "--norestore", "--nologo"),
        ]
        _write_settings(home / "profile" / "user")
        _write_faces(home / ".config" / "fontconfig")  # the worker's HOME is `home`
        kept = home / "kept.fodt"
        kept.write_text(_EMPTY, encoding="utf-8")
        memory = (MEGABYTES * 1_000_000, resource.RLIM_INFINITY)
        resource.setrlimit(resource.RLIMIT_DATA, memory)  # handed down to it
        self._process = self._start(str(kept))
        until = time.monotonic() + STARTING
        while not (home / f".~lock.{kept.name}#").exists():  # appears once the document is open
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("LibreOffice does not start")
            time.sleep(0.02)

    def convert(self, data: bytes, ending: str, as_what: str = "") -> bytes:
        """Return `data` as a document of that ending; b"" where LibreOffice could not read it.

        `as_what` is the filter that LibreOffice is to read it by, "" where it finds that out itself.
        """
        with tempfile.TemporaryDirectory(dir=self._home) as folder:
            source = Path(folder) / "document"
            source.write_bytes(data)
            words = [f"--infilter={as_what}"] if as_what else []
            self._start(*words, "--convert-to", ending, "--outdir", folder, str(source)).wait()
            result = source.with_suffix("." + ending)
            return result.read_bytes() if result.exists() else b""

    @property
    def runs(self) -> bool:
        """Whether it is still there."""
        return self._process.poll() is None

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        nowhere = subprocess.DEVNULL
        return subprocess.Popen([*self._command, *arguments], stdin=nowhere, stdout=nowhere, stderr=nowhere)


_office: list[Office] = []  # the one that `prepare` started


def prepare() -> None:
    """Start LibreOffice; `NotInstalled` names the Debian package where there is none."""
    _office[:] = [Office(Path(tempfile.gettempdir()))]


def read(name: str, data: list[bytes], seconds: float) -> Reply:
    """Convert `data[0]` to the ending in `data[1]` (docx, xlsx) and return it as a file beside an empty paper.

    `data[2]`, where there is one, names the filter that LibreOffice is to read it by.
    """
    ending, as_what = data[1].decode("ascii"), b"".join(data[2:]).decode("ascii")
    result = _office[0].convert(data[0], ending, as_what)
    if not _office[0].runs:
        raise SystemExit  # it fell over this document: the next one gets a new worker and a new LibreOffice
    if not result:
        raise Unreadable("LibreOffice 打不开它，文件可能已损坏")
    return Reply(Paper(name, "office"), ((f"{name}.{ending}", result),))


def _without_network() -> list[str]:
    """Return the words before a command that take the network away from it, none where the system does not let us."""
    for words in (["unshare", "--net"], ["unshare", "--map-root-user", "--net"]):
        if shutil.which(words[0]) and subprocess.run([*words, "true"], capture_output=True).returncode == 0:
            return words
    return []


def _write_settings(folder: Path) -> None:
    folder.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.{node}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for node, name, value in _SETTINGS
    )
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>\n",
        encoding="utf-8",
    )


def _write_faces(folder: Path) -> None:
    folder.mkdir(parents=True)
    aliases = "".join(
        f'<alias binding="same"><family>{face}</family><accept>'
        f"{''.join(f'<family>{other}</family>' for other in others)}</accept></alias>"
        for face, others in _FACES.items()
    )
    (folder / "fonts.conf").write_text(
        f'<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>{aliases}</fontconfig>\n',
        encoding="utf-8",
    )

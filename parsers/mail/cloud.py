"""Cloud attachments (超大附件, 网盘): a file that is not in the mail, only a link to it. Links are never fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_MANY = 20  # files named one by one; a mail that lists more says enough

# What mail programs write above files that they keep on their own server: QQ, 网易, Coremail, 139, 阿里, English kin.
_SAID = re.compile(
    r"从.{1,14}发来的(?:超大附件|云附件|大附件)|来自.{1,14}的(?:超大|云端?|大)附件|您收到了?.{0,10}(?:超大|云)附件"
    r"|^\W{0,3}(?:超大附件|云附件|云端附件|大附件|中转站附件)(?:下载|列表|清单)?\s*(?:[（(:：\d\[【].{0,40})?$"
    r"|(?:超大附件|云附件|大附件)\s*[（(][^（）()]{0,30}(?:到期|有效|过期|\d+\s*个)"
    r"|^\W{0,3}(?:large|cloud|big) attachments?\b.{0,40}$|(?:large|cloud) attachments? (?:sent )?from",
    re.MULTILINE | re.IGNORECASE,
)
# The same words run into the name behind them, where a page has no line break between.
_RUN_IN = re.compile(r"^(?:从|来自).{1,14}?(?:发来的|的)(?:超大附件|云附件|云端?附件|大附件)(?=\S)")
_FILE = re.compile(
    r"(?P<name>[^\s/\\:*?\"<>|（）()「」《》]{1,120}\.\w{1,5})\s*[（(]\s*(?P<size>[\d.]+\s*[KMG]i?B?)\s*(?:[,，]\s*(?P<until>[^()（）]{4,40}?)\s*到期)?\s*[)）]",
    re.IGNORECASE,
)
# Where shared files lie. The path tells a share from the home page in somebody's signature.
_SHARE = re.compile(
    r"(?:pan\.baidu\.com/(?:s/|share/)|(?:alipan|aliyundrive)\.com/(?:s|t)/|share\.weiyun\.com/|cloud\.189\.cn/(?:t/|web/share)"
    r"|(?:www\.)?123(?:pan|\d{3})\.(?:com|cn)/s/|pan\.quark\.cn/s/|drive\.uc\.cn/s/|jianguoyun\.com/p/|(?:caiyun|yun)\.139\.com/\S{4}"
    r"|pan\.xunlei\.com/s/|lanzou\w?\.com/\w|cowtransfer\.com/s/|kdocs\.cn/(?:l|view/l)/|we\.tl/|wetransfer\.com/downloads"
    r"|1drv\.ms/|onedrive\.live\.com/\S|-my\.sharepoint\.(?:com|cn)/|\.sharepoint\.(?:com|cn)/:\w:/|drive\.google\.com/(?:file|open|drive/folders)"
    r"|icloud\.com/(?:attachment|iclouddrive)|mail\.qq\.com/cgi-bin/(?:ftnExs|ftnDownload)|(?:wx|iwx)\.mail\.qq\.com/ftn"
    r"|(?:mail|dashi|fs)\.(?:163|126|yeah)\.(?:com|net)/\S{0,40}(?:attachment|filehub|fs/)|/coremail/\S{0,60}(?:nf/|nfDownload|fileCenter|netfolder))",
    re.IGNORECASE,
)
_SHARED = re.compile(
    r"(?:分享[的了]?(?:文件|资料)?|共享了?|shared)\s*(?:文件)?\s*(?:给您|给你)?\s*[：:「“《\"]\s*(?P<name>[^「」“”《》\"\n]{1,80}?)\s*(?:[」”》\"\n]|$|，|链接)",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"[^\s/\\:*?\"<>|「」《》]{1,120}\.(?:docx?|xlsx?|wps|et|pdf|ofd|zip|rar|7z|jpe?g|png|mp4|mp3|pptx?|txt|csv)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class CloudFile:
    """A file that a mail only links to: its name as shown ("" where it shows none), its size, until when it lies there."""

    name: str = ""
    size: str = ""
    until: str = ""

    @property
    def title(self) -> str:
        """The file as a person would call it."""
        more = "，".join(part for part in (self.size, f"{self.until}到期" if self.until else "") if part)
        return (f"「{self.name}」" if self.name else "（没有写明文件名）") + (f"（{more}）" if more else "")

    @property
    def sentence(self) -> str:
        """What the clerk is told."""
        what = f"超大附件{self.title}" if self.name else "信里有超大附件（网盘文件）"
        return f"{what}没有随信寄来，只是一个链接，请对方改用普通附件重寄。"


def cloud_files(text: str, links: Sequence[tuple[str, str]] = ()) -> tuple[CloudFile, ...]:
    """Return the files that a body announces and does not bring. `links` are (words shown, address) of its web page."""
    announced = list(_announced(text))
    shared = [] if any(file.name for file in announced) else list(_shared(text, links))
    found = {file.name: file for file in (*announced, *shared)}
    if len(found) > 1:
        found.pop("", None)  # the same file, named elsewhere
    return tuple(found.values())[:_MANY]


def _announced(text: str) -> Iterator[CloudFile]:
    """Files below the words of a mail program."""
    said = _SAID.search(text)
    if said is None:
        return
    named = False
    for hit in _FILE.finditer(text, said.start()):
        named = True
        yield CloudFile(_RUN_IN.sub("", hit["name"]), hit["size"], hit["until"] or "")
    if not named:
        yield CloudFile()


def _shared(text: str, links: Sequence[tuple[str, str]]) -> Iterator[CloudFile]:
    """Files behind a link to a net disk, in the text or under its words."""
    for words, address in links:
        if _SHARE.search(address) and words.strip() in text:
            name = _NAME.search(words)
            yield CloudFile(name[0] if name else _name_in(text))
    if _SHARE.search(text):
        yield CloudFile(_name_in(text))


def _name_in(text: str) -> str:
    """Return the name of the shared file as the disk's own words give it, else the one file name near its link, or ""."""
    shared = _SHARED.search(text)
    if shared:
        return shared["name"].strip()
    link = _SHARE.search(text)
    near = text[max(0, link.start() - 200) : link.end() + 200] if link else ""
    names = set(_NAME.findall(re.sub(r"https?://\S+", " ", near)))
    return names.pop() if len(names) == 1 else ""

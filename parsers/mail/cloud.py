"""Cloud attachments (超大附件): a file that is not in the mail, only a link to it. Links are never fetched."""

from __future__ import annotations

import re

_SAID = re.compile(
    r"从.{1,12}邮箱发来的(?:超大附件|云附件)|邮箱发来的(?:云附件|超大附件)|^超大附件|^云附件|您收到了?.{0,10}超大附件",
    re.MULTILINE,
)
_FILE = re.compile(
    r"(?P<name>[^\s/\\:*?\"<>|（）()]{1,120}\.\w{1,5})\s*[（(]\s*(?P<size>[\d.]+\s*[KMG]i?B?)\s*(?:[,，]\s*(?P<until>[^()（）]{4,40}?)\s*到期)?\s*[)）]",
    re.IGNORECASE,
)


def cloud_attachments(text: str) -> tuple[str, ...]:
    """Return a sentence for each cloud attachment that a body announces: its name, size, and until when it lies there."""
    said = _SAID.search(text)
    if said is None:
        return ()
    found = []
    for hit in _FILE.finditer(text, said.start()):
        until = f"，{hit['until']}到期" if hit["until"] else ""
        found.append(
            f"超大附件「{hit['name']}」（{hit['size']}{until}）没有随信寄来，只是一个链接，请对方改用普通附件重寄。"
        )
    return tuple(found) or ("信里有超大附件，文件没有随信寄来，只是一个链接，请对方改用普通附件重寄。",)

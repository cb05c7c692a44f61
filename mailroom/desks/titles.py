"""A title for a case whose sheet has none: the first thing that the text says, without the words that lead up to it."""

from __future__ import annotations

import re

LONGEST = 30  # characters: what fits a subject line and a table column

LEAD_IN = re.compile(
    r"^(?:(?:来电人|诉求人|反映人|投诉人|举报人|写信人|来信人|市民|群众|居民|村民|网民|热心市民|本人|[\u4e00-\u9fff]{1,3}(?:先生|女士))"
    r"?(?:来电|来信|致电|留言)?(?:反映|反应|诉称|投诉称|举报称|咨询称|称|表示|说|咨询|求助|投诉|举报)"
    r"(?!.{0,3}(?:的|问题)))[：:，,、\s]*"
)


def title_of(text: str) -> str:
    """Return at most `LONGEST` characters of `text`, cut at a comma or full stop where there is one."""
    bare = re.sub(r"\s+", "", text)
    bare = LEAD_IN.sub("", bare, count=1) or bare
    sentence = re.split(r"[。！？；!?;]", bare, maxsplit=1)[0] or bare
    title = ""
    for part in re.split(r"(?<=[，,、：:])", sentence):
        if title and len(title) + len(part) > LONGEST:
            break
        title += part
    return title.strip("，,、：: ")[:LONGEST]

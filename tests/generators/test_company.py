"""The last paragraph of text goes with the signature, whatever tags of the pattern stand between."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from generators.facts import letter_facts
from generators.letter import Templates
from tests.generators.records import HEAD, NOW


@pytest.mark.parametrize(
    "end",
    [
        "最后一段。\n",
        "{% if head %}\n最后一段。\n{% endif %}\n",
        "{% for line in ['又一段。', '最后一段。'] %}\n{{ line }}\n{% endfor %}\n附件：附件：1. 表\n附件续：2. 表\n",
    ],
)
def test_the_last_paragraph_stays_with_the_signature(tmp_path: Path, end: str):
    (tmp_path / "letters").mkdir()
    pattern = f"版式：信函\n标题：函\n第一段。\n{end}署名：{{{{ head.name }}}}\n日期：{{{{ today }}}}\n"
    (tmp_path / "letters" / "signed.txt").write_text(pattern, encoding="utf-8")
    data = Templates(tmp_path).docx("signed", letter_facts(HEAD, NOW, "函"))
    kept = {
        each.text: each.paragraph_format.keep_with_next for each in docx.Document(io.BytesIO(data)).paragraphs
    }
    assert kept["最后一段。"]
    assert not kept["第一段。"]
    assert not kept.get("又一段。")

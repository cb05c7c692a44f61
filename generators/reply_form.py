"""The reply form (办理情况反馈表): a department fills it in and sends it back; `parsers` reads it again."""

from __future__ import annotations

from typing import Any

from generators.letter import Enclosed
from generators.shelf import Templates


def reply_form(facts: dict[str, Any], shelf: Templates) -> Enclosed:
    """Return the form for a case and an assignment; its number stands in the head, the table and the properties."""
    title = f"办理情况反馈表 {facts['case_no']}"
    properties = {**facts["properties"], "title": title}
    data = shelf.docx("reply_form", facts | {"properties": properties})
    return Enclosed(f"{facts['case_no']}_办理情况反馈表.docx", data)

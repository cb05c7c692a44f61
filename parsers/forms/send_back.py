"""Giving a case back (退单): a form, label lines, or a sentence in a letter → SendBack."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.forms.entries import Entry, is_blank, organisation
from parsers.forms.filling import Context, Filling
from parsers.forms.layout import Layout
from parsers.forms.letters import find_signature, paragraphs
from parsers.forms.names import unit_name
from parsers.reading import SendBack

_UNIT = r"[\u4e00-\u9fff（）()]{2,24}?(?:局|镇|街道|街道办事处|办事处|人民政府|公司|委员会|委|中心|大队|管委会|管理部|办公室|管理处|供电公司|法院|检察院|部门|集团|站|所|院)"
_SUGGESTS = (
    re.compile(
        rf"(?:建议|请|应|拟|宜|可|望|麻烦|劳烦|申请)[^，。；]{{0,8}}?(?:转派|改派|转交|移交|转办|派发|派|转|交|退)(?:单)?(?:至|到|给|由|往|送)?\s*({_UNIT})(?=办(?!事处)|[处承负调研进核落牵，。；、（(\s]|$)"
    ),
    re.compile(
        rf"(?:建议|请|应|宜|拟)[^，。；]{{0,4}}?(?:由|让)\s*({_UNIT})(?=办(?!事处)|[处承负调研进核落牵，。；、（(\s]|$)"
    ),
    re.compile(
        rf"(?<!不)(?:属于?|系|归|为)\s*({_UNIT})(?:的)?(?:职责|职权|主管|管辖|负责|管理|职能|辖区|分管|范围|所有|所管|管养|管护|养护|维护)"
    ),
    re.compile(rf"(?:应|该)(?:事项|件|问题|诉求)?(?:由|归)\s*({_UNIT})(?:负责|管|办理|处理|承办|主管)"),
    re.compile(rf"(?:职责|职能|权属|管辖权)(?:在|属于?|归)\s*({_UNIT})(?=[，。；]|$)"),
    re.compile(rf"(?:退单|退件|退回|退办)[，,；;]?\s*(?:改)?由\s*({_UNIT})(?:负责|办理|处理|承办|主管)"),
)
_NO_UNIT = re.compile(
    r"(?:其他|其它|相关|有关|责任|主管|职能|承办|我|本|贵|上级|该|所属|属地|对口)(?:单位|部门|局|镇|办)|^(?:单位|部门)$|^我|^本|不属于"
)


def read_send_back(layout: Layout, context: Context) -> tuple[SendBack, Filling]:
    """Return why a department gives a case back and whom it names instead, from a form or from the letter's words."""
    rows = _rows_that_give_back(layout, context)
    filling = Filling("send_back", [*layout.entries, *(rows[0] if rows else ())], context, "send_back")
    if len(rows) > 1:
        filling.doubt("reason", f"一张表里退了 {len(rows)} 件，这里只列第一件", rows[1][0].where)
    reason = filling.joined("reason")
    department = filling.take("suggested_department", lambda e: _named_unit(e.text), optional=True)
    lines = layout.lines
    signature = find_signature(lines, context.near)
    texts = paragraphs(lines, signature, [e for e in layout.entries if not is_blank(e.text)])
    if reason is None and texts:
        reason = "\n".join(line.text.strip() for line in texts)
        filling.note("reason", texts[0].where)
    if reason is None:
        filling.doubt("reason", "没有读到退单理由", layout.paper.name)
    if department is None and reason:
        department = suggested_in(reason)
        if department:
            filling.note("suggested_department", filling.found.get("send_back.reason", ""))
    return SendBack(reason, department), filling


def _rows_that_give_back(layout: Layout, context: Context) -> list[tuple[Entry, ...]]:
    """Return the rows of a list that give a reason, where the form beside the list gives none."""

    def reasons(entries: Sequence[Entry]) -> bool:
        return Filling("send_back", entries, context, "send_back").written("reason") != []

    return [] if reasons(layout.entries) else [row for row in layout.rows if reasons(row)]


def suggested_in(text: str) -> str | None:
    """Return the unit that a text says the case belongs to, or None: 建议转派市住建局办理."""
    for pattern in _SUGGESTS:
        for hit in pattern.finditer(text):
            unit = re.sub(r"^(?:由|给|至|到|往|单|于|改派|转派|转交|移交|请)+", "", hit[1])
            if len(unit) >= 3 and not _NO_UNIT.search(unit):
                return unit
    return None


def _named_unit(text: str) -> str | None:
    unit = unit_name(text)
    if unit is None:
        return None
    return (
        organisation(unit)
        or suggested_in(unit)
        or (unit if len(unit) <= 24 and not _NO_UNIT.search(unit) else None)
    )

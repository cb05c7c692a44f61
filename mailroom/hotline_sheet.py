"""The integration ledger (整合台账) out of a spreadsheet: all of it or nothing, every fault with its cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.procedure import LinesSettings
from generators.wording import day_words
from ledger.models import Line
from ledger.vocabulary import LABELS
from mailroom.spreadsheets import BadSheet, Page, Place, day_in
from parsers.numbers import wide_to_narrow
from parsers.paper import Cell

CALLED = {  # column of `Line`: as it may stand in the sheet, our own heading first
    "number": ("热线号码", "热线电话", "热线电话号码", "服务热线号码", "号码"),
    "name": ("热线名称", "热线平台名称", "平台名称", "名称"),
    "department": ("主管单位", "主管部门", "责任单位", "所属单位", "单位名称", "单位", "部门"),
    "calls": ("年话务量", "话务量", "年均话务量", "年受理量", "年接听量"),
    "way": ("整合方式", "拟整合方式", "整合类型", "整合办法"),
    "responsible": ("负责人", "责任人", "热线负责人", "负责人姓名"),
    "phone": ("联系电话", "负责人电话", "联系方式", "办公电话", "移动电话"),
    "opened_on": ("开通日期", "开通时间", "设立日期", "设立时间"),
    "due_on": ("完成时限", "整合时限", "计划完成日期", "计划完成时间", "到期日"),
    "done_on": ("完成日期", "完成时间", "实际完成日期", "实际完成时间", "整合完成时间"),
    "progress": ("进度", "进展", "整合进度", "进展情况", "整合进展", "工作进度", "进度说明"),
}
HEADINGS = {heading: name for name, known in CALLED.items() for heading in known}
REQUIRED = ("热线号码",)
NOT_ASKED = ("序号", "情况", "备注")  # of our own sheets: counted anew
WAYS = {
    **{text: code for code, text in LABELS["line_way"].items()},
    **dict.fromkeys(("撤销", "撤并", "撤销并入", "整合撤销", "取消"), "revoked"),
    **dict.fromkeys(("呼叫转移", "呼叫转接", "保留并呼叫转移", "转接", "转移"), "forwarded"),
    **dict.fromkeys(("并行", "双线并行", "保留并行接听", "保留并并行接听"), "parallel"),
    **dict.fromkeys(("", "未定", "待定", "未确定", "无"), ""),
}
NUMBER = re.compile(r"\d[\d-]{2,19}")
AREA_CODE = re.compile(r"^0\d{2,3}-?(?=\d)")
TOTALS = re.compile(r"(?:合|小|总)\s*计")
LONGEST = 500  # characters of a text
PLAN_EXEMPTS = "整合方案：“110、119、120等紧急类热线除外”，不登记"
PLAN_FORBIDS = "整合方案：“自本方案印发之日起，各级各部门原则上不得新建其他政务服务热线”"


@dataclass(frozen=True)
class Reading:
    """What holds for the rows of a sheet: the rules, what is on file, and the day on which it is read."""

    rules: LinesSettings
    on_file: Mapping[str, Line]
    on: date
    blank_stays: bool = (
        False  # a department leaves empty what it doesn't know; an office empties what is wrong
    )
    may_be_new: bool = False  # opened after the plan, by leave


def rows_of(pages: list[Page], name: str, reading: Reading) -> list[dict[str, Any]]:
    """Return the rows of a sheet as columns of `Line`, those that the sheet does not have left out.

    Raises `BadSheet` with all faults.
    """
    rows: list[dict[str, Any]] = []
    seen: dict[str, str] = {}
    for page in pages:
        for number, cells in page.rows():
            if any(TOTALS.fullmatch(cell.text.strip()) for cell in cells.values()):
                continue
            row = _row(page, number, cells, reading)
            first = seen.setdefault(row["number"], f"{page.grid.where} 第 {number} 行")
            if row["number"] and first != f"{page.grid.where} 第 {number} 行":
                page.fault((number, page.column("number")), f"热线 {row['number']} 与{first}重复")
            rows.append(row)
    if faults := [fault for page in pages for fault in page.faults]:
        raise BadSheet(name, faults)
    if not rows:
        raise BadSheet(name, ["表头下面没有热线"])
    return rows


def unknown_headings(pages: list[Page]) -> list[str]:
    """Headings of columns that nothing was taken from, in the order of the sheet."""
    return [heading for page in pages for heading in page.unknown if heading not in NOT_ASKED]


def _row(page: Page, number: int, cells: dict[int, Cell], reading: Reading) -> dict[str, Any]:
    row: dict[str, Any] = {"number": ""}
    for column, name in page.columns.items():
        cell, place = cells.get(column), (number, column)
        text = cell.text.strip() if cell else ""
        if text or not reading.blank_stays or name == "number":
            row[name] = _value(page, place, name, cell, text, reading)
    known = reading.on_file.get(row["number"])
    if known is None:
        _complete(page, number, row, reading)
    _check_days(page, number, row, known, reading)
    return row


def _value(page: Page, place: Place, name: str, cell: Cell | None, text: str, reading: Reading) -> Any:
    if name == "number":
        return _number(page, place, text, reading)
    if name == "way":
        return _way(page, place, text)
    if name == "calls":
        return _calls(page, place, text)
    if name.endswith("_on"):
        day = day_in(page, place, cell)
        return day or (reading.rules.due_on if name == "due_on" and not text else None)
    if not text and name in ("name", "department"):
        page.fault(place, f"没有写{CALLED[name][0]}")
    if len(text) > LONGEST:
        page.fault(place, f"{CALLED[name][0]}不能超过 {LONGEST} 个字")
    return text if name == "progress" else re.sub(r"\s+", " ", text)


def _number(page: Page, place: Place, text: str, reading: Reading) -> str:
    narrow = re.sub(r"[\s()（）]|\.0$", "", wide_to_narrow(text)).replace("—", "-")
    if not narrow:
        page.fault(place, "没有写热线号码")
    elif not NUMBER.fullmatch(narrow):
        page.fault(place, f"“{text}”不是一个热线号码，一行写一个，如 12319 或 0632-5512319")
    elif AREA_CODE.sub("", narrow) in reading.rules.emergency:
        page.fault(place, f"{narrow} 是紧急类热线，{PLAN_EXEMPTS}")
    return narrow


def _way(page: Page, place: Place, text: str) -> str:
    plain = re.sub(r"[\s（）()，,、]", "", text)
    if plain not in WAYS:
        kept = "保留的须写明是呼叫转移还是并行接听；" if "保留" in plain else ""
        page.fault(
            place,
            f"看不懂整合方式“{text}”：{kept}应为{'、'.join(LABELS['line_way'].values())}之一，未定的空着",
        )
    return WAYS.get(plain, "")


def _calls(page: Page, place: Place, text: str) -> int | None:
    plain = re.sub(r"[\s,，]|(?:余|左右|个)?(?:件次|件|次|通|个)?(?:/年)?$", "", wide_to_narrow(text))
    if not plain:
        return None
    found = re.fullmatch(r"约?(\d{1,9}(?:\.\d{1,4})?)(万?)余?", plain)
    count = float(found[1]) * (10_000 if found[2] else 1) if found else 0.5
    if count != int(count):
        page.fault(place, f"看不懂年话务量“{text}”，请写作 12400")
        return None
    return int(count)


def _complete(page: Page, number: int, row: dict[str, Any], reading: Reading) -> None:
    """A hotline that is entered for the first time needs a name and a department; its day is everybody's if it has none."""
    for name in ("name", "department"):
        if name not in row:
            page.fault((number, page.column("number")), f"首次登记的热线须有“{CALLED[name][0]}”")
    if row.get("due_on") is None:
        row["due_on"] = reading.rules.due_on
    if row["due_on"] is None:
        page.fault(
            (number, page.column("due_on")), "没有写完成时限，配置 [lines] due_on 也是空的，不知何时到期"
        )


def _check_days(page: Page, number: int, row: dict[str, Any], known: Line | None, reading: Reading) -> None:
    rules = reading.rules
    opened, due, done = row.get("opened_on"), row.get("due_on"), row.get("done_on")
    limit = rules.none_opened_after
    if opened and limit and opened > limit and not reading.may_be_new:
        page.fault(
            (number, page.column("opened_on")),
            f"{day_words(opened)}开通，在方案印发（{day_words(limit)}）之后。{PLAN_FORBIDS}；"
            "确经批准的，加 --allow-new 写明依据",
        )
    if due and rules.latest_on and due > rules.latest_on:
        page.fault(
            (number, page.column("due_on")), f"完成时限 {due} 晚于整合方案的最迟日期 {rules.latest_on}"
        )
    if done and done > reading.on:
        page.fault((number, page.column("done_on")), f"完成日期 {done} 还没有到")
    way = row.get("way", known.way if known else "")
    if done and not way:
        page.fault((number, page.column("done_on")), "写了完成日期，却没有整合方式")

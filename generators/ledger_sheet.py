"""The ledger as a spreadsheet (台账) or CSV, one line an assignment, ready to print; secret cases are masked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from generators.csv_paper import csv_of
from generators.letter import Letterhead
from generators.privacy import is_secret, mask_name, mask_phone, mask_text, redact, redacted_texts
from generators.sheet_paper import Column, Sheet, workbook_of
from generators.wording import day_words
from ledger.vocabulary import label

COLUMNS = (  # as narrow as their contents allow: the page across is what makes the print small
    Column("序号", 4.5),
    Column("工单编号", 15),
    Column("上级编号", 16.5),
    Column("来源", 7),
    Column("级别", 6),
    Column("类型", 5),
    Column("标题", 15, long=True),
    Column("诉求内容", 38, long=True),
    Column("事发地点", 13, long=True),
    Column("诉求人", 7),
    Column("联系电话", 11),
    Column("承办单位", 12),
    *(Column(name, 14) for name in ("转办时间", "办理时限", "签收时间", "反馈时间")),
    Column("回访结果", 7, long=True),
    Column("状态", 8),
    Column("是否逾期", 4.5),
    Column("备注", 9, long=True),
)
HIDDEN = "（保密）"


class LedgerLine(NamedTuple):
    """One line of the ledger: a case, and where it has been dispatched the assignment with its department."""

    case: Any
    petitioner: Any | None = None
    dispatch: Any | None = None
    department: Any | None = None
    note: str = ""
    followed_up: str = ""  # what came of the call back about it: 满意，已解决


def ledger_sheet(
    lines: Iterable[Sequence[Any]], *, head: Letterhead, exported_on: datetime, period: str = ""
) -> bytes:
    """Return the ledger as .xlsx; `lines` are `LedgerLine`s or tuples like them, `period` is printed ("2018年3月")."""
    sheet = _sheet(lines, head=head, exported_on=exported_on, period=period)
    return workbook_of(sheet, office=head.name, on=exported_on)


def ledger_csv(
    lines: Iterable[Sequence[Any]], *, head: Letterhead, exported_on: datetime, period: str = ""
) -> bytes:
    """Return the ledger as .csv, the same columns and rows; see `ledger_sheet`."""
    return csv_of(_sheet(lines, head=head, exported_on=exported_on, period=period))


def _sheet(lines: Iterable[Sequence[Any]], *, head: Letterhead, exported_on: datetime, period: str) -> Sheet:
    rows = [_row(number, LedgerLine(*line), exported_on) for number, line in enumerate(lines, 1)]
    return Sheet(
        name="台账",
        title=f"{head.name}{period}办理台账",
        note=f"导出日期：{day_words(exported_on)}　　共{len(rows)}条　　诉求人姓名、电话已作脱敏处理",
        columns=COLUMNS,
        rows=rows,
    )


def is_overdue(dispatch: Any | None, at: date) -> bool:
    """Whether an assignment was answered late, or is open past its deadline at `at` (a day, or a moment)."""
    if dispatch is None or dispatch.state not in ("open", "answered"):
        return False
    if dispatch.answered_at:
        return dispatch.answered_at > dispatch.due_at
    return dispatch.due_at < at if isinstance(at, datetime) else dispatch.due_at.date() < at


def _row(number: int, line: LedgerLine, at: datetime) -> tuple[Any, ...]:
    case, petitioner, dispatch, department, note, followed_up = line
    secret = is_secret(case)
    title, request, place = redacted_texts(case, petitioner)
    place = redact(place, petitioner) if secret else place  # a list needs no way to the house
    name, phone = _petitioner(petitioner, secret)
    state = _state(case, dispatch)
    remarks = [
        note,
        "保密件" if secret else "",
        label("urgency", case.urgency) if case.urgency != "normal" else "",
        f"第{dispatch.round}次转办" if dispatch is not None and dispatch.round > 1 else "",
        "协办" if dispatch is not None and dispatch.role == "assisting" else "",
        "时限暂定" if dispatch is not None and dispatch.provisional else "",
    ]
    return (
        number,
        case.case_no,
        case.upper_no or "",
        label("channel", case.channel),
        label("level", case.level),
        label("kind", case.kind),
        mask_text(title, petitioner),
        mask_text(request, petitioner),
        mask_text(place, petitioner),
        name,
        phone,
        department.name if department is not None else "",
        dispatch.dispatched_at if dispatch is not None else None,
        dispatch.due_at if dispatch is not None else None,
        dispatch.acknowledged_at if dispatch is not None else None,
        dispatch.answered_at if dispatch is not None else None,
        followed_up,
        state,
        "是" if is_overdue(dispatch, at) else "否" if dispatch is not None else "",
        "；".join(remark for remark in remarks if remark),
    )


def _state(case: Any, dispatch: Any | None) -> str:
    """Return the case's status; that of the assignment while it is at work, and where it has ended before the case."""
    if dispatch is None:
        return label("status", case.status)
    if dispatch.state in ("sent_back", "withdrawn") and case.status not in ("withdrawn", "merged"):
        return label("dispatch_state", dispatch.state)
    if case.status != "dispatched":
        return label("status", case.status)
    return label("dispatch_state", dispatch.state) if dispatch.acknowledged_at else "待签收"


def _petitioner(petitioner: Any | None, secret: bool) -> tuple[str, str]:
    if secret:
        return HIDDEN, HIDDEN
    return ("", "") if petitioner is None else (mask_name(petitioner.name), mask_phone(petitioner.phone))

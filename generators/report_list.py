"""The report upward for cases that came in a list: one mail, one .xlsx."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from generators.facts import case_facts, letter_facts
from generators.letter import Draft, Enclosed, Letterhead
from generators.report import answer_facts
from generators.sheet_paper import Column, Sheet, workbook_of
from generators.shelf import Templates, packaged
from generators.wording import day_words

COLUMNS = (
    Column("序号", 5),
    Column("工单编号", 21),
    Column("我办编号", 18),
    Column("标题", 22, long=True),
    Column("承办单位", 18),
    Column("是否属实", 9),
    Column("调查核实情况", 40, long=True),
    Column("处理情况", 40, long=True),
    Column("是否反馈当事人", 9),
    Column("反馈日期", 14),
    Column("反馈方式", 9),
    Column("反馈人", 9),
    Column("当事人意见", 10),
    Column("承办人", 9),
    Column("审核人", 9),
    Column("联系电话", 14),
)


class Reported(NamedTuple):
    """One case of the list: who asked is left out of it, the upper platform knows its own number."""

    case: Any
    petitioner: Any | None
    dispatch: Any
    department: Any
    answer: Any


def draw_up_report_list(
    items: Sequence[Sequence[Any]],
    *,
    head: Letterhead,
    to: str,
    upper_name: str,
    list_name: str,
    now: datetime,
    templates: Templates | None = None,
) -> Draft:
    """Return the reply for the cases of one list. `list_name` tells this list from others (it goes into the key)."""
    shelf = templates or packaged()
    reported = [Reported(*item) for item in items]
    numbers = "、".join(each.case.case_no for each in reported[:5])
    title = f"办理情况回复清单（{len(reported)}件）"
    sheet = Sheet(
        name="办理情况",
        title="办理情况回复清单",
        note=f"报送：{upper_name}　　报送单位：{head.name}　　{day_words(now)}　　共{len(reported)}件",
        columns=COLUMNS,
        rows=[_row(number, each) for number, each in enumerate(reported, 1)],
    )
    facts = letter_facts(head, now, title) | {
        "case_no": "",
        "subject": title,
        "greeting": upper_name,
        "paragraphs": [
            f"贵单位转来的{len(reported)}件工单已办理，现将办理情况回复如下，详见附件清单。",
            f"涉及我办编号：{numbers}{'等' if len(reported) > 5 else ''}。",
        ],
    }
    return Draft(
        key=f"report/list/{list_name}",
        kind="report",
        to=(to,),
        subject=f"【办理回复】{title}（{day_words(now)}）",
        text=shelf.text("plain", facts),
        html=shelf.html("plain", facts),
        enclosed=(
            Enclosed(f"办理情况回复清单_{now:%Y%m%d}.xlsx", workbook_of(sheet, office=head.name, on=now)),
        ),
        because=f"{len(reported)}件反馈齐全，按清单向{upper_name}上报",
    )


def _row(number: int, each: Reported) -> tuple[Any, ...]:
    facts = case_facts(each.case, each.petitioner)
    told = answer_facts(each.answer, each.petitioner if facts["secret"] else None)
    return (
        number,
        facts["upper_no"] or each.case.case_no,
        each.case.case_no,
        facts["title"],
        each.department.name,
        told["substantiated"],
        "\n".join(told["facts_lines"]),
        "\n".join(told["measures_lines"]),
        "保密件" if facts["secret"] else told["informed"],
        each.answer.informed_on.date() if each.answer.informed_on else None,
        told["informed_how"],
        told["informed_by"],
        told["opinion"],
        told["handler"],
        told["approver"],
        told["phone"],
    )

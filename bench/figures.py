"""`python -m bench.figures`: how long the figures and the notice of a month of 10,000 cases take.

A new office in a folder with made-up cases, put into the ledger row by row without any mail: two months of them, so that
the month before has to be counted as well where it was not frozen.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import click

from ledger import numbering
from ledger.models import Answer, Case, Department, Dispatch, FollowUp, Journal, Petitioner
from ledger.opening import transaction
from ledger.spans import month_of
from mailroom.desks import freezing, notice_papers, notices
from mailroom.desks.reckoning import reckon
from mailroom.office import Office, open_office

CONFIG = """
[office]
name = "滕州市市长公开电话办公室"
address = "office@example.cn"
prefix = "TZ"
[mailbox]
provider = "folder"
path = "mailbox"
[courier]
provider = "folder"
path = "mailbox"
[[upper]]
name = "枣庄市12345政务服务热线"
level = "city"
channel = "hotline"
senders = ["upper@example.cn"]
report_to = "upper@example.cn"
"""
WISHES = (
    "小区暖气不热",
    "路灯不亮",
    "物业费过高",
    "工地夜间施工噪音扰民",
    "拖欠工资",
    "路面坑洼积水",
    "垃圾无人清运",
)
TEXT = "来电人反映，该处的问题已持续一个多月，多次向有关部门反映没有得到解决，希望尽快派人到现场查看处理，并给予答复。"
PIECE = 500


@click.command()
@click.option("--cases", default=10_000, show_default=True, help="Cases a month.")
def main(cases: int) -> None:
    """Count March 2018 with and without a frozen February, draw its papers, post a letter to every department."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "office.toml").write_text(CONFIG, encoding="utf-8")
        office = open_office(Path(folder), {}, secrets=False)
        random = Random(2018)
        for month in (2, 3):
            _fill(office, random, month, cases)
        _measure(office)
        office.close()


def _measure(office: Office) -> None:
    february, march, now = month_of(2018, 2), month_of(2018, 3), datetime(2018, 4, 2, 9)
    click.echo(f"{Case.select().count()} cases, {Journal.select().count()} lines of the journal")
    with _timed("figures of March, nothing frozen before"):
        reckon(office, march, as_of=now)
    freezing.freeze_now(office, february, now=now)
    with _timed("figures of March, February frozen"):
        reckon(office, march, as_of=now)
    with _timed("March frozen"):
        row = freezing.freeze_now(office, march, now=now)
    click.echo(f"  {'as it is stored':42} {len(str(row.figures)) / 1024:8.0f} KB")
    with _timed("notice and workbook drawn"):
        papers = notice_papers.papers_of(office, row)
    click.echo(f"  {'documents':42} {sum(len(each.data) for each in papers) / 1024:8.0f} KB")
    with _timed("approved: numbered, drawn, all letters posted"):
        posted = notices.send(office, march, now=now, by="bench")
    click.echo(f"  {'letters':42} {posted.letters:8}")


@contextmanager
def _timed(what: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    click.echo(f"  {what:42} {time.perf_counter() - start:8.2f} s")


def _fill(office: Office, random: Random, month: int, number: int) -> None:
    """Cases of a month with all that happens to them: 8 in 10 answered in time, 1 late, 1 given back or still open."""
    Department.update(addresses=["unit@example.cn"]).execute()
    departments = list(Department.select())
    rows: dict[type, list[dict[str, Any]]] = {
        table: [] for table in (Case, Petitioner, Dispatch, Answer, Journal, FollowUp)
    }
    first = Case.select().count() + 1
    for case in range(first, first + number):
        _live(random, rows, case, datetime(2018, month, 1 + case % 26, 9), random.choice(departments))
    with transaction():
        for table, values in rows.items():
            for start in range(0, len(values), PIECE):
                table.insert_many(values[start : start + PIECE]).execute()  # type: ignore[attr-defined]


def _live(
    random: Random, rows: dict[type, list[dict[str, Any]]], case: int, at: datetime, department: Department
) -> None:
    due, answered = at + timedelta(days=3, hours=8), at + timedelta(days=random.choice((1, 2, 2, 3, 5, 40)))
    rows[Case].append(
        {
            "id": case,
            "case_no": numbering.case_number("TZ", 2018, case),
            "channel": random.choice(("hotline", "mayors_mailbox")),
            "level": random.choice(("city", "province")),
            "kind": random.choice(("complaint", "service", "consultation")),
            "title": f"{department.name}{random.choice(WISHES)}",
            "request_text": TEXT,
            "place": f"{department.name}解放路{case % 90}号",
            "rule_set": "2018",
            "status": "answered",
            "registered_at": at,
        }
    )
    rows[Petitioner].append({"case": case, "name": "张三丰", "phone": "13812345678", "address": "解放路1号"})
    back = random.random() < 0.05
    rows[Dispatch].append(
        {
            "id": case,
            "case": case,
            "department": department,
            "dispatched_at": at,
            "due_at": due,
            "acknowledged_at": at + timedelta(hours=random.choice((2, 30))),
            "answered_at": None if back else answered,
            "state": "sent_back" if back else "answered",
        }
    )
    told = {"case": case, "dispatch": case, "by": "系统", "because": "记录"}
    acts = ["dispatch", "acknowledge", "send_back" if back else "answer"]
    rows[Journal] += [told | {"act": act, "at": at + timedelta(hours=n)} for n, act in enumerate(acts)]
    if back:
        return
    rows[Answer].append({"dispatch": case, "at": answered, "complete": True})
    said = random.choice(("satisfied", "satisfied", "basically", "dissatisfied"))
    rows[FollowUp].append(
        {
            "case": case,
            "dispatch": case,
            "opened_at": answered,
            "due_at": answered + timedelta(days=3),
            "done_at": answered + timedelta(days=1),
            "recorded_at": answered + timedelta(days=1),
            "reached": True,
            "satisfaction": said,
            "solved": "no" if said == "dissatisfied" else "yes",
        }
    )


if __name__ == "__main__":
    main()

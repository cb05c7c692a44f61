"""Cases on paper: the sheet of one, the list of several."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.parsers.ocr.printed import facts
from tests.parsers.ocr.printed.facts import Matter, long
from tests.parsers.ocr.printed.made import Made, Truth, pairs_form, small
from tests.parsers.ocr.printed.typesetting import Paper, look


def case_sheet(chance: Random) -> Made:
    """工单: a table of labels and values, in two, four or six columns."""
    case, set_as = facts.matter(chance), look(chance)
    paper = Paper(set_as)
    paper.title(
        chance.choice(
            ("枣庄市12345政务服务热线转办单", "枣庄市12345政务服务便民热线工单", "枣庄市12345热线诉求转办单")
        )
    )
    times = (f"{case.called_at:%Y-%m-%d %H:%M}", f"{long(case.called_at.date())} {case.called_at:%H:%M}")
    pairs = [
        (chance.choice(("工单编号", "工单号", "受理编号")), case.upper_no),
        (chance.choice(("来电时间", "受理时间")), chance.choice(times)),
        (chance.choice(("诉求人", "来电人", "反映人")), case.name),
        ("联系电话", case.phone),
        (chance.choice(("诉求类型", "事项类别")), case.kind[0]),
        ("紧急程度", case.urgency[0]),
        ("承办单位", case.unit),
        (chance.choice(("办理时限", "办结时限")), long(case.due_on)),
    ]
    wide = [("标题" if chance.random() < 0.5 else "诉求标题", case.title), ("事发地址", case.place)]
    long_one = (chance.choice(("诉求内容", "主要内容", "反映内容")), case.text)
    pairs_form(
        paper, chance, pairs, wide, long_one, after=[("领导批示", "")] if chance.random() < 0.4 else []
    )
    signed = "枣庄市12345热线受理中心"
    stamp = ""
    if chance.random() < 0.7:
        paper.line(signed, align="right")
        paper.line(long(case.called_at.date()), align="right")
        stamp = signed
    record = {
        "upper_no": case.upper_no, "channel": "hotline", "level": "city", "kind": case.kind[1], "title": case.title,
        "request_text": case.text, "petitioner": {"name": case.name, "phone": case.phone}, "place": case.place,
        "called_at": f"{case.called_at:%Y-%m-%dT%H:%M}", "department": case.unit,
        "upper_due_at": case.due_on.isoformat(), "urgency": case.urgency[1],
    }  # fmt: skip
    truth = {"what": "case", "upper_nos": [case.upper_no], "cases": [record]}
    return Made("case", paper, truth, case.called_at.date(), stamp or case.upper_no, "枣庄市热线受理中心")


def case_list(chance: Random) -> Made:
    """A list of cases with five to nine columns, on paper lying on its side."""
    cases = [facts.matter(chance) for _ in range(chance.randint(2, 6))]
    day = cases[0].called_at
    set_as = small(look(chance))
    paper = Paper(set_as, landscape=True)
    paper.title("枣庄市12345热线转办工单清单")
    columns: list[tuple[str, float, Callable[[int, Matter], str]]] = [
        ("序号", 0.7, lambda i, m: str(i + 1)),
        ("工单编号", 2.2, lambda i, m: m.upper_no),
        ("诉求人", 1.1, lambda i, m: m.name),
        ("联系电话", 1.7, lambda i, m: m.phone),
        ("诉求内容", 6, lambda i, m: m.text),
        ("承办单位", 2, lambda i, m: m.unit),
        ("办理时限", 1.6, lambda i, m: m.due_on.isoformat()),
        ("诉求类型", 1.1, lambda i, m: m.kind[0]),
        ("事发地址", 2.4, lambda i, m: m.place),
    ]
    optional = chance.sample([0, 5, 6, 7, 8], chance.randint(1, 5))
    columns = [column for i, column in enumerate(columns) if i in (1, 2, 3, 4) or i in optional]
    rows = [[(name, 1) for name, _, _ in columns]]
    rows += [[(value(i, m), 1) for _, _, value in columns] for i, m in enumerate(cases)]
    paper.table(rows, [width for _, width, _ in columns], labels=[name for name, _, _ in columns])
    names = {name for name, _, _ in columns}
    records = []
    for m in cases:
        record: Truth = {
            "upper_no": m.upper_no,
            "channel": "hotline",
            "level": "city",
            "request_text": m.text,
        }
        record["petitioner"] = {"name": m.name, "phone": m.phone}
        record |= {"department": m.unit} if "承办单位" in names else {}
        record |= {"upper_due_at": m.due_on.isoformat()} if "办理时限" in names else {}
        record |= {"kind": m.kind[1]} if "诉求类型" in names else {}
        record |= {"place": m.place} if "事发地址" in names else {}
        records.append(record)
    truth = {"what": "case", "upper_nos": [m.upper_no for m in cases], "cases": records}
    latest = max(m.called_at.date() for m in cases)
    return Made("case_list", paper, truth, max(latest, day.date()), cases[0].upper_no, "枣庄市热线受理中心")

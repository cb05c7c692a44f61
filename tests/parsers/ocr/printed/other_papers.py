"""The other papers that departments send: liaison forms, instructions, calls back, send-backs, extensions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from tests.parsers.ocr.printed import facts
from tests.parsers.ocr.printed.facts import long
from tests.parsers.ocr.printed.made import Made, pairs_form, small
from tests.parsers.ocr.printed.typesetting import Paper, look


def liaison_form(chance: Random) -> Made:
    """联系表: roles beside rows of people, or a role a row."""
    set_as, on = look(chance), date(chance.randint(2018, 2025), chance.randint(1, 12), chance.randint(1, 28))
    set_as = replace(set_as, colon=False)
    paper, unit = Paper(set_as), facts.unit(chance)
    paper.title("政务服务热线和市长信箱办理工作联系表")
    paper.line(
        f"单位名称：{unit}        填报时间：{chance.choice((long(on), f'{on.year}.{on.month}.{on.day}'))}"
    )
    section = chance.choice(("办公室", "市政科", "便民服务中心", "综合科", "信访科"))
    roles = ["leader", "section_head", *["liaison"] * chance.randint(2, 3)]
    words = {"leader": "分管负责人", "section_head": "科室负责人", "liaison": "联系人"}
    titles = {
        "leader": ("副局长", "副主任", "纪检组长"),
        "section_head": ("科长", "主任", "副科长"),
        "liaison": ("科员", "职工", "副主任科员"),
    }
    people = [
        {"role": role, "name": facts.person(chance), "title": chance.choice(titles[role]),
         "office_phone": facts.desk_phone(chance), "mobile": facts.mobile(chance)}
        for role in roles
    ]  # fmt: skip
    head = ["项目", "姓名", "职务", "工作电话", "移动电话", "备注"]
    rows = [[(set_as.label(text), 1) for text in head]]
    for i, person in enumerate(people):
        if i == 1:
            rows.append([("负责科室", 1), (section, 5)])
        again = i > 0 and person["role"] == people[i - 1]["role"]
        cells = [person["name"], person["title"], person["office_phone"], person["mobile"], ""]
        rows.append([("^" if again else words[person["role"]], 1), *((text, 1) for text in cells)])
    labels = [text for text, _ in rows[0]] + [*words.values(), "负责科室"]
    paper.table(rows, (1.3, 1.2, 1.4, 1.8, 2, 1), labels=labels)
    truth = {
        "what": "liaison_form",
        "liaison_form": {
            "department": unit, "filled_on": on.isoformat(), "covers": ["hotline", "mayors_mailbox"],
            "section": section, "people": people,
        },
    }  # fmt: skip
    return Made("liaison_form", paper, truth, on, unit, unit)


def instruction_sheet(chance: Random) -> Made:
    """领导批示办理单, the instruction typed, or in a hand's letters."""
    case, set_as = facts.matter(chance), look(chance)
    set_as = replace(set_as, colon=False)
    on = case.called_at.date() + timedelta(3)
    due = on + timedelta(chance.randint(5, 10))
    paper, text, leader = Paper(set_as), facts.instruction(chance, due), facts.person(chance)
    paper.title("滕州市人民政府办公室", colour="D01010")
    paper.title(chance.choice(("领导批示办理单", "领导批示件", "市领导批示办理单")))
    label = set_as.label
    about = f"关于{case.title}的情况报告（转办编号：{case.case_no}）"
    rows = [
        [(label("来文单位"), 1), ("滕州市市长公开电话办公室", 1)],
        [(label("事由"), 1), (about, 1)],
        [(label("拟办意见"), 1), (f"请市政府分管领导阅示。\n　　　　　　　　市政府办公室　{long(on)}", 1)],
        [
            (label("领导批示"), 1),
            (f"{text}\n　　　　　　　　　　　　　　{leader}\n　　　　　　　　　　　　　　{long(on)}", 1),
        ],
    ]
    paper.table(rows, (1, 4), heights={2: 2.5, 3: 5.0}, labels=[row[0][0] for row in rows])
    truth = {
        "what": "instruction", "case_nos": [case.case_no],
        "instruction": {"leader": leader, "text": text, "on": on.isoformat(), "due_on": due.isoformat()},
    }  # fmt: skip
    return Made("instruction", paper, truth, on, case.case_no, "滕州市人民政府办公室")


def follow_up_list(chance: Random) -> Made:
    """回访记录表: a row a call."""
    cases = [facts.matter(chance) for _ in range(chance.randint(2, 5))]
    on = max(m.called_at.date() for m in cases) + timedelta(12)
    set_as, by = small(look(chance)), facts.person(chance)
    paper = Paper(set_as, landscape=chance.random() < 0.8)
    paper.title("政务服务热线回访记录表")
    solved = {"yes": "已解决", "partly": "部分解决", "no": "未解决"}
    rated = {"satisfied": "满意", "basically": "基本满意", "dissatisfied": "不满意"}
    head = [
        "序号",
        "转办编号",
        "诉求人",
        "联系电话",
        "回访时间",
        "是否接通",
        "是否解决",
        "是否满意",
        "回访人",
    ]
    rows = [[(text, 1) for text in head]]
    records = []
    for i, m in enumerate(cases):
        s, r, day = chance.choice([*solved]), chance.choice([*rated]), on - timedelta(chance.randint(0, 2))
        cells = [str(i + 1), m.case_no, m.name, m.phone, day.isoformat(), "是", solved[s], rated[r], by]
        rows.append([(text, 1) for text in cells])
        records.append(
            {
                "case_no": m.case_no,
                "on": day.isoformat(),
                "reached": True,
                "solved": s,
                "satisfaction": r,
                "by": by,
            }
        )
    paper.table(rows, (0.7, 2.3, 1, 1.7, 1.6, 1, 1.1, 1.1, 1), labels=head)
    truth = {"what": "follow_up", "case_nos": [m.case_no for m in cases], "follow_ups": records}
    return Made("follow_up", paper, truth, on, cases[0].case_no, "滕州市热线回访中心")


def send_back_form(chance: Random) -> Made:
    """退单申请表."""
    case, set_as = facts.matter(chance), look(chance)
    paper, reason, other = Paper(set_as), facts.refusal(chance), facts.unit(chance)
    on = case.called_at.date() + timedelta(2)
    paper.title(chance.choice(("政务服务热线转办件退单申请表", "退单申请表")))
    pairs = [
        ("申请单位", case.unit), ("转办编号", case.case_no), ("建议承办单位", other), ("联系电话", facts.desk_phone(chance)),
        ("经办人", facts.person(chance)), ("申请日期", long(on)),
    ]  # fmt: skip
    pairs_form(paper, chance, pairs, [("反映问题", case.title)], ("退单理由", reason), after=[])
    truth = {
        "what": "send_back",
        "case_nos": [case.case_no],
        "send_back": {"reason": reason, "suggested_department": other},
    }
    return Made("send_back", paper, truth, on, case.unit, case.unit)


def extension_form(chance: Random) -> Made:
    """延期申请表, in days or until a day."""
    case, set_as = facts.matter(chance), look(chance)
    paper, reason, days = Paper(set_as), facts.delay(chance), chance.choice((3, 5, 7, 10))
    on = case.called_at.date() + timedelta(4)
    until = on + timedelta(14)
    asked = chance.random() < 0.5
    paper.title(chance.choice(("转办件延期办理申请表", "延期申请表")))
    pairs = [
        ("申请单位", case.unit), ("转办编号", case.case_no), ("申请延期" if asked else "延期至", f"{days}个工作日" if asked else long(until)),
        ("联系电话", facts.desk_phone(chance)), ("申请人", facts.person(chance)), ("申请时间", long(on)),
    ]  # fmt: skip
    pairs_form(
        paper,
        chance,
        pairs,
        [("反映事项", case.title)],
        ("延期理由", reason),
        after=[("市长公开电话办公室意见", "")],
    )
    truth = {
        "what": "extension", "case_nos": [case.case_no],
        "extension": {"reason": reason, **({"days": days} if asked else {"until": until.isoformat()})},
    }  # fmt: skip
    return Made("extension", paper, truth, on, case.unit, case.unit)

"""Sheets put together by dice: any synonym of the word list, any hand, any of seven layouts, the same values back."""

from __future__ import annotations

import random
import tomllib
from importlib.resources import files
from itertools import product

import pytest

from parsers import read_mail
from parsers.as_json import as_json
from tests.parsers.forms.papers import mail, word, workbook

WORDS = tomllib.loads(files("config").joinpath("fields.toml").read_text("utf-8"))
REQUESTS = (
    "来电人反映：荆河街道某小区停水三天，物业不管，请尽快恢复供水。望核实处理。",
    "小区门口烧烤店营业到凌晨，油烟大，要求取缔，并给予回复。\n之前拨打过12345。",
)
VALUES: dict[str, tuple[tuple[str, object], ...]] = {  # field → (as written, as read)
    "upper_no": (("180612093011223344", "180612093011223344"), ("180603101511223355", "180603101511223355")),
    "called_at": tuple(
        (text, "2018-06-12T09:30") for text in ("2018-06-12 09:30", "2018年6月12日 9时30分", "2018.6.12 9:30", "6月12日 上午9:30")
    ),
    "petitioner.name": (("李女士", "李女士"), ("赵 强", "赵强"), ("欧阳修文", "欧阳修文")),
    "petitioner.phone": (("13812345678", "13812345678"), ("0632-5551234", "0632-5551234")),
    "kind": (("咨询", "consultation"), ("求助类", "service"), ("□咨询 ☑投诉 □举报", "complaint"), ("意见建议", "suggestion")),
    "urgency": (("一般", "normal"), ("特急", "critical"), ("紧急", "urgent")),
    "secret": (("是", True), ("□是 ☑否", False), ("不保密", False)),
    "place": (("荆河街道某小区门口", "荆河街道某小区门口"),),
    "title": (("某小区停水问题", "某小区停水问题"),),
    "request_text": tuple((text, text) for text in REQUESTS),
    "department": (("市住建局", "市住建局"), ("荆河街道办事处", "荆河街道办事处")),
    "upper_due_at": tuple((text, "2018-06-20") for text in ("2018-06-20", "2018年6月20日前", "6月20日", "2018/6/20")),
}  # fmt: skip
LAYOUTS = (
    "two columns",
    "four columns",
    "labels above",
    "inside cells",
    "lines",
    "two a line",
    "list",
    "sheet with gaps",
)


def label_of(field: str, dice: random.Random) -> str:
    """Return any label of the field, spread, bracketed or with a colon as people write it."""
    label = dice.choice(WORDS["case"][field])
    parts = [
        [part] if i % 2 == 0 else WORDS["words"][part]
        for i, part in enumerate(label.replace("}", "{").split("{"))
    ]
    label = dice.choice(["".join(chosen) for chosen in product(*parts)])
    return dice.choice((label, label, " ".join(label), "　".join(label), f"{label}：", f"{label}（必填）"))


def paper_of(layout: str, pairs: list[tuple[str, str]]) -> tuple[str, list[tuple[str, bytes]]]:
    """Return (body, documents) with labels and values laid out; the last two are the long ones."""
    short, long = pairs[:-2], pairs[-2:]
    lines = [f"{label.rstrip('：')}：{text}" for label, text in pairs]
    if layout == "lines":
        return "请办理。\n" + "\n".join(lines) + "\n\n枣庄市12345政务服务热线\n2018年6月15日", []
    if layout == "two a line":
        paired = ["　　".join(lines[i : i + 2]) for i in range(0, len(short), 2)]
        return "请办理。\n" + "\n".join([*paired, *lines[-2:]]), []
    if layout == "list":
        return "", [
            (
                "a.xlsx",
                workbook(
                    [["清单"], ["序号", *(p[0] for p in pairs)], [1, *(p[1] for p in pairs)], ["合计", "1件"]]
                ),
            )
        ]
    if layout == "sheet with gaps":
        rows = [
            [cell for label, text in short[i : i + 2] for cell in (label, None, text, None)]
            for i in range(0, len(short), 2)
        ]
        return "", [("a.xlsx", workbook([["转办单"], *rows, *([label, None, text] for label, text in long)]))]
    if layout == "two columns":
        return "", [("a.docx", word("转办单", ([list(pair) for pair in pairs], ())))]
    if layout == "inside cells":
        rows = [lines[i : i + 2] for i in range(0, len(short), 2)] + [[line, None] for line in lines[-2:]]
        return "", [
            ("a.docx", word("转办单", (rows, [(i, 0, i, 1) for i in range(len(rows) - 2, len(rows))])))
        ]
    if layout == "labels above":
        rows = []
        for i in range(0, len(short), 5):
            rows += [[pair[0] for pair in short[i : i + 5]], [pair[1] for pair in short[i : i + 5]]]
        for label, text in long:
            rows += [[label, *[None] * 4], [text, *[None] * 4]]
        return "", [
            ("a.docx", word("转办单", (rows, [(i, 0, i, 4) for i in range(len(rows) - 4, len(rows))])))
        ]
    rows = [[cell for pair in short[i : i + 2] for cell in pair] for i in range(0, len(short), 2)]
    rows += [[label, text, None, None] for label, text in long]
    return "", [("a.docx", word("转办单", (rows, [(i, 1, i, 3) for i in range(len(rows) - 2, len(rows))])))]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_whatever_the_dice_put_together_is_read_back(layout: str) -> None:
    for seed in range(25):
        dice = random.Random(f"{layout}/{seed}")
        chosen = {field: dice.choice(VALUES[field]) for field in VALUES}
        order = [field for field in VALUES if field not in ("title", "request_text")]
        dice.shuffle(order)
        pairs = [(label_of(field, dice), chosen[field][0]) for field in [*order, "title", "request_text"]]
        body, documents = paper_of(layout, pairs)
        found = as_json(read_mail(mail("转办工单", body, *documents)))
        (case,) = found["cases"]  # type: ignore[misc]
        read = {**case, **{f"petitioner.{key}": value for key, value in case["petitioner"].items()}}
        for field, (_, wanted) in chosen.items():
            assert read.get(field) == wanted, (seed, field, pairs)

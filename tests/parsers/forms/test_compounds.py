"""Labels that nobody has listed are recognised by their parts; what only looks like one is not."""

from __future__ import annotations

import itertools
import tomllib
from importlib.resources import files

import pytest

from parsers import read_mail
from parsers.labels import Labels, fold
from tests.parsers.forms.papers import mail, workbook

LABELS = Labels.standard()


def table(name: str) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("config").joinpath(name).read_text("utf-8"))


LISTED, PARTS = table("fields.toml"), table("compounds.toml")


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("报料人称谓", "petitioner.name"),
        ("来访人员姓名", "petitioner.name"),
        ("居民称呼", "petitioner.name"),
        ("检举人预留手机号码", "petitioner.phone"),
        ("网友联系方法", "petitioner.phone"),
        ("主叫号", "petitioner.phone"),
        ("回拨电话", "petitioner.phone"),
        ("报修人家庭住址", "petitioner.address"),
        ("现居住地址", "petitioner.address"),
        ("提问日期", "called_at"),
        ("工单录入时间", "called_at"),
        ("收件日期及时间", "called_at"),
        ("隐患所在位置", "place"),
        ("违法行为发生地", "place"),
        ("诉求所属街道", "place"),
        ("拟定承办部门", "department"),
        ("流转单位", "department"),
        ("派单对象", "department"),
        ("市平台要求回复日期", "upper_due_at"),
        ("工单办结截止期", "upper_due_at"),
        ("最晚答复", "upper_due_at"),
        ("报案详述", "request_text"),
        ("留言正文", "request_text"),
        ("市民诉求描述", "request_text"),
        ("爆料主题", "title"),
        ("省热线诉求编码", "upper_no"),
        ("事项登记流水号", "upper_no"),
        ("信访件编码", "upper_no"),
        ("派发单号", "upper_no"),
        ("批转编号", "upper_no"),
        ("留言性质", "kind"),
        ("诉求归口类别", "category"),
    ],
)
def test_a_label_in_words_of_its_own_is_put_together_from_parts(label: str, field: str) -> None:
    meaning = LABELS.meaning("case", label)
    assert meaning is not None
    assert meaning[0] == field
    assert LABELS.is_label(label)


@pytest.mark.parametrize(
    "label",
    [
        "被举报人姓名",
        "承办人电话",
        "受理员联系方式",
        "转办时间",
        "签收时限",
        "首次联系时限",
        "原工单办结时限",
        "延期后办结日期",
        "关联工单编号",
        "转办机构",
        "协办部门",
        "原承办单位",
        "投诉对象",
        "反馈内容",
        "处理情况描述",
        "群众满意情况",
        "是否需要回复",
        "需回复",
        "注册地址",
        "受理时限",
    ],
)
def test_what_names_somebody_or_something_else_is_not_put_together(label: str) -> None:
    fields = {c.field for c in LABELS.compounds["case"] if c.makes(label)}
    assert not fields


def test_no_compound_belongs_to_two_fields() -> None:
    owners: dict[str, set[str]] = {}
    for compound in LABELS.compounds["case"]:
        for words in itertools.product(*compound.parts):
            owners.setdefault("".join(words), set()).add(compound.field)
    assert {label: fields for label, fields in owners.items() if len(fields) > 1} == {}


def test_a_compound_says_what_a_listed_label_says_unless_it_is_known_why_not() -> None:
    differing = {
        label: field
        for label, (field, _) in LABELS.forms["case"].items()
        if {c.field for c in LABELS.compounds["case"] if c.makes(label)} - {field, "category"}
    }
    assert differing == {"诉求内容摘要": "request_text", "反映内容摘要": "request_text"}


def test_no_word_of_the_parts_is_called_as_one_of_the_listed_words() -> None:
    assert not set(LISTED["words"]) & set(PARTS["words"])


def test_a_listed_label_wins_over_a_compound_and_an_own_one_over_both() -> None:
    assert LABELS.meaning("case", "反映内容摘要") == ("request_text", 0)
    own = LABELS.merged({"case.place": ["报案详述"]})
    assert own.meaning("case", "报案详述") == ("place", 0)
    assert own.meaning("case", "报料人称谓") == ("petitioner.name", 0), (
        "compounds hold beside an office's own"
    )


def test_an_ignored_label_is_never_put_together() -> None:
    assert any(c.makes("承办科室") for c in LABELS.compounds["case"])
    assert fold("承办科室") in LABELS.ignored
    assert LABELS.meaning("case", "承办科室") is None


def test_a_compound_of_a_long_field_takes_more_lines_and_one_of_a_person_is_a_person() -> None:
    assert LABELS.is_long("报案详述")
    assert LABELS.is_person("爆料者")
    assert LABELS.closes_text("最晚答复")
    assert not LABELS.is_long("爆料者")


def test_a_column_for_all_about_a_person_gives_name_and_telephone() -> None:
    head = ["交办编号", "来电时间", "诉求群众信息", "反映详情", "案发路段", "拟派部门"]
    rows = [
        [
            "180612093011223344",
            "2018-06-12 09:30",
            "赵强 13912345678",
            "路灯不亮，请维修。",
            "杏花路",
            "市城管局",
        ],
        ["180612101511223355", "2018-06-12 10:15", "钱芳 13912345679", "井盖破损。", "荷花路", "市水务局"],
    ]
    reading = read_mail(mail("派单清单", "见附件", ("清单.xlsx", workbook([head, *rows]))))
    assert [(c.petitioner.name, c.petitioner.phone) for c in reading.cases] == [
        ("赵强", "13912345678"),
        ("钱芳", "13912345679"),
    ]
    assert [(c.place, c.department) for c in reading.cases] == [
        ("杏花路", "市城管局"),
        ("荷花路", "市水务局"),
    ]

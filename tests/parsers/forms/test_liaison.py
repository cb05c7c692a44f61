"""Liaison forms: the notice's own form, other offices' forms, and changes told in a letter."""

from __future__ import annotations

from datetime import date

import pytest

from parsers import read_mail
from parsers.reading import LiaisonForm, Person, Reading
from tests.parsers.forms.papers import mail, word, workbook

NOTE = (
    "注：请将此表3月30日前报市长公开电话办公室。联系电话：5514432、5812345    电子邮箱：office@office.example"
)
NOTICE = [
    ["项目一\n项目二", "姓 名", "职 务", "工作电话", "移动电话", "备注"],
    ["分  管\n负责人", "张　三", "副局长", "0632-5512345", "13812345678", ""],
    ["负责科室", "市政科", None, None, None, None],
    ["科  室\n负责人", "李四", "科长", "5512346", "13812345679", ""],
    ["联系人", "王五", "科员", "5512347", "13812345670", ""],
    [None, "赵六", "办事员", "", "13812345671", ""],
]
MERGES = ((2, 1, 2, 5), (4, 0, 5, 0))
WANTED = (
    Person("leader", "张三", "副局长", "0632-5512345", "13812345678"),
    Person("section_head", "李四", "科长", "5512346", "13812345679"),
    Person("liaison", "王五", "科员", "5512347", "13812345670"),
    Person("liaison", "赵六", "办事员", None, "13812345671"),
)
HEAD = "单位名称：滕州市住建局        填报时间：2018年3月20日"
LETTER = "\n".join(
    ["政务服务热线和市长信箱办理工作联系表", "单位名称：滕州市住建局", "分管负责人：张三，副局长，0632-5512345，13812345678", "负责科室：市政科",
     "科室负责人：李四，科长，5512346，13812345679", "联系人：王五，科员，5512347，13812345670", "联系人：赵六，办事员，13812345671", "填报时间：2018年3月20日"]
)  # fmt: skip
PAIRS = [
    ["单位名称", "滕州市住建局", "填报时间", "2018年3月20日"], ["分管领导", "张三", "职务", "副局长"], ["办公电话", "0632-5512345", "手机", "13812345678"],
    ["承办科室", "市政科", "科室负责人", "李四"], ["职务", "科长", "办公电话", "5512346"], ["手机", "13812345679", "联络员", "王五"], ["职务", "科员", "办公电话", "5512347"],
    ["手机", "13812345670", "联络员", "赵六"], ["职务", "办事员", "手机", "13812345671"],
]  # fmt: skip


def read(
    *documents: tuple[str, bytes], body: str = "按通知要求报送联系表。", subject: str = "联系表"
) -> Reading:
    return read_mail(
        mail(subject, body, *documents, sender="市住建局 <zjj@qq.example>", on="2018-03-21 09:00")
    )


def form_of(reading: Reading) -> LiaisonForm:
    assert reading.what == "liaison_form"
    assert reading.liaison_form is not None
    return reading.liaison_form


LAYOUTS = {
    "the notice's form": read(("联系表.docx", word("附件", "政务服务热线和市长信箱办理工作联系表", HEAD, (NOTICE, MERGES), NOTE))),
    "the form as a sheet": read(("联系表.xlsx", workbook([["政务服务热线和市长信箱办理工作联系表"], [HEAD], *NOTICE, [NOTE]], ["A1:F1", "A2:F2", "B5:F5", "A7:A8", "A9:F9"]))),
    "labels and values": read(("联系表.docx", word("政务服务热线和市长信箱办理工作联系表", (PAIRS, ())))),
    "lines of a letter": read(body=LETTER),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_people_come_out_of_every_form(layout: str) -> None:
    form = form_of(LAYOUTS[layout])
    assert form.people == WANTED
    assert (form.department, form.section, form.filled_on) == ("滕州市住建局", "市政科", date(2018, 3, 20))
    assert form.covers == ("hotline", "mayors_mailbox")
    assert form.email is None, "the mailbox in the printed note is the office's"


@pytest.mark.parametrize(
    ("title", "covers"),
    [("政务服务热线办理工作联系表", ("hotline",)), ("市长信箱办理工作联系表", ("mayors_mailbox",))],
)
def test_a_form_for_one_channel_says_so_in_its_title(title: str, covers: tuple[str, ...]) -> None:
    assert form_of(read(("联系表.docx", word(title, HEAD, (NOTICE, MERGES), NOTE)))).covers == covers


def test_a_mailbox_in_the_remarks_is_the_units() -> None:
    rows = [row[:] for row in NOTICE]
    rows[4][5] = "邮箱zjj@163.example"
    assert (
        form_of(read(("联系表.docx", word("联系表", HEAD, (rows, MERGES), NOTE)))).email == "zjj@163.example"
    )


CHANGES = {
    "因工作调整，我单位政务服务热线和市长信箱办理工作联系人由王五变更为丁娜（信息中心，干事），工作电话：0632-5554043，移动电话：13365237349。": ("丁娜", "干事", "0632-5554043", "13365237349"),
    "因工作需要，我局政务服务热线联系人由王五同志调整为李小四同志，职务：办公室副主任，办公电话0632-5512345，手机13812345678。特此函告。": ("李小四", "办公室副主任", "0632-5512345", "13812345678"),
    "我单位热线联系人更换为李四，电话5512345，手机13812345678。": ("李四", None, "5512345", "13812345678"),
    "热线联系人王五同志已退休，自3月起由李小四同志（科员）接任热线和市长信箱联系人，办公电话5512345，手机13812345678。": ("李小四", "科员", "5512345", "13812345678"),
    "原联系人王五工作变动，现指定李小四为我局热线联系人，手机13812345678。": ("李小四", None, None, "13812345678"),
    "我局热线联络员王五调离，改由办公室副主任李小四担任，电话5512345。": ("李小四", "办公室副主任", "5512345", None),
    "李小四同志接替王五同志任我局热线联系人，手机13812345678。": ("李小四", None, None, "13812345678"),
    "由李小四接替王五担任市长信箱联系人。联系电话：5512345": ("李小四", None, "5512345", None),
    "原联系人：王五，科员，电话5512340\n新联系人：李小四，干事，电话5512345，手机13812345678": ("李小四", "干事", "5512345", "13812345678"),
    "变更前联络员：王五\n电话：5512340\n变更后联络员：李小四\n职务：干事\n电话：5512345": ("李小四", "干事", "5512345", None),
    "从即日起，我镇热线工作由党政办李小四负责（电话5512345），原联系人王五不再负责。": ("李小四", None, "5512345", None),
    "单位名称：市住建局\n原联系人：王五\n现联系人：李小四\n职务：科员\n办公电话：5512345\n手机：13812345678": ("李小四", "科员", "5512345", "13812345678"),
}  # fmt: skip


@pytest.mark.parametrize("wording", CHANGES)
def test_a_change_told_in_a_letter_names_the_new_person(wording: str) -> None:
    name, title, office, mobile = CHANGES[wording]
    form = form_of(
        read(
            body=f"市长公开电话办公室：\n{wording}\n\n滕州市住房和城乡建设局\n2018年3月20日",
            subject="联系人变更",
        )
    )
    assert form.people == (Person("liaison", name, title, office, mobile),)


def test_two_people_changed_in_one_letter() -> None:
    body = "我镇热线分管领导由张三变更为李建国（副镇长），手机13812345678；联系人由王五变更为赵小明（党政办，科员），办公电话5512345。\n东郭镇人民政府\n2018年3月20日"
    form = form_of(read(body=body, subject="联系人变更"))
    assert form.people == (
        Person("leader", "李建国", "副镇长", None, "13812345678"),
        Person("liaison", "赵小明", "科员", "5512345", None),
    )
    assert form.section == "党政办"


def test_a_list_of_people_for_a_training_is_not_one() -> None:
    rows = [
        ["公文写作培训班报名表"],
        ["序号", "单位", "姓名", "职务", "手机号码", "是否住宿"],
        [1, "市住建局", "张三", "科员", 13812345678, "否"],
    ]
    assert read(("报名表.xlsx", workbook(rows)), body="报名表见附件", subject="培训报名").what == "other"


BEFORE = ["王五", "科员", "5512340", "13812345670"]
AFTER = ["李小四", "干事", "5512345", "13812345678"]
COLUMNS = ["姓名", "职务", "工作电话", "移动电话"]
CHANGE_FORMS = {
    "rows": [["单位名称", "市水利局", "变更日期", "2018年3月20日", None], ["", *COLUMNS], ["原联系人", *BEFORE], ["现联系人", *AFTER]],
    "two rows of each": [["人员", *COLUMNS], ["变更前联络员", *BEFORE], [None, "孙七", "科员", "5512341", "13812345671"], ["变更后联络员", *AFTER]],
    "columns": [["内容", "变更前", "变更后"], *([name, old, new] for name, old, new in zip(COLUMNS, BEFORE, AFTER, strict=True))],
    "pairs": [["原联系人", "王五", "新联系人", "李小四"], ["原职务", "科员", "职务", "干事"], ["原办公电话", "5512340", "办公电话", "5512345"], ["原手机", "13812345670", "手机", "13812345678"]],
}  # fmt: skip
FORM_MERGES = {"two rows of each": [(1, 0, 2, 0)]}


@pytest.mark.parametrize("layout", CHANGE_FORMS)
def test_a_change_form_names_the_new_person_alone(layout: str) -> None:
    merges = FORM_MERGES.get(layout, [])
    form = form_of(read(("变更.docx", word("热线联系人变更表", (CHANGE_FORMS[layout], merges)))))
    assert form.people == (Person("liaison", "李小四", "干事", "5512345", "13812345678"),)
    assert "王五" in form.former
    if layout == "rows":
        assert (form.department, form.filled_on) == ("市水利局", date(2018, 3, 20))


def test_what_stands_in_cells_above_and_below_the_people_is_no_person() -> None:
    rows = [["热线联系表"], ["单位名称", "市水利局", None, "填报时间", "2018年3月20日"], *NOTICE[:5], ["单位邮箱", "slj@unit.example"], ["备注", "无"]]  # fmt: skip
    form = form_of(read(("联系表.xlsx", workbook(rows, ["A1:F1", "B5:F5"]))))
    assert (form.department, form.filled_on) == ("市水利局", date(2018, 3, 20))
    assert form.email == "slj@unit.example"
    assert form.people == WANTED[:3]


def test_a_table_in_the_text_of_a_mail_is_signed_below() -> None:
    cells = "".join(f"<tr>{''.join(f'<td>{text or str()}</td>' for text in row)}</tr>" for row in NOTICE[:2])
    page = f"<p>热线和市长信箱联系人如下：</p><table>{cells}</table><p>市水利局<br>2018年3月20日</p>"
    raw = mail("联系人", sender="市水利局 <slj@qq.example>", on="2018-03-21 09:00", html=page)
    form = form_of(read_mail(raw))
    assert (form.department, form.filled_on) == ("市水利局", date(2018, 3, 20))


LINES = "单位名称：市水利局\n分管负责人：张三，副局长，办公电话5512345，手机13812345678\n联系人：王五（职务：科员），办公电话5512347，手机13812345670"


@pytest.mark.parametrize("subject", ["热线和市长信箱联系表（文字版）", "市水利局报送"])
def test_a_form_of_lines_is_known_by_the_subject_or_by_its_roles(subject: str) -> None:
    form = form_of(read(body=LINES, subject=subject))
    assert form.department == "市水利局"
    assert form.people == (
        Person("leader", "张三", "副局长", "5512345", "13812345678"),
        Person("liaison", "王五", "科员", "5512347", "13812345670"),
    )


def test_a_word_glued_before_the_title_is_no_part_of_it() -> None:
    letter = word("热线联系表", "联系人：王五，职务科员，工作电话5512347")
    assert form_of(read(("联系表.docx", letter))).people[0].title == "科员"


@pytest.mark.parametrize(
    "words",
    [
        "经查，路灯电缆被盗，由李小四负责更换，已修复。分管领导：张三 5512345，联系人：王五 5512347",
        "我局安排王五为现场负责人，由李小四担任技术员，已处理完毕。",
    ],
)
def test_an_answer_that_names_its_people_is_no_liaison_form(words: str) -> None:
    assert read(body=words, subject="回复：转办单 TZ-2018-004321-B").what != "liaison_form"


COLUMNS = [
    ["人员", "分管领导", "股室负责人", "联络员", "联络员"],
    ["姓名", "张三", "李四", "王五", "赵六"],
    ["职务", "副局长", "股长", "科员", "办事员"],
    ["办公电话", "0632-5512345", "5512346", "5512347", ""],
    ["手机", "13812345678", "13812345679", "13812345670", "13812345671"],
]


@pytest.mark.parametrize("above", [[], [["单位名称", "滕州市住建局", "填报时间", "2018年3月20日", ""]]])
def test_people_may_stand_in_columns_under_their_roles(above: list[list[str]]) -> None:
    title = "热线办理工作联系表"
    head = [] if above else ["单位名称：滕州市住建局", "填报时间：2018年3月20日"]
    form = form_of(read(("联系表.docx", word(title, *head, ([*above, *COLUMNS], ())))))
    assert form.people == (
        WANTED[0],
        Person("section_head", "李四", "股长", "5512346", "13812345679"),
        *WANTED[2:],
    )
    assert (form.department, form.filled_on) == ("滕州市住建局", date(2018, 3, 20))


def test_two_people_under_one_role_that_spans_their_columns() -> None:
    rows = [["", "分管领导", "联络员", None], ["姓名", "张三", "王五", "赵六"], *COLUMNS[4:]]
    rows[2] = ["手机", "13812345678", "13812345670", "13812345671"]
    form = form_of(read(("联系表.docx", word("热线联系表", (rows, ((0, 2, 0, 3),))))))
    assert [(p.role, p.name) for p in form.people] == [
        ("leader", "张三"),
        ("liaison", "王五"),
        ("liaison", "赵六"),
    ]


def test_the_section_may_stand_in_a_row_above_the_people() -> None:
    rows = [["责任股室", "督查股", "邮箱", "a@zj.example", ""], ["人员", *NOTICE[0][1:5]], *(r[:5] for r in NOTICE[1:2]), *(r[:5] for r in NOTICE[3:5])]  # fmt: skip
    form = form_of(read(("联系表.xlsx", workbook([["热线联系表"], *rows], ["A1:E1"]))))
    assert (form.section, form.email) == ("督查股", "a@zj.example")
    assert len(form.people) == 3


@pytest.mark.parametrize("rest", ["市长信箱联络员照旧。", "市长信箱方面不作调整。", ""])
def test_what_stays_as_it_was_is_not_covered_by_a_change(rest: str) -> None:
    words = f"因工作变动，我局12345热线联络员由王五变更为赵六（科员），手机13812345671。{rest}"
    assert form_of(read(body=words, subject="联络员变更")).covers == ("hotline",)


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (("政务服务热线办理工作联系表", "市长信箱办理工作联系表"), ("联系表1.docx", "联系表2.docx")),
        (("政务服务热线和市长信箱办理工作联系表",) * 2, ("联系表（热线）.docx", "联系表（市长信箱）.docx")),
    ],
)
def test_two_forms_in_one_mail_are_both_read_each_for_its_channel(
    titles: tuple[str, str], names: tuple[str, str]
) -> None:
    forms = [(name, word(title, HEAD, (NOTICE, MERGES))) for title, name in zip(titles, names, strict=True)]

    reading = read(*forms, body="我单位热线和市长信箱不在一个科室，分别填报。")

    assert [form.covers for form in reading.liaison_forms] == [("hotline",), ("mayors_mailbox",)]
    assert {len(form.people) for form in reading.liaison_forms} == {4}
    assert reading.liaison_form == reading.liaison_forms[0]

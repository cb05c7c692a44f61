"""Cases given back, more time asked for, calls back, instructions: forms and sentences."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from generators.dispatch import draw_up_dispatch
from parsers import read_mail
from parsers.numbers import case_number
from parsers.reading import FollowUp, Reading
from tests.generators.records import HEAD, NOW, a_case, a_department, a_dispatch, a_petitioner
from tests.generators.records import UPPER as UPPER_NAME
from tests.parsers.forms.papers import mail, word, workbook

NUMBER = case_number(2018, 4321)
UPPER = "180612093011223344"


def reply(
    *documents: tuple[str, bytes], body: str = "见附件。", subject: str = f"回复：转办单 {NUMBER}"
) -> Reading:
    return read_mail(mail(subject, body, *documents, sender="市住建局 <zjj@qq.example>"))


REASON = "该路灯由综合行政执法局管理，不属于我局职责。"
SENT_BACK = {
    "a form": reply(("退件.docx", word("转办件退回申请单", ([["案件编号", NUMBER], ["退件单位", "市住建局"], ["退件原因", REASON], ["建议改派单位", "市综合行政执法局"]], ())))),
    "a sheet": reply(("退件.xlsx", workbook([["退单申请表"], ["转办编号", NUMBER], ["退单理由", REASON], ["建议承办单位", "市综合行政执法局"]]))),
    "label lines": reply(body=f"退单理由：{REASON}\n建议承办单位：市综合行政执法局\n申请单位：市住建局", subject=f"退单申请 {NUMBER}"),
    "a sentence": reply(body=f"市长公开电话办公室：\n{REASON}申请退回，建议转市综合行政执法局办理。\n市住建局\n2018年6月12日"),
    "a letter in Word": reply(("函.docx", word(f"关于退回{NUMBER}号转办件的函", "市长公开电话办公室：", f"你办转来的{NUMBER}号件收悉。{REASON}现予以退回，建议转市综合行政执法局办理。", "市住建局", "2018年6月14日"))),
}  # fmt: skip


@pytest.mark.parametrize("layout", SENT_BACK)
def test_a_case_given_back(layout: str) -> None:
    reading = SENT_BACK[layout]
    assert reading.what == "send_back"
    assert reading.case_nos == (NUMBER,)
    assert reading.send_back is not None
    assert reading.send_back.reason is not None
    assert reading.send_back.reason.startswith(REASON)
    assert reading.send_back.suggested_department == "市综合行政执法局"


def test_no_other_unit_is_made_up() -> None:
    reading = reply(body="此件不归我单位管，请退单改派其他单位。")
    assert reading.what == "send_back"
    assert reading.send_back is not None
    assert reading.send_back.suggested_department is None


def test_our_own_letter_forwarded_back_is_not_the_reason() -> None:
    body = (
        "此件不属我局职责，请改派。\n\n---------- 转发邮件 ----------\n发件人：滕州市长公开电话 <o@office.example>\n日期：2018年6月12日\n"
        f"主题：转办单 {NUMBER}\n收件人：zjj@qq.example\n\n滕州市住建局：\n    现将1件诉求转给你单位，请认真调查处理，并报我办。\n"
        f"    编号：{NUMBER}\n    诉求内容：路灯不亮。\n    不属于你单位职责的，请在1个工作日内退回。"
    )
    reading = reply(body=body, subject=f"转发：转办单 {NUMBER}")
    assert reading.what == "send_back"
    assert reading.send_back is not None
    assert reading.send_back.reason == "此件不属我局职责，请改派。"


def own_letters() -> list[tuple[str, bytes]]:
    """The dispatch letter and the blank reply form, as the office sends them."""
    draft = draw_up_dispatch(
        a_case(), a_petitioner(), a_dispatch(), a_department(), head=HEAD, upper_name=UPPER_NAME, now=NOW
    )
    return [(each.name, each.data) for each in draft.enclosed]


@pytest.mark.parametrize(
    ("words", "what"),
    [("收到", "acknowledgement"), ("不属我局职责，请退单。", "send_back"), ("请查收", "other")],
)
def test_our_own_letter_and_blank_form_sent_back_say_nothing_by_themselves(words: str, what: str) -> None:
    reading = reply(*own_letters(), body=words)
    assert reading.what == what, reading.why
    assert reading.case_nos == (NUMBER, "TZ-2018-000123-G")
    assert reading.cases == ()


WHY = "需协调电力部门，施工周期长"
EXTENSIONS = {
    "a form, working days": (reply(("延期.docx", word("延期申请表", ([["工单编号", NUMBER], ["原定办结时间", "2018年6月20日"], ["申请延长时限", "10个工作日"], ["延期原因", WHY]], ())))), 10, None),
    "a form, a day": (reply(("延期.docx", word("延期申请表", ([["工单编号", NUMBER], ["延期至", "2018年7月4日"], ["延期原因", WHY]], ())))), None, date(2018, 7, 4)),
    "label lines": (reply(body=f"申请延期。延期原因：{WHY}。申请延期至7月4日。\n市住建局 李四"), None, date(2018, 7, 4)),
    "a sentence, days": (reply(body=f"由于{WHY}，无法在规定时限内办结，特申请延期五个工作日。"), 5, None),
    "a sentence, a day": (reply(body=f"因{WHY}，恳请将办理时限延长至2018年7月4日，请批准。"), None, date(2018, 7, 4)),
    "a letter in Word": (reply(("函.docx", word(f"关于{NUMBER}号件申请延期的报告", f"因{WHY}，难以在规定时限内办结，现申请延期10个工作日。", "市住建局", "2018年6月14日"))), 10, None),
}  # fmt: skip


@pytest.mark.parametrize("layout", EXTENSIONS)
def test_more_time_asked_for(layout: str) -> None:
    reading, days, until = EXTENSIONS[layout]
    assert reading.what == "extension"
    assert reading.extension is not None
    assert (reading.extension.days, reading.extension.until) == (days, until)
    assert reading.extension.reason is not None
    assert reading.extension.reason.rstrip("。") == WHY


@pytest.mark.parametrize(
    ("asked", "days", "until"),
    [
        ("恳请延长至二〇一八年六月二十五日。", None, date(2018, 6, 25)),
        ("恳请延期到6月25日办结。", None, date(2018, 6, 25)),
        ("恳请延期五天。", 5, None),
        ("恳请延长办理时限至10个工作日。", 10, None),
    ],
)
def test_a_day_of_the_month_is_no_number_of_days(asked: str, days: int | None, until: date | None) -> None:
    reading = reply(body=f"因连续降雨无法施工，{asked}\n市住建局", subject=f"延期申请 {NUMBER}")
    assert reading.extension is not None
    assert (reading.extension.days, reading.extension.until) == (days, until)


def test_the_old_limit_on_the_form_is_not_what_is_asked() -> None:
    extension = EXTENSIONS["a form, working days"][0].extension
    assert extension is not None
    assert extension.until is None


COLUMNS = [
    "工单编号",
    "回访时间",
    "是否接通",
    "是否解决",
    "对办理结果是否满意",
    "对工作人员态度是否满意",
    "回访意见",
    "回访人",
]


def test_a_list_of_calls_back() -> None:
    rows = [
        COLUMNS,
        [NUMBER, date(2018, 6, 12), "是", "已解决", "满意", "基本满意", "感谢政府", "赵六"],
        [UPPER, "6.13", "否", "", "", "", "三次无人接听", "赵六"],
        ["合计", "2件"],
    ]
    reading = read_mail(mail("回访情况", "见附件", ("回访.xlsx", workbook([["回访记录表"], *rows]))))
    assert reading.what == "follow_up"
    first, second = reading.follow_ups
    assert first == FollowUp(
        NUMBER, None, date(2018, 6, 12), True, "yes", "satisfied", "basically", "感谢政府", "赵六"
    )
    assert (second.upper_no, second.on, second.reached, second.satisfaction) == (
        UPPER,
        date(2018, 6, 13),
        False,
        None,
    )


def test_a_number_of_ours_that_was_misread_is_not_the_upper_platforms() -> None:
    rows = [
        COLUMNS,
        [
            f"{NUMBER[:-1]}{'A' if NUMBER[-1] != 'A' else 'B'}",
            "6.13",
            "是",
            "已解决",
            "满意",
            "满意",
            "",
            "赵六",
        ],
    ]
    reading = read_mail(mail("回访情况", "见附件", ("回访.xlsx", workbook([["回访记录表"], *rows]))))
    (record,) = reading.follow_ups
    assert (record.case_no, record.upper_no, reading.upper_nos) == (None, None, ())
    assert any(doubt.field.endswith("case_no") for doubt in reading.doubts)


def test_a_form_for_one_call_back() -> None:
    form = [
        ["工单编号", NUMBER, "回访时间", "2018年6月12日 10:20"],
        ["是否接通", "☑是 □否", "回访人员", "赵六"],
        ["问题是否解决", "□已解决 ☑部分解决 □未解决", "对办理结果是否满意", "□满意 □基本满意 ☑不满意"],
    ]
    (record,) = read_mail(mail("回访", "", ("回访.docx", word("热线回访登记表", (form, ()))))).follow_ups
    assert (record.on, record.solved, record.satisfaction) == (
        datetime(2018, 6, 12, 10, 20),
        "partly",
        "dissatisfied",
    )


def test_the_outcome_of_a_call_may_be_all_that_its_remark_says() -> None:
    rows = [
        ["工单编号", "回访情况", "群众是否满意", "备注", "回访人"],
        [NUMBER, "接通", "基本满意", None, "赵六"],
        [case_number(2018, 4322), "接通，已解决，满意", None, "感谢", "赵六"],
        [case_number(2018, 4323), "拒接", None, "明日再打", "赵六"],
        [case_number(2018, 4324), "两次均无人接听", None, None, "赵六"],
        [case_number(2018, 4325), "希望加强巡查", "不满意", None, "赵六"],
    ]
    records = read_mail(mail("回访", "", ("回访.xlsx", workbook([["回访情况表"], *rows])))).follow_ups
    assert [(r.reached, r.solved, r.satisfaction, r.remark) for r in records] == [
        (True, None, "basically", None),
        (True, "yes", "satisfied", "感谢"),
        (False, None, None, "明日再打"),
        (False, None, None, "两次均无人接听"),
        (True, None, "dissatisfied", "希望加强巡查"),
    ]


def test_a_remark_beside_the_outcome_remains_a_remark() -> None:
    rows = [
        ["工单编号", "是否接通", "是否满意", "回访意见", "回访人"],
        [NUMBER, "否", "", "关机", "赵六"],
        [case_number(2018, 4322), "是", "满意", "非常满意", "赵六"],
    ]
    records = read_mail(mail("回访", "", ("回访.xlsx", workbook([["回访表"], *rows])))).follow_ups
    assert [(r.reached, r.satisfaction, r.remark) for r in records] == [
        (False, None, "关机"),
        (True, "satisfied", "非常满意"),
    ]


def test_what_a_call_back_asked_about_may_be_named_in_short() -> None:
    lines = f"回访登记\n转办编号：{NUMBER}\n回访时间：2018-06-12 10:20\n对办理结果：基本满意\n对服务态度：满意\n回访员：赵六"
    (record,) = read_mail(mail("回访登记", lines)).follow_ups
    assert (record.satisfaction, record.attitude, record.by) == ("basically", "satisfied", "赵六")


WORDS = "请住建局牵头，6月25日前解决到位。"
INSTRUCTIONS = {
    "words passed on": f"张建国副市长6月14日对{NUMBER}件（反映路灯不亮）批示如下：\n{WORDS}\n请立即转达有关单位。",
    "quoted": f"6月14日，市委常委、常务副市长张建国同志在{NUMBER}号件上批示：“{WORDS}”请抓好落实。",
    "quoted below": f"现将张建国副市长6月14日在{NUMBER}号件上的批示转给你们：\n“{WORDS}”\n请认真落实。",
    "quoted over two paragraphs": f"副市长张建国同志6月14日对{NUMBER}号件作出批示，现印发你们。\n“请住建局牵头，\n6月25日前解决到位。”\n请按要求办理。",
    "announced, not quoted": f"副市长张建国6月14日就{NUMBER}号件的批示现抄告如下：\n{WORDS}\n请立即转达有关单位。",
    "passed on in the same line": f"现将张建国副市长6月14日对{NUMBER}号件的批示抄告你办，内容为：“{WORDS}”",
    "dated behind it": f"张建国副市长对{NUMBER}号件批示：“{WORDS}”（2018年6月14日）\n请认真落实。",
    "on one line": f"副市长张建国6月14日在《关于{NUMBER}号件的报告》上批示：{WORDS}现转去，请抓好落实。",
}


@pytest.mark.parametrize("wording", INSTRUCTIONS)
def test_instructions_in_a_letter(wording: str) -> None:
    raw = mail(
        "领导批示",
        f"市长公开电话办公室：\n{INSTRUCTIONS[wording]}\n\n市政府办公室秘书科",
        sender="市政府办 <z@g.example>",
    )
    reading = read_mail(raw)
    assert reading.what == "instruction"
    assert reading.instruction is not None
    assert reading.instruction.leader == "张建国"
    assert reading.instruction.text is not None
    assert reading.instruction.text.replace("\n", "") == WORDS
    assert (reading.instruction.on, reading.instruction.due_on) == (date(2018, 6, 14), date(2018, 6, 25))


def test_an_instruction_signed_in_its_cell() -> None:
    form = [
        ["事项", f"关于路灯问题（{NUMBER}）"],
        ["拟办意见", "请市领导阅示。"],
        ["领导批示", f"{WORDS}\n张建国 2018年6月14日"],
    ]
    reading = read_mail(mail("呈批件", "", ("批示.docx", word("领导批示呈批单", (form, ())))))
    assert reading.instruction is not None
    assert (reading.instruction.leader, reading.instruction.text, reading.instruction.on) == (
        "张建国",
        WORDS,
        date(2018, 6, 14),
    )


SIGNATURES = {
    "with his post": "张建国副市长 6月14日",
    "behind the printed word": "签　名：张建国　　2018年6月14日",
}


@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_leader_signs_with_his_post_or_behind_the_printed_word(signature: str) -> None:
    form = [
        ["编号", NUMBER, "办理时限", "2018年5月25日"],
        ["拟办意见", "请市领导阅示。", "", ""],
        ["领导批示", f"{WORDS}\n　\n{SIGNATURES[signature]}", "", ""],
    ]
    reading = read_mail(mail("呈批件", "", ("拟办单.docx", word("拟办单", (form, ())))))
    assert reading.instruction is not None
    assert (reading.instruction.leader, reading.instruction.text) == ("张建国", WORDS)
    assert (reading.instruction.on, reading.instruction.due_on) == (date(2018, 6, 14), date(2018, 6, 25))


def test_a_case_s_own_deadline_that_was_over_before_the_instruction_is_not_the_leader_s() -> None:
    form = [
        ["编号", NUMBER, "办理时限", "2018年5月25日"],
        ["领导批示", "请抓紧办。\n张建国 2018年6月14日", "", ""],
    ]
    reading = read_mail(mail("呈批件", "", ("拟办单.docx", word("拟办单", (form, ())))))
    assert reading.instruction is not None
    assert reading.instruction.due_on is None


def test_nobody_has_signed_a_paper_on_which_only_the_place_for_it_is_printed() -> None:
    form = [["编号", NUMBER], ["领导批示", "　\n签　名：　　　　年　　月　　日"]]
    reading = read_mail(mail("呈批件", "", ("拟办单.docx", word("拟办单", (form, ())))))
    assert reading.instruction is None or reading.instruction.text is None


def test_an_instruction_on_a_sheet_of_its_own_is_dated_below() -> None:
    sheet = word("领导批示抄清", f"编号：{NUMBER}", "张建国副市长批示：", WORDS, "2018年6月14日")
    reading = read_mail(mail("批示", "见附件", ("批示.docx", sheet)))
    assert reading.instruction is not None
    assert (reading.instruction.leader, reading.instruction.text) == ("张建国", WORDS)
    assert reading.instruction.on == date(2018, 6, 14)


def test_the_leader_behind_a_dash_is_not_what_he_wrote() -> None:
    words = f"经市政府领导阅批，{NUMBER}号件批示如下：{WORDS}——张建国副市长，6月14日"
    reading = read_mail(mail("批示", words))
    assert reading.instruction is not None
    assert (reading.instruction.leader, reading.instruction.text) == ("张建国", WORDS)


LABELLED = f"批示领导：张建国\n批示时间：2018年6月14日\n编号：{NUMBER}\n批示内容：{WORDS}"


@pytest.mark.parametrize("below", ["请有关单位遵照执行。", "请落实好批示精神。", "请即转承办单位。"])
def test_the_offices_own_words_below_an_instruction_are_not_the_leaders(below: str) -> None:
    reading = read_mail(mail("领导批示", f"{LABELLED}\n{below}"))
    assert reading.instruction is not None
    assert reading.instruction.text == WORDS


def test_a_leader_may_write_two_lines() -> None:
    reading = read_mail(mail("领导批示", f"{LABELLED}\n请城管局配合办理。"))
    assert reading.instruction is not None
    assert reading.instruction.text == f"{WORDS}\n请城管局配合办理。"


@pytest.mark.parametrize(
    "words", ["因归属有误，现收回，请勿办理。", "已转他市，决定收回。", "系重复受理，予以注销。"]
)
def test_the_platform_may_take_a_case_back_in_many_words(words: str) -> None:
    raw = mail(
        "函",
        "见附件",
        ("通知.docx", word("工单处理函", "滕州市市长公开电话办公室：", f"{UPPER}号工单{words}")),
    )
    assert read_mail(raw).what == "upper_notice"

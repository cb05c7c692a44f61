"""Cases given back in a letter with findings or in a list, and more time asked for in sentences."""

from __future__ import annotations

from datetime import date

import pytest

from parsers import read_mail
from parsers.numbers import case_number
from parsers.reading import Reading
from tests.parsers.forms.papers import mail, word, workbook

NUMBER, OTHER = case_number(2018, 4321), case_number(2018, 77)


def read(*documents: tuple[str, bytes], body: str = "见附件", subject: str = "材料") -> Reading:
    return read_mail(mail(subject, body, *documents, sender="市水利局 <slj@b.example>"))


def letter(*lines: str) -> Reading:
    return read(("材料.docx", word(f"关于{NUMBER}号件有关情况的说明", "市长公开电话办公室：", *lines)))


@pytest.mark.parametrize(
    "words",
    [
        "收到后我局派人到现场察看。经核实，该河段由航道部门管理，不属于我局职责范围。建议移交市交通运输局处理。",
        "经查，反映的沟渠在城区，我局没有管辖权，特申请改派，请转市城乡水务局办理。",
        "经现场勘查，该井为热力检查井，超出我局职责范围，现予以退回。",
    ],
)
def test_findings_that_show_a_case_to_be_another_units_give_it_back(words: str) -> None:
    reading = letter(words, "滕州市水利局", "2018年6月14日")
    assert reading.what == "send_back", reading.why
    assert reading.answer is None
    assert reading.send_back is not None
    assert "经" in (reading.send_back.reason or "")


@pytest.mark.parametrize(
    "words",
    [
        "经核实，该河段不属于我局职责范围，我局已协调市交通运输局清理完毕，诉求人表示满意。",
        "经查，反映的问题属实，但损失赔偿不属于我局职责范围，已建议诉求人通过诉讼解决。",
        "经查，反映情况属实。建议由街道加强管理，我局已责令施工方整改。",
    ],
)
def test_an_answer_may_say_that_a_part_is_not_ours(words: str) -> None:
    assert letter(words, "滕州市水利局", "2018年6月14日").what == "answer"


def test_the_reason_behind_a_short_receipt_is_kept() -> None:
    reading = letter(
        f"贵办转来的{NUMBER}号件已收悉。经查阅档案，该泵站归市供水公司管理。",
        "我局无管理权限，申请退回。",
        "滕州市水利局",
        "2018年6月14日",
    )
    assert reading.send_back is not None
    assert reading.send_back.reason is not None
    assert "该泵站归市供水公司管理" in reading.send_back.reason


LIST = [["申请退件清单"], ["转办编号", "申请单位", "退件原因", "建议改派单位", "联系人"]]
ROW = [NUMBER, "市水利局", "该泵站归市供水公司管理，我局无权限。", "市供水公司", "丁娜"]


def test_a_list_gives_its_case_back() -> None:
    reading = read(("清单.xlsx", workbook([*LIST, ROW], ["A1:E1"])))
    assert reading.send_back is not None
    assert reading.send_back.reason == ROW[2]
    assert reading.send_back.suggested_department == "市供水公司"
    assert not any(doubt.field == "send_back.reason" for doubt in reading.doubts)


def test_a_second_row_of_such_a_list_is_a_doubt() -> None:
    reading = read(("清单.xlsx", workbook([*LIST, ROW, [OTHER, *ROW[1:]]], ["A1:E1"])))
    assert reading.send_back is not None
    assert reading.send_back.reason == ROW[2]
    assert any(doubt.field == "send_back.reason" and "2 件" in doubt.because for doubt in reading.doubts)


@pytest.mark.parametrize(
    "words",
    [
        "申请延期3个工作日。理由如下：汛期河水暴涨，施工船无法进场。",
        "恳请延期3个工作日，原因是：汛期河水暴涨，施工船无法进场。",
        "延期事由如下：汛期河水暴涨，施工船无法进场。\n申请延期3个工作日。",
    ],
)
def test_the_reason_for_more_time_begins_behind_the_words_that_announce_it(words: str) -> None:
    reading = read(body=words, subject=f"回复：【转办】{NUMBER}")
    assert reading.extension is not None
    assert (reading.extension.reason or "").rstrip("。") == "汛期河水暴涨，施工船无法进场"
    assert reading.extension.days == 3


def test_a_list_asks_for_more_time() -> None:
    rows = [["延期申请清单"], ["转办编号", "申请单位", "延期至", "延期事由"], [NUMBER, "市水利局", "2018-06-27", "汛期无法施工"]]  # fmt: skip
    extension = read(("清单.xlsx", workbook(rows, ["A1:D1"]))).extension
    assert extension is not None
    assert (extension.reason, extension.until) == ("汛期无法施工", date(2018, 6, 27))


def test_the_reason_is_kept_where_one_sentence_also_asks() -> None:
    words = f"各位领导你们好，{NUMBER}号件涉及多家单位，一时难以办结，恳请延期3个工作日，望批准。"
    extension = read(body=words, subject="申请").extension
    assert extension is not None
    assert extension.reason == f"{NUMBER}号件涉及多家单位，一时难以办结"


@pytest.mark.parametrize("asks", ["麻烦改派荆河街道办事处。", "申请转荆河街道办事处办理。"])
def test_the_unit_asked_for_is_the_one_suggested(asks: str) -> None:
    reading = read(body=f"{NUMBER}不在我局辖区，{asks}", subject=f"回复：【转办】{NUMBER}")
    assert reading.send_back is not None
    assert reading.send_back.suggested_department == "荆河街道办事处"


@pytest.mark.parametrize("due", ["应于6月20日前办结", "规定于6月20日前回复", "要求在6月20日前反馈"])
def test_the_day_by_which_it_was_due_is_not_the_day_asked_for(due: str) -> None:
    reading = letter(f"{NUMBER}号件{due}。因汛期无法施工，申请延长办理时限3个工作日，妥否，请批示。")
    assert reading.extension is not None
    assert (reading.extension.days, reading.extension.until) == (3, None)


def test_the_day_by_which_they_mean_to_be_done_is_the_day_asked_for() -> None:
    reading = letter(f"{NUMBER}号件因汛期无法施工，申请延期，拟于6月28日前办结。")
    assert reading.extension is not None
    assert reading.extension.until == date(2018, 6, 28)


@pytest.mark.parametrize(
    ("words", "reason", "instead"),
    [
        ("退单：井盖属自来水公司，建议转自来水公司。", "井盖属自来水公司，建议转自来水公司。", "自来水公司"),
        (
            "申请退单：不属于我街道职责，建议转市综合行政执法局。",
            "不属于我街道职责，建议转市综合行政执法局。",
            "市综合行政执法局",
        ),
        (
            "此件申请退单，由市综合行政执法局办理。",
            "此件申请退单，由市综合行政执法局办理。",
            "市综合行政执法局",
        ),
        ("退件。该路段归市公路局管养。", "退件。该路段归市公路局管养。", "市公路局"),
        ("此件申请退单，不是由我单位办理。", "此件申请退单，不是由我单位办理。", None),
    ],
)
def test_a_reply_of_one_line_gives_reason_and_department(
    words: str, reason: str, instead: str | None
) -> None:
    reading = read(body=words, subject=f"回复：【转办】{NUMBER}")
    assert reading.what == "send_back", reading.why
    assert reading.send_back is not None
    assert (reading.send_back.reason, reading.send_back.suggested_department) == (reason, instead)

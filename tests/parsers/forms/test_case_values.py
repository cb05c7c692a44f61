"""What a value means, and when it is doubted instead of guessed."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from parsers import read_mail
from parsers.reading import CaseSheet, Reading
from tests.parsers.forms.papers import mail, word

NUMBER = "180612093011223344"


def read(
    *rows: tuple[str, str],
    title: str = "转办单",
    subject: str = "12345工单",
    body: str = "",
    on: str = "2018-06-15 09:30",
) -> Reading:
    """Return the reading of a mail with one sheet of these labels and values."""
    sheet = [["工单编号", NUMBER], ["诉求内容", "路灯不亮，请维修。"], *rows]
    return read_mail(mail(subject, body, ("工单.docx", word(title, (sheet, ()))), on=on))


def case_of(*rows: tuple[str, str], **kwargs: str) -> CaseSheet:
    (case,) = read(*rows, **kwargs).cases
    return case


def doubted(reading: Reading) -> set[str]:
    return {doubt.field for doubt in reading.doubts}


@pytest.mark.parametrize(
    ("written", "kind"),
    [("求助类", "service"), ("服务诉求", "service"), ("政策咨询", "consultation"), ("意见建议", "suggestion"), ("投诉（城建）", "complaint"), ("举报", "report"), ("感谢", "praise"), ("求决", "service"), ("□咨询 √投诉 □举报", "complaint")],
)  # fmt: skip
def test_kinds(written: str, kind: str) -> None:
    assert case_of(("诉求类型", written)).kind == kind


def test_a_kind_of_two_words_is_doubted() -> None:
    reading = read(("诉求类型", "投诉举报"))
    assert doubted(reading) == {"cases.0.kind"}


def test_an_unknown_kind_is_no_kind_but_a_doubt() -> None:
    reading = read(("诉求类型", "城市管理"))
    assert reading.cases[0].kind is None
    assert doubted(reading) == {"cases.0.kind"}


@pytest.mark.parametrize(
    ("label", "written", "secret"),
    [("是否保密", "是", True), ("保密要求", "不要求保密", False), ("是否要求保密", "☐是 ☑否", False), ("信息保密", "要求保密", True), ("是否公开", "否", None)],
)  # fmt: skip
def test_secrecy(label: str, written: str, secret: bool | None) -> None:
    assert case_of((label, written)).secret is secret


@pytest.mark.parametrize(
    ("label", "written"),
    [
        ("保密要求", "不公开个人信息"),
        ("是否保密", "不公开"),
        ("保密要求", "非公开"),
        ("保密要求", "不予公开"),
        ("保密", "依法保密"),
        ("保密要求", "信息不公开"),
        ("保密要求", "不便公开"),
        ("是否保密", "是，请为其保密"),
        ("是否保密", "□公开 ☑不公开"),
        ("密级", "保密"),
        ("保密级别", "保密"),
        ("密级", "机密"),
        ("是否匿名", "是"),
        ("是否公开个人信息", "否"),
        ("诉求人", "匿名"),
        ("来电人", "不愿透露姓名"),
    ],
)
def test_who_asks_to_stay_unknown_in_a_box_is_secret_in_whatever_words(label: str, written: str) -> None:
    reading = read((label, written), ("联系电话", "13812345678"))
    assert reading.cases[0].secret is True
    assert doubted(reading) == set()


@pytest.mark.parametrize(
    ("label", "written"),
    [
        ("是否保密", "无需保密"),
        ("保密要求", "可以公开"),
        ("保密要求", "同意公开"),
        ("是否保密", "来电人未要求保密"),
        ("是否保密", "☑公开 □不公开"),
        ("密级", "非涉密"),
        ("密级", "普通"),
        ("是否公开个人信息", "是"),
    ],
)
def test_who_renounces_secrecy_is_believed(label: str, written: str) -> None:
    reading = read((label, written))
    assert reading.cases[0].secret is False
    assert doubted(reading) == set()


@pytest.mark.parametrize(
    ("label", "written"),
    [("是否保密", "内部"), ("保密要求", "仅限承办单位知悉"), ("是否保密", "否（不要告诉村里）"), ("是否保密", "是/否")],
)  # fmt: skip
def test_a_box_for_secrecy_whose_word_nobody_understands_is_doubted(label: str, written: str) -> None:
    assert doubted(read((label, written))) == {"cases.0.secret"}


WISHES = (
    "请勿透露来电人信息",
    "不愿透露姓名",
    "不要告诉村里是谁反映的",
    "别说是我举报的",
    "怕打击报复",
    "来电人要求信息保密",
    "请为我保密",
    "要求匿名处理",
    "不想让村干部知道是我反映的",
    "姓名、电话请勿外泄",
    "请保护好反映人的个人信息",
    "诉求人要求不公开姓名",
)


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("label", ["备注", "特殊要求", "办理要求", "没人听说过的一栏"])
def test_a_wish_to_stay_unknown_is_secret_and_doubted_wherever_it_stands(label: str, wish: str) -> None:
    reading = read((label, wish))
    assert reading.cases[0].secret is True
    assert "cases.0.secret" in doubted(reading)


def test_a_wish_is_doubted_though_the_box_says_no() -> None:
    reading = read(("是否保密", "否"), ("备注", "不要告诉村里是谁反映的"))
    assert reading.cases[0].secret is True  # until a person has looked
    (doubt,) = reading.doubts
    assert "写着否" in doubt.because
    assert "不要告诉村里是谁反映的" in doubt.because


def test_a_wish_in_the_covering_letter_counts_for_the_sheet_it_covers() -> None:
    reading = read(body="现转去工单一件，来电人要求保密，请勿透露。")
    assert reading.cases[0].secret is True
    assert doubted(reading) == {"cases.0.secret"}


@pytest.mark.parametrize(
    "text",
    [
        "村委会不公开村务，多次要求公开账目。",
        "物业公司拒绝公开收支情况，也拒绝透露合同。",
        "公司要求职工签保密协议。",
        "商家拒绝给投诉人退款，不告知原因。",
        "村里有人收到匿名信。",
        "快递公司泄露客户的个人信息。",
        "来电人表示无需保密，可以公开姓名。",
        "拨打市长公开电话反映多次。",
    ],
)
def test_a_story_about_telling_and_not_telling_is_no_wish(text: str) -> None:
    reading = read(("备注", text), body="请各承办单位做好来电人信息保密，不得泄露。")
    assert reading.cases[0].secret is None
    assert doubted(reading) == set()


@pytest.mark.parametrize(
    "printed",
    [
        "温馨提示：请注意保护来电人隐私，不得泄露。",
        "请妥善保护诉求人个人信息。",
        "提示：办理中请对来电人信息保密",
    ],
)
def test_what_is_printed_below_every_sheet_is_no_wish(printed: str) -> None:
    assert doubted(read(body=f"现转去工单一件，请办理。\n{printed}")) == set()


def test_two_ticks_in_one_field_are_doubted() -> None:
    reading = read(("是否保密", "☑是 ☑否"))
    assert reading.cases[0].secret is None
    assert doubted(reading) == {"cases.0.secret"}


@pytest.mark.parametrize(
    ("written", "urgency"),
    [("一般件", "normal"), ("加急", "urgent"), ("特急", "critical"), ("普通", "normal")],
)
def test_urgency(written: str, urgency: str) -> None:
    assert case_of(("紧急程度", written)).urgency == urgency


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("2018年6月20日17时前", datetime(2018, 6, 20, 17, 0)),
        ("3个工作日（6月20日前）", date(2018, 6, 20)),
        ("5个工作日", None),
        ("4小时", None),
        ("尽快", None),
    ],
)
def test_limits(written: str, due: date | None) -> None:
    reading = read(("办理时限", written))
    assert reading.cases[0].upper_due_at == due
    assert reading.doubts == ()


def test_a_limit_that_stands_only_in_the_letter_is_taken() -> None:
    reading = read(body="滕州市：\n现将工单转去，请于6月20日前反馈办理情况。")
    assert reading.cases[0].upper_due_at == date(2018, 6, 20)
    assert reading.found["cases.0.upper_due_at"] == "正文"


def test_dates_out_of_order_are_doubted() -> None:
    reading = read(("来电时间", "2018年6月20日"), ("办理时限", "2018年5月1日"))
    assert doubted(reading) == {"cases.0.called_at", "cases.0.upper_due_at"}


def test_a_year_taken_from_beyond_new_year_is_doubted() -> None:
    reading = read(("办理时限", "1月5日"), on="2018-12-29 10:00")
    assert reading.cases[0].upper_due_at == date(2019, 1, 5)
    assert doubted(reading) == {"cases.0.upper_due_at"}


def test_day_and_hour_in_two_fields_are_one_moment() -> None:
    assert case_of(("来电日期", "2018-06-12"), ("来电时间", "09:30")).called_at == datetime(
        2018, 6, 12, 9, 30
    )


def test_two_values_for_one_field_are_doubted() -> None:
    reading = read(("来电人", "李女士"), ("诉求人", "王女士"))
    assert reading.cases[0].petitioner.name == "李女士"
    assert doubted(reading) == {"cases.0.petitioner.name"}


def test_a_call_and_its_registration_are_two_things() -> None:
    reading = read(("来电时间", "2018-06-12 09:30"), ("受理时间", "2018-06-12 10:00"))
    assert reading.cases[0].called_at == datetime(2018, 6, 12, 9, 30)
    assert reading.doubts == ()


def test_nobody_is_called_anonymous() -> None:
    assert case_of(("来电人", "匿名"), ("联系电话", "/")).petitioner.name is None


def test_a_telephone_too_short_is_doubted_not_taken() -> None:
    reading = read(("联系电话", "1381234567"))
    assert reading.cases[0].petitioner.phone is None
    assert doubted(reading) == {"cases.0.petitioner.phone"}


def test_the_telephone_of_staff_is_not_the_petitioners() -> None:
    sheet = [
        ["工单编号", NUMBER],
        ["来电人", "赵强"],
        ["联系电话", "13912345678"],
        ["诉求内容", "路灯不亮。"],
    ]
    raw = mail(
        "工单",
        "",
        ("a.docx", word("转办单", (sheet, ()), "经办人（签字）：        复核：        电话：0632-3389979")),
    )
    reading = read_mail(raw)
    assert reading.cases[0].petitioner.phone == "13912345678"
    assert reading.doubts == ()


def test_the_telephone_below_the_signature_is_the_platforms() -> None:
    body = f"工单编号：{NUMBER}\n诉求人：赵强\n诉求内容：路灯不亮。\n办理时限：6月20日\n\n枣庄市12345热线\n联系电话：0632-3312345"
    assert read_mail(mail("工单", body)).cases[0].petitioner.phone is None


def test_the_province_outranks_the_city() -> None:
    assert case_of(title="山东省12345政务服务热线转办单").level == "province"
    assert case_of(subject="【省件】路灯不亮").level == "province"
    assert case_of(("诉求来源", "枣庄市12345热线")).level == "city"


def test_a_fixed_reply_format_is_noticed() -> None:
    assert case_of(("办理要求", "请严格按照规定格式回复，未按格式回复的一律退回")).return_form is True
    assert case_of(("办理要求", "请按规定办理并反馈")).return_form is None


def test_a_letter_to_the_mayor_is_a_case_and_all_of_it_is_doubted() -> None:
    body = "尊敬的市长：\n您好！我是滨湖镇的村民王小明，村里的路坏了三年，希望政府修一修。我的电话是13812345678。\n此致\n敬礼\n王小明"
    reading = read_mail(mail("给市长的一封信", body, sender="w <w@qq.example>"))
    assert reading.what == "case"
    (case,) = reading.cases
    assert (case.channel, case.petitioner.name, case.petitioner.phone) == (
        "mayors_mailbox",
        "王小明",
        "13812345678",
    )
    assert {"cases.0.request_text", "cases.0.petitioner.name", "cases.0.upper_no"} <= doubted(reading)


def test_a_case_told_in_sentences_is_taken_with_doubts() -> None:
    body = f"市民张女士（电话13812345678）来电反映荆河街道某小区停水三天。工单编号{NUMBER}，请于6月20日前办结并反馈。"
    reading = read_mail(mail("转办", body))
    (case,) = reading.cases
    assert (case.upper_no, case.petitioner.name, case.petitioner.phone) == (NUMBER, "张女士", "13812345678")
    assert case.upper_due_at == date(2018, 6, 20)
    assert "cases.0.petitioner.name" in doubted(reading)


def test_a_document_that_cannot_be_read_is_named_and_nothing_is_made_up() -> None:
    reading = read_mail(
        mail("转办单", "滕州市：现将诉求1件转你单位，请按照规定时限办理。", ("转办单.pdf", b"%PDF-1.4 x"))
    )
    assert reading.what == "case"
    assert reading.cases == ()
    assert {"documents", "what"} <= doubted(reading)


def test_a_number_in_the_name_of_an_unread_document_is_known() -> None:
    reading = read_mail(mail("工单", "请查收附件并办理。", (f"转办工单{NUMBER}.pdf", b"%PDF-1.4 x")))
    assert [case.upper_no for case in reading.cases] == [NUMBER]

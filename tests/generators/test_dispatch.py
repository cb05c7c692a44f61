"""The dispatch letter: one look says the number, by when, what, and how to answer."""

from __future__ import annotations

import dataclasses
import io
from datetime import datetime

import docx
import pytest

from generators.dispatch import draw_up_dispatch
from generators.letter import Draft, Enclosed
from tests.generators.records import (
    HEAD,
    NOW,
    UPPER,
    a_case,
    a_department,
    a_dispatch,
    a_petitioner,
    everything_told,
    parts_of,
)


def letter(**changes: object) -> Draft:
    case = changes.pop("case", a_case())
    dispatch = changes.pop("dispatch", a_dispatch())
    more = {"head": HEAD, "upper_name": UPPER, "now": NOW} | changes
    return draw_up_dispatch(case, a_petitioner(), dispatch, a_department(), **more)


def test_its_key_names_case_round_role_and_department():
    assert letter().key == "dispatch/TZ-2018-000123-G/1/lead/滕州市综合行政执法局"


def test_it_goes_to_the_first_address_on_file():
    assert letter().to == ("zfj@example.cn",)


def test_the_subject_tells_number_matter_and_deadline():
    assert (
        letter().subject
        == "【转办】TZ-2018-000123-G 杏坛路南段夜间占道经营扰民问题（请于3月21日17:00前回复）"
    )


def test_the_subject_of_an_urgent_case_begins_with_the_urgency():
    assert letter(case=a_case(urgency="critical")).subject.startswith("【特急】【转办】")


def test_the_subject_names_the_year_of_a_deadline_in_another_year():
    late = letter(dispatch=a_dispatch(due_at=datetime(2019, 1, 3, 17, 0)))
    assert "请于2019年1月3日17:00前回复" in late.subject


@pytest.mark.parametrize("body", ["text", "html"])
def test_both_bodies_tell_all_that_a_department_needs(body: str):
    told = getattr(letter(), body)
    for needed in (
        "滕州市综合行政执法局",
        "TZ-2018-000123-G",
        "180312101108115409",
        "2018年3月21日（星期三）17:00前",
        "投诉",
        "荆河街道杏坛路南段",
        "流动商贩支摊",
        "张伟民",
        "13812345678",
        "签收",
        "退单",
        "《办理情况反馈表》",
        "5514432、5812345",
        "第1个工作日",
    ):
        assert needed in told


def test_the_html_body_fetches_nothing():
    html = letter().html
    for outside in ("http://", "https://", "src=", "url(", "<script", "<link", "cid:"):
        assert outside not in html


def test_it_encloses_the_letter_and_the_reply_form_under_short_names():
    names = [each.name for each in letter().enclosed]
    assert names == ["TZ-2018-000123-G_转办函.docx", "TZ-2018-000123-G_办理情况反馈表.docx"]


def test_the_number_stands_in_every_document_and_its_properties():
    for document in letter().enclosed:
        opened = docx.Document(io.BytesIO(document.data))
        assert opened.core_properties.subject == "TZ-2018-000123-G"
        assert opened.core_properties.keywords == "TZ-2018-000123-G"
        assert "TZ-2018-000123-G" in opened.core_properties.title
        parts = parts_of(document.data)
        assert 'name="case_no"' in parts["docProps/custom.xml"]
        assert "TZ-2018-000123-G" in parts["docProps/custom.xml"]
        assert "TZ-2018-000123-G" in parts["word/document.xml"]


def test_a_province_case_demands_the_fixed_format():
    draft = letter(case=a_case(level="province"))
    assert "本件为省转办件，须严格按反馈表的格式逐项填写" in draft.text
    assert "省转办件" in parts_of(draft.enclosed[0].data)["word/document.xml"]


def test_an_assisting_department_is_told_so():
    draft = letter(dispatch=a_dispatch(role="assisting"))
    assert "（协办）" in draft.subject
    assert "协助办理" in draft.text
    assert "/assisting/" in draft.key


def test_a_provisional_deadline_is_called_provisional():
    draft = letter(dispatch=a_dispatch(provisional=True))
    assert "（暂定）" in draft.text
    assert "（暂定）" in draft.html
    assert "时限暂定" in parts_of(draft.enclosed[0].data)["word/document.xml"]


def test_documents_of_the_upper_platform_are_passed_on():
    draft = letter(attachments=[Enclosed("现场照片.jpg", b"\xff\xd8")])
    assert draft.enclosed[-1].name == "现场照片.jpg"
    assert "随转上级附件：现场照片.jpg" in draft.text


def printed(draft: Draft) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(draft.enclosed[0].data)).paragraphs]


def test_the_letter_on_paper_lists_all_that_goes_with_it_and_what_does_not():
    two = [Enclosed("现场照片.jpg", b"\xff\xd8"), Enclosed("签名表.pdf", b"%PDF")]
    lines = printed(letter(attachments=two, left_out=["录像.mp4（35 MB，过大）"]))

    first = lines.index("附件：1. TZ-2018-000123-G办理情况反馈表")
    assert lines[first + 1 : first + 3] == ["2. 现场照片.jpg", "3. 签名表.pdf"]
    assert "上级附件中未随转的：录像.mp4（35 MB，过大），如需要请向我办索取。" in lines
    assert "附件：TZ-2018-000123-G办理情况反馈表" in printed(letter())


def test_a_secret_case_s_letter_on_paper_lists_the_form_alone():
    draft = letter(
        case=a_case(secret=True), attachments=[Enclosed("张伟民.jpg", b"x")], left_out=["录像.mp4"]
    )
    assert "附件：TZ-2018-000123-G办理情况反馈表" in printed(draft)
    assert not [line for line in printed(draft) if "张伟民" in line or "录像" in line]


def test_a_citizen_s_own_letter_came_from_no_platform():
    draft = letter(case=a_case(upper="", upper_no=None), upper_name="")
    for text in (draft.text, draft.html, "\n".join(printed(draft))):
        assert "现将我办收到的1件群众诉求转你单位办理" in text


def test_the_days_to_acknowledge_and_to_send_back_are_the_rules():
    text = letter(acknowledge_days=2, send_back_days=5).text
    assert "2个工作日内直接回复本邮件“签收”" in text
    assert "5个工作日内回复“退单”" in text


def test_a_case_without_petitioner_says_so():
    draft = draw_up_dispatch(
        a_case(), None, a_dispatch(), a_department(), head=HEAD, upper_name=UPPER, now=NOW
    )
    assert "来件未提供诉求人信息" in draft.text


def test_the_same_records_give_the_same_bytes():
    assert dataclasses.asdict(letter()) == dataclasses.asdict(letter())


def test_each_document_is_below_20_kilobytes():
    long = a_case(request_text="杏坛路南段一到晚上有不少流动商贩支摊卖小吃，收摊后满地垃圾。" * 60)
    assert all(len(each.data) < 20_000 for each in letter(case=long).enclosed)


def test_no_machine_and_no_library_is_named_in_a_document():
    told = everything_told(letter())
    for trace in ("python-docx", "openpyxl", "Microsoft Office", "generated by"):
        assert trace not in told
    opened = docx.Document(io.BytesIO(letter().enclosed[0].data))
    assert opened.core_properties.author == HEAD.name
    assert opened.core_properties.last_modified_by == HEAD.name


def told(**changes) -> tuple[str, str, str, str]:
    """The letter's text, the reply form's, the plain body and the subject of a dispatch of such a case."""
    draft = draw_up_dispatch(
        a_case(**changes), None, a_dispatch(), a_department(), head=HEAD, upper_name="", now=NOW
    )
    letter, form = (parts_of(each.data)["word/document.xml"] for each in draft.enclosed[:2])
    return letter, form, draft.text, draft.subject


def test_a_long_title_is_whole_in_the_form_and_the_mail():
    title = "关于反映荆河街道善国路与平行路交叉口西南角大量流动商贩占道经营造成拥堵，周边楼房油烟扰民，垃圾遍地的问题"
    _, form, text, _ = told(title=title)
    assert title in form
    assert f"诉求标题：{title}" in text


def test_a_case_without_a_title_is_called_by_the_first_words_of_its_request():
    letter, form, text, subject = told(title="", request_text="路灯不亮三天了。")
    assert "关于转办“路灯不亮三天了”的函" in letter
    assert "路灯不亮三天了" in form
    assert "诉求标题：路灯不亮三天了。" in text
    assert "路灯不亮三天了" in subject


def test_a_case_that_tells_nothing_says_so_and_leaves_no_hole():
    letter, form, text, subject = told(title="", request_text=" ", kind=None, place="")
    for page in (letter, text):
        assert "（来件未写明）" in page
        assert "诉求类型" not in page
        assert "“”" not in page
    assert "号件" in letter
    assert "（来件未写明）" in form
    assert "（来件未写明）" in subject

"""举报, or marked 保密: nothing that leaves the office tells who asked (rules.md, Privacy)."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from generators.amendment import draw_up_amendment
from generators.correction import draw_up_correction
from generators.dispatch import draw_up_dispatch
from generators.ledger_sheet import LedgerLine, ledger_sheet
from generators.letter import Draft, Enclosed
from generators.reminder import draw_up_reminder
from generators.report import draw_up_report
from tests.generators.records import (
    HEAD,
    NOW,
    UPPER,
    a_case,
    a_department,
    a_dispatch,
    a_petitioner,
    an_answer,
    everything_told,
    parts_of,
)

TEXT = (
    "来电人张伟民（电话138 1234 5678，另１３９０００１１１２２）反映：本人家住平行南路12号阳光小区3号楼2单元501室，"
    "身份证370481199001011233，车牌鲁D12345，举报杏坛路饭店夜间偷排油烟。张先生要求为其保密，0632-5512345也可联系，"
    "邮箱zhang@example.cn，微信zhangwm90。2018年3月10日晚最严重。"
)
TELLING = [
    "张伟民",
    "伟民",
    "张先生",
    "13812345678",
    "138 1234 5678",
    "１３９０００１１１２２",
    "13900011122",
    "370481199001011233",
    "鲁D12345",
    "平行南路12号",
    "3号楼",
    "2单元",
    "501室",
    "5512345",
    "zhang@example.cn",
    "zhangwm90",
]
SECRET_CASES = [{"kind": "report"}, {"secret": True}, {"kind": "report", "secret": True}]


def secret_case(**changes: object):
    fields = {
        "title": "张伟民举报杏坛路饭店油烟问题",
        "request_text": TEXT,
        "place": "滕州市荆河街道平行南路12号阳光小区3号楼2单元501室楼下饭店",
    }
    return a_case(**(fields | changes))


def dispatched(**changes: object) -> Draft:
    return draw_up_dispatch(
        secret_case(**changes),
        a_petitioner(),
        a_dispatch(),
        a_department(),
        head=HEAD,
        upper_name=UPPER,
        attachments=[Enclosed("张伟民举报材料.docx", "张伟民 13812345678".encode())],
        redo=f"工单{secret_case().upper_no}：张伟民（13812345678）反映油烟仍在偷排",
        now=NOW,
    )


def told_digits(text: str) -> str:
    """Return what a reader sees, in one line: tags gone, so that a number split over runs would still be found."""
    return re.sub(r"<[^>]*>", "", text)


@pytest.mark.parametrize("marks", SECRET_CASES)
def test_a_dispatch_letter_tells_nothing_of_the_petitioner(marks: dict[str, object]):
    draft = dispatched(**marks)
    told = everything_told(draft)
    for telling in TELLING:
        assert telling not in told, telling
        assert telling not in told_digits(told), telling


@pytest.mark.parametrize("marks", SECRET_CASES)
def test_the_upper_platforms_own_files_stay_in_the_office(marks: dict[str, object]):
    assert [each.name for each in dispatched(**marks).enclosed] == [
        "TZ-2018-000123-G_转办函.docx",
        "TZ-2018-000123-G_办理情况反馈表.docx",
    ]


def test_the_department_learns_our_number_alone():
    """With the platform's number it could look the petitioner up there."""
    assert secret_case().upper_no not in everything_told(dispatched(secret=True))


def test_the_department_still_learns_what_to_look_into():
    text = dispatched(kind="report").text
    assert "举报杏坛路饭店夜间偷排油烟" in text
    assert "2018年3月10日晚最严重" in text
    assert "不得打听、追查诉求人" in text
    assert "由我办统一答复" in text
    assert "反映油烟仍在偷排" in text


def test_the_subject_says_that_it_is_secret():
    assert "【保密】" in dispatched(secret=True).subject


def test_the_reply_form_asks_for_no_word_with_the_petitioner():
    form = parts_of(dispatched(secret=True).enclosed[1].data)["word/document.xml"]
    assert "是否反馈当事人" not in form
    assert "统一答复诉求人" in form


def test_reminder_and_correction_name_the_number_only():
    case, dispatch, department = secret_case(kind="report"), a_dispatch(), a_department()
    reminder = draw_up_reminder(department, [(dispatch, case, "red", 2)], head=HEAD, today=NOW.date())
    correction = draw_up_correction(
        case, dispatch, department, ["审核人"], head=HEAD, in_reply_to="<a@b>", nth=1, now=NOW
    )
    for draft in (reminder, correction):
        told = everything_told(draft)
        assert "TZ-2018-000123-G" in told
        assert "油烟" not in told
        assert not [telling for telling in TELLING if telling in told]
        assert draft.subject.split("】")[1].startswith("TZ-2018-000123-G 保密件（")


def test_the_notice_of_another_deadline_has_no_hole_where_a_title_would_stand():
    notice = draw_up_amendment(
        secret_case(kind="report"),
        a_petitioner(),
        a_dispatch(),
        a_department(),
        {},
        due_before=datetime(2018, 3, 14, 17),
        nth=1,
        head=HEAD,
        now=NOW,
    )
    assert notice is not None
    assert notice.subject.startswith("【变更】TZ-2018-000123-G 保密件（请于")


def test_the_report_upward_does_not_repeat_the_petitioner():
    draft = draw_up_report(
        secret_case(kind="report"),
        a_petitioner(),
        a_dispatch(),
        a_department(),
        an_answer(facts="经与张先生（13812345678）核实，杏坛路12号饭店偷排油烟，情况属实。"),
        head=HEAD,
        to="up@example.cn",
        upper_name=UPPER,
        now=NOW,
    )
    told = everything_told(draft)
    assert not [telling for telling in TELLING if telling in told]
    assert "杏坛路12号饭店偷排油烟" in draft.text  # what was found stays whole


def test_the_ledger_sheet_masks_a_secret_case():
    line = LedgerLine(secret_case(secret=True), a_petitioner(), a_dispatch(), a_department())
    told = "\n".join(parts_of(ledger_sheet([line], head=HEAD, exported_on=NOW)).values())
    assert not [telling for telling in TELLING if telling in told]
    assert "（保密）" in told

"""The papers of the procedure say what is decided, by when and why, and of a secret case no more than its number."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import docx
import pytest
from docx.enum.text import WD_TAB_ALIGNMENT

from generators.case_paper import PastStep
from generators.instruction import Proposal, draw_up_handover, draw_up_instruction, draw_up_proposal
from generators.letter import Draft, Enclosed, Templates
from generators.rulings import draw_up_extension_reply, draw_up_reassignment, draw_up_send_back_reply
from generators.specimens import scene_of
from generators.specimens.procedure import PROCEDURE
from generators.specimens.scene import Scene
from generators.supervision import Supervised, draw_up_redo, draw_up_supervision
from tests.generators.records import (
    HEAD,
    NOW,
    a_case,
    a_department,
    a_dispatch,
    a_petitioner,
    an_answer,
    everything_told,
)
from tests.generators.test_secret_letters import TELLING, TEXT, secret_case

BY = datetime(2018, 3, 28, 17, 0)
TO_DEPARTMENTS = {
    "supervision",
    "redo",
    "send_back_reply",
    "extension_reply",
    "reassignment",
    "instruction",
}
SAID = "张伟民（13812345678）说油烟仍在偷排"


def words_of(document: Enclosed) -> str:
    """Return the words of a paper, its tables' behind its paragraphs'."""
    paper = docx.Document(io.BytesIO(document.data))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in paper.paragraphs), *cells])


def drawn(kind: str, *, secret: bool = False) -> Draft:
    draft = PROCEDURE[kind].draw_up(scene_of(HEAD, Templates(), secret=secret))
    assert isinstance(draft, Draft)
    return draft


def paper(kind: str) -> str:
    return words_of(drawn(kind).enclosed[0])


def about(case: Any = None) -> tuple[Any, Any, Any, Any]:
    return (case or a_case(), a_petitioner(), a_dispatch(), a_department())


DRAWING: dict[str, Any] = {"head": HEAD, "now": NOW}
SECRET: dict[str, Callable[[Any], Draft]] = {
    "supervision": lambda case: draw_up_supervision(
        a_department(),
        [Supervised(a_dispatch(), case, 3, [PastStep(NOW.date(), SAID)], SAID, a_petitioner())],
        demanded_by=BY,
        **DRAWING,
    ),
    "redo": lambda case: draw_up_redo(
        *about(case), an_answer(measures=SAID), reason=SAID, rated_on=NOW.date(), **DRAWING
    ),
    "send_back_reply": lambda case: draw_up_send_back_reply(
        *about(case), granted=False, nth=1, reason=SAID, **DRAWING
    ),
    "extension_reply": lambda case: draw_up_extension_reply(
        *about(case), granted=True, nth=1, reason=SAID, **DRAWING
    ),
    "reassignment": lambda case: draw_up_reassignment(*about(case), reason=SAID, **DRAWING),
    "instruction": lambda case: draw_up_instruction(
        *about(case),
        leader="市领导",
        instruction=SAID,
        instructed_on=NOW.date(),
        demanded_by=BY,
        **DRAWING,
    ),
    "proposal": lambda case: draw_up_proposal(
        Proposal(*about(case), [PastStep(NOW.date(), SAID)], problem=SAID, proposed=SAID),
        leader="办公室主任",
        to=["leader@example.cn"],
        **DRAWING,
    ),
    "handover": lambda case: draw_up_handover(
        *about(case),
        [PastStep(NOW.date(), SAID)],
        bureau="市委市政府督查局",
        to=["bureau@example.cn"],
        leader="市领导",
        instruction=SAID,
        instructed_on=NOW.date(),
        **DRAWING,
    ),
}


def test_every_paper_is_tried_with_a_secret_case():
    assert set(SECRET) == set(PROCEDURE)


@pytest.mark.parametrize("marks", [{"kind": "report"}, {"secret": True}])
@pytest.mark.parametrize("kind", SECRET)
def test_nothing_tells_who_asked_in_a_secret_case(kind: str, marks: dict[str, object]):
    told = everything_told(SECRET[kind](secret_case(**marks)))
    tight = re.sub(r"<[^>]*>", "", told)
    assert not [telling for telling in TELLING if telling in told or telling in tight]
    assert secret_case().case_no in told


@pytest.mark.parametrize("kind", sorted(TO_DEPARTMENTS))
def test_a_department_gets_the_number_alone_of_a_secret_case(kind: str):
    draft = SECRET[kind](secret_case(secret=True, title="饭店油烟", request_text=TEXT))
    words = "\n".join([draft.subject, *(words_of(each) for each in draft.enclosed)])
    assert "饭店" not in words
    assert "2018年3月10日晚" not in words
    assert "保密件" in words_of(draft.enclosed[0])


@pytest.mark.parametrize("kind", PROCEDURE)
def test_no_paper_names_the_petitioner_of_an_open_case(kind: str):
    told = everything_told(drawn(kind))
    assert "13800001234" not in told
    assert "张伟民" not in told


@pytest.mark.parametrize("kind", PROCEDURE)
def test_the_number_stands_in_the_paper_and_the_mail(kind: str):
    number = re.search(r"滕热[一-鿿]〔2018〕\d+号", paper(kind))
    assert number
    assert number.group() in drawn(kind).text or kind in ("proposal", "handover")


@pytest.mark.parametrize("kind", sorted(TO_DEPARTMENTS))
def test_without_a_number_the_case_is_named_in_its_place(kind: str):
    draft = SECRET[kind](a_case())
    assert (
        docx.Document(io.BytesIO(draft.enclosed[0].data)).paragraphs[0].text == "\t转办编号：TZ-2018-000123-G"
    )


@pytest.mark.parametrize("kind", sorted(TO_DEPARTMENTS))
def test_the_mail_says_at_one_look_what_to_do(kind: str):
    draft = drawn(kind)
    for body in (draft.text, draft.html):
        assert "要办的事" in body
        assert draft.case_no in body


@pytest.mark.parametrize("text", ["{{ 7 * 7 }}{% if x %}", "<w:p>&amp;</w:p>", "𠮷野家“珺”a < b"])
@pytest.mark.parametrize("kind", SECRET)
def test_a_hostile_title_comes_out_as_it_was(kind: str, text: str):
    draft = SECRET[kind](a_case(title=text))
    assert text in words_of(draft.enclosed[0]).replace("\n", "")
    assert text in draft.text


@pytest.mark.parametrize("kind", SECRET)
def test_a_title_of_any_length_makes_a_paper(kind: str):
    draft = SECRET[kind](
        a_case(title="关于杏坛路南段自东向西数第三个路口以南夜间流动商贩占道经营扰民的问题" * 9)
    )
    assert len(draft.subject) < 90
    assert "…" in words_of(draft.enclosed[0])


def test_supervision_says_how_late_what_was_asked_before_and_what_follows():
    words = paper("supervision")
    for told in (
        "该件已逾期3个工作日",
        "于2018年3月22日发送催办通知书；于2018年3月23日电话督办，对方答复正在与街道协商",
        "请于2018年3月28日（星期三）17:00前将办理结果书面报我办",
        "列入每月通报",
        "抄送：市委市政府督查局。",
    ):
        assert told in words


def test_supervision_of_several_cases_lists_them_and_encloses_a_form_for_each():
    items = [
        Supervised(a_dispatch(), a_case(), 3, [PastStep(date(2018, 3, 22), "催办")]),
        Supervised(a_dispatch(), a_case(case_no="TZ-2018-000124-E", title="井盖破损"), 4),
    ]
    draft = draw_up_supervision(a_department(), items, head=HEAD, demanded_by=BY, now=NOW)
    assert draft.key == "supervision/2018-03-12/滕州市综合行政执法局"
    words = words_of(draft.enclosed[0])
    assert "下列2件事项" in words
    assert "TZ-2018-000124-E\n井盖破损" in words
    assert "2018年3月22日催办" in words
    assert len(draft.enclosed) == 3


def test_a_secret_case_among_several_is_not_to_be_told_to_who_asked():
    items = [Supervised(a_dispatch(), a_case(secret=secret), 3) for secret in (False, True)]
    draft = draw_up_supervision(a_department(), items, head=HEAD, demanded_by=BY, now=NOW)
    assert "其中的保密件不得打听、追查诉求人" in words_of(draft.enclosed[0])


def test_the_day_of_the_rules_stands_outside_their_title():
    item = Supervised(a_dispatch(), a_case(), 3)
    draft = draw_up_supervision(
        a_department(), [item], head=HEAD, demanded_by=BY, now=NOW, basis="整合工作方案（2018年3月12日）"
    )
    assert "根据《整合工作方案》（2018年3月12日），现予书面督办" in words_of(draft.enclosed[0])


def test_a_case_that_is_not_late_is_supervised_for_the_reason_given():
    item = Supervised(a_dispatch(), a_case(), because="经两次重办诉求人仍不满意。")
    draft = draw_up_supervision(a_department(), [item], head=HEAD, demanded_by=BY, now=NOW)
    assert "该件经两次重办诉求人仍不满意。" in words_of(draft.enclosed[0])
    assert "逾期0" not in everything_told(draft)


def test_a_send_back_that_is_granted_stops_the_work():
    draft = draw_up_send_back_reply(*about(), granted=True, nth=1, elsewhere="荆河街道办事处", **DRAWING)
    words = words_of(draft.enclosed[0])
    assert "该件现改由荆河街道办事处办理" in words
    assert "停止办理，不再反馈" in words
    assert "原办理时限不变" not in draft.text


def test_a_send_back_that_is_refused_says_why_and_that_the_deadline_stands():
    words = paper("send_back_reply")
    assert "荆河街道不具有行政处罚权。" in words
    assert "二、原办理时限不变" in words
    assert "2018年3月21日（星期三）17:00前" in words


def test_an_extension_tells_the_old_and_the_new_deadline_with_its_days():
    words = paper("extension_reply")
    assert "原办理时限为2018年3月21日17:00，现调整为2018年3月26日17:00" in words
    assert "自3月22日（星期四）起算，3月26日（星期一）为第3个工作日，休息日和节假日不计。" in words
    assert "2018-03" not in words


def test_an_extension_that_is_refused_gives_no_new_deadline():
    draft = draw_up_extension_reply(*about(), granted=False, nth=1, reason="申请时已逾期", **DRAWING)
    words = words_of(draft.enclosed[0])
    assert "申请时已逾期。" in words
    assert "调整为" not in words
    assert "（原办理时限不变）" in draft.text


def test_a_reassignment_says_where_the_case_goes_and_what_to_hand_over():
    words = paper("reassignment")
    assert "因该路段已移交荆河街道属地管理，该件现改由荆河街道办事处办理" in words
    assert "请于2018年3月15日（星期四）17:00前移交我办" in words


def test_a_redo_says_why_and_repeats_the_first_answer():
    words = paper("redo")
    assert "诉求人对办理结果不满意" in words
    assert "3月17日起商贩又回到原处经营" in words
    assert "定点值守" in words
    assert "于2018年3月29日（星期四）17:00前" in words


def test_a_proposal_leaves_room_for_the_leaders_hand():
    document = docx.Document(io.BytesIO(drawn("proposal").enclosed[0].data))
    rows = {row.cells[0].text: row for row in document.tables[0].rows}
    height = rows["领导批示"].height
    assert height is not None
    assert height.mm >= 45
    assert "签　名：" in rows["领导批示"].cells[1].text
    assert "2018年3月26日　发送督办通知书" in rows["办理经过"].cells[1].text
    [over] = [each for each in document.paragraphs if each.style.name == "公文表上"]
    assert over.text.endswith("\t2018年4月8日")
    [stop] = over.paragraph_format.tab_stops
    assert (stop.alignment, round(stop.position.mm)) == (WD_TAB_ALIGNMENT.RIGHT, 164)


def test_instruction_and_handover_quote_the_leader_and_name_each_other():
    for kind in ("instruction", "handover"):
        assert "请综合行政执法局牵头，荆河街道配合" in paper(kind)
    assert "抄送：市委市政府督查局。" in paper("instruction")
    assert "批示已同时转滕州市综合行政执法局落实" in paper("handover")


def test_the_handover_numbers_what_it_encloses():
    case = about()
    draft = draw_up_handover(
        *case,
        [],
        bureau="市委市政府督查局",
        to=["bureau@example.cn"],
        leader="市领导",
        instruction="请督查。",
        instructed_on=NOW.date(),
        enclosed=[Enclosed("拟办单.docx", b"1"), Enclosed("督办通知书.docx", b"2")],
        **DRAWING,
    )
    words = words_of(draft.enclosed[0])
    assert "附件：1. 拟办单\n2. 督办通知书" in words
    assert [each.name for each in draft.enclosed][1:] == ["拟办单.docx", "督办通知书.docx"]


def test_the_last_words_stay_with_the_signature_behind_a_condition():
    """GB/T 9704-2012 7.3.5.4: no signature on a page without text; what comes last stands behind a tag here."""
    document = docx.Document(io.BytesIO(drawn("send_back_reply").enclosed[0].data))
    [last] = [each for each in document.paragraphs if each.text.startswith("三、")]
    assert last.paragraph_format.keep_with_next


def test_an_office_without_a_name_for_its_numbers_gets_specimens_too():
    scene: Scene = scene_of(dataclasses.replace(HEAD, short_name=""), Templates())
    for specimen in PROCEDURE.values():
        draft = specimen.draw_up(scene)
        assert isinstance(draft, Draft)
        assert "〔2018〕" not in draft.text.replace("滕热督〔2018〕3号", "")


def test_a_refusal_that_comes_after_the_deadline_asks_for_no_day_that_is_past():
    case, petitioner, dispatch, department = about(a_case())
    late = {**DRAWING, "now": dispatch.due_at + timedelta(days=1)}

    refused = draw_up_extension_reply(case, petitioner, dispatch, department, granted=False, nth=1, **late)

    assert refused.subject.endswith("不同意延期（已逾期，请立即回复）")

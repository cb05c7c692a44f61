"""Specimens of the forms that people fill in, and of the receipt for one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

from generators.call_list import Call, draw_up_call_list
from generators.facts import case_facts, dispatch_facts, letter_facts
from generators.follow_up_sheet import follow_up_form
from generators.letter import Draft, Enclosed
from generators.liaison import Difference, draw_up_liaison_chase, draw_up_liaison_receipt, liaison_form
from generators.reply_form import reply_form
from generators.specimens.scene import Scene, Specimen


def _reply_form(scene: Scene) -> tuple[Enclosed, ...]:
    facts = case_facts(scene.case, scene.petitioner)
    facts |= dispatch_facts(scene.dispatch, scene.department, scene.now)
    facts |= letter_facts(scene.head, scene.now, "办理情况反馈表", scene.case.case_no)
    return (reply_form(facts, scene.templates),)


def _follow_up(scene: Scene) -> Draft:
    item = (scene.case, scene.petitioner, scene.department, scene.answer)
    form = follow_up_form(*item, head=scene.head, on=scene.now.date(), templates=scene.templates)
    call = Call(*item, due_at=scene.now, tried=1)
    draft = draw_up_call_list([call], to=["callers@example.cn"], tries=3, **scene.drawing)
    return replace(draft, enclosed=(form, *draft.enclosed))


def _liaison_form(scene: Scene) -> tuple[Enclosed, ...]:
    form = liaison_form(
        scene.department.name,
        head=scene.head,
        by=date(2018, 3, 30),
        on=scene.now.date(),
        templates=scene.templates,
    )
    return (form,)


def _liaison_receipt(scene: Scene) -> Draft:
    differences = [Difference("联系人手机", "13900001111", "13900002222"), Difference("联系人", "", "赵晓明")]
    return draw_up_liaison_receipt(
        _form(),
        scene.department,
        differences,
        missing=["联系人赵晓明的移动电话“1390000004”位数或号段不对"],
        in_reply_to="<form@example.cn>",
        **scene.drawing,
    )


def _liaison_chase(scene: Scene) -> Draft:
    return draw_up_liaison_chase(
        scene.department,
        ["hotline", "mayors_mailbox"],
        by=date(2018, 3, 30),
        stage="1",
        late=False,
        **scene.drawing,
    )


def _form() -> SimpleNamespace:
    rows = [
        ("leader", "王志强", "副局长", "5512301", "13900000001", ""),
        ("section_head", "李建国", "科长", "5512345", "13900000002", ""),
        ("liaison", "孙志强", "科员", "5512346", "13900002222", ""),
        ("liaison", "赵晓明", "科员", "5512346", "13900000004", "夜间值班"),
    ]
    names = ("role", "name", "title", "office_phone", "mobile", "note")
    return SimpleNamespace(
        filled_on=date(2018, 3, 12),
        covers=("hotline", "mayors_mailbox"),
        section="市容秩序科",
        people=[SimpleNamespace(**dict(zip(names, row, strict=True))) for row in rows],
    )


FORMS = {
    "reply_form": Specimen("办理情况反馈表", _reply_form),
    "follow_up": Specimen("回访表", _follow_up),
    "liaison": Specimen("联系表", _liaison_form),
    "liaison_receipt": Specimen("联系表回执", _liaison_receipt),
    "liaison_chase": Specimen("联系表催报", _liaison_chase),
}

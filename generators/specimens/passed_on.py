"""Specimens of the short letters that pass on what another has said: progress, an assisting answer, an urging."""

from __future__ import annotations

from datetime import datetime

from generators.letter import Draft
from generators.plain import draw_up_plain
from generators.specimens.procedure import BUREAU
from generators.specimens.scene import FACTS, MEASURES, Scene, Specimen
from generators.wording import deadline_words


def _progress(scene: Scene) -> Draft:
    """To a bureau without a mailbox: printed, and brought there."""
    case_no, said = scene.case.case_no, f"{scene.department.name}已反馈"
    return draw_up_plain(
        "progress",
        f"progress/{case_no}/1/{BUREAU}",
        [],
        f"【督查进展】{case_no} {said}",
        [
            f"我办移交贵单位督查的{case_no}号件，现将进展函告如下：",
            f"{said}。该件目前状态为“已反馈”。",
        ],
        greeting=BUREAU,
        case_no=case_no,
        because=f"{case_no}已移交{BUREAU}督查，{said}",
        **(scene.drawing | {"now": datetime(2018, 4, 12, 15)}),
    )


def _assisting_answer(scene: Scene) -> Draft:
    case_no, due, assisting = scene.case.case_no, deadline_words(scene.dispatch.due_at), "荆河街道办事处"
    return draw_up_plain(
        "assisting_answer",
        f"assisting_answer/{case_no}/1/{assisting}/{scene.department.name}",
        scene.department.addresses[:1],
        f"【协办意见】{case_no} {assisting}已反馈（请于{due}反馈）",
        [
            f"{case_no}由你单位主办，协办的{assisting}已反馈如下，供你单位汇总。",
            f"调查核实情况（属实）：{FACTS}",
            f"处理情况：{MEASURES}",
            f"请一并写入你单位的办理结果，于{due}反馈。",
        ],
        case_no=case_no,
        department=scene.department.name,
        because=f"{assisting}的协办意见转主办单位汇总",
        **(scene.drawing | {"now": datetime(2018, 3, 16, 9)}),
    )


def _urging(scene: Scene) -> Draft:
    case_no = scene.case.case_no
    return draw_up_plain(
        "urging",
        f"urging/1/{scene.department.name}",
        scene.department.addresses[:1],
        f"【上级催办】{case_no}（请尽快反馈）",
        [
            f"{scene.case.upper}来件催办下列1件工单，你单位在办：",
            f"{case_no}：第1次催办，办理时限{deadline_words(scene.dispatch.due_at)}",
            "请抓紧办理，填好《办理情况反馈表》，直接回复原转办邮件。一时办不结的，请先回复本邮件或电话告知进展和预计办结的日子。",
        ],
        case_no=case_no,
        department=scene.department.name,
        because=f"{scene.case.upper}催办，转告{scene.department.name}",
        **(scene.drawing | {"now": datetime(2018, 3, 19, 9)}),
    )


PASSED_ON = {
    "progress": Specimen("督查进展函", _progress),
    "assisting_answer": Specimen("协办意见", _assisting_answer),
    "urging": Specimen("上级催办通知", _urging),
}

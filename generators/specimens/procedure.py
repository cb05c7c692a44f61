"""Specimens of the papers of the procedure: supervision, replies to requests, instruction and hand-over."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from generators.case_paper import PastStep
from generators.instruction import (
    Proposal,
    draw_up_handover,
    draw_up_instruction,
    draw_up_proposal,
    proposal_paper,
)
from generators.letter import Draft, Enclosed
from generators.rulings import draw_up_extension_reply, draw_up_reassignment, draw_up_send_back_reply
from generators.specimens.scene import Scene, Specimen
from generators.supervision import Supervised, draw_up_redo, draw_up_supervision

BUREAU = "市委市政府督查局"
LEADER = "市政府分管领导"
INSTRUCTION = "请综合行政执法局牵头，荆河街道配合，限期整治到位，并举一反三建立长效管理机制。"
INSTRUCTED_ON = date(2018, 4, 9)
STEPS = (
    PastStep(date(2018, 3, 12), "转滕州市综合行政执法局办理"),
    PastStep(date(2018, 3, 22), "发送催办通知书"),
    PastStep(date(2018, 3, 23), "电话督办，对方答复正在与街道协商"),
)
MORE_STEPS = (
    *STEPS,
    PastStep(date(2018, 3, 26), "发送督办通知书（滕热督〔2018〕3号）"),
    PastStep(date(2018, 3, 28), "现场督办，流动商贩仍未清理"),
)


def _about(scene: Scene) -> tuple[Any, Any, Any, Any]:
    return scene.case, scene.petitioner, scene.dispatch, scene.department


def _on(scene: Scene, month: int, day: int, hour: int = 9) -> dict[str, Any]:
    return scene.drawing | {"now": datetime(2018, month, day, hour, 0)}


def _supervision(scene: Scene) -> Draft:
    item = Supervised(scene.dispatch, scene.case, 3, STEPS[1:], petitioner=scene.petitioner)
    return draw_up_supervision(
        scene.department,
        [item],
        demanded_by=datetime(2018, 3, 28, 17),
        number=scene.number("督", 3),
        basis="滕州市政务服务热线整合工作方案",
        copies=[BUREAU],
        **_on(scene, 3, 26),
    )


def _redo(scene: Scene) -> Draft:
    again = SimpleNamespace(**vars(scene.dispatch))
    again.round, again.due_at = 2, datetime(2018, 3, 29, 17)
    return draw_up_redo(
        scene.case,
        scene.petitioner,
        again,
        scene.department,
        scene.answer,
        reason="诉求人表示，3月17日起商贩又回到原处经营，23时以后仍有噪声，值守人员未到场。",
        rated_on=date(2018, 3, 19),
        answered_on=date(2018, 3, 15),
        number=scene.number("重", 2),
        **_on(scene, 3, 20),
    )


def _send_back_reply(scene: Scene) -> Draft:
    return draw_up_send_back_reply(
        *_about(scene),
        granted=False,
        nth=1,
        reason="杏坛路南段占道经营的查处，属你单位职责范围，荆河街道不具有行政处罚权",
        asked_on=date(2018, 3, 13),
        number=scene.number("退", 5),
        **_on(scene, 3, 14),
    )


def _extension_reply(scene: Scene) -> Draft:
    later = SimpleNamespace(**vars(scene.dispatch))
    later.due_at = datetime(2018, 3, 26, 17)
    later.due_trace = [
        "2018-03-21 周三 原办理期限",
        "2018-03-22 周四 第1个工作日",
        "2018-03-23 周五 第2个工作日",
        "2018-03-26 周一 第3个工作日",
        "办理期限：2018-03-26 17:00（周一）",
    ]
    return draw_up_extension_reply(
        scene.case,
        scene.petitioner,
        later,
        scene.department,
        granted=True,
        nth=1,
        due_before=scene.dispatch.due_at,
        reason="便民疏导点正在划线施工，须待完工后引导商贩迁入",
        asked_on=date(2018, 3, 19),
        number=scene.number("延", 4),
        **_on(scene, 3, 20),
    )


def _reassignment(scene: Scene) -> Draft:
    return draw_up_reassignment(
        *_about(scene),
        reason="该路段已移交荆河街道属地管理",
        elsewhere="荆河街道办事处",
        hand_over_by=datetime(2018, 3, 15, 17),
        number=scene.number("改", 1),
        **_on(scene, 3, 14),
    )


PROBLEM = "逾期10个工作日仍未办结，商贩疏导去处和属地、执法两家的分工未落实，诉求人两次追问。"
PROPOSED = "建议请分管领导批示，由综合行政执法局牵头、荆河街道配合限期整治，并移交市委市政府督查局督查。"


def _proposal(scene: Scene) -> Proposal:
    return Proposal(*_about(scene), MORE_STEPS, problem=PROBLEM, proposed=PROPOSED)


def _proposal_paper(scene: Scene) -> tuple[Enclosed, ...]:
    return proposal_paper(_proposal(scene), number=scene.number("拟", 1), **_on(scene, 4, 8))


def _proposal_letter(scene: Scene) -> Draft:
    return draw_up_proposal(
        _proposal(scene),
        leader="办公室主要领导",
        to=[scene.head.address],
        number=scene.number("拟", 1),
        **_on(scene, 4, 8),
    )


def _instruction(scene: Scene) -> Draft:
    return draw_up_instruction(
        *_about(scene),
        leader=LEADER,
        instruction=INSTRUCTION,
        instructed_on=INSTRUCTED_ON,
        demanded_by=datetime(2018, 4, 13, 17),
        bureau=BUREAU,
        number=scene.number("批", 1),
        **_on(scene, 4, 10),
    )


def _handover(scene: Scene) -> Draft:
    return draw_up_handover(
        *_about(scene),
        MORE_STEPS,
        bureau=BUREAU,
        to=[scene.head.address],
        leader=LEADER,
        instruction=INSTRUCTION,
        instructed_on=INSTRUCTED_ON,
        demanded_by=datetime(2018, 4, 13, 17),
        number=scene.number("移", 1),
        enclosed=_proposal_paper(scene),
        **_on(scene, 4, 10),
    )


PROCEDURE = {
    "supervision": Specimen("督办通知书", _supervision),
    "redo": Specimen("重办通知", _redo),
    "send_back_reply": Specimen("退单回复", _send_back_reply),
    "extension_reply": Specimen("延期批复", _extension_reply),
    "reassignment": Specimen("改派通知", _reassignment),
    "proposal": Specimen("拟办单", _proposal_letter),
    "instruction": Specimen("领导批示转办函", _instruction),
    "handover": Specimen("督查移交函", _handover),
}

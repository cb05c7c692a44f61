"""Specimens of the daily letters about a case: dispatch, reminder, correction, report, amendment, notice, send again."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

from generators.amendment import draw_up_amendment
from generators.correction import draw_up_correction
from generators.dispatch import draw_up_dispatch
from generators.letter import Draft
from generators.plain import draw_up_plain
from generators.reminder import draw_up_reminder
from generators.report import draw_up_report
from generators.send_again import draw_up_send_again
from generators.specimens.scene import Scene, Specimen
from ledger.vocabulary import Stage


def _dispatch(scene: Scene) -> Draft:
    return draw_up_dispatch(
        scene.case,
        scene.petitioner,
        scene.dispatch,
        scene.department,
        upper_name=scene.case.upper,
        **scene.drawing,
    )


def _reminder(scene: Scene) -> Draft:
    late = SimpleNamespace(**vars(scene.dispatch))
    late.due_at = datetime(2018, 3, 9, 17, 0)
    late.acknowledged_at = scene.dispatch.dispatched_at
    other = SimpleNamespace(**vars(scene.case))
    other.case_no, other.title = "TZ-2018-000118-A", "解放东路步行街广告牌松动有坠落危险问题"
    items = [(late, other, Stage.RED, 1), (scene.dispatch, scene.case, Stage.YELLOW, 0)]
    return draw_up_reminder(
        scene.department, items, head=scene.head, today=scene.now.date(), templates=scene.templates
    )


def _correction(scene: Scene) -> Draft:
    missing = ["处理情况", "反馈当事人情况", "承办人"]
    return draw_up_correction(
        scene.case, scene.dispatch, scene.department, missing, in_reply_to="", nth=1, **scene.drawing
    )


def _report(scene: Scene) -> Draft:
    answered = datetime(2018, 3, 15, 16, 40)  # the same working day
    return draw_up_report(
        scene.case,
        scene.petitioner,
        scene.dispatch,
        scene.department,
        scene.answer,
        to=scene.head.address,
        upper_name=scene.case.upper,
        **(scene.drawing | {"now": answered}),
    )


def _amendment(scene: Scene) -> Draft:
    sooner = SimpleNamespace(**vars(scene.dispatch))
    sooner.due_at = datetime(2018, 3, 19, 17, 0)
    draft = draw_up_amendment(
        scene.case,
        scene.petitioner,
        sooner,
        scene.department,
        {"request_text": "诉求内容", "phone": "联系电话"},
        due_before=scene.dispatch.due_at,
        nth=1,
        **scene.drawing,
    )
    assert draft is not None  # the deadline has moved
    return draft


def _send_again(scene: Scene) -> Draft:
    return draw_up_send_again(
        scene.department.addresses[0],
        ["现场录像.mp4（128M）"],
        mail=1,
        subject="占道经营现场录像",
        sent_at=datetime(2018, 3, 12, 9, 40),
        attachments_mb=30,
        in_reply_to="<video@example.cn>",
        greeting=scene.department.name,
        **scene.drawing,
    )


def _notice(scene: Scene) -> Draft:
    paragraphs = [
        f"{scene.case.case_no}已由上级平台撤回，请停止办理。",
        "此前已办理的情况，请于3个工作日内报我办。",
    ]
    return draw_up_plain(
        "notice",
        f"notice/{scene.case.case_no}",
        scene.department.addresses,
        f"【停止办理】{scene.case.case_no}",
        paragraphs,
        case_no=scene.case.case_no,
        department=scene.department.name,
        **scene.drawing,
    )


CASE_LETTERS = {
    "dispatch": Specimen("转办函", _dispatch),
    "reminder": Specimen("催办通知", _reminder),
    "correction": Specimen("补正通知", _correction),
    "report": Specimen("上报回复", _report),
    "amendment": Specimen("变更通知", _amendment),
    "notice": Specimen("通知", _notice),
    "send_again": Specimen("重寄通知", _send_again),
}

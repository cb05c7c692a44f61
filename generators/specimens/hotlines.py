"""Specimen of the progress notice: made-up hotlines of departments that are merged."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace

from generators.letter import Draft
from generators.lines_notice import MergedLine, draw_up_lines_notice, lines_papers
from generators.lines_reminder import draw_up_lines_reminder
from generators.notice_issue import Issue
from generators.specimens.scene import Scene, Specimen

HALF, END = date(2018, 6, 30), date(2018, 12, 31)


def merged_lines(scene: Scene) -> tuple[MergedLine, ...]:
    """Return six lines: done, late, under way, not settled; the first two are the scene's department's."""
    own = scene.department.name
    return (
        MergedLine(
            "12319",
            "城建服务热线",
            own,
            "revoked",
            HALF,
            5210,
            "孙志强",
            "号码已撤销，人员转岗",
            date(2018, 6, 20),
        ),
        MergedLine("5512319", "城管投诉电话", own, "forwarded", HALF, 1840, "孙志强", "线路改造未完工"),
        MergedLine("12369", "环保举报热线", "滕州市环境保护局", "parallel", END, 960, "刘明亮", "与平台联调"),
        MergedLine(
            "12333",
            "人社咨询热线",
            "滕州市人力资源和社会保障局",
            "parallel",
            END,
            12400,
            "赵晓明",
            "知识库移交中",
        ),
        MergedLine(
            "12331",
            "食药投诉热线",
            "滕州市市场监督管理局",
            "revoked",
            HALF,
            780,
            "王建军",
            "已并入",
            date(2018, 7, 5),
        ),
        MergedLine("5588110", "供热服务电话", "滕州市热力公司", "", END, None, "李长春"),
    )


def _lines_notice(scene: Scene) -> Draft:
    lines = merged_lines(scene)
    issue = Issue(
        scene.head,
        datetime(2018, 7, 9, 9, 0),
        scene.number("整", 7),
        demanded_by=datetime(2018, 7, 16, 17, 0),
        templates=scene.templates,
    )
    papers = lines_papers(lines, issue, copies=("市政府办公室", "市委市政府督查局"))
    return draw_up_lines_notice(lines, issue, scene.department, papers)


def _lines_reminder(scene: Scene) -> Draft:
    line = SimpleNamespace(
        number="5512319", name="城管投诉电话", department=scene.department.name, way="forwarded", calls=1840,
        responsible="孙志强", phone="5512319", opened_on=None, due_on=HALF, done_on=None, progress="线路改造未完工",
    )  # fmt: skip
    drawing = scene.drawing | {"now": datetime(2018, 6, 20, 9, 0)}
    return draw_up_lines_reminder(scene.department, [line], due_on=HALF, stage=10, **drawing)


HOTLINES = {
    "lines_notice": Specimen("整合进度通报", _lines_notice),
    "lines_reminder": Specimen("热线整合提醒", _lines_reminder),
}

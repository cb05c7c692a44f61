"""Specimens of the notices: a made-up month of a whole city."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace

from generators.letter import Draft
from generators.monthly_figures import (
    Count,
    ListedCase,
    MonthlyFigures,
    Period,
    Supervisions,
    UnitFigures,
)
from generators.monthly_notice import draw_up_monthly_notice, monthly_papers
from generators.notice_issue import Issue
from generators.specimens.scene import Scene, Specimen
from ledger.spans import month_of

UNITS = (  # name, group, dispatched, due, on time, answered, sent back, groundless, redone, rated, satisfied
    ("荆河街道办事处", "town", 41, 38, 38, 38, 1, 0, 0, 30, 29),
    ("龙泉街道办事处", "town", 35, 33, 32, 33, 0, 0, 1, 27, 25),
    ("北辛街道办事处", "town", 33, 33, 33, 33, 2, 0, 0, 26, 26),
    ("善南街道办事处", "town", 18, 17, 17, 17, 0, 0, 0, 14, 13),
    ("东沙河镇人民政府", "town", 15, 14, 13, 14, 0, 0, 0, 11, 10),
    ("洪绪镇人民政府", "town", 12, 12, 12, 12, 0, 0, 0, 9, 9),
    ("南沙河镇人民政府", "town", 11, 10, 9, 10, 1, 1, 0, 8, 7),
    ("大坞镇人民政府", "town", 8, 8, 8, 8, 0, 0, 0, 6, 6),
    ("滨湖镇人民政府", "town", 7, 7, 6, 6, 0, 0, 0, 5, 5),
    ("级索镇人民政府", "town", 6, 6, 6, 6, 0, 0, 0, 5, 5),
    ("羊庄镇人民政府", "town", 3, 3, 3, 3, 0, 0, 0, 2, 2),
    ("木石镇人民政府", "town", 0, 0, 0, 0, 0, 0, 0, 0, 0),
    ("滕州市综合行政执法局", "department", 62, 60, 58, 60, 2, 0, 2, 48, 44),
    ("滕州市住房和城乡建设局", "department", 47, 45, 42, 44, 3, 1, 1, 35, 31),
    ("滕州市环境保护局", "department", 24, 24, 24, 24, 0, 0, 0, 20, 19),
    ("滕州市人力资源和社会保障局", "department", 22, 21, 21, 21, 1, 0, 0, 17, 17),
    ("滕州市交通运输局", "department", 13, 12, 12, 12, 0, 0, 0, 9, 9),
    ("滕州市教育局", "department", 9, 9, 8, 9, 0, 0, 0, 7, 6),
    ("滕州市民政局", "department", 4, 4, 4, 4, 0, 0, 0, 3, 3),
    ("滕州市热力公司", "enterprise", 31, 30, 27, 29, 0, 0, 1, 25, 20),
    ("国网滕州市供电公司", "enterprise", 14, 14, 14, 14, 0, 0, 0, 11, 11),
    ("滕州市自来水公司", "enterprise", 12, 11, 11, 11, 0, 0, 0, 9, 9),
)
RECEIVED = (352, 371, 389, 402, 384, 366, 359, 418, 467, 451, 398, 427)  # 2017-04 to 2018-03
TOPICS = (
    ("供暖供热", 74, 131, "级索镇、北辛街道的老旧小区"),
    ("物业管理", 61, 52, "新交付小区的收费和公共部位维修"),
    ("占道经营", 48, 35, "杏坛路、学院路沿线"),
    ("道路和路灯", 39, 40, "荆河街道、南沙河镇的村道"),
    ("拖欠工资", 27, 33, "建筑工地"),
    ("油烟噪声", 25, 19, "夜间餐饮门店"),
)
WEIGHTS = {"acknowledged": 10, "on_time": 30, "answered": 10, "once": 10, "satisfied": 25, "solved": 10} | {
    "sent_back": 5
}
KINDS = (("投诉", 171, 150), ("求助", 142, 141), ("咨询", 83, 77), ("意见建议", 19, 21), ("举报", 12, 9))
TOWNS = (
    ("荆河街道", 96, 88),
    ("北辛街道", 83, 90),
    ("龙泉街道", 71, 55),
    ("善南街道", 40, 41),
    ("级索镇", 22, 37),
)


def _units() -> tuple[UnitFigures, ...]:
    return tuple(
        UnitFigures(
            name,
            group,
            dispatched=dispatched,
            acknowledged=max(dispatched - late // 2, 0),
            due=due,
            on_time=due - late,
            answered=answered,
            once=answered - redone,
            sent_back=sent_back,
            groundless=groundless,
            redone=redone,
            to_follow_up=answered,
            followed_up=answered,
            rated=rated,
            satisfied=satisfied,
            solved=max(satisfied - 1, 0),
        )
        for name, group, dispatched, due, on_time, answered, sent_back, groundless, redone, rated, satisfied in UNITS
        for late in [due - on_time]
    )


def _months() -> tuple[Period, ...]:
    return tuple(
        Period(
            month_of(2017 + (number + 3) // 12, (number + 3) % 12 + 1),
            received,
            received,
            round(received * 0.96),
        )
        for number, received in enumerate(RECEIVED)
    )


def monthly_figures(scene: Scene) -> MonthlyFigures:
    """Return the made-up figures of March 2018; the scene's case is late and dissatisfied in them."""
    other = SimpleNamespace(**vars(scene.case))
    other.case_no, other.title, other.secret = "TZ-2018-000087-K", "王府小区3号楼供暖温度不达标", False
    late = ListedCase(scene.case, scene.petitioner, scene.department.name, date(2018, 3, 21), None, 7)
    cold = ListedCase(
        other, scene.petitioner, "滕州市热力公司", date(2018, 3, 9), date(2018, 3, 14), 3, "已重办"
    )
    return MonthlyFigures(
        month_of(2018, 3),
        _units(),
        sources=(Count("省平台转办", 58, 61), Count("枣庄市平台转办", 331, 301), Count("市长信箱", 38, 36)),
        kinds=tuple(Count(*each) for each in KINDS),
        months=_months(),
        last_year=Period(month_of(2017, 3), 381),
        topics=tuple(Count(*each) for each in TOPICS),
        towns=tuple(Count(*each) for each in TOWNS),
        overdue=(late, cold),
        dissatisfied=(cold, late),
        unreasonable=4,
        supervisions=Supervisions(phone=17, written=5, on_site=2, instruction=1, handed_over=1),
        named=("滕州市热力公司",),
        weights=WEIGHTS,
    )


def _monthly_notice(scene: Scene) -> Draft:
    figures = monthly_figures(scene)
    issue = Issue(
        scene.head,
        datetime(2018, 4, 2, 9, 0),
        scene.number("通", 3),
        demanded_by=datetime(2018, 4, 10, 17, 0),
        templates=scene.templates,
    )
    copies = ("市委办公室", "市人大常委会办公室", "市政协办公室", "市纪委办公室", "市委市政府督查局")
    papers = monthly_papers(figures, issue, copies=copies, font=scene.chart_font)
    return draw_up_monthly_notice(figures, issue, scene.department, papers)


NOTICES = {"monthly_notice": Specimen("每月通报", _monthly_notice)}

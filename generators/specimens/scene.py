"""The scene that specimens are drawn from: one made-up case with its people, its assignment and its answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from generators.charts import Font
from generators.letter import Draft, Enclosed, Letterhead
from generators.shelf import Templates

UPPER = "枣庄市12345政务服务热线"
REQUEST = (
    "来电人反映：杏坛路南段（解放路至平行南路之间）每天18时以后有二十余个流动商贩支摊，占用人行道和部分机动车道，"
    "油烟、噪声扰民，23时以后才散去，已持续一个多月。\n希望有关部门尽快处理，并给予回复。"
)
FACTS = (
    "接到转办件后，我局于2018年3月13日19时派执法人员6人到杏坛路南段现场查看。该路段确有流动商贩23处，"
    "占用东侧人行道约180米，反映的问题属实。"
)
MEASURES = (
    "一是当晚对23处摊点逐一劝导，全部清理出人行道；二是自3月14日起每日18时至23时安排4名执法人员定点值守；"
    "三是在平行南路便民疏导点划出摊位30个，引导商贩入点经营。截至3月15日，该路段未再出现占道经营。"
)


@dataclass(frozen=True)
class Scene:
    """What a specimen may use. The records have the fields of the ledger's rows and stand in no ledger."""

    head: Letterhead
    templates: Templates
    now: datetime
    case: Any
    petitioner: Any
    dispatch: Any
    department: Any
    answer: Any
    chart_font: Font | None = None  # None: charts are tables

    @property
    def drawing(self) -> dict[str, Any]:
        """The arguments that every `draw_up_…` takes."""
        return {"head": self.head, "templates": self.templates, "now": self.now}

    def number(self, word: str, serial: int) -> str:
        """Return a paper's number, "" where the office has no name for one."""
        return f"{self.head.short_name}{word}〔2018〕{serial}号" if self.head.short_name else ""


@dataclass(frozen=True)
class Specimen:
    """One paper: its Chinese name, and how it is drawn, as a whole letter or as documents alone."""

    name: str
    draw_up: Callable[[Scene], Draft | tuple[Enclosed, ...]]


def scene_of(
    head: Letterhead, templates: Templates, *, secret: bool = False, chart_font: Font | None = None
) -> Scene:
    """Return the made-up case, an open or a secret one, for an office's letterhead and templates."""
    return Scene(
        head=head,
        templates=templates,
        now=datetime(2018, 3, 12, 10, 1),
        case=_case(secret),
        petitioner=SimpleNamespace(
            name="张伟民", phone="13800001234", address="滕州市荆河街道平行南路12号阳光小区3号楼2单元501室"
        ),
        dispatch=_dispatch(),
        department=SimpleNamespace(
            name="滕州市综合行政执法局",
            addresses=["zhzfj@example.cn"],
            kind="department",
            aliases=["综合执法局"],
        ),
        answer=_answer(),
        chart_font=chart_font,
    )


def _case(secret: bool) -> SimpleNamespace:
    return SimpleNamespace(
        case_no="TZ-2018-000123-G",
        upper_no="180312101108115409",
        upper=UPPER,
        channel="hotline",
        level="province",
        kind="complaint",
        title="杏坛路南段夜间占道经营扰民问题",
        request_text=REQUEST,
        secret=secret,
        called_at=datetime(2018, 3, 12, 9, 20),
        place="荆河街道杏坛路南段",
        department_named="",
        upper_due_at=datetime(2018, 3, 22, 17, 0),
        urgency="normal",
        return_form=True,
        registered_at=datetime(2018, 3, 12, 10, 0),
        status="dispatched",
    )


def _dispatch() -> SimpleNamespace:
    return SimpleNamespace(
        round=1,
        role="lead",
        dispatched_at=datetime(2018, 3, 12, 10, 1),
        due_at=datetime(2018, 3, 21, 17, 0),
        provisional=False,
        due_trace=[
            "2018-03-12 周一 收件当日不计",
            "2018-03-13 周二 第1个工作日",
            "2018-03-21 周三 第7个工作日",
            "办理期限：2018-03-21 17:00（周三）",
        ],
        because="",
        acknowledged_at=None,
        answered_at=None,
        state="open",
    )


def _answer() -> SimpleNamespace:
    return SimpleNamespace(
        substantiated="yes",
        facts=FACTS,
        measures=MEASURES,
        petitioner_informed=True,
        informed_on=datetime(2018, 3, 15),
        informed_by="李建国",
        informed_how="phone",
        petitioner_opinion="satisfied",
        handler="李建国",
        approver="王志强",
        phone="0632-5512345",
        answered_on=datetime(2018, 3, 15),
    )

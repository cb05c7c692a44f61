"""What `check` looks at around the papers: the office's templates and fonts."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from types import SimpleNamespace
from typing import Any

from config.settings import Settings
from generators.correction import draw_up_correction
from generators.dispatch import draw_up_dispatch
from generators.letter import BrokenTemplate, Draft, Templates
from generators.plain import draw_up_plain
from generators.reminder import draw_up_reminder
from generators.report import draw_up_report
from ledger.vocabulary import Stage
from mailroom.finding import FAULT, FINE, MIND, Finding, output
from mailroom.office import letterhead_of


def check_templates(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Draw up every letter of made-up cases, an open and a secret one, with the office's own templates: a mistake in
    one shows here, and not when the first such letter is to go out.
    """
    faults: dict[str, None] = {}
    for secret in (False, True):
        for draw_up in _letters(settings, now, secret=secret):
            try:
                draw_up()
            except BrokenTemplate as error:
                faults[str(error)] = None
    for fault in faults:
        yield Finding(FAULT, "模板", fault, f"改正 {settings.templates_dir} 中的模板，或移走以用原来的")
    if faults:
        return
    own = [each for each in settings.templates_dir.rglob("*") if each.is_file()]
    used = f"，其中本办自己的 {len(own)} 个" if own else ""
    yield Finding(FINE, "模板", f"各种信函可以生成{used}")


def _letters(settings: Settings, now: datetime, *, secret: bool) -> Iterator[Callable[[], Draft]]:
    """How each template is used, one by one."""
    case, row, department = _made_up(now, secret=secret)
    asked = SimpleNamespace(name="检查用", phone="", address="")
    common: dict[str, Any] = {"head": letterhead_of(settings), "templates": Templates(settings.templates_dir)}
    timed = common | {"now": now}
    yield partial(draw_up_dispatch, case, asked, row, department, upper_name=case.upper, **timed)
    late = [(row, case, Stage.RED, 1)]
    yield partial(draw_up_reminder, department, late, today=now.date(), **common)
    yield partial(draw_up_correction, case, row, department, ["处理情况"], in_reply_to="", nth=1, **timed)
    to = {"to": settings.office.address, "upper_name": case.upper}
    yield partial(draw_up_report, case, asked, row, department, _answer(now), **to, **timed)
    yield partial(
        draw_up_plain, "notice", "notice/check", [settings.office.address], "检查用", ["检查用"], **timed
    )


def _answer(now: datetime) -> SimpleNamespace:
    return SimpleNamespace(
        substantiated="yes",
        facts="检查用",
        measures="检查用",
        petitioner_informed=True,
        informed_on=now,
        informed_by="检查用",
        informed_how="phone",
        petitioner_opinion="satisfied",
        handler="检查用",
        approver="检查用",
        phone="",
        answered_on=now,
    )


def _made_up(now: datetime, *, secret: bool) -> tuple[SimpleNamespace, SimpleNamespace, SimpleNamespace]:
    case = SimpleNamespace(
        case_no="TZ-2018-000000-0",
        upper_no="000000000000000000",
        upper="上级平台",
        channel="hotline",
        level="province",
        kind="service",
        title="检查用",
        request_text="检查模板用，不发出。",
        secret=secret,
        called_at=now,
        place="",
        department_named="",
        upper_due_at=None,
        urgency="normal",
        return_form=True,
        registered_at=now,
        status="dispatched",
    )
    row = SimpleNamespace(
        round=1,
        role="lead",
        dispatched_at=now,
        due_at=now,
        provisional=False,
        due_trace=[],
        because="",
        acknowledged_at=None,
        answered_at=None,
        state="open",
    )
    return case, row, SimpleNamespace(name="检查用单位", addresses=["check@example.cn"], kind="department")


FONTS = {
    "方正小标宋": ("方正小标宋", "FZXiaoBiaoSong", "FZXBSK"),
    "仿宋": ("仿宋", "FangSong"),
    "楷体": ("楷体", "KaiTi"),
}


def check_fonts() -> Iterator[Finding]:
    """Fonts serve the eye on this machine alone: whoever gets a letter sees it in his own."""
    if shutil.which("fc-list") is None:
        yield Finding(MIND, "字体", "本机没有 fontconfig，看不到有哪些字体", "不影响发出的 Word 文件")
    else:
        listed = output(["fc-list", ":lang=zh", "family"])
        missing = [name for name, families in FONTS.items() if not any(each in listed for each in families)]
        if missing:
            advice = "不影响发出的 Word 文件（收件单位用自己的字体显示）；要在本机打印或转 PDF 再安装"
            yield Finding(MIND, "字体", f"本机没有公文字体：{'、'.join(missing)}", advice)
        else:
            yield Finding(FINE, "字体", "公文字体齐全")

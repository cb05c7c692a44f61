"""What `check` looks at around the papers: the office's templates and fonts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace

from config.settings import Settings
from generators.dispatch import draw_up_dispatch
from generators.letter import BrokenTemplate, Templates
from generators.reminder import draw_up_reminder
from ledger.vocabulary import Stage
from mailroom.finding import FAULT, FINE, MIND, Finding, output
from mailroom.office import letterhead_of


def check_templates(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Draw up letters of a made-up case with the office's own templates: a mistake in one shows here."""
    templates, head = Templates(settings.templates_dir), letterhead_of(settings)
    case, row, department = _made_up(now)
    try:
        draw_up_dispatch(
            case, None, row, department, head=head, upper_name=case.upper, now=now, templates=templates
        )
        late = [(row, case, Stage.RED, 1)]
        draw_up_reminder(department, late, head=head, today=now.date(), templates=templates)
    except BrokenTemplate as error:
        yield Finding(FAULT, "模板", str(error), f"改正 {settings.templates_dir} 中的模板，或移走以用原来的")
        return
    own = [each for each in settings.templates_dir.rglob("*") if each.is_file()]
    used = f"，其中本办自己的 {len(own)} 个" if own else ""
    yield Finding(FINE, "模板", f"转办函、催办通知可以生成{used}")


def _made_up(now: datetime) -> tuple[SimpleNamespace, SimpleNamespace, SimpleNamespace]:
    case = SimpleNamespace(
        case_no="TZ-2018-000000-0",
        upper_no="000000000000000000",
        upper="上级平台",
        channel="hotline",
        level="province",
        kind="service",
        title="检查用",
        request_text="检查模板用，不发出。",
        secret=False,
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

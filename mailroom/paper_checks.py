"""What `check` looks at around the papers: the office's templates and fonts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from config.settings import Settings
from generators.letter import BrokenTemplate, Templates
from generators.specimens import SPECIMENS, scene_of
from mailroom.chart_fonts import check_chart_font
from mailroom.finding import FAULT, FINE, MIND, Finding, output
from mailroom.office import letterhead_of


def check_templates(settings: Settings) -> Iterator[Finding]:
    """Draw up every specimen, of an open and of a secret case, with the office's own templates: a mistake in one shows
    here, and not when the first such letter is to go out.
    """
    faults: dict[str, None] = {}
    for secret in (False, True):
        scene = scene_of(letterhead_of(settings), Templates(settings.templates_dir), secret=secret)
        for specimen in SPECIMENS.values():
            try:
                specimen.draw_up(scene)
            except BrokenTemplate as error:
                faults[str(error)] = None
    for fault in faults:
        yield Finding(FAULT, "模板", fault, f"改正 {settings.templates_dir} 中的模板，或移走以用原来的")
    if faults:
        return
    own = [each for each in settings.templates_dir.rglob("*") if each.is_file()]
    used = f"，其中本办自己的 {len(own)} 个" if own else ""
    yield Finding(FINE, "模板", f"各种信函可以生成{used}")


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
    yield check_chart_font()

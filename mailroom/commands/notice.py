"""`notice`: the notice of a month, quarter or year (通报): its draft, its approval, and how far its letters are."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from ledger import frozen, listings
from ledger.models import FrozenFigures
from ledger.returned import returned_of
from ledger.spans import Span
from ledger.vocabulary import LetterState, NoticeState, label
from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import office_of
from mailroom.commands.pages import write_into
from mailroom.commands.printing import complain, print_json, print_table, say
from mailroom.commands.spans import SPAN
from mailroom.commands.words import BECAUSE, by_option, done_at_option, json_option
from mailroom.office import Office


@click.command(cls=ChineseCommand)
@click.argument("span", metavar="[统计期]", type=SPAN, required=False)
@click.option(
    "--save",
    "folder",
    metavar="目录",
    type=click.Path(path_type=Path, file_okay=False),
    help="存下通报和数据表",
)
@click.option("--send", is_flag=True, help="批准：编号，发给各单位（每单位一封），抄送 [notice] cc（各一封）")
@click.option("--again", is_flag=True, help="批准以前，按更正后的台账重新统计；原来的数字留存")
@click.option("--because", type=BECAUSE, help="重新统计的理由")
@by_option
@done_at_option
@json_option
@click.pass_context
def notice(
    ctx: click.Context,
    span: Span | None,
    folder: Path | None,
    send: bool,
    again: bool,
    because: str | None,
    by: str,
    at: datetime,
    as_json: bool,
) -> None:
    """月度、季度、年度通报：统计期写作 2018-03、2018-Q1 或 2018；不写则列出已有的。

    每月第一个工作日冻结上月数字，存为待审批的通报；看过以后用 --send 批准发出。几年以后用 --save 仍可照原样存下。
    """
    if again != bool(because):
        raise click.UsageError("--again（重新统计）和 --because（理由）须一起写")
    if span is None and (folder or send or again):
        raise click.UsageError("请写明统计期，如 mailroom notice 2018-03 --send")
    office = office_of(ctx)
    if span is None:
        _list(as_json)
        return
    from mailroom.desks import notices  # generators of papers take a second to import

    if again:
        notices.draw_anew(office, span, now=at, by=by, because=because or "")
        say(f"{span.words}已重新统计，原来的数字留存；仍待审批")
    if send:
        with _progress(f"{span.words}通报") as progress:
            posted = notices.send(office, span, now=at, by=by, progress=progress)
        _tell_posted(office, span, posted)
    if folder is not None:
        _save(office, span, folder, now=at)
    row = frozen.frozen(span)
    if as_json:
        print_json(_row(row) if row else {"span": str(span), "state": None})
    elif not (again or send or folder):
        _tell(office, span, row)


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stdout.isatty():
        yield lambda done, whole: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)


def _tell_posted(office: Office, span: Span, posted: Any) -> None:
    number = f"，{posted.number}" if posted.number else ""
    say(
        f"{span.words}通报已批准{number}：{posted.letters} 封待发，上班时间由 mailroom run 或 once 发出{_pace(office, posted.letters)}"
    )
    if posted.on_paper:
        complain(f"没有能用的邮箱，待打印送达（mailroom tasks）：{'、'.join(posted.on_paper)}")


def _pace(office: Office, letters: int) -> str:
    pace = office.settings.courier.per_minute
    return f"，每分钟 {pace} 封，约需 {-(-letters // pace)} 分钟" if pace else ""


def _save(office: Office, span: Span, folder: Path, *, now: datetime) -> None:
    from mailroom.desks import freezing, notice_papers

    row = freezing.as_of_now(office, span, now=now)
    papers = notice_papers.papers_of(office, row)
    for each in papers:
        say(f"已存 {write_into(folder, each.name, each.data)}")
    if row.id is None:
        say(f"数字还没有冻结，这是 {now:%Y-%m-%d %H:%M} 的")
    elif row.state == NoticeState.FROZEN:
        say("这是待审批的草稿，没有字号")
    elif changed := notice_papers.changed_since(row, papers):
        complain(
            f"数字与发出时相同，但模板、字体或单位名称改过，与发出的不再逐字节一致：{'、'.join(changed)}"
        )
    else:
        say("与发出时逐字节一致")


def _list(as_json: bool) -> None:
    rows = [_row(each) for each in frozen.all_frozen()]
    if as_json:
        for row in rows:
            print_json(row)
        return
    print_table(
        ("统计期", "状态", "冻结时间", "字号", "批准时间", "批准人", "已发"),
        [
            (
                row["span"],
                label("notice_state", row["state"]),
                row["frozen_at"],
                row["number"],
                row["approved_at"],
                row["approved_by"],
                f"{row['sent']}/{row['letters']}" if row["letters"] else "",
            )
            for row in rows
        ],
    )
    say(f"共 {len(rows)} 期。查看：mailroom notice 2018-03 --save 目录；批准：mailroom notice 2018-03 --send")


def _tell(office: Office, span: Span, row: FrozenFigures | None) -> None:
    from mailroom.desks.freezing import freezes_at

    if row is None:
        say(
            f"{span.words}的数字还没有冻结，{freezes_at(office, span):%Y-%m-%d %H:%M} 起冻结；现在的数字：mailroom figures {span}"
        )
        return
    told = _row(row)
    say(f"{span.words}通报：{label('notice_state', row.state)}，数字冻结于 {row.frozen_at:%Y-%m-%d %H:%M}")
    if row.state == NoticeState.FROZEN:
        say(f"存下来看：mailroom notice {span} --save 目录；批准发出：mailroom notice {span} --send")
    else:
        say(
            f"{row.approved_by} {row.approved_at:%Y-%m-%d %H:%M} 批准 {row.number}：{told['letters']} 封，{_course(told)}"
        )


def _course(told: dict[str, Any]) -> str:
    """What has become of a notice's letters: 已发 2（其中退信 1），作废 1."""
    back = f"（其中退信 {told['returned']}，见 mailroom held）" if told["returned"] else ""
    others = {"void": "作废", "failed": "发送失败或去向不明", "on_paper": "待打印送达"}
    return "，".join(
        [
            f"已发 {told['sent']}{back}",
            *(f"{word} {told[name]}" for name, word in others.items() if told[name]),
        ]
    )


def _row(row: FrozenFigures) -> dict[str, Any]:
    letters = listings.letters_under(f"monthly_notice/{row.span}")
    states = Counter(each.state for each in letters)
    return {
        "span": row.span,
        "state": row.state,
        "frozen_at": row.frozen_at,
        "as_of": datetime.fromisoformat(row.figures["as_of"]),
        "number": row.number,
        "approved_at": row.approved_at,
        "approved_by": row.approved_by,
        "letters": len(letters),
        "sent": states[LetterState.SENT],
        "void": states[LetterState.VOID],
        "failed": states[LetterState.FAILED] + states[LetterState.UNKNOWN],
        "on_paper": states[LetterState.ON_PAPER],
        "returned": sum(any(each.permanent for each in rows) for rows in returned_of(letters).values()),
        "documents": row.documents,
        "corrections": [
            {name: each[name] for name in ("until", "by", "because")}
            for each in row.figures.get("former", [])
        ],
    }

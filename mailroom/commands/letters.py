"""`letters`: the outbox as a list; a letter sent again, or saved with its documents."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from ledger import worklists
from ledger.vocabulary import label
from mailroom.commands.chinese import ChineseGroup
from mailroom.commands.desk import case_of, letter_of, office_of
from mailroom.commands.numbers import numbers
from mailroom.commands.pages import save_as_pdf, save_letter
from mailroom.commands.printing import complain, print_json, print_table, say
from mailroom.commands.returned_rows import state_words
from mailroom.commands.rows import letter_rows
from mailroom.commands.specimens import preview_paper
from mailroom.commands.words import Sentence, Word, at_option, by_option, done_at_option, json_option
from mailroom.desks import serving
from mailroom.desks.deliveries import deliver_letter
from mailroom.resending import addressees, doubt_about_address


@click.group(cls=ChineseGroup, invoke_without_command=True)
@click.option("--state", type=Word("letter_state"), help="只列这一状态的")
@click.option("--kind", type=Word("letter_kind"), help="只列这一种信")
@click.option("--case", "case_no", type=Sentence("编号"), help="只列这件工单的")
@json_option
@click.pass_context
def letters(
    ctx: click.Context, state: str | None, kind: str | None, case_no: str | None, as_json: bool
) -> None:
    """发件登记：每封信发给谁、发出没有。不带子命令则列出。"""
    if ctx.invoked_subcommand is not None:
        return
    office_of(ctx)
    found = worklists.find_letters(state=state, kind=kind, case=case_of(case_no) if case_no else None)
    rows = letter_rows(found)
    if as_json:
        for row in rows:
            print_json(row)
        return
    print_table(
        ("编号", "种类", "收件人", "主题", "状态", "拟稿", "发出", "次数", "最近一次未发出的原因"),
        [
            (
                row["key"],
                label("letter_kind", row["kind"]),
                [*row["to"], *row["cc"]],
                row["subject"],
                state_words(row),
                row["posted_at"],
                row["sent_at"],
                row["attempts"],
                row["last_error"],
            )
            for row in rows
        ],
    )
    say(f"共 {len(rows)} 封")


@letters.command()
@click.argument("key", metavar="信件编号")
@click.option("--subject", type=Sentence("主题", 200), help="换一个主题：原来的被当作垃圾邮件拒收时")
@by_option
@at_option
@click.pass_context
def resend(ctx: click.Context, key: str, subject: str | None, by: str, at: datetime) -> None:
    """重发一封已发、发送失败或去向不明的信：另编一号，发往现在登记的邮箱，下一轮发出。"""
    office = office_of(ctx)
    letter = letter_of(key)
    if doubt := doubt_about_address(letter, addressees(office, letter)):
        complain(f"注意：{doubt}，请先电话核对；地址有误的，改单位名录后再重发一次")
    fresh = serving.resend(office, letter, now=at, by=by, subject=subject or "")
    say(f"已列入待发：{fresh.key}，收件人 {'、'.join(fresh.to)}")


@letters.command()
@click.argument("key", metavar="信件编号")
@click.option("--note", type=Sentence("情况"), required=True, help="何时送到、谁收的，记入办理过程")
@by_option
@done_at_option
@click.pass_context
def delivered(ctx: click.Context, key: str, note: str, by: str, at: datetime) -> None:
    """记下没有邮箱的单位的一封信已打印送达。"""
    office = office_of(ctx)
    letter = letter_of(key)
    deliver_letter(office, letter, note, now=at, by=by)
    say(f"已记下：{key} 已送达")


@letters.command()
@click.argument("key", metavar="信件编号")
@click.argument("folder", metavar="目录", type=click.Path(path_type=Path, file_okay=False))
@click.option("--pdf", "as_pdf", is_flag=True, help="每个附件另存一份 PDF，供打印（须装有 LibreOffice）")
@by_option
@at_option
@click.pass_context
def save(ctx: click.Context, key: str, folder: Path, as_pdf: bool, by: str, at: datetime) -> None:
    """把一封信（.eml）和它的附件存到目录里，供打印、存档；不覆盖已有文件，取件人记入办理过程。"""
    office = office_of(ctx)
    letter = letter_of(key)
    if as_pdf:
        from mailroom.printing.printer import need_printer  # 0.1 s to import

        need_printer()
    saved = save_letter(office, letter, folder, by=by, now=at)
    printed, problems = save_as_pdf(saved) if as_pdf else ([], [])
    for path in [*saved, *printed]:
        say(f"已存 {path}")
    for problem in problems:
        complain(f"注意：{problem}")
    ctx.exit(1 if problems else 0)


letters.add_command(numbers)
letters.add_command(preview_paper)

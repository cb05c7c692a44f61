"""The commands, by name; each is imported when it is called. Only the commands and `roster` read a clock."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import click

from mailroom.commands.chinese import ChineseGroup

# name: (where the command is, what it does, as `mailroom --help` lists it without importing any of them)
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("mailroom.commands.init:init", "新建一个办公目录（配置、单位名录、台账）"),
    "check": ("mailroom.commands.check:check", "检查配置、信箱、发信、台账、磁盘、日历等"),
    "secrets": ("mailroom.commands.secrets:secrets", "密码、密钥存在哪里、何时到期，存入新的"),
    "run": ("mailroom.commands.run:run", "常驻运行：收件、分办、催办、发信"),
    "once": ("mailroom.commands.once:once", "做一轮：收完来件、办完到时的事、发信"),
    "reconcile": ("mailroom.commands.reconcile:reconcile", "对账：来件是否都登记了，信是否都在“已发送”里"),
    "preview": ("mailroom.commands.preview:preview", "预览某时的一轮会发出哪些信，不改动任何东西"),
    "read": ("mailroom.commands.reading:read", "看系统从一封邮件或一份文件里读出了什么"),
    "cases": ("mailroom.commands.cases:cases", "列出工单"),
    "case": ("mailroom.commands.cases:case", "查看一件工单的全部卷宗"),
    "held": ("mailroom.commands.held:held", "待人工：查看、放行、作废"),
    "letters": ("mailroom.commands.letters:letters", "发件登记：查看、重发、另存"),
    "approve": ("mailroom.commands.approval:approve", "批准一封待审批的信"),
    "reject": ("mailroom.commands.approval:reject", "作废一封没有发出的信"),
    "dispatch": ("mailroom.commands.acts:dispatch", "人工分办"),
    "reassign": ("mailroom.commands.reassign:reassign", "改派别的单位"),
    "extend": ("mailroom.commands.extend:extend", "同意或不同意延期"),
    "send-back": ("mailroom.commands.acts:send_back", "同意或不同意退单"),
    "supervise": ("mailroom.commands.supervise:supervise", "督办：电话、书面、现场、报领导批示"),
    "instruct": ("mailroom.commands.instruct:instruct", "登记领导批示，转承办单位和督查部门"),
    "tasks": ("mailroom.commands.supervise:tasks", "督办任务：要打的电话、要去的现场、要送的文书"),
    "attach": ("mailroom.commands.attach:attach", "补发照片、文件给在办的单位"),
    "change": ("mailroom.commands.change:change", "写入上级的更正，告知在办的单位"),
    "follow-ups": ("mailroom.commands.follow_ups:follow_ups", "应回访、待研判的工单，回访表"),
    "follow-up": ("mailroom.commands.follow_ups:follow_up", "登记回访"),
    "unreasonable": ("mailroom.commands.follow_ups:unreasonable", "认定不合理诉求"),
    "close": ("mailroom.commands.acts:close", "办结"),
    "withdraw": ("mailroom.commands.acts:withdraw", "撤回或退回上级"),
    "merge": ("mailroom.commands.acts:merge", "并单"),
    "repeats": ("mailroom.commands.repeats:repeats", "可能的重复件，附并单的命令"),
    "departments": ("mailroom.commands.departments:departments", "单位名录：查看、导入、导出"),
    "feedback": ("mailroom.commands.feedback:feedback", "双向反馈的凭据：告知当事人、上报"),
    "figures": ("mailroom.commands.figures:figures", "一个月、季度、年度的各项数字"),
    "notice": ("mailroom.commands.notice:notice", "月度、季度、年度通报：查看、批准、存下"),
    "lines": ("mailroom.commands.lines:lines", "热线整合台账：查看、导入、进展、通报"),
    "liaisons": ("mailroom.commands.liaisons:liaisons", "联系人名录：查看、确认、催报、导出"),
    "routing": ("mailroom.commands.routing:routing", "从以往分办中学习：状态、马上学一次"),
    "ledger": ("mailroom.commands.ledger:ledger", "台账：导出、备份、恢复、核验"),
    "demo": ("mailroom.commands.demo:demo", "演示：模拟的平台和单位，时间走得飞快"),
    "calendar": ("mailroom.commands.calendar:calendar", "工作日历：查看、导入"),
}


class Mailroom(ChineseGroup):
    """The group of all commands. Every error ends here, as one Chinese sentence and an exit status."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command that is called, and no other."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        return getattr(importlib.import_module(module), name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, does) for name, (_, does) in COMMANDS.items()])

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run a command line; exit status 0 done, 1 could not be done, 2 wrong use or wrong config."""
        if not standalone_mode:
            return self._run(*args, standalone_mode=False, **extra)
        try:
            status = self._run(*args, standalone_mode=False, **extra)
        except Exception as error:
            from mailroom.telling import tell

            status = tell(error)
        return sys.exit(status if isinstance(status, int) else 0)

    _run: Any = ChineseGroup.main


@click.group(cls=Mailroom, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-C",
    "--office",
    "folder",
    metavar="目录",
    type=click.Path(path_type=Path),
    envvar="MAILROOM_OFFICE",
    default=None,
    help="办公目录（office.toml 所在）；也可写在环境变量 MAILROOM_OFFICE 中，都没有则为当前目录",
)
@click.version_option(package_name="hotline-mailroom", message="%(version)s", help="显示版本")
@click.pass_context
def main(ctx: click.Context, folder: Path | None) -> None:
    """市长公开电话办公室收发系统：收件、分办、催办、反馈、上报。

    各命令的说明：mailroom 命令 --help；全部说明见 docs/commands.md。
    """
    # A terminal in GBK must not stop the office at a character it does not have.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    ctx.obj = folder or Path(os.curdir)


if __name__ == "__main__":
    main()

"""click speaks English; the office reads Chinese: help texts and complaints about wrong use, translated."""

from __future__ import annotations

import re

import click

HELP = {
    "Usage: ": "用法：",
    "Options:": "选项：",
    "Commands:": "命令：",
    "[OPTIONS]": "[选项]",
    "[COMMAND] [ARGS]...": "[命令] [参数]...",
    "COMMAND [ARGS]...": "命令 [参数]...",
    "[required]": "[必填]",
    "[default: ": "[默认：",
    "Show this message and exit.": "显示本说明",
}
COMPLAINTS = [  # what click says, what the office reads
    (r"No such option:? '?(--?[\w-]+)'?\.?(?: Did you mean (.+?)\??)?$", r"没有选项 \1", "，是否要用 {}？"),
    (r"No such command '(.+?)'\.(?: Did you mean (.+?)\??)?$", r"没有命令 \1", "，是否要用 {}？"),
    (r"Missing option (.+?)\.?(?: Choose from:?\s*(.+))?$", r"缺少选项 \1", "，可用：{}"),
    (r"Missing argument (.+?)\.?(?: Choose from:?\s*(.+))?$", r"缺少参数 \1", "，可用：{}"),
    (r"Missing command\.$", "缺少命令", ""),
    (r"Option (.+?) requires an? (?:\d+ )?arguments?\.$", r"选项 \1 后面缺少内容", ""),
    (r"Option (.+?) does not take a value\.$", r"选项 \1 后面不带内容", ""),
    (r"Got unexpected extra arguments? \((.+)\)$", r"多余的参数：\1", ""),
    (r"Invalid value for (.+?): '?(.+?)'? is not one of (.+)\.$", r"\1 不能是“\2”，可用：\3", ""),
    (
        r"Invalid value for (.+?): '?(.+?)'? is not a valid integer(?: range)?\.$",
        r"\1 应为整数，不能是“\2”",
        "",
    ),
    (
        r"Invalid value for (.+?): (\S+) is not in the range x>=(\d+)\.$",
        r"\1 应不小于 \3，不能是“\2”",
        "",
    ),
    (
        r"Invalid value for (.+?): (\S+) is not in the range (\d+)<=x<=(\d+)\.$",
        r"\1 应在 \3 至 \4 之间，不能是“\2”",
        "",
    ),
    (r"Invalid value for (.+?): (?:File|Path|Directory) '(.+)' does not exist\.$", r"\1：找不到 \2", ""),
    (
        r"Invalid value for (.+?): (?:File|Path|Directory) '(.+)' is (?:a directory|a file)\.$",
        r"\1：\2 类型不对",
        "",
    ),
    (
        r"Invalid value for (.+?): (?:File|Path|Directory) '(.+)' is not (?:readable|writable)\.$",
        r"\1：无权读写 \2",
        "",
    ),
    (r"Invalid value for (.+?): (.+)$", r"\1：\2", ""),
    (r"Invalid value: (.+)$", r"\1", ""),
]


def help_in_chinese(text: str) -> str:
    """Translate what click itself writes into a help text."""
    for english, chinese in HELP.items():
        text = text.replace(english, chinese)
    return text


def complaint_in_chinese(text: str) -> str:
    """Translate click's sentence about wrong use; a sentence of ours stays as it is."""
    text = " ".join(text.split())
    for pattern, chinese, more in COMPLAINTS:
        found = re.match(pattern, text)
        if not found:
            continue
        hint = found.group(found.re.groups) if more else None
        told = found.expand(chinese) + (more.format(hint.strip()) if hint else "")
        return re.sub(r"'(--?[\w-]+|\w+|\[[^']+\])'", r"\1", told)
    return text


class ChineseCommand(click.Command):
    """A command whose help is Chinese."""

    def get_help(self, ctx: click.Context) -> str:
        """The help text."""
        return help_in_chinese(super().get_help(ctx))

    def get_usage(self, ctx: click.Context) -> str:
        """The line that says how it is called."""
        return help_in_chinese(super().get_usage(ctx))


class ChineseGroup(click.Group):
    """A group of commands whose help is Chinese."""

    command_class = ChineseCommand
    group_class = type

    def get_help(self, ctx: click.Context) -> str:
        """The help text."""
        return help_in_chinese(super().get_help(ctx))

    def get_usage(self, ctx: click.Context) -> str:
        """The line that says how it is called."""
        return help_in_chinese(super().get_usage(ctx))

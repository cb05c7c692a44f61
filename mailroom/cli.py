"""The commands. Only this module and `roster` read a clock; only `office` wires the parts together."""

from __future__ import annotations

import click

from mailroom.commands import reading


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """滕州市长公开电话办公室收发系统：收件、分办、催办、反馈、上报。"""


main.add_command(reading.read)

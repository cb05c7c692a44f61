"""Every command and every option is explained in docs/commands.md, and nothing else is; help is Chinese and quick."""

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from mailroom.cli import COMMANDS, main

ROOT = Path(__file__).parents[2]
COMMON = {"--help", "-h"}


def commands(group, path="mailroom"):
    """Yield (name as typed, command) of every command below a group."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")


ALL = dict(commands(main))


def sections():
    """What the document says under the heading of each command."""
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    pieces = re.split(r"^### `(.+)`$", text, flags=re.MULTILINE)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def options_of(command):
    return {
        option
        for param in command.params
        if isinstance(param, click.Option)
        for option in (*param.opts, *param.secondary_opts)
    } - COMMON


def test_every_command_has_its_section_and_no_other_has():
    assert sorted(sections()) == sorted(ALL)


@pytest.mark.parametrize("name", ALL)
def test_every_option_is_explained_and_none_that_is_not_there(name):
    rows = [line for line in sections()[name].splitlines() if line.startswith("| `-")]
    explained = {option for row in rows for option in re.findall(r"`(--?[\w-]+)`", row.split(" | ")[0])}

    assert explained == options_of(ALL[name])


def test_the_options_of_all_commands_are_explained():
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")

    assert all(f"`{option}`" in text for option in (*options_of(main), "--help", "-h"))


@pytest.mark.parametrize("name", ALL)
def test_every_help_is_chinese(name):
    result = CliRunner().invoke(main, [*name.split()[1:], "--help"])

    assert result.exit_code == 0
    assert result.output.startswith("用法：")
    for english in (
        "Usage",
        "Options",
        "Commands",
        "[required]",
        "Show this",
        "[default",
        "COMMAND",
        "OPTIONS",
    ):
        assert english not in result.output


def test_the_list_of_commands_imports_none_of_them():
    code = (
        "import sys; from click.testing import CliRunner; from mailroom.cli import main; "
        "print(CliRunner().invoke(main, ['--help']).output); "
        "print([name for name in ('peewee', 'rich', 'imapclient', 'openpyxl', 'jinja2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"
    assert all(name in done.stdout for name in COMMANDS)


def test_reading_a_mail_needs_neither_ledger_nor_servers():
    code = (
        "import sys; import mailroom.commands.reading; "
        "print([name for name in ('peewee', 'imapclient', 'jinja2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"

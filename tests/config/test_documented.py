"""Every key of the config is explained to the office in docs/rules.md, with its true default, and nothing else is."""

import re
import tomllib
from pathlib import Path

from config.settings import packaged_defaults
from config.tables import FREE

RULES = Path(__file__).parents[2] / "docs" / "rules.md"


def keys_of(values, table=""):
    """Yield (table, key, default) of every key; of a repeated table, its one entry."""
    for key, value in values.items():
        inner = f"{table}.{key}" if table else key
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield from keys_of(value[0], inner)
        elif isinstance(value, dict) and inner not in FREE:
            yield from keys_of(value, inner)
        elif not isinstance(value, dict):
            yield table, key, value


def documented():
    """Yield (table, key, default) of every row under a heading that names a table."""
    table = ""
    for line in RULES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = re.search(r"`\[+([a-z_.]+)\]+`", line)
            table = heading[1] if heading else ""
        elif table and (row := re.match(r"\| `([a-z_]+)` \| `(.*?)` \| \S", line)):
            yield table, row[1], tomllib.loads(f"value = {row[2]}")["value"]


def test_every_key_is_documented_with_its_default_and_no_other():
    in_the_file = sorted(keys_of(packaged_defaults()), key=str)

    assert sorted(documented(), key=str) == in_the_file


def test_every_table_that_takes_any_key_has_its_heading():
    text = RULES.read_text(encoding="utf-8")

    assert [table for table in FREE if f"`[{table}]`" not in text] == []


def test_every_default_has_one_comment():
    text = (Path(__file__).parents[2] / "config" / "defaults.toml").read_text(encoding="utf-8")
    bare = [line for line in text.splitlines() if re.match(r"[a-z_]+ = ", line) and " # " not in line]

    assert bare == []

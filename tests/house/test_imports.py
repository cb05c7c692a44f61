"""Imports point downhill: see the table in docs/architecture.md."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = ("mailroom", "parsers", "generators", "ledger", "templates", "config")
MAY_IMPORT = {
    "parsers": set(),
    "ledger": set(),
    "templates": set(),
    "config": set(),
    "generators": {"ledger", "templates"},
    "mailroom": {"parsers", "generators", "ledger", "templates", "config"},
}
# Modules that may read a clock, see house rule "time is a parameter".
CLOCK_READERS = {
    "mailroom/cli.py",
    "mailroom/roster.py",
    "mailroom/office.py",  # china_now, for the commands
}


def sources() -> list[Path]:
    return sorted(path for package in OURS for path in (ROOT / package).rglob("*.py"))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_package_imports_only_what_lies_below_it(path):
    package = path.relative_to(ROOT).parts[0]
    used = {name.split(".")[0] for name in imported(path)} & set(OURS)
    assert used <= MAY_IMPORT[package] | {package}


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_no_modules_import_each_other_in_a_circle():
    modules = {module_name(path): path for path in sources()}
    graph = {}
    for name, path in modules.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        deferred = {
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        }
        hidden = {child for block in deferred for child in ast.walk(block)}
        edges = set()
        for node in ast.walk(tree):
            if node in hidden:
                continue
            if isinstance(node, ast.ImportFrom) and node.module:
                named = {f"{node.module}.{alias.name}" for alias in node.names}
                edges |= named if named <= set(modules) else named | {node.module}
            elif isinstance(node, ast.Import):
                edges |= {alias.name for alias in node.names}
        graph[name] = (edges & set(modules)) - {name}

    seen: set[str] = set()

    def walk(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " → ".join((*path[path.index(name) :], name))
        if name not in seen:
            for other in graph[name]:
                walk(other, (*path, name))
            seen.add(name)

    for name in graph:
        walk(name, ())


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_top_reads_a_clock(path):
    place = str(path.relative_to(ROOT))
    if place in CLOCK_READERS or place.startswith("mailroom/commands/"):
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            called = ast.unparse(node.func)
            assert called not in (
                "datetime.now",
                "datetime.today",
                "date.today",
                "time.time",
                "datetime.utcnow",
            ), called


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_stays_under_three_hundred_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_class_and_public_function_says_what_it_is(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if tree.body:
        assert ast.get_docstring(tree), "module"
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name


def test_only_the_ledger_asks_the_database():
    """The commands ask named questions; peewee queries stay in the ledger, and in desks only for a row's own lookup."""
    for path in (ROOT / "mailroom" / "commands").glob("*.py"):
        assert "peewee" not in imported(path), path.name

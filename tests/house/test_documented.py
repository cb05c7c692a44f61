"""What an operator or clerk can read is complete, and what it shows is true.

Keys of the config are held by tests/config/test_documented.py, commands by tests/mailroom/test_commands_documented.py,
letters by tests/generators/test_documented.py; here is what belongs to none of them.
"""

from __future__ import annotations

import re
import subprocess
import textwrap
import tomllib
from pathlib import Path

import pytest

from config import settings
from mailroom.cli import COMMANDS
from mailroom.providers import COURIERS, MAILBOXES
from parsers.formats import READERS

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
# Assembled here, so that this file does not name them itself.
HOSTS = [
    ".".join(name) for name in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("deb", "debian"))
]
# Folders of one machine; /srv, /opt, /etc, /usr and /tmp are where any Debian has them.
ELSEWHERE = re.compile(r"(?<![\w.])/(?:home|root|work|Users|workspace|builds)/[\w.-]+")


def text_of(*parts: str) -> str:
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a page, also those within a list."""
    found = re.findall(rf"^ *```{language}\n(.*?)^ *```$", page, flags=re.DOTALL | re.MULTILINE)
    return [textwrap.dedent(block) for block in found]


def tracked() -> list[Path]:
    """Text files of the project as git knows them; all that lie here, where there is no git."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout: which files belong to the project is not known")
    paths = [ROOT / name for name in done.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:8000]]


# --- links and headings ---------------------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub and Gitea make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page):
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        place, _, anchor = link.partition("#")
        goal = (page.parent / place).resolve() if place else page
        assert goal.exists(), link
        assert not anchor or anchor in anchors(goal), link


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_every_page_is_found_from_the_readme(page):
    assert f"(docs/{page.name})" in text_of("README.md")
    assert f"(docs/{page.name})" in text_of("README.zh-CN.md")


# --- the readme -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_two_commands_of_the_readme_are_targets_of_the_makefile(readme):
    first = blocks(text_of(readme), "")[0].split("\n")
    targets = re.findall(r"^([a-z]+):", text_of("Makefile"), flags=re.MULTILINE)

    assert first == ["make run", "make test", ""]
    assert {"run", "test"} <= set(targets)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_shows_the_demonstration(readme):
    assert re.search(r"!\[.+\]\(docs/images/demo\.\w+\)", text_of(readme))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_command_that_a_page_shows_is_one(page):
    shown = re.findall(
        r"(?:^|`|/)mailroom (?:-C \S+ )?([a-z][a-z-]+)\b", page.read_text(encoding="utf-8"), re.MULTILINE
    )

    assert [name for name in shown if name not in COMMANDS] == []


@pytest.mark.parametrize(
    ("readme", "heading"), [("README.md", "## What it does not do yet"), ("README.zh-CN.md", "还不能做的，")]
)
def test_a_format_that_is_read_is_not_among_what_the_readme_says_is_missing(readme, heading):
    [section] = re.findall(rf"{heading}.*?(?=^## )", text_of(readme), flags=re.DOTALL | re.MULTILINE)
    unread = section.split("\n- ")[1]  # the first point is about formats
    missing = {name.lower() for name in re.findall(r"[A-Za-z0-9]+", unread)}

    assert missing & set(READERS) == set()


def test_the_changelog_tells_of_this_version():
    version = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]

    assert re.search(rf"^## .*\b{re.escape(version)}\b", text_of("CHANGELOG.md"), flags=re.MULTILINE)


# --- operations -----------------------------------------------------------------------------------------------------


def test_the_office_toml_for_163_is_without_fault(tmp_path):
    [shown] = [block for block in blocks(text_of("docs", "operations.md"), "toml") if "[office]" in block]
    (tmp_path / "office.toml").write_text(shown, encoding="utf-8")

    read = settings.load(tmp_path, {}, secrets=False)

    assert read.mailboxes[0].host == "imap.163.com"
    assert read.courier.save_sent == "server"
    assert 0 < read.courier.letters_per_connection <= 10


def test_the_holiday_file_that_is_shown_can_be_imported(tmp_path):
    [shown] = [block for block in blocks(text_of("docs", "operations.md"), "toml") if "[[holiday]]" in block]
    (tmp_path / "2026.toml").write_text(shown, encoding="utf-8")

    assert list(settings.read_holidays([tmp_path / "2026.toml"])) == [2026]


def test_the_unit_for_systemd_runs_the_daemon_of_the_folder_that_the_page_makes():
    unit, page = text_of("docs", "hotline-mailroom.service"), text_of("docs", "operations.md")

    [program] = re.findall(r"^ExecStart=(\S+) run$", unit, flags=re.MULTILINE)
    [folder] = re.findall(r"^Environment=MAILROOM_OFFICE=(\S+)$", unit, flags=re.MULTILINE)
    assert f"ln -s {program} " in page
    assert f"mailroom init {folder} " in page
    assert f"ReadWritePaths={folder}\n" in unit


@pytest.mark.parametrize("provider", sorted({*MAILBOXES, *COURIERS}))
def test_every_provider_is_explained(provider):
    assert f"`{provider}`" in text_of("docs", "rules.md")
    assert f"`{provider}`" in text_of("docs", "how-to-add-a-provider.md")


def test_a_config_may_name_every_provider_that_works_and_no_other():
    rows = re.findall(r'one_of\("provider", (.+)\)', text_of("config", "servers.py"))
    named = [re.findall(r'"(\w+)"', row) for row in rows]
    offered = re.findall(
        r"^provider = .*# ([\w |]+)", text_of("config", "office_file.py"), flags=re.MULTILINE
    )

    assert named == [list(MAILBOXES), list(COURIERS)]
    assert {name for row in offered for name in row.split(" | ")} == {*MAILBOXES, *COURIERS}


# --- dependencies ---------------------------------------------------------------------------------------------------


def required(*, extra: str = "") -> set[str]:
    """Names of the libraries that pyproject.toml asks for."""
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    wanted = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return {re.split(r"[\[<>=~! ;]", each)[0] for each in wanted}


def rows_under(heading: str) -> set[str]:
    """The first column of the table under a heading of docs/dependencies.md."""
    section = text_of("docs", "dependencies.md").split(f"## {heading}")[1].split("\n## ")[0]
    return {
        name
        for row in section.splitlines()
        if row.startswith("| `")
        for name in re.findall(r"`([\w.-]+)`", row.split(" | ")[0])
    }


def test_every_library_of_the_program_is_accounted_for_and_no_other():
    assert rows_under("At run time") == required()


def test_every_library_of_the_tests_is_accounted_for_and_no_other():
    assert rows_under("In tests and benchmarks only") == required(extra="test") | required(extra="bench")


def test_every_debian_package_of_the_tests_is_accounted_for_and_no_other():
    [listed] = re.findall(r'^packages="(.+)"$', text_of("tests", "servers", "debian.sh"), flags=re.MULTILINE)

    assert rows_under("Debian packages") == set(listed.split())


# --- nothing of one machine -----------------------------------------------------------------------------------------


def test_no_file_names_a_folder_of_one_machine_or_the_host_of_a_registry():
    found = []
    for path in tracked():
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {each}" for each in ELSEWHERE.findall(text)]
        found += [f"{path.relative_to(ROOT)}: {host}" for host in HOSTS if host in text]

    assert found == []

"""Fixtures for the commands: an office of files, with one case dispatched or none."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mailroom.command_line import TOWN, CommandLine, case_mail, new_office
from tests.servers.scripted_smtp import ScriptedSmtp

UPPER_NO = "180312091500000001"


@pytest.fixture(autouse=True)
def _no_log_of_another_office():
    """The office's log is the process's; a test leaves none behind."""
    yield
    root = logging.getLogger()
    for handler in [each for each in root.handlers if getattr(each, "of_the_office", False)]:
        root.removeHandler(handler)
        handler.close()


@pytest.fixture(autouse=True)
def _acting_as_a_clerk(monkeypatch):
    monkeypatch.setenv("MAILROOM_BY", "值班员甲")
    monkeypatch.delenv("MAILROOM_OFFICE", raising=False)


@pytest.fixture(scope="session")
def founded(tmp_path_factory) -> Path:
    """An office as it was founded, to be copied: each test has its own."""
    return new_office(tmp_path_factory.mktemp("founded") / "office").folder


@pytest.fixture
def office(founded, tmp_path) -> CommandLine:
    """An office with departments and no mail."""
    shutil.copytree(founded, tmp_path / "office")
    return CommandLine(tmp_path / "office")


@pytest.fixture
def case_no(office) -> str:
    """The number of a case that was dispatched to the town at 2018-03-12 10:00."""
    office.drop("case", case_mail(UPPER_NO, department=TOWN))
    office.done("once", "--at", "2018-03-12T10:00")
    return office.rows("cases", "--status", "dispatched")[0]["case_no"]


@pytest.fixture
def pending(office) -> str:
    """The number of a case that waits in the pen for a person to dispatch it."""
    text = "反映某单位多年来的一件难事，谁也说不清归谁管，请协调。"
    office.drop("case", case_mail("180312093000000009", text, place="", title="请求协调"))
    office.done("once", "--at", "2018-03-12T10:00")
    return office.rows("cases", "--status", "registered")[0]["case_no"]


@pytest.fixture
def server() -> Iterator[ScriptedSmtp]:
    """An SMTP server that refuses what a test tells it to."""
    with ScriptedSmtp() as running:
        yield running


@pytest.fixture
def sending_office(office: CommandLine, server: ScriptedSmtp) -> CommandLine:
    """An office that sends by a server like 163.com, its password in a file, with a case that is to be dispatched."""
    place = office.folder / "office.toml"
    folder_courier = 'provider = "folder"\npath = "mailbox"\nper_minute = 0'
    text = place.read_text(encoding="utf-8")
    assert folder_courier in text
    lines = ['provider = "smtp"', 'host = "127.0.0.1"', f"port = {server.port}", 'security = "none"']
    lines += ['user = "tzsszxx@163.com"', 'password_file = "code.txt"', "timeout_seconds = 5"]
    place.write_text(text.replace(folder_courier, "\n".join(lines)), encoding="utf-8")
    (office.folder / "code.txt").write_text("gang-gang-sheng-cheng", encoding="utf-8")
    office.drop("case", case_mail(UPPER_NO, department=TOWN))
    return office

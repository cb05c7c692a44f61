"""A new office: init, the config by hand, the departments from the sheet, check; then it works."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl

from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.offices import OfficeAtWork
from tests.journeys.served import ServedOffice
from tests.servers.mail_host import MailHost

TOWN = "羊庄镇人民政府"


def set_up(office: OfficeAtWork, provider: str) -> None:
    """What somebody does who founds an office, in the order in which `init` tells it."""
    office.tell(
        "init",
        str(office.folder),
        "--provider",
        provider,
        "--all",
        "--address",
        office.address,
        "--prefix",
        "TZ",
    )
    office.configure()  # the same file, with servers and platforms filled in
    directory = office.folder / "departments.xlsx"
    book = openpyxl.load_workbook(directory)
    page = book.active
    assert page is not None
    for row in page.iter_rows():
        if row[0].value == TOWN:
            row[3].value = office.address_of(TOWN)
    book.save(directory)
    office.tell("departments", "import", str(directory))


def test_an_office_on_real_servers(tmp_path: Path, new_address: Callable[..., str], mail_host: MailHost):
    office = ServedOffice(tmp_path / "new", new_address, mail_host)

    set_up(office, "imap")

    checked = office.tell("check").output
    assert f"已登录 127.0.0.1:{mail_host.imaps_port}（IMAP，TLS）" in checked
    assert f"已登录 127.0.0.1:{mail_host.smtps_port}（SMTP，TLS）" in checked
    assert "故障 0 项" in checked
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    assert office.round("2018-03-12T10:01")["sent"] == 1
    assert len(office.at_department(TOWN)) == 1


def test_an_office_in_a_folder(tmp_path: Path, new_address: Callable[..., str]):
    office = FolderOffice(tmp_path / "new", new_address)

    set_up(office, "folder")

    assert "故障 0 项" in office.tell("check").output
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    assert office.round("2018-03-12T10:01")["sent"] == 1
    assert len(office.at_department(TOWN)) == 1


def test_a_wrong_password_is_told_by_check_and_by_a_round(served: ServedOffice):
    served.password = "not-the-password"

    checked = served.tell("check", status=1)
    round_ = served.tell("once", status=1)

    assert "不接受账号" in checked.output
    assert "不接受账号" in round_.stderr
    assert "not-the-password" not in checked.output + round_.output + served.log()

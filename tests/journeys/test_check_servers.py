"""`mailroom check` against each fault of a mail server: it names the fault, says what to do, and shows no secret."""

from __future__ import annotations

import json
import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.journeys.in_files import FolderOffice
from tests.journeys.offices import PASSWORD_ENV, OfficeAtWork, Row
from tests.journeys.served import ServedOffice
from tests.servers.coremail_proxy import CoremailProxy
from tests.servers.faulty_proxy import FaultyProxy
from tests.servers.ports import free_ports

PLAIN = {"security": "none"}
SECRET = "not-the-password"


def found(office: OfficeAtWork, subject: str, *, status: int) -> list[Row]:
    """What check says of a subject that is not well. The exit status is right, there is no trace and no secret."""
    printed = office.tell("check", "--json", status=status)
    assert "Traceback" not in printed.output
    assert SECRET not in printed.output + office.log()
    rows = [row for row in map(json.loads, printed.stdout.splitlines()) if row["level"] != "正常"]
    assert (status == 1) == any(row["level"] == "故障" for row in rows)
    return [row for row in rows if row["subject"] == subject]


def the_fault(office: OfficeAtWork, subject: str) -> Row:
    """The one fault of a subject, told in Chinese with what to do."""
    [row] = [row for row in found(office, subject, status=1) if row["level"] == "故障"]
    assert re.search(r"[一-鿿]{4}", row["sentence"]), row
    assert re.search(r"[一-鿿]{4}", row["advice"]), row
    return row


def mailbox_of(office: ServedOffice) -> str:
    return f"信箱 {office.address}"


def test_an_office_whose_servers_are_well_has_no_fault(served: ServedOffice):
    assert found(served, mailbox_of(served), status=0) == []


def test_a_wrong_password(served: ServedOffice):
    served.password = SECRET

    for subject in (mailbox_of(served), "发信"):
        row = the_fault(served, subject)
        assert "不接受账号" in row["sentence"]
        assert "密码" in row["advice"] + row["sentence"]


@pytest.mark.parametrize(("table", "subject"), [("mailbox", None), ("courier", "发信")])
def test_a_port_where_nobody_listens(served: ServedOffice, table: str, subject: str | None):
    [port] = free_ports(1)
    served.configure(**{table: {"port": port}})

    row = the_fault(served, subject or mailbox_of(served))

    assert f"127.0.0.1:{port} 拒绝连接" in row["sentence"]


@pytest.mark.parametrize(("table", "subject"), [("mailbox", None), ("courier", "发信")])
def test_encryption_of_another_kind_than_the_servers(served: ServedOffice, table: str, subject: str | None):
    plain = served.host.imap_port if table == "mailbox" else served.host.submission_port
    served.configure(**{table: {"port": plain}})  # tls, on the port for STARTTLS

    row = the_fault(served, subject or mailbox_of(served))

    assert "security" in row["sentence"] + row["advice"] or "加密" in row["sentence"] + row["advice"]


@pytest.mark.parametrize(("table", "subject"), [("mailbox", None), ("courier", "发信")])
def test_a_certificate_that_nobody_vouches_for(served: ServedOffice, table: str, subject: str | None):
    served.configure(**{table: {"ca_file": ""}})

    row = the_fault(served, subject or mailbox_of(served))

    assert "证书" in row["sentence"]


@pytest.mark.parametrize(("table", "subject"), [("mailbox", None), ("courier", "发信")])
def test_a_server_that_says_nothing(served: ServedOffice, table: str, subject: str | None):
    """A person waits before the screen: check is less patient than the office."""
    with SilentServer() as silent:
        served.configure(**{table: {"timeout_seconds": 2, "port": silent.port}})

        row = the_fault(served, subject or mailbox_of(served))

    assert "127.0.0.1" in row["sentence"]


class SilentServer:
    """It accepts connections, and that is all."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]

    def __enter__(self) -> SilentServer:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()


def test_a_folder_that_is_missing_is_named_with_those_there_are(served: ServedOffice):
    served.configure(mailbox={"folders": ["INBOX", "市民来信"]})

    row = the_fault(served, mailbox_of(served))

    assert "没有文件夹“市民来信”" in row["sentence"]
    assert "INBOX" in row["sentence"]


def test_a_junk_folder_that_is_missing_is_minded_and_is_no_fault(served: ServedOffice):
    served.configure(mailbox={"junk_folders": ["垃圾邮件"]})

    [row] = found(served, mailbox_of(served), status=0)

    assert row["level"] == "注意"
    assert "没有文件夹“垃圾邮件”，已略过" in row["sentence"]


def test_a_server_like_163_that_trusts_us_not(served: ServedOffice):
    with CoremailProxy(served.host.imap_port) as proxy:
        proxy.distrusting = True
        served.configure(mailbox={**PLAIN, "port": proxy.port})

        row = the_fault(served, mailbox_of(served))

    assert "Unsafe Login" in row["sentence"] or "不安全" in row["sentence"]
    assert "网页" in row["sentence"] + row["advice"]


def test_a_sent_folder_that_is_missing(served: ServedOffice):
    served.configure(courier={"save_sent": "append", "sent_folder": "没有这个"})

    row = the_fault(served, "发信")

    assert "没有这个" in row["sentence"]


def test_where_nothing_tells_what_went_out_check_says_what_that_means(served: ServedOffice):
    rows = [row["sentence"] for row in served.ask("check") if row["subject"] == "发信"]

    assert any("无处查对已发送的信" in sentence for sentence in rows)


def test_a_connection_that_is_cut_at_once(served: ServedOffice):
    with FaultyProxy(served.host.smtps_port) as proxy:
        proxy.refusing = True
        served.configure(courier={"port": proxy.port})

        row = the_fault(served, "发信")

    assert f"127.0.0.1:{proxy.port}" in row["sentence"]


def test_a_second_account_that_lets_nobody_in_is_a_fault_of_its_own(served: ServedOffice):
    second = served.courier() | {"port": free_ports(1)[0]}
    file = served.folder / "office.toml"
    lines = ["[watch.courier]"]
    for key, value in second.items():
        if isinstance(value, bool):
            lines.append(f"{key} = {str(value).lower()}")
        else:
            lines.append(f"{key} = {value}" if isinstance(value, int) else f'{key} = "{value}"')
    file.write_text(file.read_text(encoding="utf-8") + "\n" + "\n".join(lines) + "\n", encoding="utf-8")

    row = the_fault(served, "备用发信")

    assert "拒绝连接" in row["sentence"]


# --- Exchange -----------------------------------------------------------------------------------------------------------


class _NoExchange(BaseHTTPRequestHandler):
    """A web server that is no Exchange."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_error(404)

    do_GET = do_POST  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Says nothing."""


def exchange_at(office: FolderOffice, url: str) -> None:
    account = {"provider": "ews", "url": url, "user": "office@example.cn", "password_env": PASSWORD_ENV}
    office.configure(mailbox={**account, "path": "", "timeout_seconds": 5})


def test_an_exchange_address_where_nobody_listens(in_folder: FolderOffice):
    [port] = free_ports(1)
    exchange_at(in_folder, f"http://127.0.0.1:{port}/EWS/Exchange.asmx")

    row = the_fault(in_folder, "信箱 office@example.cn")

    assert "127.0.0.1" in row["sentence"]


def test_an_exchange_address_that_is_another_web_server(in_folder: FolderOffice):
    with ThreadingHTTPServer(("127.0.0.1", 0), _NoExchange) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        exchange_at(in_folder, f"http://127.0.0.1:{server.server_address[1]}/EWS/Exchange.asmx")

        row = the_fault(in_folder, "信箱 office@example.cn")

        server.shutdown()
    assert "url" in row["sentence"] + row["advice"] or "EWS" in row["sentence"] + row["advice"]

"""An office of files with its command line, and mails to drop into it, for the tests of the commands."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from click.testing import CliRunner, Result
from openpyxl import load_workbook

from mailroom.cli import main

CHINA = timezone(timedelta(hours=8))
UPPER = "zz12345@example.cn"
OFFICE = "tzsszxx@163.com"
TOWN = "荆河街道办事处"


class CommandLine:
    """`office("cases", "--json")` runs a command in the office's folder."""

    def __init__(self, folder: Path):
        self.folder = folder

    def __call__(self, *args: str, stdin: str | None = None) -> Result:
        """Run a command whatever comes of it."""
        return CliRunner().invoke(main, ["-C", str(self.folder), *args], input=stdin)

    def done(self, *args: str) -> str:
        """Run a command that must succeed; returns what it printed."""
        result = self(*args)
        assert result.exit_code == 0, result.output
        return result.stdout

    def rows(self, *args: str) -> list[dict]:
        """Run a command with `--json`; returns the objects."""
        return [json.loads(line) for line in self.done(*args, "--json").splitlines()]

    def refused(self, *args: str, status: int = 1) -> str:
        """Run a command that must fail; returns what it said on stderr, and says nothing of a bug."""
        result = self(*args)
        assert result.exit_code == status, result.output
        assert "程序出错" not in result.stderr, result.stderr
        return result.stderr

    def drop(self, name: str, mail: EmailMessage) -> None:
        """Let a mail arrive."""
        draft = self.folder / "mailbox" / "in" / f".{name}"
        draft.write_bytes(mail.as_bytes())
        draft.rename(draft.with_name(f"{name}.eml"))

    def sent(self) -> list[Path]:
        """What the office has sent."""
        return sorted((self.folder / "mailbox" / "out").glob("*.eml"))

    def waiting(self) -> list[str]:
        """Names of the mails that lie in `in`."""
        return sorted(os.listdir(self.folder / "mailbox" / "in"))


def new_office(folder: Path) -> CommandLine:
    """A new office of files whose departments have addresses: the n-th row of the sheet `d<row>@example.cn`."""
    office = CommandLine(folder)
    office.done("init", str(folder), "--provider", "folder")
    with (folder / "office.toml").open("a", encoding="utf-8") as file:
        file.write('\n[watch]\nlisten = ""\n')  # several daemons run side by side on one machine
    book = load_workbook(folder / "departments.xlsx")
    for row in book.active.iter_rows(min_row=4):
        row[3].value = f"d{row[3].row}@example.cn"
    book.save(folder / "with-addresses.xlsx")
    office.done("departments", "import", str(folder / "with-addresses.xlsx"))
    return office


def case_mail(upper_no: str, text: str = "荆河街道解放路的路灯不亮，请维修。", **more: str) -> EmailMessage:
    """A case as the upper platform writes it in a mail's body. `more`: `department`, `name`, `phone`, `kind` …"""
    lines = {
        "工单编号": upper_no,
        "诉求类型": more.get("kind", "求助"),
        "来电人": more.get("name", "张三丰"),
        "联系电话": more.get("phone", "13812345678"),
        "来电时间": "2018-03-12 09:20",
        "事发地点": more.get("place", "荆河街道"),
        "标题": more.get("title", "路灯不亮"),
        "诉求内容": text,
        "是否保密": more.get("secret", "否"),
        "承办单位": more.get("department", ""),
    }
    body = "\n".join(f"{label}：{value}" for label, value in lines.items() if value)
    return mail_of(
        more.get("sender", UPPER), f"工单转办 {upper_no}", body, message_id=f"<{upper_no}@example.cn>"
    )


def answer_mail(case_no: str, sender: str, *, reply_to: str = "", **more: str) -> EmailMessage:
    """A department's complete answer as a mail body."""
    lines = {
        "工单编号": case_no,
        "承办单位": TOWN,
        "是否属实": "属实",
        "调查核实情况": more.get("facts", "经现场查看，解放路东段三盏路灯因线路老化熄灭。"),
        "处理情况": more.get("measures", "已更换线路和灯泡，三盏路灯全部恢复照明。"),
        "是否反馈当事人": "是",
        "反馈时间": "2018-03-13",
        "反馈人": "王五",
        "当事人意见": "满意",
        "承办人": "王五",
        "审核人": more.get("approver", "赵六"),
        "联系电话": "0632-5512345",
    }
    body = "\n".join(f"{label}：{value}" for label, value in lines.items() if value)
    mail = mail_of(sender, f"办理结果 {case_no}", body)
    if reply_to:
        mail["In-Reply-To"] = reply_to
    return mail


def mail_of(sender: str, subject: str, body: str, *, message_id: str = "") -> EmailMessage:
    """A plain mail to the office."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"来件人 <{sender}>", OFFICE, subject
    mail["Date"] = format_datetime(datetime(2018, 3, 12, 9, 30, tzinfo=CHINA))
    if message_id:
        mail["Message-ID"] = message_id
    mail.set_content(body)
    return mail


def address_of(office: CommandLine, department: str) -> str:
    """The address on file of a department."""
    [row] = [row for row in office.rows("departments") if row["name"] == department]
    return row["addresses"][0]

"""Wrong use and wrong config are status 2, what can't be done is 1; each is a Chinese sentence, a bug goes to the log."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from mailroom.cli import main
from tests.mailroom.command_line import TOWN, CommandLine


def edit(office, old, new):
    file = office.folder / "office.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_folder_that_is_no_office_is_wrong_config(tmp_path):
    told = CommandLine(tmp_path).refused("cases", status=2)

    assert "找不到配置文件" in told
    assert "mailroom init" in told
    assert not (tmp_path / "ledger.db").exists()


def test_all_faults_of_a_config_are_told_together(office):
    edit(office, 'prefix = "TZ"', 'prefix = "tz1"')
    edit(office, 'report_to = "zz12345@example.cn"', 'report_to = "zz"')
    edit(office, "[courier]", "[courrier]")

    for command in (("cases",), ("once",), ("check",), ("held",), ("run",)):
        told = office.refused(*command, status=2)
        for key in ("office.prefix", "upper.report_to", "courrier"):
            assert key in told


def test_a_missing_mail_password_is_missed_only_by_what_logs_in(office, monkeypatch):
    monkeypatch.delenv("MAILROOM_PASSWORD", raising=False)
    folder = office.folder.parent / "imap"
    imap = CommandLine(folder)
    imap.done("init", str(folder))

    assert "MAILROOM_PASSWORD" in imap.refused("once", status=2)
    assert "MAILROOM_PASSWORD" in imap.refused("check", status=2)
    assert "MAILROOM_PASSWORD" in imap.refused("preview", status=2)
    for command in (("cases",), ("held",), ("letters",), ("departments",), ("calendar",)):
        imap.done(*command)


def test_the_office_is_found_by_option_environment_or_current_folder(office, monkeypatch, tmp_path):
    def runs(*args):
        return CliRunner().invoke(main, [*args, "cases"]).exit_code

    monkeypatch.chdir(tmp_path)
    assert runs() == 2
    assert runs("-C", str(office.folder)) == 0
    monkeypatch.setenv("MAILROOM_OFFICE", str(office.folder))
    assert runs() == 0
    assert runs("-C", str(tmp_path)) == 2
    monkeypatch.delenv("MAILROOM_OFFICE")
    monkeypatch.chdir(office.folder)
    assert runs() == 0


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("casses",), "没有命令 casses"),
        (("cases", "--overdu"), "没有选项 --overdu，是否要用 --overdue？"),
        (("cases", "x"), "多余的参数：x"),
        (("case",), "缺少参数 编号"),
        (("once", "--at"), "--at 后面缺少内容"),
        (("dispatch", "X"), "缺少选项 --to"),
        (("held", "show", "x"), "号 应为整数"),
        (("extend", "TZ-1", "--grant", "x"), "--grant 应为整数"),
        (("notice", "2018-13"), "[统计期]：看不懂统计期"),
        (("demo", "--speed", "-1"), "--speed 应不小于 0，不能是“-1.0”"),
        (("demo", "--days", "0"), "--days 应不小于 1，不能是“0”"),
        (("close", "X", "--because", ""), "--because：不能为空"),
        (("close", "X", "--because", "x", "--by", "名" * 61), "不能超过 60 个字"),
        (("send-back", "X", "--refuse", "--because", "理由"), "“理由”要换成实际的内容"),
        (("change", "X", "--place", "地点"), "“地点”要换成实际的内容"),
        (("close", "X", "--because", "a\x1b[2J"), "不能显示的字符"),
    ],
)
def test_wrong_use_is_said_in_chinese(office, args, sentence):
    told = office.refused(*args, status=2)

    assert sentence in told
    assert "Usage" not in told


def test_a_bug_is_one_sentence_for_the_operator_and_a_trace_in_the_log(office, monkeypatch):
    def broken(**_):
        raise ZeroDivisionError("13812345678")

    monkeypatch.setattr("ledger.worklists.find_cases", broken)
    result = office("cases")

    assert result.exit_code == 1
    [sentence] = result.stderr.strip().splitlines()
    assert "程序出错（ZeroDivisionError）" in sentence
    log = (office.folder / "mailroom.log").read_text(encoding="utf-8")
    assert "Traceback" in log
    assert "138****5678" in log
    assert "13812345678" not in log


def test_a_ledger_that_is_no_database_is_a_sentence(office):
    (office.folder / "ledger.db").write_bytes(b"no database" * 1000)

    assert "台账" in office.refused("cases")
    result = office("check")
    assert result.exit_code == 1
    assert "故障 台账" in result.stdout


def test_a_ledger_of_a_newer_program_is_not_touched(office):
    import sqlite3

    with sqlite3.connect(office.folder / "ledger.db") as ledger:
        ledger.execute("UPDATE schemaversion SET version = 9999")
    ledger.close()

    assert "请升级程序" in office.refused("cases")


def test_a_database_server_that_is_away_is_a_sentence(office):
    edit(office, "sqlite:///ledger.db", "postgresql://nobody@127.0.0.1:1/none")

    assert "台账打不开" in office.refused("cases")


def test_a_ledger_that_never_opened_is_told_without_a_trace(office):
    edit(office, "sqlite:///ledger.db", "postgresql://nobody@127.0.0.1:1/x")
    command = [sys.executable, "-m", "mailroom.cli", "-C", str(office.folder), "cases"]

    told = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2]).stderr

    assert "台账打不开" in told
    assert "Traceback" not in told


def test_the_check_tells_each_part(office):
    printed = office.done("check")

    for part in (
        "配置",
        "信箱 mailbox",
        "发信",
        "目录",
        "台账",
        "时钟",
        "名录",
        "磁盘",
        "日历",
        "模板",
        "字体",
        "LibreOffice",
        "解压",
        "文字识别",
    ):
        assert any(line[3:].startswith(part) for line in printed.splitlines()), part
    assert {line[:2] for line in printed.splitlines()[:-1]} <= {"正常", "注意", "故障"}
    assert "文字识别：已安装，可读扫描的 PDF 和图片" in printed
    assert len(office.rows("check")) == len(printed.splitlines()) - 1


def test_the_check_names_the_formats_that_a_missing_package_leaves_unread(office, monkeypatch):
    monkeypatch.setattr("mailroom.reader_checks.shutil.which", lambda name: None)
    monkeypatch.setattr("mailroom.reader_checks.importlib.util.find_spec", lambda name: None)

    told = {row["subject"] + row["sentence"]: row["advice"] for row in office.rows("check")}

    for words, package in (
        ("LibreOffice读不了 .rtf、.odt", "libreoffice-writer-nogui"),
        ("LibreOffice读不了 .ods、.xlsb", "libreoffice-calc-nogui"),
        ("解压读不了 .rar", "unar"),
        ("文字识别读不了扫描件和图片", "rapidocr"),
    ):
        [advice] = [advice for sentence, advice in told.items() if sentence.startswith(words)]
        assert package in advice


def test_the_check_tells_a_writer_without_a_calc(office, monkeypatch, tmp_path):
    (tmp_path / "soffice").write_bytes(b"")
    (tmp_path / "libswlo.so").write_bytes(b"")
    monkeypatch.setattr("mailroom.reader_checks.shutil.which", lambda name: str(tmp_path / "soffice"))

    told = [row["sentence"] for row in office.rows("check") if row["subject"] == "LibreOffice"]

    assert len(told) == 1
    assert "没有安装 libreoffice-calc-nogui" in told[0]


def test_a_mailbox_that_can_t_be_opened_is_a_fault_with_advice(office):
    edit(
        office,
        'provider = "folder"                      # imap | ews | folder\npath = "mailbox"',
        'provider = "folder"\npath = "office.toml"',
    )

    result = office("check")

    assert result.exit_code == 1
    [line] = [line for line in result.stdout.splitlines() if line.startswith("故障")]
    assert "信箱" in line
    assert "→" in line


def test_a_shorter_limit_for_an_unknown_department_is_minded(office):
    with (office.folder / "office.toml").open("a", encoding="utf-8") as file:
        file.write(
            "\n[[rules]]\nid = '2018'\n[rules.department_limit_days]\n'不存在局' = { complaint = 3 }\n"
        )

    assert [row["level"] for row in office.rows("check") if "不存在局" in row["sentence"]] == ["注意"]


def test_a_broken_template_of_the_office_is_a_fault(office):
    folder = office.folder / "templates/mail"
    folder.mkdir(parents=True)
    (folder / "dispatch.txt.j2").write_text("{{ nonsense }}", encoding="utf-8")

    result = office("check")

    assert result.exit_code == 1
    assert "故障 模板：模板 mail/dispatch.txt.j2 第1行" in result.stdout


@pytest.mark.parametrize(
    "name", ["mail/correction.html.j2", "mail/report.txt.j2", "mail/plain.txt.j2", "letters/report.txt"]
)
def test_a_broken_template_of_any_letter_is_a_fault(office, name):
    file = office.folder / "templates" / name
    file.parent.mkdir(parents=True)
    file.write_text("{{ nonsense }}", encoding="utf-8")

    assert f"故障 模板：模板 {name} 第1行" in office("check").stdout


def test_a_template_that_breaks_in_a_secret_case_alone_is_a_fault(office):
    file = office.folder / "templates/letters/reply_form.txt"
    file.parent.mkdir(parents=True)
    file.write_text("版式：表格\n{% if secret %}\n{{ nonsense }}\n{% endif %}\n", encoding="utf-8")

    assert "故障 模板：模板 letters/reply_form.txt 第3行" in office("check").stdout


def test_the_missing_notice_of_next_year_is_minded_from_november(office):
    from datetime import datetime

    from config.settings import load
    from mailroom.checks import check_calendar

    settings = load(office.folder, os.environ)
    levels = {
        month: [each.level for each in check_calendar(settings, datetime(2026, month, 1))]
        for month in (10, 11)
    }

    assert levels == {10: ["正常"], 11: ["注意"]}
    assert [each.level for each in check_calendar(settings, datetime(2027, 11, 1))] == ["注意", "注意"]


def test_a_clock_behind_the_ledger_is_minded(office, case_no):
    from datetime import datetime

    from mailroom.checks import check_clock

    [finding] = check_clock(datetime(2018, 3, 11), datetime(2018, 3, 12, 10))
    assert finding.level == "注意"
    assert "2018-03-12 10:00" in finding.sentence


def test_a_full_disk_is_told(office, monkeypatch):
    import shutil
    from types import SimpleNamespace

    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=30_000_000))

    result = office("check")

    assert result.exit_code == 1
    assert "故障 磁盘" in result.stdout


def test_a_label_of_a_field_that_there_is_not_is_a_fault_of_the_config(office):
    with (office.folder / "office.toml").open("a", encoding="utf-8") as file:
        file.write('\n[reading.labels]\nuper_no = ["流水号"]\n')

    assert "reading.labels.uper_no：没有这一项" in office.refused("cases", status=2)
    assert "没有这一项" in office("check").stdout


def test_a_caller_whose_address_is_a_departments_is_minded(office):
    [town] = [row for row in office.rows("departments") if row["name"] == TOWN]
    with (office.folder / "office.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[follow_up]\ncallers = ['{town['addresses'][0]}', 'zhoumin@example.cn']\n")

    found = [row for row in office.rows("check") if row["subject"] == "回访"]

    assert [row["level"] for row in found] == ["注意"]
    assert TOWN in found[0]["sentence"]

"""`ledger`: exported to print, backed up while at work, verified, restored after a loss."""

import csv
import io
import shutil
import sqlite3
import subprocess

import pytest
from openpyxl import load_workbook

from mailroom import backups
from tests.mailroom.command_line import TOWN, case_mail, mail_of


def cells_of(file):
    return [[cell.value for cell in row] for row in load_workbook(file).active.iter_rows()]


def archived(folder):
    return sorted(path.relative_to(folder) for path in folder.rglob("*.eml"))


def test_the_ledger_is_exported_a_line_an_assignment(office, case_no, pending, tmp_path):
    office.done("dispatch", case_no, "--to", TOWN, "--assist", "龙泉街道")

    told = office.done("ledger", "export", str(tmp_path / "t.xlsx"), "--at", "2018-03-16T09:00")

    assert "已导出 3 行" in told
    rows = cells_of(tmp_path / "t.xlsx")
    lines = [row for row in rows if case_no in row or pending in row]
    assert [row[1] for row in lines] == [case_no, case_no, pending]
    assert TOWN in lines[0]
    assert "138****5678" in lines[0]
    assert not any("13812345678" in str(value) for row in rows for value in row)


def test_a_month_is_exported_alone(office, case_no, tmp_path):
    assert "已导出 1 行" in office.done("ledger", "export", str(tmp_path / "a.xlsx"), "--month", "2018-03")
    assert "已导出 0 行" in office.done("ledger", "export", str(tmp_path / "b.xlsx"), "--month", "2018-04")
    office.refused("ledger", "export", str(tmp_path / "c.xlsx"), "--month", "2018-00", status=2)
    assert not (tmp_path / "c.xlsx").exists()


def test_a_csv_is_csv_and_opens_in_excel_as_it_is(office, case_no, tmp_path):
    text = '=HYPERLINK("http://x.example.cn")，荆河街道解放路的路灯不亮，请维修。'
    office.drop("formula", case_mail("180312100000000002", text, department=TOWN))
    office.done("once", "--at", "2018-03-12T11:00")

    assert "已导出 2 行" in office.done(
        "ledger", "export", str(tmp_path / "t.csv"), "--at", "2018-03-16T09:00"
    )

    raw = (tmp_path / "t.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf" + "序号,工单编号,".encode())
    first, second = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert (first["工单编号"], first["联系电话"], first["是否逾期"]) == (case_no, "138****5678", "是")
    assert first["转办时间"] == "2018-03-12 10:00"
    assert first["上级编号"] == "\t180312091500000001"  # else Excel makes 1.80312E+17 of it
    assert second["诉求内容"].startswith("'=HYPERLINK")


@pytest.mark.parametrize("name", ["t.xls", "t.pdf", "t", "t.xlsx.gz"])
def test_a_form_that_is_not_written_is_refused_by_name(office, tmp_path, name):
    told = office.refused("ledger", "export", str(tmp_path / name), status=2)

    assert f".xlsx 或 .csv 结尾，现为“{name}”" in told
    assert not (tmp_path / name).exists()
    assert "须以 .xlsx 结尾" in office.refused("departments", "export", str(tmp_path / "t.csv"), status=2)


def test_an_export_to_where_nobody_may_write_is_said(office):
    assert "写不进" in office.refused("ledger", "export", "/proc/none/t.xlsx")


def test_a_sound_ledger_is_verified(office, case_no):
    assert "共核验 2 份，全部完好" in office.done("ledger", "verify")


def test_what_is_lost_or_changed_in_the_archive_is_told(office, case_no):
    mail, letter = (office.folder / "archive" / path for path in archived(office.folder / "archive"))
    mail.unlink()
    letter.write_bytes(letter.read_bytes() + b"!")

    told = office.refused("ledger", "verify")

    assert "不见了" in told
    assert "内容已变" in told
    assert "问题 2 处" in told


def test_a_backup_holds_ledger_archive_and_settings(office, case_no, tmp_path):
    office.done("ledger", "backup", str(tmp_path / "backup"))

    names = {path.name for path in (tmp_path / "backup").iterdir()}
    assert {"ledger.db", "archive", "office.toml"} <= names
    assert archived(tmp_path / "backup/archive") == archived(office.folder / "archive")
    with sqlite3.connect(tmp_path / "backup/ledger.db") as copy:
        assert copy.execute('SELECT COUNT(*) FROM "case"').fetchone() == (1,)
    copy.close()


def test_a_second_backup_adds_what_is_new(office, case_no, tmp_path):
    office.done("ledger", "backup", str(tmp_path / "backup"))
    office.drop("more", case_mail("180312100000000002", department=TOWN))
    office.done("once", "--at", "2018-03-12T11:00")

    assert "新增存档 2 份" in office.done("ledger", "backup", str(tmp_path / "backup"))


def test_a_backup_onto_the_office_itself_is_refused(office, case_no):
    assert "备份须放在别处" in office.refused("ledger", "backup", str(office.folder))


def test_a_lost_office_is_restored_in_a_new_folder(office, case_no, tmp_path):
    before = office.rows("case", case_no)
    office.done("ledger", "backup", str(tmp_path / "backup"))
    shutil.rmtree(office.folder)

    office.done("ledger", "restore", str(tmp_path / "backup"))

    assert office.rows("case", case_no) == before
    assert "全部完好" in office.done("ledger", "verify")


def test_a_restore_sets_the_ledger_of_today_aside(office, case_no, pending, tmp_path):
    office.done("ledger", "backup", str(tmp_path / "backup"))
    office.done("withdraw", pending, "--because", "误操作")

    told = office.done("ledger", "restore", str(tmp_path / "backup"))

    assert "恢复前" in told
    assert [row["status"] for row in office.rows("cases")] == ["dispatched", "registered"]
    [aside] = office.folder.glob("ledger.db.恢复前-*")
    with sqlite3.connect(aside) as old:
        assert ("withdrawn",) in old.execute('SELECT status FROM "case"').fetchall()
    old.close()


def test_a_letter_that_went_out_after_the_backup_is_not_sent_again_by_a_restore(office, pending, tmp_path):
    office.done("dispatch", pending, "--to", TOWN, "--at", "2018-03-12T11:00")
    office.done("ledger", "backup", str(tmp_path / "backup"))
    office.done("once", "--at", "2018-03-12T11:01")
    assert len(office.sent()) == 1

    result = office("ledger", "restore", str(tmp_path / "backup"))
    assert "1 封信在备份时待发" in result.stderr
    [row] = office.rows("once", "--at", "2018-03-12T11:02")

    assert row["unknown"] == 0
    assert office.rows("letters")[0]["state"] == "sent"
    assert len(office.sent()) == 1


def numbers(office):
    return [row["case_no"][:14] for row in office.rows("cases")]


def test_a_number_given_after_the_backup_is_given_to_no_other_case(office, case_no, tmp_path):
    office.done("ledger", "backup", str(tmp_path / "backup"))
    office.drop("second", case_mail("180312100000000002", department=TOWN))
    office.done("once", "--at", "2018-03-12T11:00")
    assert numbers(office) == ["TZ-2018-000001", "TZ-2018-000002"]

    for _ in range(
        2
    ):  # the same backup twice: what was given after the first restore is not given again either
        office.done("ledger", "restore", str(tmp_path / "backup"))
        upper_no = f"18031212000000{len(office.waiting()) + len(office.sent()):04d}"
        office.drop(upper_no, case_mail(upper_no, department=TOWN))
        office.done("once", "--at", "2018-03-12T12:00")
        last = numbers(office)[-1]

    assert last == "TZ-2018-020001"


def test_an_office_lost_altogether_goes_on_past_what_its_backup_knows(office, case_no, tmp_path):
    office.done("ledger", "backup", str(tmp_path / "backup"))
    shutil.rmtree(office.folder)

    told = office.done("ledger", "restore", str(tmp_path / "backup"))
    (office.folder / "mailbox" / "in").mkdir(parents=True)
    office.drop("second", case_mail("180312100000000002", department=TOWN))
    office.done("once", "--at", "2018-03-12T11:00")

    assert numbers(office) == ["TZ-2018-000001", "TZ-2018-010001"]
    assert "从 010001 起" in told


def test_a_strangers_copy_of_our_header_does_not_use_the_numbers_up(office, case_no, tmp_path):
    mail = mail_of("x@elsewhere.cn", "您好", "请看。")
    mail["X-Mailroom-Letter"] = "dispatch/TZ-2018-979999-X/1/lead/x"
    office.drop("forged", mail)
    office.done("once", "--at", "2018-03-12T11:00")
    office.done("ledger", "backup", str(tmp_path / "backup"))

    office.done("ledger", "restore", str(tmp_path / "backup"))
    office.drop("second", case_mail("180312100000000002", department=TOWN))
    office.done("once", "--at", "2018-03-12T12:00")

    assert numbers(office)[-1] == "TZ-2018-010001"


def test_a_damaged_backup_is_not_restored(office, case_no, tmp_path):
    office.done("ledger", "backup", str(tmp_path / "backup"))
    first = tmp_path / "backup/archive" / archived(tmp_path / "backup/archive")[0]
    first.write_bytes(b"x")
    assert "内容已变" in office.refused("ledger", "restore", str(tmp_path / "backup"))

    (tmp_path / "backup/ledger.db").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    assert "损坏" in office.refused("ledger", "restore", str(tmp_path / "backup"))
    assert "不是备份目录" in office.refused("ledger", "restore", str(tmp_path / "nowhere"))
    assert len(office.rows("cases")) == 1


def test_an_office_at_work_is_not_restored(office, case_no, tmp_path):
    import fcntl

    office.done("ledger", "backup", str(tmp_path / "backup"))
    with open(office.folder / ".mailroom.lock", "a", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "正在运行" in office.refused("ledger", "restore", str(tmp_path / "backup"))


def test_postgresql_is_backed_up_and_restored_with_its_own_tools(office, case_no, tmp_path, postgres_url):
    config = office.folder / "office.toml"
    text = config.read_text(encoding="utf-8").replace("sqlite:///ledger.db", postgres_url)
    config.write_text(text, encoding="utf-8")
    for path in (office.folder / "mailbox/filed").iterdir():
        path.rename(office.folder / "mailbox/in" / path.name)
    office.done("once", "--at", "2018-03-12T10:00")
    [before] = office.rows("case", case_no)

    office.done("ledger", "backup", str(tmp_path / "backup"))
    office.done("withdraw", case_no, "--because", "误操作")
    office.done("ledger", "restore", str(tmp_path / "backup"))

    assert (tmp_path / "backup/ledger.dump").stat().st_size > 1000
    assert office.rows("case", case_no)[0]["status"] == before["status"]


def test_what_is_written_behind_the_name_of_a_database_counts_for_its_backup_too(tmp_path, postgres_url):
    with pytest.raises(backups.CannotBackUp, match=r"SSL|root certificate"):
        backups._dump_postgresql(f"{postgres_url}?sslmode=verify-full", tmp_path / "x")


def test_the_password_of_a_database_is_in_no_command_line(tmp_path, monkeypatch):
    words, environments = [], []

    def run(command, *, env, **_):
        words.extend(command)
        environments.append(env)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(backups.subprocess, "run", run)
    (tmp_path / ".x.part").write_bytes(b"")
    monkeypatch.setattr(backups.shutil, "which", lambda name: name)
    backups._dump_postgresql("postgresql://hotline:ge%2Fheim@db:5432/ledger?sslmode=require", tmp_path / "x")

    assert "--dbname=postgresql://hotline@db:5432/ledger?sslmode=require" in words
    assert not any("heim" in word for word in words)
    assert environments[0]["PGPASSWORD"] == "ge/heim"


def test_postgresql_without_its_tools_is_said(office, tmp_path, monkeypatch):
    monkeypatch.setattr(backups.shutil, "which", lambda name: None)

    with pytest.raises(backups.CannotBackUp, match="pg_dump"):
        backups._dump_postgresql("postgresql://u@h/n", tmp_path / "x")

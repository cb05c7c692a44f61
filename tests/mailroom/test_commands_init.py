"""`init` lays out a new office, asks only a person, and overwrites nothing."""

import tomllib
from datetime import date

import pytest
from click.testing import CliRunner

from mailroom.cli import main
from mailroom.commands import init as init_module
from mailroom.office import china_now


def run(*args, stdin=None):
    return CliRunner().invoke(main, ["init", *map(str, args)], input=stdin)


def written(folder):
    return tomllib.loads((folder / "office.toml").read_text(encoding="utf-8"))


def test_a_new_office_has_its_config_ledger_directory_and_calendar(tmp_path):
    result = run(tmp_path / "office")

    assert result.exit_code == 0
    names = {each.name for each in (tmp_path / "office").iterdir()}
    assert {"office.toml", "departments.xlsx", "calendar", "ledger.db"} <= names
    assert "mailbox" not in names
    assert "接下来" in result.output
    assert "check" in result.output


def test_an_office_of_folders_has_its_mailbox(tmp_path):
    run(tmp_path / "office", "--provider", "folder")

    assert {each.name for each in (tmp_path / "office/mailbox").iterdir()} == {"in", "filed", "out"}
    assert written(tmp_path / "office")["mailbox"]["since"] == ""


def test_without_a_word_about_old_mail_a_mailbox_is_taken_in_from_today(tmp_path):
    run(tmp_path / "office")

    assert written(tmp_path / "office")["mailbox"]["since"] == china_now().date().isoformat()


def test_since_and_all_say_from_when_mail_is_taken_in(tmp_path):
    run(tmp_path / "a", "--since", "2018-03-12")
    run(tmp_path / "b", "--all")

    assert written(tmp_path / "a")["mailbox"]["since"] == "2018-03-12"
    assert written(tmp_path / "b")["mailbox"]["since"] == ""


def test_since_and_all_together_are_wrong_use(tmp_path):
    result = run(tmp_path / "office", "--since", "2018-03-12", "--all")

    assert result.exit_code == 2
    assert "只能写一个" in result.stderr
    assert not (tmp_path / "office").exists()


@pytest.mark.parametrize("day", ["12.3.2018", "2018-02-30", "", "今天"])
def test_an_odd_start_date_is_refused(tmp_path, day):
    result = run(tmp_path / "office", "--since", day)

    assert result.exit_code == 2
    assert "看不懂日期" in result.stderr


def test_name_address_and_prefix_are_written_as_given(tmp_path):
    run(tmp_path / "office", "--name", '某"市\\公开电话', "--address", "gkdh@example.cn", "--prefix", "AB")

    office = written(tmp_path / "office")["office"]
    assert (office["name"], office["address"], office["prefix"]) == (
        '某"市\\公开电话',
        "gkdh@example.cn",
        "AB",
    )


@pytest.mark.parametrize(
    ("option", "value"), [("--address", "不是邮箱"), ("--prefix", "ab1"), ("--address", 'a"b')]
)
def test_a_value_that_no_office_can_have_leaves_no_config_behind(tmp_path, option, value):
    result = run(tmp_path / "office", option, value)

    assert result.exit_code == 2
    assert not (tmp_path / "office/office.toml").exists()


def test_a_person_at_a_terminal_is_asked(tmp_path, monkeypatch):
    monkeypatch.setattr(init_module, "_is_terminal", lambda: True)

    result = run(tmp_path / "office", stdin="某市热线办\ngkdh@example.cn\nAB\n2018-03-12\n")

    assert result.exit_code == 0, result.output
    assert written(tmp_path / "office")["office"]["name"] == "某市热线办"
    assert date.fromisoformat(written(tmp_path / "office")["mailbox"]["since"]) == date(2018, 3, 12)


def test_a_person_may_have_all_old_mail_taken_in(tmp_path, monkeypatch):
    monkeypatch.setattr(init_module, "_is_terminal", lambda: True)

    run(tmp_path / "office", stdin="\n\n\n全部\n")

    assert written(tmp_path / "office")["mailbox"]["since"] == ""


def test_a_config_that_is_there_is_never_overwritten(tmp_path):
    run(tmp_path / "office", "--prefix", "AB")
    before = {
        path: path.read_bytes()
        for path in (tmp_path / "office").rglob("*")
        if path.suffix in (".toml", ".xlsx")
    }

    result = run(tmp_path / "office", "--prefix", "CD")

    assert result.exit_code == 1
    assert "已存在，不覆盖" in result.stderr
    assert all(path.read_bytes() == content for path, content in before.items())


def test_a_link_in_the_place_of_the_config_is_not_followed(tmp_path):
    (tmp_path / "office").mkdir()
    (tmp_path / "office/office.toml").symlink_to(tmp_path / "elsewhere.toml")

    assert run(tmp_path / "office").exit_code == 1
    assert not (tmp_path / "elsewhere.toml").exists()


def test_other_files_in_the_folder_stay_as_they_are(tmp_path):
    (tmp_path / "office").mkdir()
    (tmp_path / "office/departments.xlsx").write_bytes(b"mine")

    assert run(tmp_path / "office").exit_code == 0
    assert (tmp_path / "office/departments.xlsx").read_bytes() == b"mine"


def test_a_file_in_the_place_of_the_folder_is_a_sentence(tmp_path):
    (tmp_path / "office").write_text("", encoding="utf-8")

    result = run(tmp_path / "office")

    assert result.exit_code in (1, 2)
    assert "程序出错" not in result.stderr


def test_an_office_whose_ledger_could_not_be_made_is_founded_at_the_next_try(tmp_path):
    folder = tmp_path / "office"
    (folder / "ledger.db").mkdir(parents=True)

    assert "打不开" in run(folder, "--provider", "folder").output
    (folder / "ledger.db").rmdir()
    assert run(folder, "--provider", "folder").exit_code == 0

    assert (folder / "office.toml").exists()
    assert (folder / "departments.xlsx").exists()

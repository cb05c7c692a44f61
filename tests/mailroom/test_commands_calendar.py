"""`calendar`: the years on file; a new year's notice moves the deadlines that were provisional."""

import pytest

from tests.mailroom.command_line import TOWN, case_mail

NOTICE_2027 = """
year = 2027
number = "国办发明电〔2026〕99号"
title = "国务院办公厅关于2027年部分节假日安排的通知"
issued_on = 2026-11-30

[[holiday]]
name = "元旦"
days = [2027-01-01, 2027-01-02, 2027-01-03, 2027-01-04]
makeup = [2027-01-09]
"""


@pytest.fixture
def notice(tmp_path):
    def write(text, name="notice.toml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return write


def test_the_years_are_listed_and_the_next_one_is_provisional(office):
    rows = office.rows("calendar", "--at", "2026-11-24")

    assert [row["year"] for row in rows] == list(range(2018, 2028))
    assert [row["year"] for row in rows if row["provisional"]] == [2027]
    assert "国办发明电" in rows[0]["source"]
    assert "暂定" in office.done("calendar", "--at", "2026-11-24")


def test_an_imported_year_recounts_what_was_provisional_and_nothing_else(office, notice):
    office.drop("old", case_mail("261207100000000001", department=TOWN))
    office.done("once", "--at", "2026-12-07T10:00")
    office.drop("new", case_mail("261230100000000002", department=TOWN))
    office.done("once", "--at", "2026-12-30T10:00")
    old, new = office.rows("cases")
    assert (old["provisional"], new["provisional"]) == (False, True)
    assert new["due_at"] == "2027-01-05T17:00:00"  # New Year's Day is off by law

    told = office.done("calendar", "import", notice(NOTICE_2027), "--at", "2026-12-31T09:00")

    assert "重算了 1 个在办时限" in told
    again_old, again_new = office.rows("cases")
    assert again_old == old
    assert (again_new["due_at"], again_new["provisional"]) == ("2027-01-06T17:00:00", False)
    [case] = office.rows("case", new["case_no"])
    last = case["journal"][-1]
    assert last["act"] == "recount"
    assert "2027-01-05 17:00 → 2027-01-06 17:00" in last["because"]
    assert any("元旦放假" in line for line in case["due_trace"])


def test_a_year_imported_twice_changes_nothing_more(office, notice):
    office.drop("new", case_mail("261230100000000002", department=TOWN))
    office.done("once", "--at", "2026-12-30T10:00")
    office.done("calendar", "import", notice(NOTICE_2027))

    assert "重算了 0 个在办时限" in office.done("calendar", "import", notice(NOTICE_2027))
    assert office.rows("calendar", "--at", "2026-12-31")[-2]["provisional"] is False


@pytest.mark.parametrize(
    "text",
    [
        "",
        "year = 2027",
        "year = ",
        NOTICE_2027.replace("2027-01-09", "2027-01-05"),
        NOTICE_2027.replace("days = [2027-01-01,", "days = [2028-01-01,"),
        NOTICE_2027.replace("[2027-01-09]", '"9日"'),
    ],
)
def test_a_bad_notice_is_refused_with_its_reason_and_not_kept(office, notice, text):
    told = office.refused("calendar", "import", notice(text), status=2)

    assert "notice.toml" in told
    assert list((office.folder / "calendar").iterdir()) == []


def test_a_notice_that_is_not_there_or_no_text_is_said(office, notice, tmp_path):
    office.refused("calendar", "import", str(tmp_path / "none.toml"))
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    office.refused("calendar", "import", str(tmp_path / "binary.toml"), status=2)

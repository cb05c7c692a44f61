"""`calendar`: the years on file; a new year's notice moves the deadlines that were provisional."""

import email
import email.policy

import pytest

from tests.mailroom.command_line import TOWN, address_of, case_mail

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
    [last] = [each for each in case["journal"] if each["act"] == "recount"]
    assert "2027-01-05 17:00 → 2027-01-06 17:00" in last["because"]
    assert any("元旦放假" in line for line in case["due_trace"])


def test_a_year_imported_twice_changes_nothing_more(office, notice):
    office.drop("new", case_mail("261230100000000002", department=TOWN))
    office.done("once", "--at", "2026-12-30T10:00")
    office.done("calendar", "import", notice(NOTICE_2027))
    assert [row["kind"] for row in office.rows("letters")] == ["dispatch", "notice"]

    assert "重算了 0 个在办时限" in office.done("calendar", "import", notice(NOTICE_2027))
    assert office.rows("calendar", "--at", "2026-12-31")[-2]["provisional"] is False
    assert [row["kind"] for row in office.rows("letters")] == ["dispatch", "notice"]


def test_each_department_is_told_once_of_all_its_deadlines_that_moved(office, notice):
    office.drop("one", case_mail("261230100000000002", department=TOWN))
    office.drop(
        "two", case_mail("261230100000000003", department=TOWN, secret="是", title="张三丰家门口路灯不亮")
    )
    office.drop("three", case_mail("261230100000000004", department="龙泉街道办事处"))
    office.done("once", "--at", "2026-12-30T10:00")

    office.done("calendar", "import", notice(NOTICE_2027), "--at", "2026-12-31T09:00")

    letters = [row for row in office.rows("letters") if row["kind"] == "notice"]
    assert len(letters) == 2
    [mine] = [row for row in letters if row["to"] == [address_of(office, TOWN)]]
    assert mine["subject"] == "【时限调整】2件在办工单的办理时限"
    office.done("once", "--at", "2026-12-31T09:01")
    [text] = [text for text in texts_of(office) if "荆河街道办事处" in text and "重新计算如下" in text]
    assert text.count("2027年1月5日17:00前 → 2027年1月6日（星期三）17:00前") == 2
    assert "张三丰" not in text
    number = office.rows("cases")[0]["case_no"]
    assert mine["key"] in [letter["key"] for letter in office.rows("case", number)[0]["letters"]]


def test_a_notice_put_right_is_told_of_again(office, notice):
    office.drop("one", case_mail("261230100000000002", department=TOWN))
    office.done("once", "--at", "2026-12-30T10:00")
    office.done("calendar", "import", notice(NOTICE_2027), "--at", "2026-12-31T09:00")
    longer = NOTICE_2027.replace("2027-01-04]", "2027-01-04, 2027-01-05]")

    office.done("calendar", "import", notice(longer), "--at", "2026-12-31T09:10")

    assert len([row for row in office.rows("letters") if row["kind"] == "notice"]) == 2


@pytest.mark.parametrize(
    ("imported_at", "due_at"),
    [
        ("2026-12-28T10:00", "2026-12-29T17:00:00"),
        (
            "2026-12-29T10:00",
            "2026-12-30T17:00:00",
        ),  # it would end today: the department hears of it too late
        ("2026-12-30T10:00", "2026-12-30T17:00:00"),  # it would have ended yesterday
    ],
)
def test_a_make_up_day_ends_no_deadline_before_the_department_can_know(office, notice, imported_at, due_at):
    office.drop("one", case_mail("261225100000000002", department=TOWN))
    office.done("once", "--at", "2026-12-25T10:00")
    assert office.rows("cases")[0]["due_at"] == "2026-12-30T17:00:00"

    text = NOTICE_2027.replace("makeup = [2027-01-09]", "makeup = [2026-12-26]")
    office.done("calendar", "import", notice(text), "--at", imported_at)

    [case] = office.rows("cases")
    assert (case["due_at"], case["provisional"]) == (due_at, False)


def texts_of(office):
    messages = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in office.sent()
    ]
    return [message.get_body(("plain",)).get_content() for message in messages]


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

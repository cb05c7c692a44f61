"""Hotlines that have to be merged soon are reminded of: on the days that the config names, once each, in office hours."""

from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from tests.journeys.seen import see

CITY, WATER = "滕州市综合行政执法局", "滕州市水利和渔业局"
HEADINGS = ["热线号码", "热线名称", "主管单位", "整合方式", "完成时限"]
AT = ("--at", "2018-04-02T10:00", "--by", "王丽")


@pytest.fixture
def lines(office, tmp_path):
    """`lines(row, row)` enters hotlines."""

    def enter(*rows):
        book = Workbook()
        for row in (HEADINGS, *rows):
            book.active.append(list(row))
        book.save(tmp_path / "l.xlsx")
        office.done("lines", "import", str(tmp_path / "l.xlsx"), *AT)

    return enter


@pytest.fixture
def one(office, lines):
    """An office with one open hotline, due on 2018-06-30."""
    lines(["12319", "城建服务热线", CITY, "撤销整合", None])
    return office


def posted(office, *moments):
    """How many letters each round posted, of the moments given."""
    return [office.rows("once", "--at", moment)[0]["posted"] for moment in moments]


def test_a_department_is_reminded_thirty_ten_and_three_days_before(one):
    days = ["2018-05-30", "2018-05-31", "2018-06-01", "2018-06-20", "2018-06-21", "2018-06-27", "2018-06-28"]

    assert posted(one, *(f"{day}T09:30" for day in days)) == [0, 1, 0, 1, 0, 1, 0]
    letter, *later = sorted((see(path.read_bytes()) for path in one.sent()), key=lambda seen: seen.dated)
    assert letter.subject == "【提醒】1条热线须于6月30日前完成整合（还有30天）"
    assert ["还有10天" in later[0].subject, "还有3天" in later[1].subject] == [True, True]
    assert "12319（城建服务热线）：完成撤销整合" in letter.everything
    assert list(letter.documents) == ["热线整合进度报送表.xlsx"]


def test_a_reminder_goes_in_office_hours_from_the_hour_of_the_digests(one):
    moments = [
        "2018-05-31T08:40",
        "2018-05-31T12:30",
        "2018-05-31T18:00",
        "2018-06-02T10:00",
        "2018-06-04T09:00",
    ]

    assert posted(one, *moments) == [0, 0, 0, 0, 1]


def test_after_a_standstill_only_the_reminder_of_today_goes_out(one):
    assert posted(one, "2018-06-28T09:30", "2018-06-29T09:30") == [1, 0]
    assert "还有2天" in see(one.sent()[0].read_bytes()).subject


def test_one_letter_tells_all_hotlines_of_a_department_that_are_due_on_one_day(office, lines):
    lines(
        ["12319", "城建服务热线", CITY, "撤销", None],
        ["5512319", "城管投诉电话", CITY, "", None],
        ["5510000", "供水热线", "滕州市水务局", "并行", None],
        ["5510001", "水费热线", WATER, "并行", date(2018, 12, 31)],
    )

    assert posted(office, "2018-05-31T09:30") == [2]
    texts = [see(path.read_bytes()).everything for path in office.sent()]
    [city] = [text for text in texts if "12319" in text]
    [water] = [text for text in texts if "5510000" in text]
    assert "5512319（城管投诉电话）：确定整合方式并报我办" in city
    assert "5510001" not in water


def test_a_hotline_that_was_late_is_reminded_of_before_the_last_day_of_all(one):
    assert posted(one, "2018-07-02T09:30", "2018-11-30T09:30", "2018-12-01T09:30", "2018-12-03T09:30") == [
        0,
        0,
        0,
        1,
    ]
    assert "原定时限已过，最迟应于2018年12月31日前完成" in see(one.sent()[0].read_bytes()).everything
    assert posted(one, "2019-01-02T09:30") == [0]


def test_a_merged_hotline_is_not_reminded_of(one):
    one.done(
        "lines", "progress", "12319", "--what", "已撤销", "--done", "2018-05-20", "--at", "2018-05-21T09:00"
    )

    assert posted(one, "2018-05-31T09:30") == [0]


def test_a_department_without_address_is_put_before_a_person_once(one, tmp_path):
    book = load_workbook(one.folder / "with-addresses.xlsx")
    for row in book.active.iter_rows(min_row=4):
        row[3].value = "" if row[0].value == CITY else row[3].value
    book.save(tmp_path / "d.xlsx")
    one.done("departments", "import", str(tmp_path / "d.xlsx"))

    posted(one, "2018-05-31T09:30", "2018-05-31T09:31", "2018-06-01T09:30")

    [entry] = [row for row in one.rows("held") if "热线整合提醒" in row["because"]]
    assert f"{CITY}没有登记邮箱，2018年6月30日到期的热线整合提醒（提前30天）发不出去" in entry["because"]


def test_the_notice_is_looked_at_first_and_sent_to_each_department_with_a_hotline(office, lines, tmp_path):
    lines(["12319", "城建服务热线", CITY, "撤销", None], ["5510000", "供水热线", "外地某公司", "并行", None])

    looked = office("lines", "notice", "--save", str(tmp_path / "n"), "--at", "2018-07-09T09:00")
    sent = office.done("lines", "notice", "--send", "--at", "2018-07-09T09:00", "--by", "王丽")

    assert "尚未发出。加 --send 发给 1 个单位：" + CITY in looked.stdout
    assert "发不到：外地某公司" in looked.stderr
    assert {path.name for path in (tmp_path / "n").iterdir()} == {
        "热线整合进度通报.docx",
        "热线整合进度.xlsx",
    }
    assert "滕热整〔2018〕1号，待发 1 封" in sent
    assert "已经发过" in office.refused("lines", "notice", "--send", "--at", "2018-07-09T15:00")
    posted(office, "2018-07-09T09:01")
    letter = see(office.sent()[-1].read_bytes())
    assert letter.subject == "【通报】政务服务热线整合进度（滕热整〔2018〕1号）"
    assert "12319（城建服务热线）已逾期" in letter.everything


def test_the_sheet_of_the_notice_comes_back_by_import_without_a_change(office, lines, tmp_path):
    lines(["12319", "城建服务热线", CITY, "撤销", None], ["12369", "环保热线", "滕州市环境保护局", "", None])
    office.done("lines", "notice", "--save", str(tmp_path), "--at", "2018-07-09T09:00")

    told = office.done("lines", "import", str(tmp_path / "热线整合进度.xlsx"), "--at", "2018-07-09T09:00")

    assert "新登记 0 条，变更 0 条，没有变化 2 条" in told


def test_a_notice_without_hotlines_is_none(office):
    assert "台账中没有热线" in office.refused("lines", "notice", "--send", "--at", "2018-07-09T09:00")


def test_the_inspection_lists_what_to_look_at_by_department(office, lines, tmp_path):
    lines(["12319", "城建服务热线", CITY, "", None], ["5510000", "供水热线", "外地某公司", "并行", None])

    rows = office.rows("lines", "inspection", "--at", "2018-07-02T09:00")
    office.done("lines", "inspection", str(tmp_path / "i.xlsx"), "--at", "2018-07-02T09:00")

    [city] = [row for row in rows if row["department"] == CITY]
    assert city["points"] == [
        "12319（城建服务热线）逾期2天未完成整合",
        "12319（城建服务热线）没有确定整合方式",
        "12319（城建服务热线）没有负责人",
        "没有报送联系表",
    ]
    assert (city["lines"], city["unfinished"], city["late"]) == (1, 1, 1)
    [other] = [row for row in rows if row["department"] == "外地某公司"]
    assert "不在单位名录中，发不到通知" in other["points"]
    assert next(row for row in rows if row["department"] == WATER)["points"] == ["没有报送联系表"]
    page = load_workbook(tmp_path / "i.xlsx").active
    assert page["B4"].value in (CITY, "外地某公司")
    assert "督导日期：2018年4月9日" in page["A2"].value

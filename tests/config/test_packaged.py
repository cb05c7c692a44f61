"""The data that is shipped: nine years of holidays, and the departments a new office starts with."""

from collections import Counter
from datetime import date

import pytest

from config.settings import ConfigFaults, holiday_files, load_holidays, packaged_departments, read_holidays

DEPARTMENTS = packaged_departments()
BY_NAME = {each["name"]: each for each in DEPARTMENTS}


def test_every_year_from_2018_to_2026_has_its_notice():
    notices = load_holidays()

    assert list(notices) == list(range(2018, 2027))
    assert notices[2018][0] == "国务院办公厅关于2018年部分节假日安排的通知（国办发明电〔2017〕12号）"


def test_the_end_of_2018_is_as_the_later_notice_left_it():
    _, off, makeup = load_holidays()[2018]

    assert off[date(2018, 12, 31)] == "元旦"
    assert date(2018, 12, 29) in makeup
    assert sorted(makeup)[:4] == [date(2018, 2, 11), date(2018, 2, 24), date(2018, 4, 8), date(2018, 4, 28)]


NEXT_YEAR = """
year = 2027
number = "国办发明电〔2026〕9号"
title = "国务院办公厅关于2027年部分节假日安排的通知"

[[holiday]]
name = "元旦"
days = [2026-12-31, 2027-01-01]
makeup = [2026-12-26]
"""


def test_an_office_s_own_file_adds_a_year_and_moves_the_december_before(tmp_path):
    (tmp_path / "2027.toml").write_text(NEXT_YEAR, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a calendar", encoding="utf-8")

    notices = load_holidays(tmp_path)

    assert notices[2027][1] == {date(2027, 1, 1): "元旦"}
    assert notices[2026][1][date(2026, 12, 31)] == "元旦"
    assert date(2026, 12, 26) in notices[2026][2]


def test_an_office_s_own_file_replaces_the_shipped_year(tmp_path):
    text = NEXT_YEAR.replace("2027", "2026").replace("[2026-12-31, 2026-01-01]", "[2026-01-02]")
    (tmp_path / "2026.toml").write_text(text.replace("makeup = [2026-12-26]", ""), encoding="utf-8")

    assert load_holidays(tmp_path)[2026][1] == {date(2026, 1, 2): "元旦"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("2027-01-01", "2028-01-01"), "2028-01-01 不是 2027 年"),
        (("2026-12-26", "2027-01-04"), "2027-01-04 不是可以调休上班的周末"),
        (("number = ", "nummer = "), "缺少 number"),
        (("[2026-12-31, 2027-01-01]", "3"), "放假安排格式不对"),
        (("[[holiday]]", "[[holiday"), "第6行"),
    ],
)
def test_a_faulty_calendar_file_is_named_with_what_is_wrong(tmp_path, change, sentence):
    file = tmp_path / "2027.toml"
    file.write_text(NEXT_YEAR.replace(*change), encoding="utf-8")

    with pytest.raises(ConfigFaults, match=sentence) as caught:
        read_holidays([file])

    assert caught.value.faults[0].key == "2027.toml"


def test_a_calendar_file_is_named_after_its_year(tmp_path):
    file = tmp_path / "2028.toml"
    file.write_text(NEXT_YEAR, encoding="utf-8")

    with pytest.raises(ConfigFaults, match="文件名与其中的年份 2027 不一致"):
        read_holidays([file])


def test_a_folder_that_is_not_there_leaves_the_shipped_years(tmp_path):
    assert len(holiday_files(tmp_path / "calendar")) == 9


def test_all_towns_and_the_development_zone_are_there():
    towns = [each["name"] for each in DEPARTMENTS if each["kind"] == "town"]

    assert len(towns) == 22
    assert {"荆河街道办事处", "柴胡店镇人民政府", "滕州经济开发区管理委员会"} <= set(towns)


def test_some_forty_departments_and_enterprises_are_in_force_in_2018():
    day = date(2018, 3, 12)
    in_force = [
        each
        for each in DEPARTMENTS
        if each["kind"] != "town"
        and (each["valid_from"] is None or each["valid_from"] <= day)
        and (each["valid_to"] is None or day <= each["valid_to"])
    ]

    assert 40 <= len(in_force) <= 50
    assert [each["name"] for each in in_force if not each["keywords"]] == []


def test_a_name_or_alias_means_one_department_only():
    names = Counter(name for each in DEPARTMENTS for name in (each["name"], *each["aliases"]))

    assert [name for name, times in names.items() if times > 1] == []


def test_parents_and_successors_are_on_file_and_successors_in_time():
    for each in DEPARTMENTS:
        assert each["parent"] is None or each["parent"] in BY_NAME
        if each["valid_to"]:
            heir = BY_NAME[each["successor"]]
            assert heir["valid_to"] is None
            assert heir["valid_from"] is None or (heir["valid_from"] - each["valid_to"]).days == 1


def test_the_tax_offices_merged_in_july_2018():
    heir = BY_NAME["国家税务总局滕州市税务局"]

    assert BY_NAME["滕州市国家税务局"]["valid_to"] == date(2018, 7, 19)
    assert BY_NAME["滕州市地方税务局"]["successor"] == heir["name"]
    assert {"增值税", "契税"} <= set(heir["keywords"])


def test_a_department_in_force_beside_its_predecessor_does_not_claim_its_duties():
    assert "物业费" in BY_NAME["滕州市房产管理局"]["keywords"]
    assert "物业费" not in BY_NAME["滕州市住房和城乡建设局"]["keywords"]


def test_no_mail_address_is_invented():
    assert [each["name"] for each in DEPARTMENTS if each["addresses"]] == []


@pytest.mark.parametrize(
    ("matter", "department"),
    [
        ("露天烧烤油烟扰民", "滕州市综合行政执法局"),
        ("小区暖气不热", "滕州市热力公司"),
        ("停水三天", "滕州市自来水公司"),
        ("频繁停电、变压器老化", "国网滕州市供电公司"),
        ("物业费太高", "滕州市房产管理局"),
        ("建筑公司拖欠工资", "滕州市人力资源和社会保障局"),
        ("申请低保", "滕州市民政局"),
        ("路口没有红绿灯", "滕州市公安局交通警察大队"),
        ("孩子落户需要什么材料", "滕州市公安局"),
        ("小学学区如何划片", "滕州市教育局"),
        ("超市卖过期食品", "滕州市市场监督管理局"),
        ("公交车末班车太早", "滕州市公交公司"),
        ("出租车拒载", "滕州市交通运输局"),
        ("办不了不动产权证", "滕州市国土资源局"),
        ("机井坏了浇不上水", "滕州市水利和渔业局"),
        ("化工厂夜里排放废气", "滕州市环境保护局"),
        ("天然气何时开通", "滕州市燃气公司"),
        ("提取公积金", "枣庄市住房公积金管理中心滕州管理部"),
        ("消防通道被堵", "滕州市公安消防大队"),
        ("快递丢失", "中国邮政集团公司滕州市分公司"),
    ],
)
def test_a_common_matter_is_somebody_s_duty_in_2018(matter, department):
    claiming = [
        each["name"]
        for each in DEPARTMENTS
        if any(word in matter for word in each["keywords"])
        and (each["valid_from"] is None or each["valid_from"] <= date(2018, 3, 12))
    ]

    assert claiming == [department]

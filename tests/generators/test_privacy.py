"""Masks and redaction, word by word."""

from __future__ import annotations

import pytest

from generators.privacy import (
    HIDDEN,
    is_secret,
    mask_id,
    mask_name,
    mask_phone,
    mask_text,
    redact,
    redact_place,
    redact_words,
)
from tests.generators.records import a_case, a_petitioner


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张伟", "张某某"),
        ("欧阳明月", "欧阳某某"),
        ("张女士", "张女士"),
        ("匿名", "匿名"),
        ("", ""),
        ("张 伟", "张某某"),
    ],
)
def test_a_name_keeps_its_surname(name: str, masked: str):
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812341234", "138****1234"),
        ("１３８１２３４１２３４", "138****1234"),
        ("138 1234 1234", "138****1234"),
        ("0632-5512345", "0632-551****"),
        ("5512345", "551****"),
        ("13812341234、0632-5512345", "138****1234、0632-551****"),
        ("", ""),
    ],
)
def test_a_phone_keeps_its_ends(phone: str, masked: str):
    assert mask_phone(phone) == masked


def test_an_identity_number_keeps_place_and_check():
    assert mask_id("370481199001011233") == "370481********1233"


def test_numbers_inside_a_text_are_masked():
    assert mask_text("电话138-1234-1234，证件370481199001011233") == "电话138****1234，证件370481********1233"


def test_a_report_is_secret_even_where_nobody_marked_it():
    assert is_secret(a_case(kind="report"))
    assert is_secret(a_case(secret=True))
    assert not is_secret(a_case())


@pytest.mark.parametrize(
    "telling",
    [
        "13912345678",
        "139 1234 5678",
        "139-1234-5678",
        "１３９１２３４５６７８",
        "139\n12345678",
        "+8613912345678",
        "0632-5512345",
        "5512345",
        "55 12 345",
        "幺三八零零一二三四五六",
        "370481199001011233",
        "370421197503042712",
        "37048119900101123X",
        "370481 1990-01-01 1233",
        "鲁D12345",
        "鲁D·A1234",
        "鲁dF12345",
        "3号楼2单元501室",
        "3号楼2单元501",
        "三号楼二单元",
        "3-2-501",
        "12栋东户",
        "wang@example.cn",
        "微信wang_12345",
        "QQ：123456",
        "6222021602001234567",
    ],
)
def test_whatever_tells_who_asked_is_hidden_without_knowing_the_petitioner(telling: str):
    hidden = redact(f"前面{telling}后面")
    assert hidden == f"前面{HIDDEN}后面"


@pytest.mark.parametrize(
    "harmless",
    [
        "2018年3月12日09:20",
        "2018-03-12 09:20",
        "15路公交车",
        "一栋违建",
        "补偿1500000元",
        "杏坛路南段",
        "3月12号",
        "TZ-2018-000123-G",
    ],
)
def test_what_happened_when_and_where_stays(harmless: str):
    assert redact(f"前面{harmless}后面") == f"前面{harmless}后面"


def test_forms_of_the_name_are_hidden():
    petitioner = a_petitioner(name="张伟民")
    for form in ("张伟民", "张 伟 民", "张先生", "张某某", "来电人姓张"):
        assert "张" not in redact(f"{form}反映", petitioner)


def test_other_people_of_the_story_stay():
    assert redact("店主李建国，张家村人", a_petitioner(name="张伟民")) == "店主李建国，张家村人"


def test_a_name_that_introduces_itself_is_hidden_though_unknown():
    assert redact("我叫王小明，要举报") == f"我叫{HIDDEN}，要举报"
    assert redact("诉求人王宪忠反映") == f"诉求人{HIDDEN}反映"
    assert redact("来电人反映路灯不亮") == "来电人反映路灯不亮"


def test_the_petitioners_address_is_hidden_and_the_town_stays():
    petitioner = a_petitioner()
    assert redact(petitioner.address, petitioner) == f"滕州市荆河街道{HIDDEN}"


def test_a_village_may_be_where_it_happened():
    petitioner = a_petitioner(address="官桥镇前黄庄村")
    assert redact_place("官桥镇前黄庄村", petitioner) == f"官桥镇{HIDDEN}"
    assert redact("前黄庄村的化工厂排污", petitioner) == "前黄庄村的化工厂排污"
    assert redact("我家住前黄庄村", petitioner) == f"我家住{HIDDEN}"


@pytest.mark.parametrize(
    "half",
    [
        "139****0088",
        "139＊＊＊＊0088",
        "139xxxx0088",
        "1396327****",
        "****0088",
        "高*远",
        "高**",
        "老高",
        "高某",
        "高×远",
    ],
)
def test_what_is_hidden_by_half_is_hidden(half: str):
    petitioner = a_petitioner(name="高志远", phone="13963270088")
    assert redact(f"请与{half}核实", petitioner) == f"请与{HIDDEN}核实"


@pytest.mark.parametrize("text", ["2018年5*8米的广告牌", "高压线", "请对小高层住宅供暖", "请让老高山村通水"])
def test_what_only_looks_half_hidden_stays(text: str):
    assert redact(text, a_petitioner(name="高志远")) == text


def test_an_instruction_tells_no_home_unless_the_case_happened_there():
    petitioner = a_petitioner(name="高志远", address="洪绪镇和谐家园7号楼2单元301")
    secret = a_case(secret=True, place="洪绪街好味来饭店", title="饭店油烟", request_text="油烟直排。")
    assert redact_words("请到和谐家园走访", secret, petitioner) == f"请到{HIDDEN}走访"
    at_home = a_case(secret=True, place="和谐家园北门", title="饭店油烟", request_text="油烟直排。")
    assert redact_words("请到和谐家园走访", at_home, petitioner) == "请到和谐家园走访"
    assert redact_words("请与高志远核实", a_case(secret=False), petitioner) == "请与高志远核实"


def test_a_place_keeps_the_number_in_the_street_unless_the_petitioner_lives_there():
    assert redact_place("杏坛路12号饭店", a_petitioner()) == "杏坛路12号饭店"
    assert redact_place("平行南路12号饭店", a_petitioner()) == f"{HIDDEN}饭店"


def test_an_anonymous_petitioner_is_no_name():
    assert redact("匿名举报饭店", a_petitioner(name="匿名", phone="", address="")) == "匿名举报饭店"


@pytest.mark.parametrize("text", ["1 " * 20000, "12号" * 10000, "一" * 20000, "路" * 20000, "@a." * 10000])
def test_a_long_text_is_redacted_in_the_end(text: str):
    assert isinstance(redact(text, a_petitioner()), str)


def test_an_upper_number_that_looks_like_an_identity_number_is_not_masked():
    """An evening call's number, 19:15 on 12 March 2018, has 1915 where an identity number has the year of birth."""
    assert mask_text("工单180312191502000101") == "工单180312191502000101"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("其丈夫欧阳建国在厂里上班", f"其丈夫{HIDDEN}在厂里上班"),
        ("我儿子叫王小明，今年上学", f"我儿子叫{HIDDEN}，今年上学"),
        ("本人老欧阳，求助", f"本人{HIDDEN}，求助"),
        ("我就住在前庄村村委会东第三家，求助", f"我就住在{HIDDEN}，求助"),
    ],
)
def test_relatives_and_ways_to_a_house_tell_who_it_is(text: str, shown: str):
    assert redact(text, a_petitioner(name="欧阳铁柱")) == shown


@pytest.mark.parametrize("text", ["儿子在外打工，女儿上大学", "父亲是抗战老兵", "老欧阳村路灯不亮"])
def test_a_family_without_names_stays_readable(text: str):
    assert redact(text, a_petitioner(name="欧阳铁柱")) == text

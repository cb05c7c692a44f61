"""Given names, relatives, their schools and employers in the text of a secret case; and where redaction is not sure."""

from __future__ import annotations

import pytest

from generators.exposure import exposures
from generators.privacy import HIDDEN, redact, redacted_texts
from tests.generators.records import a_case, a_petitioner


def hidden(text: str, name: str) -> str:
    return redact(text, a_petitioner(name=name, phone="13812345678", address=""))


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("张三丰", "三丰说多次反映", f"{HIDDEN}说多次反映"),
        ("张三丰", "夜间施工，三丰已拍照", f"夜间施工，{HIDDEN}已拍照"),
        ("欧阳娜娜", "请联系娜娜", f"请联系{HIDDEN}"),
        ("张伟", "，伟说晚上吵，小伟在家", f"，{HIDDEN}说晚上吵，{HIDDEN}在家"),
        ("王芳", "请找阿芳，芳芳的店", f"请找{HIDDEN}，{HIDDEN}的店"),
        ("张三丰、李翠花", "张三丰和李翠花说，翠花已拍照", f"{HIDDEN}和{HIDDEN}说，{HIDDEN}已拍照"),
        ("张三丰（女儿代)", "三丰已拍照", f"{HIDDEN}已拍照"),
        ("李建设", "建设说，建设工程扬尘，联系建设", f"{HIDDEN}说，建设工程扬尘，联系{HIDDEN}"),
    ],
)
def test_a_given_name_tells_who_it_is(name: str, text: str, shown: str):
    assert hidden(text, name) == shown


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("王光明", "光明小区物业不作为，光明路积水"),
        ("张伟", "伟大的建设，宏伟"),
        ("赵强", "强制拆除，强行施工"),
        ("李学", "小学门口堵车"),
        ("周天", "天天施工"),
        ("李新", "小区新建，新说法"),
    ],
)
def test_a_word_that_is_somebodys_given_name_too_stays(name: str, text: str):
    assert hidden(text, name) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("其妻王翠花可作证，翠花也去过", f"其妻{HIDDEN}可作证，{HIDDEN}也去过"),
        ("孩子张小宝在光明小学三年级二班，小宝被打", f"孩子{HIDDEN}在{HIDDEN}，{HIDDEN}被打"),
        ("女儿孙小美，就读于滕州一中高三（2）班", f"女儿{HIDDEN}，就读于{HIDDEN}"),
        ("丈夫李四在城郊供电所工作", f"丈夫{HIDDEN}在{HIDDEN}工作"),
        ("家属赵德柱证明", f"家属{HIDDEN}证明"),
        ("儿子小军在北辛中学初二5班", f"儿子{HIDDEN}在{HIDDEN}"),
        ("母亲叫钱桂英", f"母亲叫{HIDDEN}"),
    ],
)
def test_relatives_their_schools_and_employers_tell_who_it_is(text: str, shown: str):
    assert hidden(text, "张三丰") == shown


@pytest.mark.parametrize(
    "text",
    [
        "母亲常年有病，父亲高血压，儿子高考",
        "女儿金榜题名，孩子天天哭，孩子向老师反映",
        "妻子陈述经过，儿子孙子都在家",
        "孩子在学校被打，丈夫在外打工",
        "找张主任反映，店主李建国不理",
    ],
)
def test_a_family_without_names_and_people_of_the_story_stay(text: str):
    assert hidden(text, "孙悟") == text


def test_a_relative_named_in_the_text_is_hidden_in_the_title_too():
    case = a_case(secret=True, title="王翠花被打", request_text="其妻王翠花在村口被打。")
    title, _, _ = redacted_texts(case, a_petitioner(name="张三丰"))
    assert title == f"{HIDDEN}被打"


def test_a_case_that_is_not_secret_exposes_nothing():
    assert exposures(a_case(place="官桥镇前黄庄村"), a_petitioner(address="官桥镇前黄庄村")) == []


def test_a_plain_secret_case_goes_without_a_person():
    assert exposures(a_case(secret=True), a_petitioner()) == []


def test_a_place_that_is_the_petitioners_home_is_lost():
    case = a_case(secret=True, place="张汪镇前黄庄村", request_text="垃圾成堆，无人清理。", title="垃圾成堆")
    (sentence,) = exposures(case, a_petitioner(address="张汪镇前黄庄村"))
    assert f"张汪镇{HIDDEN}" in sentence
    assert "前黄庄" not in sentence


def test_a_place_that_the_text_names_all_the_same_is_not_lost():
    case = a_case(
        secret=True, place="张汪镇前黄庄村", request_text="前黄庄村村南垃圾成堆。", title="垃圾成堆"
    )
    assert exposures(case, a_petitioner(address="张汪镇前黄庄村")) == []


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("李建设", "杏坛路建设管理混乱", "常用的词"),
        ("张三丰", "丈夫在城郊供电所工作，供电所乱收费", "家属的学校或单位"),
        ("张三丰", "杏坛路小学三年级二班乱收费", "年级和班"),
    ],
)
def test_where_nobody_can_tell_what_gives_somebody_away_a_person_looks(name: str, text: str, says: str):
    (sentence,) = exposures(a_case(secret=True, request_text=text), a_petitioner(name=name))
    assert says in sentence
    assert name[1:] not in sentence

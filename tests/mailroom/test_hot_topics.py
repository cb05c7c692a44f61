"""热点: a case belongs to the topic that it says most about, and to the town that its place names."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from config.settings import packaged_departments
from ledger.models import Department
from mailroom.desks.hot_topics import count_topics, topic_of

WORDS = {"供暖供热": ("供暖", "暖气", "不热"), "物业管理": ("物业", "物业费"), "噪声扰民": ("噪音",)}
TOWNS = [Department(**row) for row in packaged_departments() if row["kind"] == "town"]


def case(number=1, title="暖气不热", text="", place=""):
    return SimpleNamespace(id=number, title=title, request_text=text, place=place)


def counted(*cases, leads=None):
    return count_topics(cases, WORDS, TOWNS, leads or {})


@pytest.mark.parametrize(
    ("title", "text", "topic"),
    [
        ("暖气不热", "已找过物业", "供暖供热"),
        ("物业不作为", "暖气管漏水，物业费照收", "物业管理"),
        ("物业", "暖气", "物业管理"),  # the title counts twice
        ("", "噪音", "噪声扰民"),
        ("咨询", "户口怎么迁", ""),
    ],
)
def test_a_case_is_of_the_topic_that_it_says_most_about(title, text, topic):
    assert topic_of(title, text, WORDS) == topic


def test_a_town_is_known_by_the_place_then_by_the_text_then_by_who_handles_it():
    found = counted(
        case(1, place="荆河街道解放路", text="级索镇来电"),
        case(2, text="级索镇前黄庄村反映"),
        case(3, text="荆河街道与级索镇交界"),
        case(4),
        case(5),
        leads={4: "滨湖镇人民政府"},
    )
    assert found.towns == {"荆河街道": 1, "级索镇": 1, "滨湖镇": 1}
    assert found.topics == {"供暖供热": 5}


def test_a_topic_gathers_where_a_fifth_of_its_cases_are_and_at_least_two():
    places = ["荆河街道"] * 5 + ["级索镇"] * 3 + ["滨湖镇"] * 2 + ["羊庄镇"]
    found = counted(*(case(number, place=place) for number, place in enumerate(places)))

    assert found.where("供暖供热") == "荆河街道、级索镇"
    assert counted(case(1, place="荆河街道")).where("供暖供热") == ""

"""Titles for cases whose sheet has none."""

from __future__ import annotations

import pytest

from mailroom.desks.titles import LONGEST, title_of


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "诉求人称，鲍沟镇西郭庄村安装的路灯有8盏不亮了，灯杆也歪了。",
            "鲍沟镇西郭庄村安装的路灯有8盏不亮了，灯杆也歪了",
        ),
        ("市民来电反映：解放路小学门口没有路灯。", "解放路小学门口没有路灯"),
        ("来电人诉称：电压太低", "电压太低"),
        ("家里停水三天了。请尽快处理。", "家里停水三天了"),
        ("来电反映建议增设公交站点。", "建议增设公交站点"),
        ("投诉的问题一直没有解决。", "投诉的问题一直没有解决"),
        ("", ""),
        ("反映", "反映"),
    ],
)
def test_a_title_starts_where_the_matter_starts(text, title):
    assert title_of(text) == title


def test_a_text_without_any_stop_is_cut():
    assert len(title_of("长" * 100)) == LONGEST

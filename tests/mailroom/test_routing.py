"""Learned routing: how right it is on cases it has not seen, what its bar keeps back, and what never gets into it."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime
from types import SimpleNamespace

import numpy as np
import pytest

from mailroom.routing.features import CaseText, grams_of, text_of, words_of
from mailroom.routing.model import FILE, load, save
from mailroom.routing.training import NO_BAR, Lesson, _with_bar, made_from
from tests.mailroom.made_up_past import lessons, past

NOW = datetime(2018, 6, 1, 2, 0)
LEAST_RIGHT = 0.97


@pytest.fixture(scope="module")
def model():
    """Learned from 1,200 made-up cases."""
    return made_from(lessons(past(1200)), least_right=LEAST_RIGHT, now=NOW)


@pytest.fixture(scope="module")
def unseen(model):
    """Of 400 cases that the model has not seen: the best department's share, and whether it is the right one."""
    told = []
    for lesson in lessons(past(400, seed="unseen")):
        name, share = model.ranked(model.vocabulary.vector(lesson.grams))[0]
        told.append((share, name == lesson.right))
    return told


def test_most_cases_that_were_never_seen_go_to_the_right_department(unseen):
    right = sum(is_right for _, is_right in unseen) / len(unseen)

    assert right >= 0.88  # every fiftieth can't be known, and two matters in one text are a coin thrown


def test_above_the_bar_nearly_all_are_right_and_most_cases_are_above_it(model, unseen):
    above = [is_right for share, is_right in unseen if share >= model.measure.bar]
    below = [is_right for share, is_right in unseen if share < model.measure.bar]

    assert sum(above) / len(above) >= LEAST_RIGHT - 0.015  # 400 cases tell no better
    assert len(above) / len(unseen) >= 0.7
    assert sum(below) / len(below) < 0.85


def test_what_is_measured_by_cross_validation_is_what_happens_on_unseen_cases(model, unseen):
    right = sum(is_right for _, is_right in unseen) / len(unseen)

    assert abs(model.measure.right - right) < 0.05
    assert model.measure.cases == 1200


def test_the_same_cases_teach_the_same(model):
    again = made_from(lessons(past(1200)), least_right=LEAST_RIGHT, now=NOW)

    assert np.array_equal(again.weights, model.weights)
    assert again.measure == model.measure


def test_a_department_that_gave_a_case_back_is_proposed_less():
    same = {"路灯": 1, "不亮": 1, "维修": 1}
    others = [Lesson(f"o{each}", False, {"垃圾": 1, "清运": 1}, "城管局") for each in range(8)]
    one = [Lesson(f"a{each}", False, same, "城管局" if each % 2 else "供电公司") for each in range(20)]
    taught = [*one, *(Lesson(f"b{each}", False, same, "城管局", ("供电公司",)) for each in range(6))]

    def share_of_the_wrong(cases):
        made = made_from([*cases, *others], least_right=0.9, now=NOW)
        return dict(made.ranked(made.vocabulary.vector(same)))["供电公司"]

    without_wrong = [Lesson(each.case_no, False, each.grams, each.right) for each in taught]
    assert share_of_the_wrong(taught) < share_of_the_wrong(without_wrong)


def test_a_bar_is_as_low_as_chance_allows():
    told = [(0.9, True)] * 40 + [(0.5, True)] * 40 + [(0.3, False)] * 20

    measure = _with_bar(told, 0.97)

    assert (measure.bar, measure.above, measure.right_above, measure.right) == (0.5, 0.8, 1.0, 0.8)
    assert _with_bar([(0.9, True)] * 20, 0.97).bar == NO_BAR  # twenty lucky ones prove nothing


def test_who_asked_is_not_learned():
    case = SimpleNamespace(
        title="张三丰反映路灯不亮", place="荆河街道", kind="service", secret=False,
        request_text="来电人张三丰（13812345678）称三丰路灯不亮，家住平行南路12号3号楼2单元501。",
    )  # fmt: skip
    who = SimpleNamespace(
        name="张三丰", phone="13812345678", address="滕州市荆河街道平行南路12号3号楼2单元501室"
    )

    grams = grams_of(text_of(case, who))

    assert "路灯" in grams
    assert not [
        gram for gram in grams if "三丰" in gram or "张三" in gram or any(char.isdigit() for char in gram)
    ]


def test_of_a_secret_case_who_asked_is_not_learned():
    case = SimpleNamespace(
        title="举报某饭店", place="荆河街道", kind="report", secret=True,
        request_text="举报人李四海，四海家在饭店楼上，油烟扰民。",
    )  # fmt: skip

    grams = grams_of(text_of(case, SimpleNamespace(name="李四海", phone="", address="")))

    assert "油烟" in grams
    assert not [gram for gram in grams if "四海" in gram]


def test_a_secret_case_is_shown_to_nobody_as_a_near_one():
    same = {"路灯": 1, "不亮": 1}
    made = made_from(
        [
            Lesson("open", False, same, "甲"),
            Lesson("secret", True, same, "甲"),
            Lesson("o2", False, {"垃圾": 1}, "乙"),
        ],
        least_right=0.9,
        now=NOW,
    )

    near = made.past.nearest(made.vocabulary.vector(same), 5, len(made.vocabulary.numbers))
    assert [number for number, _, _ in near] == ["open"]


def test_the_words_that_decided_are_told_as_words():
    text = CaseText("楼道天然气泄漏异味", "住户闻到天然气味。", "滨湖镇")

    assert words_of(text, {"天然气": 2.0, "气泄漏": 1.0, "然气": 0.5, "@滨湖": 0.2}) == ["天然气泄漏", "滨湖"]


def test_a_model_comes_back_from_its_file_as_it_was(model, tmp_path):
    save(model, tmp_path)

    kept = load(tmp_path, "")

    vector = model.vocabulary.vector(lessons(past(1, seed="x"))[0].grams)
    assert kept.measure == model.measure
    assert kept.ranked(vector)[0][0] == model.ranked(vector)[0][0]
    assert kept.past.nearest(vector, 3, len(kept.vocabulary.numbers))


def test_a_model_file_is_data_and_no_program(model, tmp_path):
    save(model, tmp_path)

    with zipfile.ZipFile(tmp_path / FILE) as file:
        assert all(name.endswith(".npy") for name in file.namelist())
        assert not any(b"|O" in file.read(name)[:128] for name in file.namelist())


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04 cut", b"\x80\x04pickle"])
def test_a_broken_file_is_no_model(broken, tmp_path):
    (tmp_path / FILE).write_bytes(broken)

    assert load(tmp_path, "") is None


def test_what_another_ledger_taught_is_no_model(model, tmp_path):
    save(model, tmp_path)

    assert load(tmp_path, "another ledger's") is None


def test_a_file_of_another_version_is_no_model(model, tmp_path):
    save(model, tmp_path)
    with np.load(tmp_path / FILE) as kept:
        arrays = {name: kept[name] for name in kept.files}
    words = json.loads(arrays["words"].tobytes()) | {"version": 99}
    arrays["words"] = np.frombuffer(json.dumps(words).encode(), dtype=np.uint8)
    np.savez(tmp_path / FILE, **arrays)

    assert load(tmp_path, "") is None

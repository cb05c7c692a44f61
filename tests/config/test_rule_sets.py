"""Rule sets hold from their day on; an office changes one, or adds one that starts from the one before."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.config.offices import SMALL

RULES = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_founding_document_holds_from_its_day_and_before_it_too(office):
    rules = office(SMALL).rules

    assert [rules.on(day).id for day in (date(2018, 1, 1), date(2018, 3, 12), date(2026, 11, 24))] == [
        "2018"
    ] * 3
    assert [
        rules.on(date(2018, 3, 12)).limit_for(kind) for kind in ("consultation", "service", "suggestion")
    ] == [3] * 3
    assert [rules.on(date(2018, 3, 12)).limit_for(kind) for kind in ("complaint", "report")] == [7, 7]


def test_the_example_of_the_rules_page_gives_a_second_set_that_leaves_the_first_as_it_was(office):
    example = re.search(r"```toml\n(\[\[rules\]\].*?)```", RULES.read_text(encoding="utf-8"), re.DOTALL)[1]

    rules = office(SMALL + example).rules

    assert rules.on(date(2019, 12, 31)).limit_for("complaint") == 7
    assert rules.on(date(2020, 1, 1)).limit_for("complaint") == 5
    assert rules.on(date(2020, 1, 1)).acknowledge_days == 1
    assert rules.by_id("2018").limit_for("service") == 3


def test_a_third_set_starts_from_the_second(office):
    sets = '[[rules]]\nid = "a"\nfrom = 2020-01-01\nlimit_days = { complaint = 5 }\n'
    sets += '[[rules]]\nid = "b"\nfrom = "2025-01-01"\nlimit_days = { report = 4 }\n'

    rules = office(SMALL + sets).rules.on(date(2025, 6, 1))

    assert (
        rules.id,
        rules.limit_for("complaint"),
        rules.limit_for("report"),
        rules.limit_for("service"),
    ) == ("b", 5, 4, 3)


def test_a_shipped_set_is_changed_by_its_id(office):
    rules = office(SMALL + '[[rules]]\nid = "2018"\nwarn_days = 2\n').rules

    assert [each.warn_days for each in rules.sets] == [2]


def test_a_department_s_own_limit_counts_where_it_is_shorter(office):
    text = '[[rules]]\nid = "2018"\n[rules.department_limit_days]\n"滕州市公安局" = { complaint = 5, service = 9 }\n'

    rules = office(SMALL + text).rules.on(date(2018, 4, 1))

    assert rules.limit_for("complaint", "滕州市公安局") == 5
    assert rules.limit_for("service", "滕州市公安局") == 3
    assert rules.limit_for("complaint", "滕州市民政局") == 7


def test_a_kind_nobody_knows_has_the_limit_of_other(office):
    assert office(SMALL).rules.on(date(2018, 4, 1)).limit_for("") == 3


def test_faulty_rules_are_named(faults_of):
    faults = faults_of(
        SMALL
        + '[[rules]]\nid = "new"\n'
        + '[[rules]]\nid = "2018"\nwritten_days = 20\nlimit_days = { complaint = 0, petition = 3 }\n'
        + '[rules.department_limit_days]\n"甲" = { visit = 1 }\n"乙" = 3\n'
    )

    assert set(faults) == {
        "rules[1]",
        "rules[2].limit_days.petition",
        "rules（2018）.limit_days.complaint",
        "rules（2018）.phone_days",
        "rules.department_limit_days.甲.visit",
        "rules.department_limit_days.乙",
    }


def test_a_set_that_is_gone_is_not_replaced_by_another(office):
    with pytest.raises(KeyError):
        office(SMALL).rules.by_id("1999")

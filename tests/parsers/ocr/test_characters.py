"""Characters are believed as far as Chinese forms have them."""

from __future__ import annotations

import pytest

from parsers.ocr.characters import commonness, is_common


@pytest.mark.parametrize(("traditional", "simplified"), ["決决", "黃黄", "這这", "龍龙"])
def test_a_traditional_form_is_believed_less_than_the_one_that_forms_have(
    traditional: str, simplified: str
) -> None:
    assert commonness(traditional) < 0.5 * commonness(simplified)


@pytest.mark.parametrize("char", "堃喆赟珺翀")
def test_a_rare_character_of_names_is_believed_and_unsure(char: str) -> None:
    assert commonness(char) == 1.0
    assert not is_common(char)


def test_other_scripts_win_only_where_nothing_else_is_likely() -> None:
    assert commonness("り") < commonness("決") < commonness("A")

"""The kinds of made-up papers, each a function of chance: how it is set, and what a careful clerk reads off it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.parsers.ocr.printed.answer_papers import answer_form, answer_letter
from tests.parsers.ocr.printed.case_papers import case_list, case_sheet
from tests.parsers.ocr.printed.made import Made
from tests.parsers.ocr.printed.other_papers import (
    extension_form,
    follow_up_list,
    instruction_sheet,
    liaison_form,
    send_back_form,
)

KINDS: dict[str, Callable[[Random], Made]] = {
    "case": case_sheet,
    "case_list": case_list,
    "answer_form": answer_form,
    "answer_letter": answer_letter,
    "liaison_form": liaison_form,
    "instruction": instruction_sheet,
    "follow_up": follow_up_list,
    "send_back": send_back_form,
    "extension": extension_form,
}

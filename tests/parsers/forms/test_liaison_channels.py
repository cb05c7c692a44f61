"""Which channels a liaison form covers: what its title, a line, a remark or the letter says."""

from __future__ import annotations

import pytest

from tests.parsers.forms.papers import word
from tests.parsers.forms.test_liaison import HEAD, MERGES, NOTE, NOTICE, form_of, read

PRINTED = "政务服务热线和市长信箱办理工作联系表"
BOTH = ("hotline", "mayors_mailbox")
MAILBOX = ("mayors_mailbox",)


def with_remarks(remarks: dict[int, str]) -> list[list[str | None]]:
    """The notice's rows with remarks in the last column."""
    return [[*row[:5], remarks.get(n, row[5])] for n, row in enumerate(NOTICE)]


@pytest.mark.parametrize(
    ("title", "covers"),
    [
        (f"{PRINTED}（市长信箱）", MAILBOX),
        (f"{PRINTED}（政务服务热线）", ("hotline",)),
        (f"市长信箱部分：{PRINTED}", MAILBOX),
        (f"{PRINTED}（热线、市长信箱）", BOTH),
        (f"滕州市12345热线办公室{PRINTED}", BOTH),
    ],
)
def test_what_stands_beside_the_printed_title_decides(title: str, covers: tuple[str, ...]) -> None:
    assert form_of(read(("联系表.docx", word(title, HEAD, (NOTICE, MERGES), NOTE)))).covers == covers


@pytest.mark.parametrize(
    "words",
    [
        "（市长信箱）",
        "注：市长信箱",
        "填报事项：市长信箱",
        f"{NOTE}此表为市长信箱。",
        "注：若政务服务热线和市长信箱办理工作不在一个科室负责的，请分别填报此表并注明。本表仅填市长信箱。",
    ],
)
def test_a_line_that_says_which_one_it_is_decides_also_behind_the_printed_note(words: str) -> None:
    form = form_of(read(("联系表.docx", word(PRINTED, HEAD, (NOTICE, MERGES), words))))
    assert form.covers == MAILBOX


@pytest.mark.parametrize(
    ("remarks", "covers"),
    [
        ({1: "市长信箱"}, MAILBOX),
        ({4: "市长信箱", 5: "市长信箱"}, MAILBOX),
        ({4: "负责市长信箱"}, BOTH),
        ({4: "负责热线", 5: "负责市长信箱"}, BOTH),
        ({4: "本表为市长信箱"}, MAILBOX),
    ],
)
def test_a_remark_decides_unless_it_stands_beside_some_of_the_liaisons_alone(
    remarks: dict[int, str], covers: tuple[str, ...]
) -> None:
    form = form_of(read(("联系表.docx", word(PRINTED, HEAD, (with_remarks(remarks), MERGES), NOTE))))
    assert form.covers == covers

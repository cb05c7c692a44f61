"""How the simulated departments behave: what each kind of conduct does about a letter, and when."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reaction:
    """One thing that a department does about a letter: so many working days and minutes after it came.

    With `days` 0 the minutes count from the letter, else from the opening of that day's office. `to`: the kind of
    letter. `act`: acknowledge, answer, send back, extension, holiday. `style`: of an answer, see `answers.STYLES`.
    `lacking`: parts of the answer left out, named as in `results.Result`.
    """

    to: str
    days: int
    minutes: int
    act: str
    style: str = ""
    lacking: tuple[str, ...] = ()


def _signs(minutes: int) -> Reaction:
    return Reaction("dispatch", 0, minutes, "acknowledge")


def _answers(days: int, minutes: int, style: str, *lacking: str) -> Reaction:
    return Reaction("dispatch", days, minutes, "answer", style, lacking)


# Whoever is asked to mend an answer does so the next day.
MENDS = Reaction("correction", 1, 40, "answer", "form-docx")
# And whoever has to handle a case again answers the day after that.
REDOES = Reaction("redo", 2, 70, "answer", "form-docx")

CONDUCTS: dict[str, tuple[Reaction, ...]] = {
    "form": (_signs(45), _answers(2, 95, "form-docx")),
    "qq": (_signs(30), _answers(1, 140, "body-qq")),
    "163": (_signs(80), _answers(2, 200, "body-163")),
    "outlook": (_signs(25), _answers(2, 60, "body-outlook")),
    "letter": (_signs(120), _answers(3, 45, "letter-docx")),
    "holiday": (
        Reaction("dispatch", 0, 1, "holiday"),
        Reaction("dispatch", 1, 20, "acknowledge"),
        _answers(3, 75, "form-docx"),
    ),
    "incomplete": (_signs(50), _answers(1, 330, "body-outlook", "approver", "phone", "informed_on"), MENDS),
    "province": (_signs(20), _answers(1, 190, "letter-docx", "opinion"), MENDS),
    "urgent": (_signs(10), _answers(0, 200, "form-docx")),
    "late": (_answers(10, 60, "form-docx"),),
    "asleep": (),
    "sends back": (Reaction("dispatch", 0, 180, "send back"),),
    "asks for time": (_signs(60), Reaction("dispatch", 2, 50, "extension"), _answers(6, 30, "form-docx")),
    "file name": (_signs(35), _answers(2, 150, "number-in-file-name")),
    "retyped": (_signs(40), _answers(2, 230, "number-retyped")),
    "stock phrase": (_signs(55), _answers(2, 110, "stock-phrase")),
    "bare": (_answers(1, 45, "bare"),),
}
EVERYDAY = ("form", "qq", "163", "outlook", "letter")  # of cases that the story says nothing about

# A server that knows no such mailbox: every letter to it comes back.
DEAD_ADDRESSES = ("guangdian@example.cn",)
# What a department that sends a case back says, and whose it is instead.
SEND_BACK = ("该路段为县道，由公路部门负责养护，不属我镇职责", "滕州市公路局")
EXTENSION = ("房屋鉴定须委托专业机构，预计需一周以上", 5)

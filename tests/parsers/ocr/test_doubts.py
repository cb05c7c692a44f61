"""What was hard to read on a picture is doubted where a value stands on it, and only there."""

from __future__ import annotations

from datetime import date, datetime

from parsers.ocr.doubts import low_confidence
from parsers.paper import Paper, Unsure
from parsers.reading import Answer, CaseSheet, Doubt, Petitioner, Reading

NAME = "附件1 扫描.pdf"


def paper(*unsure: tuple[str, str, float]) -> Paper:
    return Paper(NAME, "pdf", unsure=tuple(Unsure(*piece) for piece in unsure))


def doubted(reading: Reading, *unsure: tuple[str, str, float]) -> list[tuple[str, str]]:
    return [(doubt.field, doubt.where) for doubt in low_confidence([paper(*unsure)], reading)]


def case(**values: object) -> Reading:
    where = {
        "phone": "petitioner.phone",
        "name": "petitioner.name",
    }
    sheet = CaseSheet(
        petitioner=Petitioner(name=values.get("name"), phone=values.get("phone")),  # type: ignore[arg-type]
        **{key: value for key, value in values.items() if key not in where},  # type: ignore[arg-type]
    )
    found = {f"cases.0.{where.get(key, key)}": f"{NAME} 第1页 表1 R2C4" for key in values}
    return Reading("case", "", cases=(sheet,), found=found)


def test_an_unsure_number_is_doubted_with_its_place() -> None:
    reading = case(phone="15170597055")
    assert doubted(reading, ("第1页 表1 R2C4", "15170597055", 0.71)) == [
        ("cases.0.petitioner.phone", f"{NAME} 第1页 表1 R2C4")
    ]
    (doubt,) = low_confidence([paper(("第1页 表1 R2C4", "15170597055", 0.71))], reading)
    assert doubt.because == "图片上的「15170597055」识别把握不足，请对照原件核对"


def test_other_words_of_the_same_line_do_no_harm_to_a_value() -> None:
    answer = Reading(
        "answer",
        "",
        answer=Answer(handler="冯洋", phone="5572360"),
        found={"answer.handler": f"{NAME} 第1页 第9段", "answer.phone": f"{NAME} 第1页 第9段"},
    )
    assert doubted(answer, ("第1页 第9段", "冯洋", 0.5)) == [("answer.handler", f"{NAME} 第1页 第9段")]


def test_a_date_is_doubted_by_what_it_was_written_with() -> None:
    reading = case(called_at=datetime(2018, 7, 4, 17, 1))
    assert doubted(reading, ("第1页 表1 R2C4", "2018年7月4日17时1分", 0.8))
    answered = Reading(
        "answer",
        "",
        answer=Answer(answered_on=date(2018, 12, 18)),
        found={"answer.answered_on": f"{NAME} 第2段"},
    )
    assert doubted(answered, ("第1页 第14段", "2018年12月18日", 0.8))
    assert not doubted(answered, ("第1页 第14段", "2018年11月17日", 0.8))


def test_one_unsure_word_in_a_long_text_is_none_too_many() -> None:
    text = "来电人反映善南街道御景苑电梯坏了，" * 10
    reading = case(request_text=text)
    assert not doubted(reading, ("第1页 表1 R2C4", "善南街道", 0.5))
    assert doubted(case(request_text="善南街道御景苑电梯坏了"), ("第1页 表1 R2C4", "善南街道", 0.5))


def test_a_choice_is_doubted_by_its_cell() -> None:
    assert doubted(case(secret=False), ("第1页 表1 R2C4", "☑否", 0.6))
    assert not doubted(case(secret=False), ("第1页 表1 R3C4", "☑否", 0.6))


def test_numbers_of_the_upper_platform_are_doubted_wherever_they_stand() -> None:
    reading = Reading("case", "", upper_nos=("180704170134384817",))
    assert doubted(reading, ("第1页 第1段", "180704170134384817", 0.8)) == [
        ("upper_nos", f"{NAME} 第1页 第1段")
    ]


def test_what_is_doubted_already_and_what_stands_elsewhere_is_left_alone() -> None:
    reading = case(phone="15170597055")
    piece = ("第1页 表1 R2C4", "15170597055", 0.5)
    twice = Reading(
        "case",
        "",
        cases=reading.cases,
        found=reading.found,
        doubts=(Doubt("cases.0.petitioner.phone", "两处"),),
    )
    assert not doubted(twice, piece)
    other = Paper("附件2 照片.jpg", "jpeg", unsure=(Unsure(*piece),))
    assert not low_confidence([other], reading)

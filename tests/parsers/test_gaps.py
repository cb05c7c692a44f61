"""Characters that could not be read."""

from __future__ import annotations

from parsers import read_mail

HEAD = (
    b"From: zjj@t.example\r\nSubject: Re: TZ-2018-000123-G\r\nContent-Type: text/plain; charset=gbk\r\n\r\n"
)
TEXT = "一、调查核实情况：经核查，井盖破损，情况属实。\r\n二、处理情况：已更换。\r\n三、反馈当事人情况：已电话告知，表示满意。\r\n承办人：张三 审核人：李四"


def doubts(text: bytes) -> list[tuple[str, str]]:
    return [(doubt.field, doubt.because) for doubt in read_mail(HEAD + text).doubts]


def test_a_value_in_which_a_character_is_lost_is_doubted_and_the_place_is_shown() -> None:
    torn = TEXT.encode("gbk").replace("盖破".encode("gbk"), "盖".encode("gbk") + b"\xff" + "破".encode("gbk"))
    assert ("answer.facts", "「经核查，井盖〓破损，情况属」有读不出的字（〓），请对照原件") in doubts(torn)


def test_a_name_in_which_a_character_is_lost_is_doubted_too() -> None:
    torn = TEXT.encode("gbk").replace("张三".encode("gbk"), "张".encode("gbk") + b"\xff")
    assert ("answer.handler", "「张〓」有读不出的字（〓），请对照原件") in doubts(torn)


def test_a_text_that_is_whole_is_not_doubted() -> None:
    assert not any("读不出的字" in because for _, because in doubts(TEXT.encode("gbk")))

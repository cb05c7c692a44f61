"""Characters become lines with their blanks, lines become paragraphs, and unsure words are named."""

from __future__ import annotations

from parsers.ocr.paragraphs import join_in_cell, join_on_page, margins_of
from parsers.ocr.strips import Glyph, Strip
from parsers.ocr.writing import write_lines

EM = 30.0
PAGE = 1000


def strip(text: str, left: float = 100, top: float = 100, sure: dict[int, float] | None = None) -> Strip:
    """A strip as it is read of a line: a digit is half as wide as other characters, `_` stands for one's width empty."""
    glyphs, x, spaced = [], left, False
    for i, char in enumerate(text):
        width = EM / 2 if char.isascii() and char != "_" else EM
        if char not in "_ ":
            glyphs.append(Glyph(char, x + width / 2, (sure or {}).get(i, 0.99), spaced))
        spaced = char == " "
        x += width
    return Strip(tuple(glyphs), left, top, x, top + 40)


def written(*strips: Strip) -> list[str]:
    return [line.text for line in write_lines(strips)]


def test_pieces_side_by_side_are_one_line_with_their_gaps() -> None:
    assert written(strip("审核人：田令泉", 600), strip("承办人：冯洋", 100)) == [
        "承办人：冯洋    审核人：田令泉"
    ]
    assert written(strip("冯_洋")) == ["冯 洋"]
    assert written(strip("事___由")) == ["事    由"]


def test_blanks_between_digits_are_those_that_were_seen() -> None:
    assert written(strip("2018-08-28 15:17")) == ["2018-08-28 15:17"]
    assert written(strip("180828151718515115")) == ["180828151718515115"]


def test_a_date_run_into_its_time_is_parted() -> None:
    assert written(strip("2018-09-0612:00")) == ["2018-09-06 12:00"]


def test_lines_follow_from_top_to_bottom() -> None:
    assert written(strip("第二行", top=160), strip("第一行", top=100)) == ["第一行", "第二行"]


def test_words_with_an_unsure_character_are_named() -> None:
    (line,) = write_lines([strip("承办人：冯洋，电话5572360", sure={4: 0.6, 9: 0.97})])
    assert line.unsure == (("冯洋", 0.6),)
    (line,) = write_lines([strip("电话5572360", sure={3: 0.85})])  # of a digit, more is asked
    assert line.unsure == (("电话5572360", 0.85),)
    (line,) = write_lines([strip("联系人：叶甡")])  # a rare character of a name
    assert line.unsure == (("叶甡", 0.99),)


def test_specks_beside_characters_are_left_out() -> None:
    assert written(strip("姓_名", sure={}), strip("·日期", top=200, sure={0: 0.5})) == ["姓 名", "日期"]
    assert written(strip("副主任·"), strip("阿里木·买买提", top=200)) == ["副主任", "阿里木·买买提"]


def lines(*texts: str, left: float = 100) -> list[Strip]:
    return [strip(text, left, 100 + 50 * i) for i, text in enumerate(texts)]


def paragraphs(*texts: str, right: float = 900) -> list[str]:
    drawn = [
        strip(text.lstrip(" "), 100 + EM * (len(text) - len(text.lstrip(" "))), 100 + 50 * i)
        for i, text in enumerate(texts)
    ]
    rows = write_lines(drawn)
    left, _ = margins_of(rows, [], PAGE)
    return [line.text for line in join_on_page(rows, left, right, PAGE)]


def test_a_line_that_ran_full_goes_on_in_the_next() -> None:
    full = "经调查该路段确有货车违规停放现象已安排警力每日巡查依"  # 26 characters: 780 pixels
    assert paragraphs(f"  {full[:24]}", full, "法处罚。", "  二、处理情况") == [
        full[:24] + full + "法处罚。",
        "二、处理情况",
    ]


def test_a_line_with_room_left_ends_its_paragraph() -> None:
    assert paragraphs("承办单位已经到现场进行了调查", "诉求人反映的问题属实") == [
        "承办单位已经到现场进行了调查",
        "诉求人反映的问题属实",
    ]


def test_short_lines_at_the_foot_of_a_letter_stay_apart() -> None:
    rows = write_lines([strip("荆河街道办事处", 600, 100), strip("二〇一八年四月十七日", 560, 160)])
    left, right = margins_of(rows, [], PAGE)
    assert len(join_on_page(rows, left, right, PAGE)) == 2


def in_cell(width: float, *texts: str) -> str:
    whole = join_in_cell(write_lines(lines(*texts)), 90, 90 + width)
    assert whole is not None
    return whole.text


def test_the_last_digits_of_a_long_number_belong_to_it_though_its_line_had_room() -> None:
    assert in_cell(600, "18082815171851511", "5") == "180828151718515115"
    assert in_cell(600, "180828151718515", "115") == "180828151718515115"
    assert paragraphs("工单编号：18082815171851511", "5") == ["工单编号：180828151718515115"]


def test_digits_below_a_number_that_is_whole_or_a_telephone_are_others() -> None:
    assert in_cell(600, "180828151718515115", "5") == "180828151718515115\n5"
    assert in_cell(600, "13812345678", "55123") == "13812345678\n55123"


def test_a_text_broken_by_its_cell_is_whole_again() -> None:
    assert in_cell(320, "滕州市市场监督管理", "局") == "滕州市市场监督管理局"
    assert in_cell(130, "0632-", "5597388") == "0632-5597388"
    assert in_cell(160, "mzj713@", "post.exa", "mple.cn") == "mzj713@post.example.cn"


def test_a_break_where_there_was_room_stays() -> None:
    assert in_cell(600, "请阅示。", "市政府办公室") == "请阅示。\n市政府办公室"


def test_a_time_below_its_day_is_not_glued_to_it() -> None:
    assert in_cell(160, "2022-07-14", "08:44") == "2022-07-14 08:44"
    assert in_cell(160, "2022/7/4", "9:05:30") == "2022/7/4 9:05:30"
    assert in_cell(130, "2022-07-", "14 08:44") == "2022-07-14 08:44"

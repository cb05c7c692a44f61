"""Proofreading (校对) of a pattern before a letter is drawn from it: what its author can't have meant is named by line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from generators.letter_page import LAYOUTS
from generators.styles import PARAGRAPHS

WORDS = (*PARAGRAPHS, "版式", "列宽", "行高")
HEAD = re.compile(r"^([一-鿿]{2,4})：")
MEASURES = re.compile(r"^(列宽|行高)：(.*)$")
PICTURE = re.compile(r"图：\s*\{\{.+\}\}\s*")
UNPRINTED = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
CLOSE = 0.7  # of 1: a word with one character too many, and not 诉求标题 or 主办, which stand in a text
SIMPLIFIED = str.maketrans("題標簽發圖註級號頁", "题标签发图注级号页")
MISTAKEN = {"题目": "标题", "标头": "标题", "抬头": "主送", "落款": "署名"}


def fault_in(pattern: str) -> tuple[int, str] | None:
    """Return the line (from 1; 0: the whole) and a sentence for the first fault of a pattern; None where it has none."""
    lines = pattern.splitlines()
    printed = UNPRINTED.sub("", "\n".join(lines[1:] if pattern.startswith("版式：") else lines))
    if not any(_prints(line) for line in printed.splitlines()):
        return 0, "没有标题、正文或表格，印出来是空白"
    if not lines[0].startswith("版式："):
        return 1, f"第一行应写明版式，如“版式：信函”（{_listed(LAYOUTS)}）"
    layout = lines[0].removeprefix("版式：").strip()
    if layout not in LAYOUTS:
        return 1, f"没有“{layout}”这种版式，可用的有{_listed(LAYOUTS)}"
    for number, line in enumerate(lines[1:], start=2):
        if sentence := _fault_of(line):
            return number, sentence
    return None


def _prints(line: str) -> bool:
    return bool(line.strip(" |　")) and not MEASURES.match(line)


def _fault_of(line: str) -> str:
    if measures := MEASURES.match(line):
        return _fault_of_measures(measures[1], measures[2])
    if line.startswith("图：") and not PICTURE.fullmatch(line):
        return "“图：”后面应是图片栏目，如“图：{{ chart }}”"
    head = HEAD.match(line)
    if not head or head[1] in WORDS:
        return ""
    word = head[1].translate(SIMPLIFIED)
    meant = MISTAKEN.get(word) or next(iter(get_close_matches(word, WORDS, n=1, cutoff=CLOSE)), "")
    if not meant:
        return ""
    return f"不认识行首的“{head[1]}：”，是不是“{meant}：”？确是正文的，请在行首写“正文：”"


def _fault_of_measures(word: str, text: str) -> str:
    wanted = 1 if word == "行高" else None
    measures = text.split()
    if measures and all(re.fullmatch(r"\d+(?:\.\d+)?", each) and float(each) > 0 for each in measures):
        return "" if wanted in (None, len(measures)) else "“行高：”后面应是一个毫米数"
    return f"“{word}：”后面应是毫米数" + ("，各列之间空一格" if word == "列宽" else "")


def _listed(words: Iterable[str]) -> str:
    return "、".join(words)

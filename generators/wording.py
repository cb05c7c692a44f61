"""How the office writes dates, lists and titles. Official papers write 2018年3月12日, no leading zeros (GB/T 9704 7.3.5.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import accumulate, pairwise

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
NEVER_FIRST = "”》）】、，。；：！？的"
NEVER_LAST = "“《（【"
UNTORN = r"(?:[0-9A-Za-z.\-－]+[年月日号件个份%工单]*)+|〔[^〕]*〕[0-9]*号?|[一-鿿][省市县区镇][府委局]"
WORDS = (  # of our titles, torn only where lines would become uneven
    "政务服务|热线|办公室|委员会|人民政府|管理局|执法局|综合行政执法|街道|群众|诉求|办理|情况|问题|督办|逾期|事项|整合|方案|申请|"
    "夜间|占道|经营|扰民|噪声|噪音|油烟|小区|物业|供暖|供水|供电|停水|停电|路灯|道路|路口|南段|北段|东段|西段|公交|学校|市场|"
    "垃圾|污水|拖欠|工资|违章|违建|建设|施工|投诉|举报|咨询|建议|延期|批示|落实|督查|移交|退回|重新"
)
QUOTED = r"《[^》]*》|“[^”]*”"
# Marks that steer the direction of writing and take no room: they hide or turn round what a citizen wrote, and no
# Chinese text needs them.
INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff"
MATTER_LENGTH = 46  # with the words round it in a heading at most three lines of 20
NARROW = 0.6  # of a character: digits and Latin letters are 0.5 in some faces, more in proportional ones
MOST_WEIGHED = 3  # lines of a title whose ways to break are weighed against one another
WAYS = 8  # to end each of its lines
LINE, GOOD_BREAK = 6, -1  # what a line costs, and a break behind 的 or a comma, in characters of uneven lines
TORN = 1000  # never, where anything else is left


def day_words(day: date) -> str:
    """Return 2018年3月12日."""
    return f"{day.year}年{day.month}月{day.day}日"


def month_day_words(day: date) -> str:
    """Return 3月12日, where the year goes without saying."""
    return f"{day.month}月{day.day}日"


def moment_words(moment: datetime) -> str:
    """Return 2018年3月15日17:00."""
    return f"{day_words(moment)}{moment:%H:%M}"


def deadline_words(due_at: datetime) -> str:
    """Return 2018年3月15日（星期四）17:00前."""
    return f"{day_words(due_at)}（{WEEKDAYS[due_at.weekday()]}）{due_at:%H:%M}前"


def short_deadline(due_at: datetime, now: date) -> str:
    """Return 3月15日17:00前, with the year where it is not this one: short enough for a subject."""
    year = "" if due_at.year == now.year else f"{due_at.year}年"
    return f"{year}{month_day_words(due_at)}{due_at:%H:%M}前"


def shortened(text: str, length: int) -> str:
    """Return `text` on one line, cut to `length` characters, the last being … where something was cut."""
    line = re.sub(r"\s+", " ", visible(text)).strip()
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def cut_short(text: str, length: int) -> str:
    """Return `text` on one line, of more than `length` characters what stands before a comma or between two words, and …"""
    line = shortened(text, len(text))
    if len(line) <= length:
        return line
    places = range(length * 2 // 3, length)
    costs = _costs(line, ())
    commas = [at for at in places if line[at] in "，、；。："]
    words = [at for at in places if costs[at] <= 0]
    return line[: [length - 1, *words, *commas[-1:]][-1]].rstrip("，、；。： ") + "…"


def matter_of(title: str) -> str:
    """Return a case's title as it stands inside a heading: the heading has its own 关于, and three lines at most."""
    line = shortened(title, len(title)).rstrip("。；;")
    bare = re.sub(r"^(?:关于反映|关于|反映)(?!强烈)", "", line)
    if bare != line:
        bare = bare.removesuffix("的问题")
    return cut_short(bare or line, MATTER_LENGTH)


def visible(text: str) -> str:
    """Return `text` without marks that take no room."""
    return re.sub(f"[{INVISIBLE}]", "", text)


def lines_of(text: str) -> list[str]:
    """Return the paragraphs of a text that a citizen or a department wrote, without the empty ones."""
    return [line.strip() for line in visible(text).splitlines() if line.strip()]


def balanced(title: str, width: int = 20, whole: Sequence[str] = ()) -> str:
    """Break a title of more than `width` characters into lines of about equal length (GB/T 9704 7.3.1).

    No line begins with a closing mark or 的, and none ends with an opening one; dates, numbers, Western words and the
    names in `whole` are not torn, what stands in 《》 or “” only where the lines would become very uneven.
    """
    ends = list(accumulate((NARROW if each.isascii() else 1.0 for each in title), initial=0.0))
    if ends[-1] <= width:
        return title
    costs = _costs(title, whole)
    fewest = -int(-ends[-1] // width)

    def badness(cuts: list[int]) -> tuple[bool, float, int]:
        return _badness(cuts, ends, costs)

    tried = list(_cuts(ends, costs, [0], fewest, width))
    best = min(tried, key=badness, default=None)
    # The best that one line more could be: it is rarely worth to weigh its many ways.
    if best is None or badness(best)[:2] >= (False, (fewest + 1) * LINE + fewest * GOOD_BREAK):
        best = min([*tried, *_cuts(ends, costs, [0], fewest + 1, width)], key=badness, default=[0])
    return "\n".join(title[start:end] for start, end in pairwise([*best, len(title)]))


def _cuts(
    ends: list[float], costs: list[float], begun: list[int], left: int, width: int
) -> Iterator[list[int]]:
    """Yield where lines begin, in the likeliest ways to part the rest into `left` lines: about as wide as the rest needs
    on average, or where a break costs less. `ends` is how wide the title is before each character."""
    if left == 1:
        yield begun
        return
    start = ends[begun[-1]]
    ideal = start + (ends[-1] - start) / left
    fits = [
        at
        for at in range(begun[-1] + 1, len(costs))
        if ends[at] - start <= width and ends[-1] - ends[at] <= width * (left - 1)
    ]
    fits.sort(key=lambda at: (costs[at] + abs(ends[at] - ideal), -at))
    few = len(begun) + left - 1 <= MOST_WEIGHED
    for at in fits[: WAYS if few else 1]:
        yield from _cuts(ends, costs, [*begun, at], left - 1, width)


def _badness(cuts: list[int], ends: list[float], costs: list[float]) -> tuple[bool, float, int]:
    """Return how bad these lines are: torn words, then more lines, unevenness and a shape that is neither 梯形 nor 菱形."""
    wide = [end - start for start, end in pairwise([*(ends[at] for at in cuts), ends[-1]])]
    even = ends[-1] / len(wide)
    breaks = [costs[at] for at in cuts[1:]]
    unevenness = sum([abs(each - even) for each in wide])
    waist = any(above >= here < below for above, here, below in zip(wide, wide[1:], wide[2:], strict=False))
    return (
        max(breaks, default=0.0) >= TORN,
        sum(breaks) + unevenness / 2 + 3 * waist + LINE * len(wide),
        -cuts[-1],
    )


def _costs(title: str, whole: Sequence[str]) -> list[float]:
    """Return what a break before each character costs, in characters of uneven lines that it is worth."""
    costs = [0.0] * len(title)
    for at in range(1, len(title)):
        if title[at] in NEVER_FIRST or title[at - 1] in NEVER_LAST:
            costs[at] = TORN
        elif title[at - 1] in "的、，" or title[at] in NEVER_LAST:
            costs[at] = GOOD_BREAK
    for pattern, cost in [
        (UNTORN, TORN),
        (QUOTED, 5),
        (WORDS, 3),
        *((re.escape(name), TORN) for name in whole if name),
    ]:
        for found in re.finditer(pattern, title):
            for at in range(found.start() + 1, found.end()):
                costs[at] += cost
    return costs

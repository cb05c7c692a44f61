"""A case as the upper platform writes it down (工单), made up from a number: the same number, the same case."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mailroom.demonstration.topics import TOPICS, Topic

SEED = "12345"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIVEN = _words(
    "建国 秀兰 志强 玉珍 海涛 桂芳 文博 淑华 立新 春梅 德明 红霞 永胜 月英 少军 爱华 广才 丽娟 庆林 慧敏"
)
TITLES = ("先生", "女士")
TOWNS = _words(
    "东沙河镇 洪绪镇 南沙河镇 大坞镇 滨湖镇 级索镇 西岗镇 姜屯镇 鲍沟镇 张汪镇 官桥镇 柴胡店镇 羊庄镇 木石镇 "
    "界河镇 龙阳镇 东郭镇"
)
STREET_OFFICES = _words("荆河街道 龙泉街道 北辛街道 善南街道")
PLACES = {  # the site a topic names → places of that kind, without their town
    "estate": _words("翠湖花园 锦绣华庭 龙苑小区 新兴嘉园 学府名邸 阳光新城 安居小区 和谐家园"),
    "street": _words("善国南路 解放东路 平行北路 新兴中路 府前西路 大同北路 杏坛路 春秋阁路"),
    "village": _words("前褚庄村 后坡村 东洼村 西桥头村 南柳村 北圩村 小石楼村 大槐树村"),
}


@dataclass(frozen=True)
class Sheet:
    """What a sheet says, in the platform's own words; `None`, "" and False leave a line out or write its "no"."""

    upper_no: str
    called_at: datetime
    name: str
    phone: str
    kind: str  # 投诉, 求助, 咨询 …
    title: str
    request_text: str
    place: str
    address: str = ""
    department: str = ""
    due_at: datetime | None = None
    secret: bool = False
    urgency: str = "一般"
    topic: str = ""  # the topic's word; not printed


def make_sheet(
    number: int,
    *,
    called_at: datetime,
    topic: Topic | None = None,
    named: bool = True,
    town: str = "",
    due_at: datetime | None = None,
    seed: str = SEED,
    upper_prefix: str = "",
    urgency: str = "一般",
    secret: bool = False,
) -> Sheet:
    """Return case `number`: person, place and text follow from `seed` and `number` alone.

    Without `topic` the topics come in turn. `named=False` leaves 承办单位 empty, so that the office must find the
    department itself. The upper number is `upper_prefix`, the moment of the call and six more digits of `number`.
    """
    dice = random.Random(f"{seed}/{number}")
    topic = topic or TOPICS[number % len(TOPICS)]
    town = town or dice.choice(TOWNS if topic.site == "village" else STREET_OFFICES)
    spot = dice.choice(PLACES[topic.site])
    words: dict[str, Any] = {
        "place": town + spot,
        "spot": spot,
        "number": dice.randint(2, 9),
        "day": called_at.strftime("%-m月%-d日"),
    }
    surname = dice.choice(SURNAMES)
    return Sheet(
        upper_no=f"{upper_prefix}{called_at:%y%m%d%H%M%S}{number % 1_000_000:06d}",
        called_at=called_at,
        name=surname + dice.choice(TITLES) if dice.random() < 0.4 else surname + dice.choice(GIVEN),
        phone=made_up_phone(dice),
        kind=topic.kind,
        title=topic.title.format(**words),
        request_text=topic.request.format(**words) + dice.choice(("", "请核实处理并回复。", "盼尽快解决。")),
        place=f"滕州市{words['place']}" if dice.random() < 0.5 else words["place"],
        address=f"滕州市{town}{spot}{dice.randint(1, 20)}号" if dice.random() < 0.5 else "",
        department=(topic.department or town) if named else "",
        due_at=due_at,
        urgency=urgency,
        secret=secret,
        topic=topic.word,
    )


def make_sheets(count: int, *, called_at: datetime, first: int = 1, seed: str = SEED) -> list[Sheet]:
    """Return `count` cases from number `first` on, called in one minute after the other from `called_at`."""
    return [
        make_sheet(first + place, called_at=called_at + timedelta(minutes=place), seed=seed)
        for place in range(count)
    ]


def made_up_phone(dice: random.Random) -> str:
    """A mobile number that looks like one and is nobody's: 0000 in the middle."""
    return f"{dice.choice(('135', '137', '150', '158', '186'))}0000{dice.randint(0, 9999):04d}"

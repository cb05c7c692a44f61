"""The people around a petitioner, as a text tells of them: their names, their schools and their places of work.

Who knows that the child of somebody goes to class 2 of a school, or whose wife somebody is, knows who asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generators.people import (
    COMPOUND_SURNAMES,
    HAN,
    HIDDEN,
    NOT_LITTLE,
    NOT_TWICE,
    SURNAMES,
    forms_of,
    given_forms,
    given_name_of,
)

KIN = (
    "丈夫|妻子|老公|老婆|爱人|老伴|父亲|母亲|爸爸|妈妈|公公|婆婆|岳父|岳母|儿子|女儿|儿媳妇?|女婿|外孙女|外孙|孙子|孙女|"
    "哥哥|弟弟|姐姐|妹妹|姐夫|妹夫|侄子|侄女|外甥女?|孩子|小孩|闺女|姑娘|媳妇|对象|家属|亲属|家人|表[哥弟姐妹]|堂[哥弟姐妹]|"
    "叔叔|伯伯|伯父|舅舅|舅父|姑姑|姑父|姨妈|嫂子|弟媳|爷爷|奶奶|姥姥|姥爷|外公|外婆|祖父|祖母|未婚[夫妻]|男友|女友|男朋友|"
    "女朋友|前夫|前妻|(?<=[其我之])[妻夫子女父母兄弟姐妹]|[长次]子|[长次]女"
)
_FULL = rf"(?:(?:{'|'.join(COMPOUND_SURNAMES)})|[{SURNAMES}])"
_CALLED = r"(?:名叫|名字叫|叫做?|名为|姓名(?:是|为)?|是|系|为)?[\s:：（(]*"
_ENDS = (
    r"(?=[，,。；;、：:（(）)\s！!？?]|$|[在于被的是今现因去也系就已曾从到向和与及患住年男女身上读自常一两出得又不没未有说称等将把受多经"
    r"工来回同对给电手才刚都均还先后走死病报打跟要想开做当每家])"
)
# Surnames with which hardly a word begins, and the few that do.
_PLAIN_SURNAMES = "王李张刘陈杨赵黄吴徐孙胡朱郭罗梁宋郑谢韩唐冯董萧曹袁邓许傅沈彭吕苏卢蒋蔡贾魏薛阎潘杜"
_NO_NAMES = (
    "(?!常[年常被期]|高[血考中三二一烧龄位]|白[血天]|毕业|于[今昨前上下去是此]|安[全装排]|万分|时[常不而]|成绩|向[老学派政法村镇]|解决|强[制行烈迫]"
    "|金榜|平[时常]|单[位独]|关[节心]|华侨|路[过上]|生[病前活]|满[月意]|游[玩泳]|包[工括]|车[祸间]|易[怒感]|段时|明[确天]|甚至|牛奶|党员|农民|方才"
    "|张贴|张罗|张口|陈述|陈旧|黄疸|黄昏|孙子|孙女|胡说|胡乱|谢绝|许多|许诺|许可|杜绝|苏醒|.某|.{1,2}某)"
)
_NAMED = re.compile(rf"(?P<kin>(?:{KIN}){_CALLED}){_NO_NAMES}(?P<name>{_FULL}{HAN}{{1,2}}?){_ENDS}")
_PLAINLY = re.compile(rf"(?P<kin>(?:{KIN}){_CALLED}){_NO_NAMES}(?P<name>[{_PLAIN_SURNAMES}]{HAN}{{2}})")
_CALLED_SHORT = re.compile(
    rf"(?P<kin>(?:{KIN})(?:名叫|小名|叫)?)(?P<name>小(?![{NOT_LITTLE}]){HAN}|(?P<one>(?![{NOT_TWICE}]){HAN})(?P=one)|(?<=名叫){HAN}{{2,3}}?){_ENDS}"
)
_OF_RELATIVE = rf"(?:{KIN})(?:{HIDDEN})?[^，,。；;、！!？?\n]{{0,6}}?"
_UNIT = r"(?P<unit>[^，,。；;、！!？?\n〔]{1,18}?"
_NUMERAL = "[一二三四五六七八九十0-9初高]"
CLASS = rf"{_NUMERAL}{{1,3}}\s*(?:年级|年|级)?\s*[（(]?{_NUMERAL}{{1,2}}[)）]?\s*班"
_SCHOOL = re.compile(
    rf"(?P<before>{_OF_RELATIVE}(?:[，,]?(?:现|目前|今年)?(?:就读于|就读)|在|上|读))"
    rf"{_UNIT}(?:小学|中学|初中|高中|学校|幼儿园|大学|学院|职专|技校|[一二三四五六七八九十]中|实小))(?:{CLASS}|{_NUMERAL}{{1,3}}\s*年级)?"
)
_EMPLOYER = re.compile(
    rf"(?P<before>{_OF_RELATIVE}(?:就职于|任职于|供职于|在|系|是))(?!外|本地|当地|家|城里|市里|附近|工地|厂里|村里|镇上|老家|单位(?:里|上)?(?=工作|上班))"
    rf"{_UNIT})(?=工作|上班|任职|打工|就职|务工|的?职工|的?员工|退休|当\S{{1,3}}|教书|任教)"
)


def relatives_in(text: str) -> list[str]:
    """Return the names of relatives that a text tells, in order: 其妻王翠花 → 王翠花."""
    names: dict[str, None] = {}
    for pattern in (_NAMED, _CALLED_SHORT):
        names |= dict.fromkeys(hit["name"] for hit in pattern.finditer(text))
    for hit in _PLAINLY.finditer(text):
        if not any(hit["name"].startswith(name) for name in names):
            names[hit["name"]] = None
            names[hit["name"][:2]] = None  # 其妻王芳照顾老人: where the name ends nobody can tell
    return list(names)


def units_in(text: str) -> list[str]:
    """Return the schools and places of work of relatives that a text tells."""
    return [hit["unit"] for pattern in (_SCHOOL, _EMPLOYER) for hit in pattern.finditer(text)]


def without_relatives(text: str, names: Iterable[str]) -> str:
    """Return `text` without these names, and without the schools, classes and employers of relatives."""
    for pattern in _patterns(names):
        text = pattern.sub(HIDDEN, text)
    for pattern in (_SCHOOL, _EMPLOYER):
        text = pattern.sub(rf"\g<before>{HIDDEN}", text)
    return text


def _patterns(names: Iterable[str]) -> Iterator[re.Pattern[str]]:
    for name in sorted(names, key=len, reverse=True):
        if name[0] in SURNAMES or name[:2] in COMPOUND_SURNAMES:
            whole = forms_of(name)
            yield next(whole)
            if len(name) > 2:
                yield from list(given_forms(given_name_of(name)))[:1]
        else:
            yield re.compile(re.escape(name))

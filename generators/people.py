"""Names of people in running text: what a surname is, and every form in which somebody's own name may stand there.

A given name tells who it is as well as the whole one (`三丰说`, `请联系娜娜`); one that is a word of everyday language
(`建设`, `和平`) counts only where the text speaks of a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

HIDDEN = "〔保密〕"
COMPOUND_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
    "夏侯",
)
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜"
    "戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶"
    "洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧"
    "甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边闫满种渠生"
)
TITLES = "先生|女士|小姐|同志|师傅|老师|大爷|大妈|大娘|大哥|大姐|阿姨|叔叔|老板|经理|医生|某某某|某某|某"
HAN = r"[\u4e00-\u9fff]"
SEVERAL = re.compile(
    r"[、,，;；/／()（）]|(?<=[\u4e00-\u9fff]{2})[和与及](?=[\u4e00-\u9fff]{2})"
)  # 张三、李四
BOUNDARY = rf"(?<!{HAN})"

# Given names that are words: they stand in texts where nobody is meant.
WORDS = frozenset(
    "建设 和平 国庆 文明 光明 平安 健康 幸福 胜利 团结 建国 新华 解放 安全 光荣 清明 中华 东方 东升 长城 长江 海洋 阳光 "
    "朝阳 振兴 发展 永久 永远 平等 自强 自立 正义 公平 公正 安定 安静 明亮 明白 大力 成功 成立 学习 学生 保证 立新 文化 "
    "红旗 红星 大海 大山 森林 春天 建新 新建 建成 建立 新民 新生 利民 爱民 爱国 卫生 卫国 保卫 保国 长征 长期 长久 大庆 "
    "国强 民主 民生 太平 开放 改革 前进 跃进 先进 向前 向阳 向东 同心 同意 立新 新年 元旦 中秋 重阳 永安 安康 安宁 宁静 "
    "世界 世纪 天津 南京 北京 上海 山东 黄河 泰山 青山 金山 银山 东风 春风 大雨 白云 天空 月亮 美丽 吉祥 如意 顺利 兴旺 "
    "富强 繁荣 丰收 丰富 志愿 志强 公开 公路 公民 人民 大众 群众 小路 大路".split()
)
# What makes a place or an office out of the words before it: 光明小区, 建设路.
PLACE_AFTER = (
    "路|街|巷|村|庄|屯|寨|镇|乡|小区|社区|花园|家园|大道|广场|大厦|公园|小学|中学|学校|幼儿园|医院|公司|集团|厂|超市|酒店|"
    "饭店|商场|市场|银行|桥|河|湖|山|水库|新城|新村|工程|周年|以来|居委会|东路|西路|南路|北路|中路|大街"
)
SPEAKS = "说(?!法|明|辞|服|成)|称(?!号|呼|为)|讲(?!话|座)|表示|反映|本人|来电|致电|诉称|家里|家中|家人|的家|已拍照|自己|跟|告诉|打来"
ADDRESSED = "联系|找|叫|我是|本人是|名叫|通知|询问|约见|问过|请问"
NOT_ONE = "后今现再又也均都并且但其该可能会"  # alone before 说 or 称 they are no names: 后称, 可说
# Words with 小 before them, and words said twice, that are no names: 小学, 天天.
NOT_LITTLE = "学区车孩时型麦组店路河桥院商贩卖偷吃额便心姐哥妹弟伙贷票费米区区"
NOT_TWICE = (
    "天年人家日时星爸妈爷奶哥姐弟妹常刚仅渐多大小处早晚久好慢偏往明整每偷默一夜纷频屡连高远足白单苦活紧深匆"
)


def surname_of(name: str) -> str:
    """Return the surname of a Chinese name, compound ones whole; "" where there is none (匿名)."""
    plain = without_title(name)
    if not plain or "匿名" in plain or not "\u4e00" <= plain[0] <= "\u9fff":
        return ""
    return plain[:2] if plain[:2] in COMPOUND_SURNAMES else plain[:1]


def given_name_of(name: str) -> str:
    """Return what stands behind the surname; "" for 张女士."""
    return without_title(name)[len(surname_of(name)) :] if surname_of(name) else ""


def without_title(name: str) -> str:
    """Return a name without 先生, 女士 and white space."""
    return re.sub(rf"(?:{TITLES})$", "", re.sub(r"\s", "", name))


def loose(text: str) -> re.Pattern[str]:
    """Match `text` with white space anywhere in it, in any case."""
    return re.compile(r"\s*".join(re.escape(char) for char in text), re.IGNORECASE)


def forms_of(names: str) -> Iterator[re.Pattern[str]]:
    """Yield patterns for a person's name, the longest first: whole, without title, the given name, 张先生, 老张.

    Where several people asked (`张三、李四`), for each of them.
    """
    for name in SEVERAL.split(re.sub(r"\s", "", names)):
        if name and "匿名" not in name:
            yield from _forms_of_one(name)


def _forms_of_one(name: str) -> Iterator[re.Pattern[str]]:
    yield loose(name)
    plain, surname = without_title(name), surname_of(name)
    if not surname:
        return
    if len(plain) > len(surname):
        yield loose(plain)
        yield from given_forms(given_name_of(name))
    yield re.compile(
        rf"(?:姓\s*{surname}|{surname}\s*(?:{TITLES})|(?:{BOUNDARY}|(?<=本人)|(?<=我是)|(?<=叫我)|(?<=我叫))[老小]{surname})(?!家?[村庄])"
    )


def given_forms(given: str) -> Iterator[re.Pattern[str]]:
    """Yield patterns for a given name that stands alone; of one character, only where it can be nothing else."""
    if len(given) >= 2 and given not in WORDS:
        yield re.compile(rf"{loose(given).pattern}(?!\s*(?:{PLACE_AFTER}))", re.IGNORECASE)
        if len(given) > 2 and given[-2:] not in WORDS:
            yield re.compile(rf"{re.escape(given[-2:])}(?!\s*(?:{PLACE_AFTER}))")
    elif len(given) >= 2:
        addressed = "|".join(f"(?<={word})" for word in ADDRESSED.split("|"))
        yield re.compile(rf"{given}(?={SPEAKS})|(?:{addressed}){given}(?!\s*(?:{PLACE_AFTER}))")
    last = given[-1:]
    if not last or not re.match(HAN, last):
        return
    if len(given) == 1 and last not in NOT_ONE:
        yield re.compile(rf"(?:{BOUNDARY}){last}(?={SPEAKS})")
    if last not in NOT_LITTLE:
        yield re.compile(
            rf"(?:{BOUNDARY}|(?<=[找叫和与跟给请对向我是让系]))[小阿]{last}(?!{HAN}?(?:{PLACE_AFTER}))"
        )
    else:
        yield re.compile(rf"(?:{BOUNDARY})[小阿]{last}(?={SPEAKS})")
    if last not in NOT_TWICE:
        yield re.compile(f"{last}{last}")


def is_a_word(name: str) -> bool:
    """Whether somebody's given name is a word as well, so that nobody can tell what is meant where it stands."""
    return given_name_of(name) in WORDS

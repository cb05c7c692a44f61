"""Names of people in running text: 工作人员范敬业通过电话方式, 廖奉国副市长, 丁娜（信息中心，干事）."""

from __future__ import annotations

import re

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺"
    "倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危"
    "江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿"
    "储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙"
    "池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘"
    "匡国文寇广禄阙东欧利师巩聂关荆渠种侍佟肖付闫代岳仝邸逯阚亓訾苑芦鹿商牟佘佴伯赏哈谯笪年爱阳曾沙鞠丰巢蒯查游竺权盖涂覃冼兰隋初矫綦楚原尧由战修"
    "门勾南衣丛栗冷敬揭寻迟慈简饶空那相红益桓公缑亢况郈琴海墨帅晋仉督归冒来甯占补粟"
)
COMPOUND = (
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|令狐|慕容|宇文|长孙|司徒|轩辕|夏侯|端木|呼延|独孤|南宫|西门"
)

NAME = rf"(?:(?:{COMPOUND})[\u3400-\u9fff]{{1,2}}|[{SURNAMES}][\u3400-\u9fff]{{1,2}})"
"""A Chinese name of two to four characters, its surname a known one."""

POSTS = (
    "副市长|市长|副书记|书记|市委常委|常委|常务副市长|副秘书长|秘书长|副主任|主任|副局长|局长|副镇长|镇长|副区长|区长|副县长|县长|主席|副主席|"
    "政委|部长|副部长|组长|同志|领导"
)

_BEFORE = (
    r"工作人员|办事人员|执法人员|值班人员|办案民警|值班民警|民警|网格员|村干部|包村干部|干部|负责人|经办人|承办人|办理人|联系人|主任|科长|书记|镇长|局长|所长|队长|"
    r"站长|科员|同志|专人|科|股|室|中心|大队|中队|站|所|由|安排|责成|派|^|\d[ \u3000]|我单位|我局|我镇|我办|我街道|我中心|我公司|我大队|本单位|[日号时分]|[，,。；：:、]"
)
_AFTER = (
    r"(?:同志|科长|主任|局长|镇长|所长|队长|站长|书记|等?[两二三几]?名?人|等)?(?:\s*[（(][^（()）]{1,20}[)）])?\s*(?:已|均|再次|及时|又|分别|第一时间|(?:于)?(?:\d{4}年)?\d{1,2}月\d{1,2}[日号](?:[上下]午)?|于)?"
    r"(?:通过|以|采[取用]|用|当面|面对面|上门|入户|登门|到现场|将|把|电话|打电话|致电|去电|来电话|拨打|向|联系|与|对|给|告知|反馈|回复|答复|沟通|短信|微信|现场)"
)
_SHORTEST = rf"(?:(?:{COMPOUND})[\u3400-\u9fff]{{1,2}}?|[{SURNAMES}][\u3400-\u9fff]{{1,2}}?)"
WHOLE_NAME = (
    rf"{_SHORTEST}(?=同志|负责|担任|承办|接替|接任|接手|继任|作为|为|任|先生|女士|[，。,;；、（(\s：:]|$)"
)
"""A Chinese name that ends where a sentence lets it end."""

_ACTING = re.compile(rf"(?:{_BEFORE})\s*({_SHORTEST})(?=(?:[、和]{_SHORTEST})?{_AFTER})")
_BY_SOMEBODY = re.compile(rf"^由(?={NAME}$)")  # 由 is a surname too
_WITH_POST = re.compile(rf"({NAME})\s*(?:{POSTS})|(?:{POSTS})\s*({NAME})(?!\S{{0,2}}(?:公司|镇|街道|局|办))")
NO_NAMES = re.compile(
    r"^(?:常务|常委|相关|有关|工作|单位|部门|诉求|反映|来电|当事|投诉|举报|群众|市民|本人|同时|时间|方式|通过|安排|经办|于是|和|任何|向|成功|连续|都|应|经|明确|支付|时|国家)"
)


def acting_person(text: str) -> str | None:
    """Return who did something, as in `工作人员范敬业通过上门方式将办理结果反馈给诉求人`, or None."""
    for hit in _ACTING.finditer(text):
        if not NO_NAMES.match(hit[1]):
            return _BY_SOMEBODY.sub("", hit[1])
    return None


def person_with_post(text: str) -> str | None:
    """Return the name beside a post: `廖奉国副市长12月4日` → `廖奉国`."""
    for hit in _WITH_POST.finditer(text):
        name = hit[1] or hit[2]
        name = re.sub(rf"(?:{POSTS})$|副$|市$", "", name)
        if len(name) >= 2 and not NO_NAMES.match(name):
            return name
    return None

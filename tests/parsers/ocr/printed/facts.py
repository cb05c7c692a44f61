"""What stands on made-up papers: names, numbers, places and texts drawn from a seeded chance. No person is real."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from parsers.numbers import case_number

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤殷种闵狄"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华文玉红建国志新海波宁晨曦思远子涵佑安凡永胜振学宪忠令泉成奉雅琨玮赟婷浩宇欣然德才守信"
_UNITS = (
    "滕州市综合行政执法局", "滕州市住房和城乡建设局", "滕州市人力资源和社会保障局", "滕州市市场监督管理局", "滕州市公安局交警大队",
    "滕州市教育局", "滕州市水务局", "荆河街道办事处", "龙泉街道办事处", "北辛街道办事处", "姜屯镇人民政府", "西岗镇人民政府",
    "国网滕州市供电公司", "滕州市交通运输局", "滕州市自然资源局", "滕州市环境保护局", "滕州市卫生和计划生育局", "鲍沟镇人民政府",
)  # fmt: skip
_PLACES = (
    "荆河街道碧水苑小区", "龙泉街道腾飞路与学院路交叉口", "北辛街道书院路中段", "姜屯镇前李店村", "西岗镇柴里东村", "鲍沟镇闵楼村",
    "善南街道御景苑小区", "大坞镇大刘庄村", "滨湖镇望庄社区", "界河镇北界河村", "荆河街道塔寺路南段", "木石镇化石沟村",
)  # fmt: skip
_COMPLAINTS = (
    ("路灯不亮", "路灯已经有{n}盏不亮，晚上漆黑一片，老人和孩子出行很不安全，{d}曾联系过社区，至今没有修复"),
    ("垃圾无人清运", "生活垃圾堆放在路边无人清运，气温升高后蚊蝇很多，附近{n}户居民意见很大，{d}打过物业电话没有结果"),
    ("夜间施工噪音扰民", "工地每天夜里施工到凌晨{n}点，噪音很大，家里有准备高考的学生，{d}报过警，安静了两天又开始了"),
    ("自来水水压低", "从{d}开始自来水水压很低，{n}楼以上早晚基本没有水，做饭洗澡都成问题，物业说是管网老化"),
    ("拖欠工资", "{n}名工人在该处工地干活，工程已于{d}完工，老板以没有结账为由一直拖着工资不给，电话也不接"),
    ("供暖温度不达标", "家中暖气不热，室内温度只有{n}度，{d}向供热公司报修，工作人员看过以后说是管道堵塞，到现在没有人来修"),
    ("污水横流", "下水道堵塞，污水从井盖冒出来流到路上，气味难闻，从{d}起已有{n}天，雨天更加严重"),
    ("占道经营", "每天早上{n}点左右路两边摆满了摊位，机动车辆无法通行，{d}孩子上学差点被车碰到"),
)  # fmt: skip
_WISHES = (
    "请有关部门尽快处理。",
    "希望尽快解决，并给予回复。",
    "请相关部门依法查处，谢谢！",
    "要求将处理结果告知本人。",
)
_FOUND = (
    "接到转办件后，我单位高度重视，{d}安排工作人员到现场进行了调查核实。经查，{place}确实存在上述问题，原因是{why}。",
    "经调查，{place}的问题由来已久。{d}，我单位会同社区工作人员现场查看，发现{why}，共涉及{n}户。",
    "经核实，诉求人反映的情况与实际基本相符：{why}。我单位已于{d}登记在册，编入本年度第{n}批整改计划。",
)  # fmt: skip
_WHYS = (
    "设施老化、维护不及时",
    "产权单位与物业公司责任不清",
    "施工单位未按规定时间作业",
    "管网改造工程尚未完工",
    "巡查力量不足、监管不到位",
)
_DONE = (
    "已责令责任单位于{d}前整改到位，并安排专人负责跟踪。截至目前，{n}处问题已全部处理完毕。",
    "工作人员已向诉求人作了解释说明，并联系维修人员更换了{n}处损坏的设备，{d}恢复正常。",
    "我单位对责任单位下达了限期整改通知书，要求{d}前完成整改，同时加大巡查频次，每日不少于{n}次。",
)  # fmt: skip
_INSTRUCTIONS = (
    "请{unit}牵头，相关部门配合，{due}前拿出解决意见。", "群众利益无小事，请{unit}立即整改，{due}前办结并回复群众。",
    "此事反映时间较长，请{unit}认真调查，依法妥善处理，结果于{due}前报我。", "请{unit}阅处，务必于{due}前解决到位。",
)  # fmt: skip
_REFUSALS = (
    "经现场核实，反映地点不在我单位辖区，且该事项不属于我单位职责范围，按照属地管理原则应由当地办理。",
    "该事项属于行业主管部门的执法权限，我单位没有相应的职能，无法办理，现申请退回。",
)  # fmt: skip
_DELAYS = (
    "该事项涉及单位较多，情况比较复杂，调查取证需要时间，无法在规定时限内办结。",
    "所需配件需从外地采购，到货时间较长，加之近期连续降雨，施工进度受到影响。",
)  # fmt: skip


@dataclass(frozen=True)
class Matter:
    """One case with all that papers say about it."""

    upper_no: str
    case_no: str
    called_at: datetime
    due_on: date
    name: str
    phone: str
    place: str
    title: str
    text: str
    unit: str
    kind: tuple[str, str]  # as written, and its code
    urgency: tuple[str, str]


def matter(chance: Random) -> Matter:
    """Return a case of 2018 to 2025."""
    called = datetime(
        chance.randint(2018, 2025), chance.randint(1, 12), chance.randint(1, 28),
        chance.randint(7, 21), chance.randint(0, 59), chance.randint(0, 59),
    )  # fmt: skip
    place, (subject, text) = chance.choice(_PLACES), chance.choice(_COMPLAINTS)
    told = text.format(n=chance.randint(3, 20), d=short(called.date() - timedelta(chance.randint(3, 30))))
    said = f"{chance.choice(('来电人反映：', '诉求人称，', '市民来电反映'))}{place}{told}。"
    return Matter(
        upper_no=f"{called:%y%m%d%H%M%S}{chance.randint(0, 999999):06d}",
        case_no=case_number(called.year, chance.randint(1, 9999)),
        called_at=called.replace(second=0),
        due_on=called.date() + timedelta(chance.randint(5, 12)),
        name=person(chance),
        phone=mobile(chance),
        place=f"滕州市{place}",
        title=f"{place}{subject}问题",
        text=said + "".join(chance.sample(_WISHES, chance.randint(1, 2))),
        unit=unit(chance),
        kind=chance.choice((("投诉", "complaint"), ("举报", "report"), ("求助", "service"), ("咨询", "consultation"))),
        urgency=chance.choice((("一般", "normal"), ("普通", "normal"), ("紧急", "urgent"), ("特急", "critical"))),
    )  # fmt: skip


def person(chance: Random) -> str:
    return chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, chance.choice((1, 2, 2))))


def mobile(chance: Random) -> str:
    return f"1{chance.choice(('30', '37', '51', '58', '59', '76', '82', '86', '99'))}{chance.randint(0, 99999999):08d}"


def desk_phone(chance: Random) -> str:
    return f"{chance.choice(('', '0632-'))}55{chance.randint(0, 99999):05d}"


def unit(chance: Random) -> str:
    return chance.choice(_UNITS)


def short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def long(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def findings(chance: Random, case: Matter, day: date) -> tuple[str, str]:
    """Return what a department found, and what it did."""
    words = {"d": short(day), "place": case.place, "why": chance.choice(_WHYS), "n": chance.randint(2, 30)}
    return chance.choice(_FOUND).format(**words), chance.choice(_DONE).format(**words)


def instruction(chance: Random, due: date) -> str:
    return chance.choice(_INSTRUCTIONS).format(unit=unit(chance), due=short(due))


def refusal(chance: Random) -> str:
    return chance.choice(_REFUSALS)


def delay(chance: Random) -> str:
    return chance.choice(_DELAYS)

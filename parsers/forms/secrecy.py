"""保密: whether somebody asks that nobody learn who asked, in the words of boxes, remarks and stories.

People ask for it in many words and seldom in those of the form, and `不公开` must never be taken for `公开`: what
renounces secrecy is taken out of a text first, then it is searched for what asks for it.
"""

from __future__ import annotations

import re

from parsers.forms.ticks import read_ticks
from parsers.labels import Labels

_IN_CLAUSE = r"[^。；，！？,;\n]"
_ASKER = "来电人|来信人|诉求人|反映人|举报人|投诉人|信访人|写信人|当事人|求助人"
_TELLING = (
    f"姓名|名字|真名|身份|隐私|个人信息|个人情况|联系方式|电话|号码|住址|家庭地址|真实信息"
    f"|(?:我|本人|其|自己|他|她|{_ASKER})的?(?:个人)?(?:信息|资料|情况)"
)
_BETRAY = "透露|透漏|泄露|泄漏|外泄|外传|暴露"
_TELL = f"{_BETRAY}|公开|披露|曝光"
_DONT = "不愿意?|不想|不要|不便|不能|不得|不可|不许|不准|不宜|不予|不肯|不希望|不同意|请勿|切勿|勿|别|禁止|严禁|拒绝"
_PLEASE_DONT = "不想|不愿意?|不要|不希望|不能|不得|不可|不许|请勿|切勿|勿|别|千万别"
_AT_END = r"(?=[（()）。；，！？,;\s]|$)"
_KEEP = "保密(?!协议|合同|制度|纪律|规定|条例|义务|责任|工作|局|费|柜|室|单位|法|办|期)"

_RENOUNCED = re.compile(
    "(?:无需|无须|毋需|不需要?|不必|不用|不要求?|未要求|没有?要求|未提出|未申请|不申请|不选择|不|无|未|没有?|非)"
    f"(?:要求|申请|作|做|用|予以?|进行)?(?:(?:对|为|替|给)?(?:我|其|他|她|本人|{_ASKER}))?的?(?:个人|身份|姓名)?(?:信息)?"
    "(?:进行|予以|作|做)?(?:保密|匿名|涉密)(?:要求|需要|需求)?"
    f"|是否{_IN_CLAUSE}{{0,12}}?(?:保密|匿名|公开)"
    f"|(?<!不)(?:可以?|同意|愿意|允许|不介意|不怕|接受)(?:对外)?(?:{_TELL}|实名|具名|署名)"
)
_ASKED = re.compile(
    "|".join(
        (
            f"(?:要求|请|希望|需要?|务必|申请|严格|依法|全程|予以|给予|注意|麻烦|本人|信息|情况|{_TELLING}){_IN_CLAUSE}{{0,10}}?{_KEEP}",
            f"[为替给对]{_IN_CLAUSE}{{0,8}}?{_KEEP}",
            r"^\W*保密\W*$",
            f"(?:{_DONT}){_IN_CLAUSE}{{0,6}}?(?:{_TELL}){_IN_CLAUSE}{{0,6}}?(?:{_TELLING}|{_ASKER}|本人|自己|是谁|是我)",
            f"(?:{_TELLING}){_IN_CLAUSE}{{0,8}}?(?:{_DONT}|不|非|未经){_IN_CLAUSE}{{0,8}}?(?:{_TELL})",
            f"(?:要求|希望|请求?|申请|本人|{_ASKER}){_IN_CLAUSE}{{0,3}}?不(?:对外)?(?:{_TELL}){_IN_CLAUSE}{{0,4}}?(?:{_TELLING})",
            f"(?:{_PLEASE_DONT})(?:向|对|给){_IN_CLAUSE}{{1,14}}?(?:{_BETRAY})",
            f"(?:{_DONT})(?:{_BETRAY}|留名|留下?姓名|具名|署名|露名|告知姓名|提供姓名|说出?姓名){_AT_END}",
            f"(?:^|[。；，\\s]|{_ASKER}|市民|群众|本人|我)(?:要求|希望|请求)?(?:不愿意?|不想|不便|请勿|不)(?:对外)?公开{_AT_END}",
            f"(?:{_PLEASE_DONT})让{_IN_CLAUSE}{{1,12}}?(?:知道|晓得|得知)(?:是?(?:我|谁|本人|其|{_ASKER})|身份|来电|反映|举报|投诉|{_AT_END})",
            f"(?:{_PLEASE_DONT})(?:告诉|告知|通知|跟|和|与|向|对){_IN_CLAUSE}{{0,12}}?(?:是谁|是我|我(?:反映|举报|投诉|打)|谁(?:反映|举报|投诉|打)|{_TELLING})",
            f"(?:{_PLEASE_DONT})(?:告诉|告知|通知)(?:给)?(?:被举报|被投诉|被反映|对方|村|社区|物业|老板|店|商家|邻居|单位|公司|他们|任何人|别人|其他人|第三)",
            f"(?:{_PLEASE_DONT})(?:说|讲|提)(?:出|及|起)?{_IN_CLAUSE}{{0,6}}?(?:是我|是谁|是本人|我(?:的名|反映|举报|投诉|打)|谁(?:反映|举报|投诉|打)|{_TELLING})",
            "匿名(?:举报|反映|投诉|来电|来信|处理|办理|诉求|保护|受理|保密)",
            f"(?:要求|希望|请|申请|选择|需要?){_IN_CLAUSE}{{0,4}}?匿名",
            r"^\W*匿名\W*$",
            f"(?:怕|担心|担忧|恐|唯恐){_IN_CLAUSE}{{0,12}}?(?:报复|穿小鞋|找麻烦|找我(?:的)?麻烦|找上门)",
            f"(?<!不)(?<!未)(?<!没有)保护好?{_IN_CLAUSE}{{0,6}}?(?:我|本人|自己|{_ASKER}){_IN_CLAUSE}{{0,4}}?(?:隐私|信息|身份|姓名)",
            f"(?:{_PLEASE_DONT})泄密",
        )
    )
)
# What a box for it says shortly: 保密要求：不公开, 密级：机密.
_ASKED_IN_A_BOX = re.compile(
    f"保密|匿名|隐名|隐去|隐藏|机密|秘密|绝密|(?:不|非|勿|别|拒绝){_IN_CLAUSE}{{0,3}}(?:{_TELL}|告诉|告知)"
)
_YES = re.compile(r"^\W*(?:是|需要?|要|要求|有)(?=\W|$)")
_NO = re.compile(r"^\W*(?:否|无|不|不要|不需要?|不要求|无需|没有)(?=\W|$)")
_NOT_FILLED_IN = re.compile(r"是\W{0,4}否")
# What a platform prints below every sheet reminds whoever reads it, and is nobody's wish.
_REMINDER = re.compile(
    r"各(?:级|承办|有关|相关|责任|办理)*(?:单位|部门)|[本此]邮件|保密工作|(?:温馨|友情|特别)?提[示醒][:：]"
    r"|(?:注意|妥善|切实|做好|加强|严格)(?:做好)?保护"
)


_MAY_ASK = re.compile("[密匿透露泄外公披曝名知晓怕恐忧心护说讲提诉谁我]")
"""Every wish has one of these; numbers, days and most names have none, and to look for wishes costs ten times that."""


def asked_in(text: str) -> str:
    """Return the clause of a text that asks that who wrote or called stays unknown, or ""."""
    if not _MAY_ASK.search(text):
        return ""
    rest = _RENOUNCED.sub("，", text)
    hit = _ASKED.search(rest)
    if not hit:
        return ""
    before = re.split(r"[。；，！？,;\n]", rest[: hit.start()])[-1]
    after = re.split(r"[。；，！？,;\n]", rest[hit.end() :])[0]
    return f"{before}{hit[0]}{after}".strip()


def wants_secrecy(text: str) -> bool:
    """Whether a text asks that who wrote or called stays unknown."""
    return bool(asked_in(text))


def asked_beside(text: str) -> str:
    """Return the clause of a covering letter that asks for secrecy; what reminds its readers is no wish of anybody's."""
    if not _MAY_ASK.search(text):
        return ""
    sentences = (each for each in re.split(r"[。！\n]", text) if not _REMINDER.search(each))
    return next((asked for each in sentences if (asked := asked_in(each))), "")


def read_box(text: str, labels: Labels) -> bool | None:
    """Return what a box such as 是否保密 or 密级 says; None: nobody can tell.

    A word of the closed list `secret` counts as it stands; any other text by what it says of telling. A plain no that
    goes on in words that are not understood is no answer: they may take it back.
    """
    ticks = read_ticks(text)
    if ticks is not None:
        if ticks.unsure or len(ticks.ticked) != 1:
            return None
        text = ticks.ticked[0] or "√"
    rest = _RENOUNCED.sub("，", text)
    code = labels.code("secret", text)
    if code == "yes" or (code == "no" and not _ASKED.search(rest)):  # 否（不要告诉村里） folds to 否
        return code == "yes"
    if _NOT_FILLED_IN.search(text):
        return None
    asks = bool(_ASKED_IN_A_BOX.search(rest) or _ASKED.search(rest) or _YES.match(rest))
    renounces = rest != text
    if asks:
        return None if renounces or _NO.match(rest) else True
    return False if renounces else None


def read_disclosed(text: str, labels: Labels) -> bool | None:
    """Return what a box such as 个人信息是否公开 says: there 是 gives the name away and 否 keeps it."""
    ticks = read_ticks(text)
    if ticks is not None and len(ticks.ticked) == 1 and not ticks.unsure:
        text = ticks.ticked[0] or "√"
    if yes_or_no := labels.code("yes_no", text):
        return yes_or_no == "yes"
    secret = read_box(text, labels)
    return None if secret is None else not secret

"""Where a case comes from: which channel, which level, and whether a fixed reply format is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MAILBOX = re.compile(
    r"(?:市长|区长|县长|镇长|领导|书记|政务|省长|主任)(?:信箱|邮箱|电子信箱)|网上来信|来信(?:人|编号|时间|内容)|写信人|信件(?:编号|主题|内容)"
)
_HOTLINE = re.compile(r"12345|热线|来电|话务|市民服务|公开电话|工单|电话受理")
_PROVINCE = re.compile(
    r"省(?:级)?(?:12345|政务服务|政务热线|热线|平台|转办|交办|件|长信箱|长公开|督办|派|办件|工单|市民|便民|要求|下派|中心|政府(?:热线|转办|交办))|省[^，。；:：\s]{0,10}(?:热线|12345|平台|投诉热线)|来源[:：]?省|山东(?:12345|政务|热线|政府(?:热线|转办|交办))"
)
_CITY = re.compile(
    r"(?:枣庄(?:市)?|市)(?:级)?(?:12345|政务服务|政务热线|热线|平台|转办|交办|工单|市民|便民|要求|下派|派)|枣庄[^，。；:：\s]{0,10}(?:热线|12345|平台)|市[^省，。；:：\s]{0,10}(?:热线|12345)"
)
_RETURN_FORM = re.compile(
    r"(?:按照?|依照|使用|套用|采用|遵照)[^。；\n]{0,40}?(?:格式|模板|样式|范本)[^。；\n]{0,16}(?:回复|反馈|上报|填报|报送|答复|填写|办理)|"
    r"(?:固定|规定|统一|指定|专用|回复|反馈)(?:回复|反馈|答复)?(?:格式|模板)[^。；\n]{0,12}(?:回复|反馈|上报|填报|答复|附后|见附)|(?:未按|不按|不符合).{0,10}格式.{0,12}(?:退回|退件|不予)|格式附后"
)
_OF_OURS = re.compile(r"滕州市?(?:人民政府)?市长公开电话|滕州市政务服务热线")


Told = Sequence[tuple[str, str]]
"""(text, where it stands), the likeliest first."""


def channel_in(texts: Told) -> tuple[str | None, str]:
    """Return (`mayors_mailbox` or `hotline`, where) after the first text that names one, or (None, "")."""
    for text, where in texts:
        text = _OF_OURS.sub("", text)
        if _MAILBOX.search(text):
            return "mayors_mailbox", where
        if _HOTLINE.search(text):
            return "hotline", where
    return None, ""


def level_in(texts: Told) -> tuple[str | None, str]:
    """Return (`province`, where) if any text speaks of the province's line, else (`city`, where) if one does of the city's."""
    for pattern, level in ((_PROVINCE, "province"), (_CITY, "city")):
        for text, where in texts:
            if pattern.search(_OF_OURS.sub("", text)):
                return level, where
    return None, ""


def asks_for_form(text: str) -> bool:
    """Whether a sheet says that the reply must keep a fixed format."""
    return _RETURN_FORM.search(text) is not None

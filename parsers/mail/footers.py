"""What mail programs write below a letter of their own accord: 发自我的iPhone, 来自华为手机, Sent from Mail for Windows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.paper import Grid, Line

_MAKER = (
    r"(?:华为|華為|荣耀|小米|红米|三星|苹果|蘋果|魅族|一加|中兴|联想|努比亚|酷派|传音|安卓|鸿蒙|网易|新浪|搜狐|腾讯|阿里|钉钉|飞书|企业微信|企业邮|移动|联通|电信|闪电|沃|"
    r"[A-Za-z0-9][\w .+-]{0,24})"
)
_REST = r"(?:[ A-Za-z0-9.+()（）-]|手机|手機|平板|电脑|邮箱|郵箱|邮件|大师|客户端|客戶端|终端|系统|智能|手表|版|的|我){0,16}"
_FOOTER = re.compile(
    rf"^[\s\-—_~*·]*(?:(?:发自|發自|来自|來自)\s*我的[^，。；,]{{1,24}}|(?:发自|發自|来自|來自)\s*{_MAKER}{_REST}"
    rf"|(?:从|從|由|使用|用|通过)\s*(?:我的)?\s*{_MAKER}{_REST}(?:发送|發送|发出)|(?:从|由)我的.{{1,20}}(?:发送|发出)"
    rf"|发送自\s*{_MAKER}{_REST}|Sent (?:from|via|with|by) [^,;]{{1,60}}|(?:Get|获取|下载)\s*Outlook for .{{1,20}})[\s。.]*$",
    re.IGNORECASE,
)


def is_footer(text: str) -> bool:
    """Whether a line was written by a mail program below a letter."""
    return len(text) <= 80 and _FOOTER.match(text) is not None


def without_footers(blocks: Sequence[Line | Grid]) -> tuple[Line | Grid, ...]:
    """Return the blocks of a letter without such lines."""
    return tuple(block for block in blocks if isinstance(block, Grid) or not is_footer(block.text))

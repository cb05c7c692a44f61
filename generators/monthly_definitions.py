"""What the figures of the notice mean (指标说明), printed with them: a rate whose denominator is not told says nothing."""

from __future__ import annotations

DEFINITIONS = (
    ("统计范围", "本月到期、由本单位主办的转办件；协办的不计；经批准认定为不合理诉求的不计入各项比率"),
    ("按时签收率", "在签收时限内签收的件数÷派发件数"),
    ("按时办结率", "在办理时限内（批准延期的按延期后的时限）首次有效反馈的件数÷应办结件数"),
    ("办结率", "已有效反馈的件数÷应办结件数"),
    ("超期率", "超过时限反馈和到期未反馈的件数÷应办结件数"),
    ("退单率", "退单件数÷派发件数；没有正当理由、退单未获同意的为无理退单"),
    ("重办率", "退回重办和回访后重办的件数÷办结件数"),
    ("回访率", "已回访件数÷应回访件数"),
    ("满意率", "满意和基本满意的件数÷回访接通并作出评价的件数"),
    ("解决率", "回访确认已解决的件数÷回访接通并作出评价的件数"),
    ("占比", "该项的件数÷本月受理件数"),
    ("环比、同比", "环比是与上月相比，同比是与上年同月相比；比率的变化以百分点表示"),
    ("计算方法", "保留两位小数，四舍五入；分母为0的记为“—”；比率相同的名次并列"),
)
PRINTED = ("统计范围", "按时办结率", "满意率", "计算方法")  # those of the ranking table


def definition_lines() -> list[str]:
    """Return what stands below the ranking table, one paragraph each."""
    return [f"{name}：{meaning}。" for name, meaning in DEFINITIONS if name in PRINTED]

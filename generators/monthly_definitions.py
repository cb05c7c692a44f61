"""What the figures of the notice mean (指标说明), printed with them: a rate whose denominator is not told says nothing."""

from __future__ import annotations

from collections.abc import Mapping

from generators.monthly_score import definition_of_score
from ledger.spans import Span

Definitions = tuple[tuple[str, str], ...]  # name, meaning


def definitions_of(span: Span, weights: Mapping[str, int]) -> Definitions:
    """Return each figure with its meaning, as `ledger.figures` counts it; `weights` are those of the score."""
    this, last = span.this, span.last
    score = definition_of_score(weights)
    return (
        ("受理", f"{this}登记的工单，并入其他工单的重复件也计在内"),
        ("统计范围", f"{this}到期、由本单位主办的转办件；协办的不计；经批准认定为不合理诉求的不计入各项比率"),
        ("派发", f"{this}到期的转办件；到期前上级撤回或并单的不计"),
        (
            "应办结",
            "派发的件数，减去到期前同意退单或改派的（由新的承办单位按新的时限计）；到期后才退单、改派、撤回或并单的仍计",
        ),
        ("按时签收率", "在签收时限内签收的件数÷派发件数；反馈、申请退单视同签收"),
        ("按时办结率", "在办理时限内（批准延期的按延期后的时限）首次有效反馈的件数÷应办结件数"),
        ("办结率", "已有效反馈的件数÷应办结件数"),
        ("一次办结率", "首次反馈即有效、其后没有重办的件数÷办结件数"),
        ("超期率", "超过时限反馈和到期未反馈的件数÷应办结件数"),
        ("退单率", "退单件数（同意的和未获同意的）÷派发件数；没有正当理由、退单未获同意的为无理退单"),
        ("重办率", "退回重办和回访后重办的件数÷办结件数，计入原承办的一件；重办的一件另按其时限统计"),
        (
            "回访率",
            "已回访件数÷应回访件数；应回访为办结后回访期限已到或已经回访的，上级撤回、已重办、写明理由不再回访的不计",
        ),
        ("满意率", "满意和基本满意的件数÷回访接通并作出评价的件数"),
        ("解决率", "回访确认已解决的件数÷回访接通并作出评价的件数"),
        *((("考评得分", score),) if score else ()),
        ("占比", f"该项的件数÷{this}受理件数"),
        _compared(span),
        ("计算方法", "保留两位小数，四舍五入；分母为0的记为“—”；比率相同的名次并列"),
        ("统计时点", f"以冻结时的台账为准，{last}及以前各期以当时冻结的数为准"),
    )


def _compared(span: Span) -> tuple[str, str]:
    by_points = "比率的变化以百分点表示"
    if span.kind == "year":
        return "同比", f"同比是与上年相比；{by_points}"
    same = {"month": "上年同月", "quarter": "上年同季度"}[span.kind]
    return "环比、同比", f"环比是与{span.last}相比，同比是与{same}相比；{by_points}"


def definition_lines(definitions: Definitions) -> list[str]:
    """Return what stands below the ranking table, one paragraph each: a rate is not told without what it means."""
    return [f"{name}：{meaning}。" for name, meaning in definitions]

"""A span on a command line: 2018-03, 2018-Q1, 2018."""

from __future__ import annotations

from typing import Any

import click

from ledger.spans import Span, span_written
from mailroom.commands.words import FIRST_YEAR, LAST_YEAR


class SpanWritten(click.ParamType):
    """A month, a quarter or a year."""

    name = "统计期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Span:
        """Return the span."""
        if isinstance(value, Span):
            return value
        try:
            span = span_written(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)
        if not FIRST_YEAR <= span.year <= LAST_YEAR:
            self.fail(f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间，现为“{value}”", param, ctx)
        return span


SPAN = SpanWritten()

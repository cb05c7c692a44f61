"""Figures that were frozen for a notice (每月通报), so that it can be drawn again as it was."""

from __future__ import annotations

from peewee import CharField, DateTimeField, TextField

from ledger.rows import JsonField, Row
from ledger.vocabulary import NoticeState


class FrozenFigures(Row):
    """A month's, quarter's or year's figures with their definitions; `span`: 2018-03, 2018-Q1, 2018."""

    span = CharField(unique=True)
    frozen_at = DateTimeField()
    definitions = JsonField(default=list)  # sentences, as printed
    figures = JsonField()  # all that a notice tells, its annexes masked
    number = TextField(default="")  # 发文字号
    state = CharField(default=NoticeState.FROZEN, index=True)
    approved_at = DateTimeField(null=True)
    approved_by = TextField(default="")
    documents = JsonField(default=list)  # [{"name", "sha256"}] as mailed

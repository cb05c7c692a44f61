"""Printed pages (PDF, OFD): signs and ruling lines at their places → the paragraphs and tables that a reader sees."""

from __future__ import annotations

from parsers.formats.printed.documents import read_sheets
from parsers.formats.printed.marks import Rule, Sheet, Sign

__all__ = ["Rule", "Sheet", "Sign", "read_sheets"]

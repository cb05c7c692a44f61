"""Readers that run apart: in a worker process that can be killed, so that no document stops the office.

PDF, LibreOffice, OCR and the unpacking of archives are the work of large libraries on octets from strangers. Each such
reader has one kept worker; it starts at the first document, ends with this process, and is killed and started anew
when a document takes too long, too much memory, or the worker down with it.

    this process ── octets ──► worker: python -m parsers.apart.worker pdf
                 ◄── JSON ────  (a Paper, and octets of files where the reader gives any)
"""

from __future__ import annotations

from parsers.apart.calling import call_apart, close_all, patience, read_apart
from parsers.apart.readers import READERS, Reply

__all__ = ["READERS", "Reply", "call_apart", "close_all", "patience", "read_apart"]

"""Bytes → Reading. `read_mail` and `read_document` are the whole public face."""

from __future__ import annotations

import logging
from collections.abc import Callable

from parsers.labels import Labels
from parsers.reading import Doubt, Reading

log = logging.getLogger(__name__)


def read_mail(raw: bytes, *, labels: Labels | None = None, prefix: str = "TZ", taken_as: str = "") -> Reading:
    """Return what the office makes of a mail: its kind and why, the records in it, what is doubtful.

    A pure function of the octets that never raises. `labels` are the synonyms to go by (default: the packaged
    ones), `prefix` is that of the office's case numbers. `taken_as` is the kind that a person says it is: then the
    records of that kind are read from it, whatever it looks like.
    """
    from parsers.mail_reading import reading_of_mail

    return _guarded(lambda: reading_of_mail(raw, labels or Labels.standard(), prefix, taken_as))


def read_document(name: str, data: bytes, *, labels: Labels | None = None, prefix: str = "TZ") -> Reading:
    """Return what the office makes of a single document, as `read_mail` does of a mail; `name` is its file name."""
    from parsers.mail_reading import reading_of_document

    return _guarded(lambda: reading_of_document(name, data, labels or Labels.standard(), prefix))


def _guarded(read: Callable[[], Reading]) -> Reading:
    """A bug in a reader must not keep the next mail from being read: it is logged, and a person reads this one."""
    try:
        return read()
    except Exception as error:
        log.exception("reading failed")
        because = f"读取时出现程序错误（{type(error).__name__}），请人工查看，并告知维护人员。"
        return Reading("other", because, doubts=(Doubt("what", because),))


__all__ = ["Labels", "Reading", "read_document", "read_mail"]

"""Which documents of others may be handed on as they came: what can't run anything, and was looked into."""

from __future__ import annotations

from parsers.formats.ole import Ole
from parsers.formats.sniffing import names_in_zip

RECORDED = frozenset({"jpeg", "png", "gif", "bmp", "tiff", "webp", "heic", "video", "audio"})
"""Pictures and recordings, as `sniff` names them: nothing in them runs."""

WRITTEN = frozenset({"pdf", "ofd", "docx", "xlsx", "pptx", "doc", "xls", "plain", "csv"})
"""Documents that are handed on once they were read. Pages (html, mht), mails and archives are not."""

_RUNS = (b"vbaproject", b"/activex/", b"/embeddings/oleobject", b"/macrosheets/")
_RUNS_OLD = frozenset({"macros", "_vba_project_cur", "objectpool"})


def is_harmless(kind: str, data: bytes, *, read: bool) -> bool:
    """Whether a document of that kind may be handed on. One that could not be read was not looked into: it may not."""
    if kind in RECORDED:
        return True
    return kind in WRITTEN and read and not _runs(data)


def _runs(data: bytes) -> bool:
    """Whether an Office document holds macros, controls or embedded objects (which may be programs)."""
    if data.startswith(b"PK"):
        names = names_in_zip(data).lower().replace(b"\\", b"/")
        return any(part in names for part in _RUNS)
    return bool(_RUNS_OLD & set(Ole(data).storages))

"""Office files whose bytes depend on what is in them alone, not on the hour they were made."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

from generators.press import entry

MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def settled_package(data: bytes, on: date) -> bytes:
    """The same Office file with every part dated `on`: libraries write the hour they work, and no two runs agree."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = MOMENT.sub(rb"\g<1>" + f"{on:%Y-%m-%d}T00:00:00Z".encode(), part)
            new.writestr(entry(name, on), part)
    return out.getvalue()

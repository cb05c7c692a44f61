"""Where a mailbox on Exchange is: the keys that only the provider `ews` reads."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from config.surroundings import fault_of_url
from config.tables import ADDRESS, Table

# The versions of the EWS schema; a newer server takes an older one.
VERSIONS = (
    "Exchange2016",
    "Exchange2015_SP1",
    "Exchange2015",
    "Exchange2013_SP1",
    "Exchange2013",
    "Exchange2010_SP2",
    "Exchange2010_SP1",
    "Exchange2010",
)


def endpoint_host(table: Table) -> str:
    """The name of the server that `url` names; "" where it is to be found out, or names none."""
    try:
        return urlsplit(table.text("url")).hostname or ""
    except ValueError:
        return ""


def read_exchange(table: Table, provider: str) -> dict[str, Any]:
    """Read `url`, `address` and `ews_version`."""
    url, address = table.text("url"), table.text("address")
    if provider == "ews":
        example = "，如 https://mail.example.cn/EWS/Exchange.asmx"
        if url and (wrong := fault_of_url(url, secret="密码", example=example)):
            table.fault("url", wrong)
        if not ADDRESS.fullmatch(address or table.text("user")):
            table.fault("address", "请填写信箱的邮箱地址（user 就是邮箱地址的可以不填）")
    return {"url": url, "address": address, "ews_version": table.one_of("ews_version", "", *VERSIONS)}

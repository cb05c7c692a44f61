"""Where an address that we write to is put right: in the directory of departments, or in `office.toml`."""

from __future__ import annotations

from ledger import addresses
from mailroom.office import Office

SETTINGS = "office.toml 的"


def configured(office: Office) -> dict[str, list[str]]:
    """Addresses in `office.toml`, in lower case, with the keys under which they stand there."""
    settings = office.settings
    found: dict[str, list[str]] = {}
    for key, several in (
        ("[supervision] leader_address", [settings.supervision.leader_address]),
        ("[supervision] bureau_address", [settings.supervision.bureau_address]),
        ("[supervision] cc", settings.supervision.cc),
        ("[follow_up] callers", settings.follow_up.callers),
        ("[notice] cc", settings.notice.cc),
        *((f"[[upper]] {each.name} report_to", [each.report_to]) for each in settings.upper),
    ):
        for address in filter(None, several):
            found.setdefault(address.lower(), []).append(key)
    return found


def where_put_right(office: Office, address: str) -> str:
    """A Chinese sentence that says where an address is changed; "" where it stands nowhere."""
    if keys := configured(office).get(address.lower()):
        return f"在 {SETTINGS} {'、'.join(keys)} 中改"
    if addresses.holders_of(address):
        return "在单位名录中改（mailroom departments import）"
    return ""

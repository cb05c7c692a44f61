"""The demonstration office's folder: made once, known again by its marker, never a real office's."""

from __future__ import annotations

import json
from pathlib import Path

from config.settings import OFFICE_FILE, default_office_toml
from ledger import worklists
from ledger.opening import transaction
from mailroom.demonstration.addresses import CALLER, LOCAL_PARTS, address_of
from mailroom.demonstration.clock import MARKER
from mailroom.demonstration.mails import CITY, MAYOR, OFFICE, PROVINCE
from mailroom.demonstration.story import FORWARDER
from mailroom.errors import MailroomError
from mailroom.office import Office, import_departments
from mailroom.providers.disk import made, write_whole

MORE_PLATFORMS = f"""
[[upper]]
name = "{PROVINCE[0]}"
level = "province"
channel = "hotline"
senders = ["{PROVINCE[1]}"]
report_to = "{PROVINCE[1]}"

[[upper]]
name = "{MAYOR[0]}"
level = "city"
channel = "mayors_mailbox"
senders = ["{MAYOR[1]}"]
report_to = "{MAYOR[1]}"
"""


class NotADemonstration(MailroomError):
    """The folder holds something that is not for playing."""


def prepare(folder: Path) -> None:
    """Make the demonstration office's folder where it is not made yet. Raises `NotADemonstration`, touching nothing."""
    marker, config = folder / MARKER, folder / OFFICE_FILE
    if not marker.exists() and folder.is_dir() and any(folder.iterdir()):
        raise NotADemonstration(
            f"{folder.absolute()} 里已有别的东西，不是演示用的，没有动它；请换一个目录：mailroom -C office demo"
        )
    made(folder)
    if not marker.exists():
        about = {"demonstration": True, "remark": "演示用办公目录，可整个删除；所有人名、电话、事情均为虚构"}
        write_whole(marker, json.dumps(about, ensure_ascii=False, indent=1).encode())
    for name in ("in", "filed", "out"):
        made(folder / "mailbox" / name)
    if not config.exists():
        write_whole(config, office_toml().encode())


def office_toml() -> str:
    """The demonstration's `office.toml`: the folder provider, three platforms, all addresses made up."""
    text = default_office_toml(provider="folder", address=OFFICE)
    senders = f'senders = ["{CITY[1]}", "{FORWARDER[1]}"]'
    callers = f'\n[follow_up]\ncallers = ["{CALLER}"]\n'
    return text.replace(f'senders = ["{CITY[1]}"]', senders) + MORE_PLATFORMS + callers


def furnish(office: Office) -> None:
    """Give every packaged department an address, where it has none yet."""
    bare = [row.name for row in worklists.departments() if row.name in LOCAL_PARTS and not row.addresses]
    with transaction():
        import_departments([{"name": name, "addresses": [address_of(name)]} for name in bare])

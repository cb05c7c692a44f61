"""The table [watch] of an office's settings: who is told when the office itself does not work, and where others may ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from config.faults import Fault
from config.servers import CourierSettings, read_courier
from config.surroundings import Surroundings
from config.tables import ADDRESS, Table


@dataclass(frozen=True)
class WatchSettings:
    """How the office watches over itself; limits of 0 mean: not watched, not sent."""

    administrator: tuple[str, ...]  # addresses
    silent_minutes: int
    heartbeat_minutes: int
    password_warn_days: int
    backup_days: int
    letters_a_day: int
    listen: tuple[str, int] | None  # host, port
    courier: CourierSettings | None  # the second way out


def read_watch(
    values: Mapping[str, Any], near: Surroundings, faults: list[Fault], *, second_way: bool
) -> WatchSettings:
    """Read [watch]; `second_way`: the office wrote a [watch.courier]."""
    table = Table("watch", values, faults)
    for address in table.texts("administrator"):
        if not ADDRESS.fullmatch(address):
            table.fault("administrator", f"不是邮箱地址：“{address}”")
    return WatchSettings(
        administrator=table.texts("administrator"),
        silent_minutes=table.number("silent_minutes", least=5, most=1440),
        heartbeat_minutes=_heartbeat_minutes(table),
        password_warn_days=table.number("password_warn_days"),
        backup_days=table.number("backup_days"),
        letters_a_day=table.number("letters_a_day", least=1, most=100),
        listen=_host_and_port(table),
        courier=read_courier(values["courier"], near, faults, "watch.courier") if second_way else None,
    )


def _heartbeat_minutes(table: Table) -> int:
    minutes = table.number("heartbeat_minutes", most=1440)
    if 0 < minutes < 10:
        table.fault("heartbeat_minutes", "应为 0（不发）或不小于 10：每一封都占发信限额")
    return minutes


def _host_and_port(table: Table) -> tuple[str, int] | None:
    """Read `listen`: "127.0.0.1:8125", "[::1]:8125"; "" is nowhere."""
    value = table.text("listen")
    host, colon, port = value.rpartition(":")
    if not value:
        return None
    if not (colon and host and port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        table.fault("listen", f"应为 地址:端口，如 127.0.0.1:8125，或空（不开），现为“{value}”")
        return None
    return host.removeprefix("[").removesuffix("]"), int(port)

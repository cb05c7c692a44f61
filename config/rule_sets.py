"""The rules of the trade, in sets that hold from a date on; a case keeps the set under which it was registered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from config.faults import Fault
from config.tables import Table

NUMBERS = {  # key: (least, most)
    "acknowledge_days": (0, 60),
    "send_back_days": (0, 60),
    "send_backs": (0, 10),
    "extension_days": (0, 250),
    "extensions": (0, 10),
    "warn_days": (0, 30),
    "phone_days": (1, 250),
    "written_days": (1, 250),
    "on_site_days": (1, 250),
    "instruction_days": (1, 250),
    "upper_margin_halves": (0, 20),
    "follow_up_days": (1, 60),
    "follow_up_tries": (1, 20),
    "repeat_days": (0, 3660),
}
LADDER = ("phone_days", "written_days", "on_site_days", "instruction_days")


@dataclass(frozen=True)
class Rules:
    """One rule set; `_days` count working days, except `repeat_days`, which counts days."""

    id: str
    from_on: date
    basis: str
    limit_days: Mapping[str, int]  # by kind of case (consultation, service, …)
    department_limit_days: Mapping[str, Mapping[str, int]]  # department → kind → shorter limit
    acknowledge_days: int
    send_back_days: int
    send_backs: int
    extension_days: int
    extensions: int
    warn_days: int
    phone_days: int
    written_days: int
    on_site_days: int
    instruction_days: int
    upper_margin_halves: int
    follow_up_days: int
    follow_up_tries: int
    repeat_days: int

    def limit_for(self, kind: str, department: str = "") -> int:
        """Working days to handle a case of `kind`; a department's own limit counts where it is shorter."""
        general = self.limit_days.get(kind, self.limit_days["other"])
        return min(general, self.department_limit_days.get(department, {}).get(kind, general))


@dataclass(frozen=True)
class RuleSets:
    """All rule sets of the office, earliest first."""

    sets: tuple[Rules, ...] = field(default=())

    def on(self, day: date) -> Rules:
        """The set that holds on `day`; before the first one, the first one."""
        held = [rules for rules in self.sets if rules.from_on <= day]
        return held[-1] if held else self.sets[0]

    def by_id(self, name: str) -> Rules:
        """The set a case was registered under; KeyError where the office no longer has it."""
        for rules in self.sets:
            if rules.id == name:
                return rules
        raise KeyError(name)


def read_rule_sets(shipped: Sequence[dict], written: Sequence[dict], faults: list[Fault]) -> RuleSets:
    """Join the shipped sets with what the office wrote: same id changes a set, a new id follows the set before it."""
    by_id = {entry["id"]: dict(entry) for entry in shipped}
    for place, entry in enumerate(written):
        name = entry.get("id", "")
        if not name or (name not in by_id and "from" not in entry):
            faults.append(Fault(f"rules[{place + 1}]", "每套规则须有 id；新的一套还须有起始日期 from"))
            continue
        base = by_id.get(name) or _latest_before(entry["from"], list(by_id.values()))
        by_id[name] = _changed(base, entry)
    ordered = sorted(by_id.values(), key=lambda entry: entry["from"])
    return RuleSets(tuple(_read_rules(entry, faults) for entry in ordered))


def _latest_before(day: date, entries: list[dict]) -> dict:
    ordered = sorted(entries, key=lambda entry: entry["from"])
    return next((entry for entry in reversed(ordered) if entry["from"] <= day), ordered[0])


def _changed(base: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    changed = {**base, **entry}
    for name in ("limit_days", "department_limit_days"):
        changed[name] = {**base[name], **entry.get(name, {})}
    return changed


def _read_rules(entry: Mapping[str, Any], faults: list[Fault]) -> Rules:
    table = Table(f"rules（{entry['id']}）", entry, faults)
    numbers = {name: table.number(name, least=low, most=high) for name, (low, high) in NUMBERS.items()}
    steps = [numbers[name] for name in LADDER]
    if steps != sorted(steps):
        table.fault("phone_days", "督办各级的天数应依次不减：" + "、".join(LADDER))
    limits = table.within("limit_days")
    return Rules(
        id=entry["id"],
        from_on=entry["from"],
        basis=table.text("basis"),
        limit_days={kind: limits.number(kind, least=1, most=250) for kind in entry["limit_days"]},
        department_limit_days=_department_limits(entry, faults),
        **numbers,
    )


def _department_limits(entry: Mapping[str, Any], faults: list[Fault]) -> dict[str, dict[str, int]]:
    read: dict[str, dict[str, int]] = {}
    for department, limits in entry["department_limit_days"].items():
        key = f"rules.department_limit_days.{department}"
        if not isinstance(limits, dict):
            faults.append(Fault(key, "应写作 { complaint = 5 } 的形式"))
            continue
        read[department] = {}
        for kind, days in limits.items():
            if kind not in entry["limit_days"]:
                faults.append(Fault(f"{key}.{kind}", f"没有这种类型，可用：{'、'.join(entry['limit_days'])}"))
            elif type(days) is not int or not 1 <= days <= 250:
                faults.append(Fault(f"{key}.{kind}", "应为 1 至 250 的整数"))
            else:
                read[department][kind] = days
    return read

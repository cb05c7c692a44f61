"""Laying an office's config over the defaults, and reading the result key by key.

`defaults.toml` is the schema: a key it does not have is unknown, and a value has the type of its default. The tables
in `FREE` take any key (names of departments, labels); those in `REPEATED` are written once or several times.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from config.faults import Fault, unknown_key

FREE = {"rules.department_limit_days", "reading.labels", "notice.topics"}
SECRETS = {"password", "oauth_client_secret"}  # no key: a value written here would be in the config
REPEATED = {"mailbox", "upper", "rules"}
KINDS = {
    bool: "true 或 false",
    int: "整数",
    float: "数字",
    str: "文字（加引号）",
    list: "列表（[…]）",
    dict: "表",
}
_ATOM, _LABEL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+", r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
# As letters are addressed (RFC 5322's dot-atom): what a mail server would not take is found out here, not at a dispatch.
ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")


def laid_over(defaults: Mapping[str, Any], written: Mapping[str, Any], faults: list[Fault]) -> dict[str, Any]:
    """Return the defaults with what the office wrote; repeated tables come as lists of complete tables.

    `rules` is left as the two lists, default and written, for `config.rule_sets` to join by id.
    """
    merged = dict(defaults)
    for name, value in written.items():
        if name not in defaults:
            faults.append(unknown_key(name, name, defaults))
        elif name in REPEATED:
            merged[name] = _entries(name, value, defaults[name], faults)
        else:
            merged[name] = _value(name, name, value, defaults[name], faults)
    return merged


def _entries(name: str, value: Any, default: Any, faults: list[Fault]) -> list[dict[str, Any]]:
    """Complete each entry of a repeated table; entries of `rules` keep only what was written."""
    entries = value if isinstance(value, list) else [value]
    complete = []
    for place, entry in enumerate(entries):
        key = f"{name}[{place + 1}]" if len(entries) > 1 else name
        if not isinstance(entry, dict):
            faults.append(Fault(key, f"应为 [{name}] 或 [[{name}]] 表"))
        elif name == "rules":
            whole = _table(key, name, entry, default[0], faults)
            complete.append(_only_written(whole, entry))
        else:
            complete.append(_table(key, name, entry, default, faults))
    return complete


def _only_written(whole: Mapping[str, Any], written: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: whole[name] for name in written if name in whole}
    for name, value in kept.items():
        if isinstance(value, dict) and isinstance(written[name], dict):
            kept[name] = _only_written(value, written[name])
    return kept


def _table(
    key: str, path: str, written: Mapping[str, Any], default: Mapping[str, Any], faults: list[Fault]
) -> dict:
    if path in FREE:
        return dict(written)
    merged = dict(default)
    for name, value in written.items():
        if name in SECRETS:
            sentence = f"密码不得写入配置文件，请改用 {name}_env、{name}_file 或 {name}_keyring"
            faults.append(Fault(f"{key}.{name}", sentence))
        elif name not in default:
            faults.append(unknown_key(f"{key}.{name}", name, default))
        else:
            merged[name] = _value(f"{key}.{name}", f"{path}.{name}", value, default[name], faults)
    return merged


def _value(key: str, path: str, value: Any, default: Any, faults: list[Fault]) -> Any:
    """Return `value` where it has the type of its default; else the default, with a fault."""
    if isinstance(default, dict) and isinstance(value, dict):
        return _table(key, path, value, default, faults)
    if isinstance(default, str) and isinstance(value, (date, time)):
        return value.isoformat()  # TOML dates and times may be written with or without quotes
    if isinstance(default, date) and isinstance(value, str):
        return _day(key, value, default, faults)
    if isinstance(default, float) and type(value) is int:
        return float(value)
    if type(value) is type(default):
        return value
    faults.append(Fault(key, f"应为{KINDS.get(type(default), '日期，如 2018-03-12')}"))
    return default


def _day(key: str, value: str, default: date, faults: list[Fault]) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        faults.append(Fault(key, "应为日期，如 2018-03-12"))
        return default


class Table:
    """One complete table, read key by key; what is wrong is added to `faults` and a harmless value returned."""

    def __init__(self, key: str, values: Mapping[str, Any], faults: list[Fault]):
        self.key = key
        self.values = values
        self.faults = faults

    def fault(self, name: str, sentence: str) -> None:
        self.faults.append(Fault(f"{self.key}.{name}", sentence))

    def within(self, name: str) -> Table:
        return Table(f"{self.key}.{name}", self.values[name], self.faults)

    def text(self, name: str, *, required: bool = False) -> str:
        value = str(self.values[name]).strip()
        if required and not value:
            self.fault(name, "必须填写")
        if not value.isprintable():  # it may stand in a header or a file name
            self.fault(name, "不得含有换行等控制字符")
        return value

    def one_of(self, name: str, *choices: str) -> str:
        value = self.text(name)
        if value not in choices:
            self.fault(name, f"只能是 {'、'.join(c or '空' for c in choices)} 之一，现为“{value}”")
            return choices[0]
        return value

    def number(self, name: str, *, least: int = 0, most: int | None = None) -> int:
        value = self.values[name]
        if value < least or (most is not None and value > most):
            self.fault(name, f"应不小于 {least}" + (f"、不大于 {most}" if most is not None else ""))
        return value

    def share(self, name: str) -> float:
        value = self.values[name]
        if not 0 <= value <= 1:
            self.fault(name, "应在 0 与 1 之间")
        return value

    def flag(self, name: str) -> bool:
        return self.values[name]

    def texts(self, name: str, *, required: bool = False) -> tuple[str, ...]:
        values = self.values[name]
        if not all(isinstance(each, str) and each.strip() for each in values):
            self.fault(name, '应为文字的列表，如 ["甲", "乙"]')
            return ()
        if required and not values:
            self.fault(name, "必须填写，至少一项")
        return tuple(each.strip() for each in values)

    def address(self, name: str) -> str:
        value = self.text(name, required=True)
        if value and not ADDRESS.fullmatch(value):
            self.fault(name, f"不是邮箱地址：“{value}”")
        return value

    def day(self, name: str) -> date | None:
        value = self.text(name)
        if not value:
            return None
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            self.fault(name, f"应为日期，如 2018-03-12，现为“{value}”")
            return None

    def clock(self, name: str) -> time:
        return self._clock(name, self.text(name))

    def clock_pair(self, name: str) -> tuple[time, time]:
        values = self.texts(name)
        if len(values) != 2:
            self.fault(name, '应为起止两个时间，如 ["08:30", "12:00"]')
            return time(0), time(0)
        start, end = (self._clock(name, value) for value in values)
        if start >= end:
            self.fault(name, "起始时间应早于结束时间")
        return start, end

    def _clock(self, name: str, value: str) -> time:
        try:
            clock = time.fromisoformat(value)
            if clock.tzinfo is None:  # always China time
                return clock
        except ValueError:
            pass
        self.fault(name, f"应为时间，如 08:30，现为“{value}”")
        return time(0)

"""The data shipped with the program: holidays by year, departments. As plain dicts; the office builds from them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from config.faults import ConfigFaults, Fault, not_toml

YEAR_FILE = re.compile(r"(\d{4})\.toml")
Notice = tuple[str, dict[date, str], set[date]]  # source, {day off: holiday}, make-up days


def holiday_files(extra_dir: Path | None = None) -> list[Traversable]:
    """Return the holiday files by year: those shipped, each replaced by one of the same year in `extra_dir`."""
    by_year = {each.name: each for each in resources.files("config").joinpath("holidays").iterdir()}
    if extra_dir is not None and extra_dir.is_dir():
        by_year |= {each.name: each for each in extra_dir.iterdir()}
    return [by_year[name] for name in sorted(by_year) if YEAR_FILE.fullmatch(name)]


def read_holidays(files: Iterable[Traversable]) -> dict[int, Notice]:
    """Return `{year: (source, {day off: holiday}, {make-up days})}`; `ConfigFaults` names each bad file."""
    notices: dict[int, Notice] = {}
    faults: list[Fault] = []
    for file in files:
        try:
            year, notice = _read_notice(tomllib.loads(file.read_text(encoding="utf-8")))
            if YEAR_FILE.fullmatch(file.name) and file.name != f"{year}.toml":
                raise ValueError(f"文件名与其中的年份 {year} 不一致")
            notices[year] = notice
        except tomllib.TOMLDecodeError as error:
            faults.append(Fault(file.name, not_toml(error)))
        except (UnicodeDecodeError, OSError):
            faults.append(Fault(file.name, "无法读取，应为 UTF-8 编码的文本"))
        except KeyError as missing:
            faults.append(Fault(file.name, f"缺少 {missing.args[0]}"))
        except (AttributeError, TypeError, ValueError) as error:
            faults.append(Fault(file.name, f"放假安排格式不对：{error}"))
    if faults:
        raise ConfigFaults(faults, "放假安排")
    for year in sorted(notices):
        _amend_december(year, notices)
    return notices


def _amend_december(year: int, notices: dict[int, Notice]) -> None:
    """Hand the December days that a year's notice moves (2018-12-29) to the year before, where that one is known."""
    _, off, makeup = notices[year]
    before = notices.get(year - 1)
    for day in [each for each in off if each.year < year]:
        holiday = off.pop(day)
        if before is not None:
            before[1][day] = holiday
            before[2].discard(day)
    for day in [each for each in makeup if each.year < year]:
        makeup.discard(day)
        if before is not None:
            before[1].pop(day, None)
            before[2].add(day)


def load_holidays(extra_dir: Path | None = None) -> dict[int, Notice]:
    """Return every known year's notice: the shipped ones, with the office's own files in `extra_dir`."""
    return read_holidays(holiday_files(extra_dir))


def _read_notice(values: dict[str, Any]) -> tuple[int, Notice]:
    """Read one file; ValueError where a date is neither of the file's year nor of the December before it."""
    year = values["year"]
    off: dict[date, str] = {}
    makeup: set[date] = set()
    for holiday in values["holiday"]:
        off |= dict.fromkeys(holiday["days"], holiday["name"])
        makeup |= set(holiday.get("makeup", []))
    for day in (*off, *makeup):
        if type(day) is not date or (day.year != year and (day.year, day.month) != (year - 1, 12)):
            raise ValueError(f"{day} 不是 {year} 年（或上年 12 月）的日期")
    for day in makeup:
        if day in off or day.weekday() < 5:
            raise ValueError(f"{day} 不是可以调休上班的周末")
    return year, (f"{values['title']}（{values['number']}）", off, makeup)


def packaged_departments() -> list[dict[str, Any]]:
    """Return the shipped departments as rows of the ledger's Department: towns first, then departments, enterprises.

    A department founded as a successor takes over the duty keywords of its predecessors, after its own.
    """
    text = resources.files("config").joinpath("departments.toml").read_text(encoding="utf-8")
    rows = [_complete(entry) for entry in tomllib.loads(text)["department"]]
    by_name = {row["name"]: row for row in rows}
    for row in rows:
        heir = by_name.get(row["successor"], row)
        if heir["valid_from"] and heir is not row:
            heir["keywords"] += [word for word in row["keywords"] if word not in heir["keywords"]]
    return rows


def packaged_topics() -> dict[str, tuple[str, ...]]:
    """Return the shipped topics of notices (热点): name → words that a case of it has in its title or text."""
    text = resources.files("config").joinpath("topics.toml").read_text(encoding="utf-8")
    return {name: tuple(words) for name, words in tomllib.loads(text).items()}


def _complete(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": entry["name"],
        "kind": entry["kind"],  # town | department | enterprise
        "aliases": list(entry.get("aliases", [])),
        "addresses": list(entry.get("addresses", [])),
        "keywords": list(entry.get("keywords", [])),
        "parent": entry.get("parent"),
        "valid_from": entry.get("valid_from"),
        "valid_to": entry.get("valid_to"),
        "successor": entry.get("successor"),
    }

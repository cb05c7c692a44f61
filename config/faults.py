"""What is wrong in a config: all faults are collected and reported together, each with its key, in Chinese."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One fault: the key as written in office.toml ("mailbox.port", "upper[1].senders") and what to do about it."""

    key: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.key}：{self.sentence}"


class ConfigFaults(Exception):
    """A config that can't be used; `faults` has them all."""

    def __init__(self, faults: Iterable[Fault], source: str = "office.toml"):
        self.faults = list(faults)
        lines = [f"{source} 有 {len(self.faults)} 处问题：", *(f"  {fault}" for fault in self.faults)]
        super().__init__("\n".join(lines))


def unknown_key(key: str, name: str, known: Iterable[str]) -> Fault:
    """The fault of a key nobody knows, with the nearest one that is known."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    hint = f"，是否应为 {near[0]}？" if near else "，请删去或对照 docs/rules.md 改正"
    return Fault(key, f"没有这个配置项{hint}")

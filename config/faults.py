"""What is wrong in a config: all faults are collected and reported together, each with its key, in Chinese."""

from __future__ import annotations

import difflib
import re
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


class SecretMissing(Exception):
    """A secret can't be had from where it is said to be; `name` is the ending of the key: env, file or keyring."""

    def __init__(self, name: str, sentence: str):
        super().__init__(sentence)
        self.name = name


def unknown_key(key: str, name: str, known: Iterable[str]) -> Fault:
    """The fault of a key nobody knows, with the nearest one that is known."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    hint = f"，是否应为 {near[0]}？" if near else "，请删去或对照 docs/rules.md 改正"
    return Fault(key, f"没有这个配置项{hint}")


# What tomllib says, by how it begins, and what that means to somebody who edits the file.
_TOML = (
    ("Invalid statement", "这里应写“名称 = 值”；名称是汉字的须加引号"),
    ("Invalid value", "等号右边的值不对，文字须加引号"),
    ("Unterminated string", "引号没有成对"),
    ("Illegal character '\\n'", "引号没有成对"),
    ("Illegal character", "有不能用的字符"),
    ("Unescaped", "双引号里的 \\ 须写成 \\\\，或改用单引号"),
    ("Cannot declare", "同一个表写了两次"),
    ("Cannot overwrite", "同一项写了两次"),
    ("Cannot mutate", "同一项写了两次"),
    ("Unclosed", "方括号或花括号没有成对"),
    ("Expected ']", "方括号没有成对"),
    ("Expected newline", "值的后面有多余的字"),
    ("Expected '='", "名称后面缺等号"),
)


def not_toml(error: Exception) -> str:
    """Say in Chinese why, and in which line, a text is no TOML (`tomllib.TOMLDecodeError`)."""
    told = str(error)
    found = re.search(r"\(at line (\d+), column (\d+)\)", told)
    where = f"第{found[1]}行第{found[2]}个字处" if found else "文件末尾"
    meant = next(
        (sentence for begins, sentence in _TOML if told.startswith(begins)), "引号、括号、等号是否写全"
    )
    return f"不是正确的 TOML（{where}）：{meant}"

"""Passwords and keys: read from the environment, a file or the system's keyring; never from the config itself.

What is kept of a secret beside its value is its place, so that a running office can look there again: a password that
was mended is tried at once. No sentence, `repr` or error here carries a value.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.faults import SecretMissing
from config.surroundings import Surroundings
from config.tables import Table


@dataclass(frozen=True)
class SecretPlace:
    """Where a secret is kept: one of the three, or nowhere."""

    variable: str = ""  # of the environment
    file: Path | None = None  # its first line
    keyring: str = ""  # the service's name in the system's keyring
    account: str = ""  # and the account's

    def __bool__(self) -> bool:
        return bool(self.variable or self.file or self.keyring)

    def __str__(self) -> str:
        if self.variable:
            return f"环境变量 {self.variable}"
        if self.file:
            return f"文件 {self.file}"
        return f"系统密钥环 {self.keyring}（账号 {self.account}）" if self.keyring else "没有写明"

    def read(self, env: Mapping[str, str]) -> str:
        """Return the secret; `SecretMissing` says in Chinese why it can't be had."""
        if self.variable:
            return _from_environment(self.variable, env)
        if self.file:
            return _from_file(self.file)
        return _from_keyring(self.keyring, self.account) if self.keyring else ""

    def write(self, secret: str) -> None:
        """Keep another secret in the file or the keyring; raises `OSError` or `SecretMissing`."""
        if self.file:
            write_secret(self.file, secret)
        elif self.keyring:
            from config import system_keyring

            system_keyring.write(self.keyring, self.account, secret)
        else:
            raise SecretMissing("env", f"{self}由启动 mailroom 的环境给出，不能由程序写入")


NOWHERE = SecretPlace()


def secret_place(
    table: Table, near: Surroundings, key: str, *, account: str, required: bool, missing: str
) -> SecretPlace:
    """Read `{key}_env`, `{key}_file` and `{key}_keyring`, of which at most one may be given.

    `missing` is the Chinese sentence for a secret that is required and given nowhere.
    """
    place = SecretPlace(
        variable=table.text(f"{key}_env"),
        file=near.path(table.text(f"{key}_file")),
        keyring=table.text(f"{key}_keyring"),
        account=account,
    )
    given = [name for name in ("env", "file", "keyring") if table.text(f"{key}_{name}")]
    if len(given) > 1:
        table.fault(f"{key}_{given[0]}", f"与 {key}_{given[1]} 只能填写一个")
        return NOWHERE
    if required and not given:
        table.fault(f"{key}_env", missing)
    return place


def read_secret(table: Table, near: Surroundings, key: str, place: SecretPlace) -> str:
    """Return the secret of a table; "" where secrets are not wanted now, or none is needed."""
    if not (near.secrets and place):
        return ""
    try:
        return place.read(near.env)
    except SecretMissing as error:
        table.fault(f"{key}_{error.name}", str(error))
        return ""


def read_password(table: Table, near: Surroundings, *, account: str) -> str:
    """Return the password of a table that may have one."""
    place = secret_place(table, near, "password", account=account, required=False, missing="")
    return read_secret(table, near, "password", place)


def _from_environment(variable: str, env: Mapping[str, str]) -> str:
    secret = env.get(variable, "")
    if not secret:
        raise SecretMissing("env", f"环境变量 {variable} 未设置或为空")
    return secret


def _from_file(file: Path) -> str:
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise SecretMissing("file", f"无法读取密码文件 {file}") from None  # the cause may carry its text
    if not lines or not lines[0].strip():
        raise SecretMissing("file", f"密码文件 {file} 的第一行为空")
    return lines[0].strip()


def _from_keyring(service: str, account: str) -> str:
    from config import system_keyring  # a tenth of a second, for those who use it

    return system_keyring.read(service, account)


def write_secret(file: Path, secret: str) -> None:
    """Write a secret into a file: whole or not at all, readable by its owner alone; raises `OSError`."""
    place = file.resolve()
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}-")  # mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as written:
            written.write(secret + "\n")
            written.flush()
            os.fsync(written.fileno())
        os.replace(name, place)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)

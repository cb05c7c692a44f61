"""The system's keyring (GNOME Keyring, KWallet, macOS Keychain, Windows): read and written through `keyring`."""

from __future__ import annotations

import keyring
from keyring.errors import KeyringError, KeyringLocked, NoKeyringError

from config.faults import SecretMissing

_ELSEWHERE = "请改用 password_file 或 password_env"


def read(service: str, account: str) -> str:
    """Return what is kept for the account; `SecretMissing` where there is nothing, or no keyring to ask."""
    try:
        secret = keyring.get_password(service, account)
    except Exception as error:  # backends raise what their library raises
        raise SecretMissing("keyring", _why_not(error)) from None
    if not secret:
        sentence = f"系统密钥环中没有 {service}（账号 {account}），请用 mailroom secrets set 存入"
        raise SecretMissing("keyring", sentence)
    return secret


def write(service: str, account: str, secret: str) -> None:
    """Keep a secret for the account; `SecretMissing` where it can't be."""
    try:
        keyring.set_password(service, account, secret)
    except Exception as error:
        raise SecretMissing("keyring", _why_not(error)) from None


def _why_not(error: Exception) -> str:
    if isinstance(error, NoKeyringError):
        return f"这台机器上没有系统密钥环（服务器上常见），{_ELSEWHERE}"
    if isinstance(error, KeyringLocked):
        return "系统密钥环已上锁，请先用运行 mailroom 的账号登录并解锁；无人值守的机器" + _ELSEWHERE
    if isinstance(error, KeyringError):
        return f"系统密钥环打不开（{type(error).__name__}），{_ELSEWHERE}"
    return f"系统密钥环出错（{type(error).__name__}），{_ELSEWHERE}"

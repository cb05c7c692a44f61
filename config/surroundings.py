"""What a config may refer to beside itself: the office's folder and the environment."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Surroundings:
    """What a config may refer to: the office's folder, the environment, and whether passwords are wanted."""

    dir: Path
    env: Mapping[str, str]
    secrets: bool = True

    def path(self, written: str) -> Path | None:
        """A path as written, from the office's folder; None where none is written."""
        return (self.dir / Path(written).expanduser()) if written else None


def fault_of_url(url: str, *, secret: str, example: str = "") -> str:
    """What is wrong with the address of a server that a secret is sent to, a Chinese sentence; "" where nothing is.

    `secret` is what must not go over a wire in the clear; `example` shows what is wanted.
    """
    try:
        parts = urlsplit(url)
    except ValueError:  # [ without ]
        return f"应为 https:// 开头的地址{example}"
    if not parts.hostname or parts.scheme not in ("https", "http"):
        return f"应为 https:// 开头的地址{example}"
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        return f"应为 https:// 开头的地址：{secret}不得明文传送"
    if parts.username or parts.password:
        return "地址中不得写账号和密码"
    return ""


def is_loopback(host: str) -> bool:
    """Whether a server is this machine itself, so that nothing goes over a wire."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

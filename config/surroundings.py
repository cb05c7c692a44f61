"""What a config may refer to beside itself: the office's folder and the environment."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Surroundings:
    """What a config may refer to: the office's folder, the environment, and whether passwords are wanted."""

    dir: Path
    env: Mapping[str, str]
    secrets: bool = True

    def path(self, written: str) -> Path | None:
        """A path as written, from the office's folder; None where none is written."""
        return (self.dir / Path(written).expanduser()) if written else None


def is_loopback(host: str) -> bool:
    """Whether a server is this machine itself, so that nothing goes over a wire."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

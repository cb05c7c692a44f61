"""Free loopback ports for servers that want to be told their port instead of choosing it."""

from __future__ import annotations

import random
import shutil
import socket
import tempfile
from pathlib import Path

_LOWEST, _HIGHEST = (
    15_000,
    32_000,
)  # below the range from which the kernel takes ports for outgoing connections


def free_ports(count: int) -> list[int]:
    """Return `count` different ports on which nothing listens now.

    Between asking and using, another test worker may take one: whoever starts a server tries again with new ports.
    """
    found: list[int] = []
    chooser = random.SystemRandom()  # workers are forked with one seed; they must not choose alike
    while len(found) < count:
        port = chooser.randint(_LOWEST, _HIGHEST)
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in found:
            found.append(port)
    return found


def server_folder(prefix: str) -> Path:
    """Return a new folder that servers running under their own users may enter (pytest's own are closed to them)."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    folder.chmod(0o711)
    return folder


def program(name: str, package: str, *places: str) -> str:
    """Return the path of a server program; `RuntimeError` names the Debian package where it is absent."""
    path = shutil.which(
        name, path=":".join([*places, "/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"])
    )
    if path is None:
        raise RuntimeError(f"{name} is not installed; these tests need it: apt-get install {package}")
    return path


def answers(port: int) -> bool:
    """Tell whether something accepts connections on this loopback port."""
    with socket.socket() as trial:
        trial.settimeout(1)
        return trial.connect_ex(("127.0.0.1", port)) == 0

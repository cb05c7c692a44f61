"""A word to systemd: that the office is at work, so that one that hangs is started anew (sd_notify(3)).

One datagram to the socket that systemd names; where there is none, nothing is said.
"""

from __future__ import annotations

import logging
import os
import socket

log = logging.getLogger(__name__)


def say(word: str) -> None:
    """Say "READY=1", "WATCHDOG=1" or "STOPPING=1"; never raises."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    place = "\0" + address[1:] if address.startswith("@") else address
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
            line.sendto(word.encode(), place)
    except OSError as error:
        log.warning("systemd was not told: %s", error)

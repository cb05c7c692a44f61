"""Host names that lead to a port of this machine, for clients that speak HTTP through urllib3.

What stands in DNS and on port 443 of a real office is here a name in a table; the certificate must carry that name.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from urllib3.util import connection


@contextmanager
def diverted(ports: Mapping[str, int]) -> Iterator[list[str]]:
    """Let `https://NAME` lead to a loopback port. Every other name of `.test` is unknown. Gives the names asked for."""
    plain, asked = connection.create_connection, []

    def create_connection(address: tuple[str, int], *args: Any, **kwargs: Any) -> socket.socket:
        host, port = address
        if not host.endswith(".test"):
            return plain(address, *args, **kwargs)
        asked.append(host)
        if host not in ports or port != 443:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return plain(("127.0.0.1", ports[host]), *args, **kwargs)

    connection.create_connection = create_connection
    try:
        yield asked
    finally:
        connection.create_connection = plain

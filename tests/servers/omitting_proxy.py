"""A line to a real IMAP server that never tells of one mail when asked to fetch it, and says OK all the same.

Servers do so with a mail whose file they have lost or can't read; SEARCH still names it.
"""

from __future__ import annotations

import asyncio
import re

from tests.servers.loop_thread import LoopThread

_LITERAL = re.compile(rb"\{(\d+)\}\r\n$")
_FETCHED = re.compile(rb"\* \d+ FETCH \(.*\bUID (\d+)\b")


class OmittingProxy(LoopThread):
    """Leaves the mail with the UID `uid` out of the answers to FETCH: its body, with `sizes` its size as well."""

    def __init__(self, upstream_port: int, uid: int, *, sizes: bool = False):
        super().__init__()
        self._upstream_port = upstream_port
        self._uid, self._sizes = uid, sizes

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on what the client says, and what of the answers is not left out."""
        server, to_server = await asyncio.open_connection("127.0.0.1", self._upstream_port, limit=1 << 26)
        answers = asyncio.create_task(self._pass_answers(server, writer))
        try:
            while line := await reader.readline():
                to_server.write(line)
                await to_server.drain()
        finally:
            answers.cancel()
            to_server.transport.abort()

    async def _pass_answers(self, server: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await server.readline():
                answer = line
                while literal := _LITERAL.search(line):
                    answer += await server.readexactly(int(literal[1]))
                    line = await server.readline()
                    answer += line
                if not self._is_left_out(answer):
                    writer.write(answer)
                    await writer.drain()
        finally:
            writer.close()

    def _is_left_out(self, answer: bytes) -> bool:
        first = answer.partition(b"\r\n")[0]
        fetched = _FETCHED.match(first)
        if fetched is None or int(fetched[1]) != self._uid:
            return False
        return self._sizes or b"BODY[" in first

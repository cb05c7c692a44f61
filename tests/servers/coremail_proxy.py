"""163.com's peculiarities in front of a real IMAP server.

- SELECT, EXAMINE and STATUS are refused until the client has said who it is (a non-empty ID) on this connection.
- CAPABILITY is Coremail's: no IDLE, MOVE, CONDSTORE; the commands themselves are unknown.
- SELECT tells no UIDNEXT and allows no keywords.
- `UID FETCH n:*` and `UID SEARCH UID n:*` name the last mail even where its UID is below n: any server does that.
"""

from __future__ import annotations

import asyncio
import re
import ssl

from tests.servers.loop_thread import LoopThread

CAPABILITY = b"IMAP4rev1 XLIST SPECIAL-USE ID LITERAL+ STARTTLS APPENDLIMIT=71680000 XAPPLEPUSHSERVICE UIDPLUS X-CM-EXT-1 SASL-IR AUTH=XOAUTH2"
_LITERAL = re.compile(rb"\{(\d+)\+?\}\r\n$")
_BEHIND_THE_GATE = (b"SELECT", b"EXAMINE", b"STATUS")
_UNKNOWN = (b"IDLE", b"MOVE", b"ENABLE", b"THREAD", b"SORT", b"NOTIFY", b"COMPRESS")


class CoremailProxy(LoopThread):
    """Stands in front of the plain IMAP port of a mail host and speaks as Coremail does."""

    def __init__(self, upstream_port: int, *, tls: ssl.SSLContext | None = None):
        super().__init__(tls=tls)
        self._upstream_port = upstream_port
        self.commands: list[
            bytes
        ] = []  # every command word, in order, of all connections; LOGIN and ID among them
        self.connections = 0
        self.distrusting = False  # opens no folder, whatever the client says of itself

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on what Coremail would understand, both ways."""
        self.connections += 1
        server, to_server = await asyncio.open_connection("127.0.0.1", self._upstream_port, limit=1 << 26)
        answers = asyncio.create_task(_pass_answers(server, writer))
        try:
            await self._pass_commands(reader, writer, to_server)
        finally:
            answers.cancel()
            to_server.transport.abort()

    async def _pass_commands(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, to_server: asyncio.StreamWriter
    ) -> None:
        introduced = False
        while line := await reader.readline():
            tag, command, rest = _words(line)
            self.commands.append(command)
            introduced = introduced or (command == b"ID" and rest.upper() not in (b"", b"NIL", b"()"))
            refusal = _refusal(command, introduced and not self.distrusting)
            if refusal:
                writer.write(tag + refusal)
                continue
            to_server.write(line)
            while literal := _LITERAL.search(line):
                to_server.write(await reader.readexactly(int(literal[1])))
                line = await reader.readline()
                to_server.write(line)
            await to_server.drain()


def _refusal(command: bytes, introduced: bool) -> bytes:
    """What Coremail answers by itself; b"" where the server behind is to answer."""
    if command in _BEHIND_THE_GATE and not introduced:
        return b" NO " + command + b" Unsafe Login. Please contact kefu@188.com for help\r\n"
    if command.removeprefix(b"UID ") in _UNKNOWN:
        return b" BAD Parse command error\r\n"
    return b""


def _words(line: bytes) -> tuple[bytes, bytes, bytes]:
    tag, _, rest = line.rstrip(b"\r\n").partition(b" ")
    command, _, rest = rest.partition(b" ")
    command = command.upper()
    if command == b"UID":
        word, _, rest = rest.partition(b" ")
        command += b" " + word.upper()
    return tag, command, rest.strip()


async def _pass_answers(server: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass the server's answers; its lines are Coremail's, its literals (mails) stay untouched."""
    try:
        while line := await server.readline():
            literal = _LITERAL.search(line)
            writer.write(_as_coremail(line))
            if literal:
                writer.write(await server.readexactly(int(literal[1])))
            await writer.drain()
    finally:
        writer.close()


def _as_coremail(line: bytes) -> bytes:
    line = re.sub(rb"^\* CAPABILITY [^\r]*", b"* CAPABILITY " + CAPABILITY, line)
    line = re.sub(rb"\[CAPABILITY [^\]]*\]", b"", line)
    if line.startswith(b"* OK ["):
        line = re.sub(rb"\\\*\)", b")", line)
        if b"[UIDNEXT " in line:
            return b""
    return line

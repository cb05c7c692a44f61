"""An SMTP server that answers what a test told it to: every refusal that a real one gives only on a bad day."""

from __future__ import annotations

import asyncio
import re

from tests.servers.loop_thread import LoopThread

GREETING = b"220 163.com Anti-spam GT for Coremail System (163com[20141201])"
EHLO = b"250-mail\r\n250-PIPELINING\r\n250-AUTH LOGIN PLAIN\r\n250-AUTH=LOGIN PLAIN\r\n250-coremail 1Uxr2xKj7kG0xkI17xGrU\r\n250 8BITMIME"
QUEUED = b"250 Mail OK queued as smtp11,D8CowACn8xYbWJpc--.43886S2 1548385572"


class ScriptedSmtp(LoopThread):
    """Takes every letter, except where `script` says otherwise.

    `script` maps a moment ("greeting", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "letter", "RSET") to the replies for
    its next occasions, in order; afterwards the moment is answered as usual. The reply b"" closes the connection.
    """

    def __init__(self) -> None:
        super().__init__()
        self.script: dict[str, list[bytes]] = {}
        self.letters: list[bytes] = []
        self.connections = 0
        self.commands: list[str] = []

    def answer(self, moment: str, *replies: bytes) -> None:
        """Let these be the replies at the next occasions of `moment`."""
        self.script.setdefault(moment, []).extend(replies)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hold one conversation."""
        self.connections += 1
        if not await self._reply(writer, "greeting", GREETING):
            return
        while line := await reader.readline():
            word = line.split()[0].decode().upper() if line.split() else ""
            self.commands.append(word)
            if word == "DATA":
                going_on = await self._data(reader, writer)
            else:
                going_on = await self._reply(writer, word, _usual(word))
            if not going_on or word == "QUIT":
                return

    async def _data(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        first = self._next("DATA", b"354 End data with <CR><LF>.<CR><LF>")
        if not await self._say(writer, first) or not first.startswith(b"354"):
            return bool(first)
        letter = (await reader.readuntil(b"\r\n.\r\n"))[:-3]
        reply = self._next("letter", QUEUED)
        if reply.startswith(b"250"):
            self.letters.append(re.sub(rb"(?m)^\.\.", b".", letter))
        return await self._say(writer, reply)

    async def _reply(self, writer: asyncio.StreamWriter, moment: str, usual: bytes) -> bool:
        return await self._say(writer, self._next(moment, usual))

    def _next(self, moment: str, usual: bytes) -> bytes:
        waiting = self.script.get(moment)
        return waiting.pop(0) if waiting else usual

    async def _say(self, writer: asyncio.StreamWriter, reply: bytes) -> bool:
        if reply:
            writer.write(reply + b"\r\n")
            await writer.drain()
        return bool(reply)


def _usual(word: str) -> bytes:
    usual = {
        "EHLO": EHLO,
        "AUTH": b"235 Authentication successful",
        "QUIT": b"221 Bye",
    }
    return usual.get(word, b"250 Mail OK")

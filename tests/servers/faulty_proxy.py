"""A TCP proxy that breaks connections on demand: at a chosen byte, at a chosen moment of the conversation, or silently.

It sees bytes, not what TLS hides: where the moment matters, put it in front of a plain port (allowed on loopback).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import Enum

from tests.servers.loop_thread import LoopThread

_SLICE = 1 << 14


class Then(Enum):
    """What happens once a fault's moment has come."""

    CUT = "both ends are closed"
    CUT_AFTER_REPLY = "the server answers what it was told, the answer is lost and both ends are closed"
    SILENCE = "nothing more is passed on in this direction, and nobody is told"
    HALF_OPEN = "the server's end is closed, the client's stays open and silent"


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong, once: after the bytes `after` and `count` more have passed `towards` one side."""

    towards: str  # "client": in what the server says; "server": in what the client says
    after: bytes = b""
    count: int = 0
    then: Then = Then.CUT


class FaultyProxy(LoopThread):
    """Stands in front of a port of a real server; sound until told otherwise."""

    def __init__(self, upstream_port: int, *, host: str = "127.0.0.1"):
        super().__init__(host=host)
        self._upstream_port = upstream_port
        self._faults: list[Fault] = []
        self.refusing = False  # every connection is reset as soon as it is made
        self.connections = 0
        self.happened: list[Fault] = []
        self._clients: set[asyncio.StreamWriter] = set()

    def arm(self, fault: Fault, *, times: int = 1) -> None:
        """Let a fault happen on the next `times` occasions; afterwards the proxy is sound again."""
        self._faults += [fault] * times

    def hang_up(self) -> None:
        """Close the lines that are open now, and return once their clients can know."""
        asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result()

    async def _hang_up(self) -> None:
        for client in self._clients:
            client.close()
        await asyncio.gather(*(client.wait_closed() for client in self._clients), return_exceptions=True)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass bytes both ways until one side ends or a fault ends both."""
        self.connections += 1
        if self.refusing:
            return
        server, to_server = await asyncio.open_connection("127.0.0.1", self._upstream_port)
        line = _Line(self, to_server)
        self._clients.add(writer)
        ways = [
            asyncio.create_task(line.carry(reader, to_server, "server")),
            asyncio.create_task(line.carry(server, writer, "client")),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._clients.discard(writer)
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            to_server.close()
            writer.close()
            await asyncio.gather(to_server.wait_closed(), writer.wait_closed(), return_exceptions=True)

    def due(self, towards: str) -> Fault | None:
        """The fault that waits to happen next, where it concerns this direction."""
        return self._faults[0] if self._faults and self._faults[0].towards == towards else None

    def happens(self, fault: Fault) -> None:
        """Take the fault off the list."""
        self._faults.remove(fault)
        self.happened.append(fault)


class _Line:
    """One client's connection: carries bytes, counting towards the fault that is due."""

    def __init__(self, proxy: FaultyProxy, to_server: asyncio.StreamWriter):
        self._proxy = proxy
        self._to_server = to_server
        self._swallow_reply = False
        self._deaf = False

    async def carry(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, towards: str) -> None:
        counter: _Counter | None = None
        while chunk := await source.read(_SLICE):
            if self._deaf:
                continue
            if self._swallow_reply and towards == "client":
                return
            fault = self._proxy.due(towards)
            if fault is None:
                sink.write(chunk)
                await sink.drain()
                continue
            if counter is None or counter.fault is not fault:
                counter = _Counter(fault)
            passed = counter.pass_on(chunk)
            # the server must hear its order out to answer it
            sink.write(chunk if fault.then is Then.CUT_AFTER_REPLY else chunk[:passed])
            await sink.drain()
            if counter.reached:
                self._proxy.happens(fault)
                counter = None
                if not await self._break(fault):
                    return
        if self._deaf:
            await asyncio.Event().wait()

    async def _break(self, fault: Fault) -> bool:
        """Let it happen; True where this direction goes on being read."""
        if fault.then is Then.CUT_AFTER_REPLY:
            self._swallow_reply = True
        elif fault.then is Then.HALF_OPEN:
            self._deaf = True
            self._to_server.close()
        elif fault.then is Then.SILENCE:
            await asyncio.Event().wait()
        else:
            return False
        return True


class _Counter:
    """How far a fault's moment is, over chunks that may split its mark."""

    def __init__(self, fault: Fault):
        self.fault = fault
        self.reached = False
        self._tail = b""
        self._left = fault.count
        self._marked = not fault.after

    def pass_on(self, chunk: bytes) -> int:
        """Return how many bytes of `chunk` still pass; `reached` tells whether the moment has come."""
        start = 0
        if not self._marked:
            known = self._tail + chunk
            place = known.find(self.fault.after)
            if place < 0:
                self._tail = known[-len(self.fault.after) + 1 :] if len(self.fault.after) > 1 else b""
                return len(chunk)
            self._marked = True
            start = place + len(self.fault.after) - len(self._tail)
        if len(chunk) - start < self._left:
            self._left -= len(chunk) - start
            return len(chunk)
        self.reached = True
        return start + self._left

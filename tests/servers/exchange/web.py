"""HTTP: one thread a connection, kept open between requests."""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.servers.exchange.auth import LogIn


@dataclass
class Asked:
    """One HTTP request."""

    method: str
    path: str
    headers: Any  # a mapping that does not mind upper and lower case
    body: bytes
    log_in: LogIn
    gone: Callable[[], bool]  # whether the client has hung up meanwhile


@dataclass
class Reply:
    """One HTTP answer: whole (`body`) or in pieces as they come (`pieces`, sent chunked)."""

    status: int = 200
    body: bytes = b""
    headers: list[tuple[str, str]] = field(default_factory=list)
    content_type: str = "text/xml; charset=utf-8"
    pieces: Generator[bytes, None, None] | None = None  # an empty piece: the connection breaks
    cut_at: int | None = (
        None  # the connection breaks after so many bytes of the body; 0: before the status line
    )


class Web:
    """Listens on a free loopback port and lets `answer` answer."""

    def __init__(
        self, answer: Callable[[Asked], Reply], new_log_in: Callable[[], LogIn], tls: ssl.SSLContext | None
    ):
        self._answer, self._new_log_in, self._tls = answer, new_log_in, tls
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def start(self) -> None:
        """Accept connections."""
        if self._tls is not None:
            self._server.socket = self._tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread.start()

    def stop(self) -> None:
        """Close the port and every connection."""
        self._server.shutdown()
        self._server.server_close()
        self._server.hang_up()
        self._thread.join()

    def hang_up(self) -> None:
        """Break every connection that is open now."""
        self._server.hang_up()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        answer, new_log_in = self._answer, self._new_log_in

        class Handler(_Handler):
            def setup(self) -> None:
                super().setup()
                self.log_in = new_log_in()

            def answer(self, asked: Asked) -> Reply:
                return answer(asked)

        return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *args: Any):
        self._lines: set[socket.socket] = set()
        super().__init__(*args)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._lines.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._lines.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        for line in list(self._lines):
            with contextlib.suppress(OSError):  # the client was faster
                line.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients go without a word: what a broken line raises is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Microsoft-IIS/10.0"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = 1 << 20
    log_in: LogIn

    def answer(self, asked: Asked) -> Reply:
        raise NotImplementedError

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        asked = Asked(self.command, self.path, self.headers, body, self.log_in, self._client_gone)
        self._give(self.answer(asked))

    do_GET = do_HEAD = do_POST  # noqa: N815 - the base class names them so

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Nothing is printed."""

    def _give(self, reply: Reply) -> None:
        if reply.cut_at == 0:
            self._cut()
            return
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        self.send_header("Content-Type", reply.content_type)
        if reply.pieces is not None:
            self._give_pieces(reply)
            return
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body[: reply.cut_at])
        self.wfile.flush()
        if reply.cut_at is not None:
            self._cut()

    def _give_pieces(self, reply: Reply) -> None:
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.flush()
        assert reply.pieces is not None
        whole = self._write_chunks(reply.pieces)
        reply.pieces.close()
        if whole:
            self.wfile.write(b"0\r\n\r\n")
        else:
            self._cut()

    def _write_chunks(self, pieces: Iterator[bytes]) -> bool:
        """Send the pieces as they come; whether that was all of them."""
        try:
            for piece in pieces:
                if not piece:
                    return False
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                self.wfile.flush()
        except OSError:
            return False
        return True

    def _client_gone(self) -> bool:
        """While it waits for an answer a client says nothing: what can be read then is its good-bye."""
        try:
            return bool(select.select([self.connection], [], [], 0)[0])
        except (OSError, ValueError):
            return True

    def _cut(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):  # the client was faster
            self.connection.shutdown(socket.SHUT_RDWR)

"""The page that other programs ask while the office runs: /health and /metrics, by GET, and nothing else.

Each request has a thread and a ledger connection of its own, and reads. Who is slow, asks too much or comes in crowds is
cut off; the office itself notices nothing of it. There is no log-in: it listens on this machine alone unless the config
says otherwise, and tells nothing of any person.
"""

from __future__ import annotations

import contextlib
import json
import logging
import socket
import threading
import time
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any

from peewee import DatabaseError, InterfaceError

from mailroom.office import Office
from mailroom.outages import outage_of
from mailroom.watch.durations import Durations
from mailroom.watch.health import DOWN, Health, health_of, unknown

log = logging.getLogger(__name__)

ANSWER_SECONDS = 3.0  # a ledger that says nothing for longer counts as away
CLIENT_SECONDS = 10.0  # for a client to ask and to take the answer
MOST_CLIENTS = 20
JSON, TEXT = "application/json; charset=utf-8", "text/plain; charset=utf-8"
METRICS = "text/plain; version=0.0.4; charset=utf-8"


class Page:
    """The server, at work from the beginning; `OSError` where its address can't be had."""

    def __init__(self, office: Office, clock: Callable[[], datetime], durations: Durations):
        address = office.settings.watch.listen
        if address is None:
            raise ValueError("no address to listen at")
        self._server = _Server(address, Questions(office, clock, durations))
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, name="page", daemon=True).start()

    def close(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()


class Questions:
    """What may be asked, each answered within `ANSWER_SECONDS`."""

    def __init__(self, office: Office, clock: Callable[[], datetime], durations: Durations):
        self._office, self._clock, self._durations = office, clock, durations

    def health(self) -> Health:
        """How the office is."""
        found, why = self._asked(lambda: health_of(self._office, now=self._clock()))
        return found or unknown(why, at=self._clock())

    def metrics(self) -> tuple[bytes, str]:
        """The figures, or b"" and why there are none."""
        from mailroom.watch.metrics import metrics_of  # its library takes 0.1 s to import

        found, why = self._asked(lambda: metrics_of(self._office, self._durations, now=self._clock()))
        return found or b"", why

    def _asked(self, question: Callable[[], Any]) -> tuple[Any, str]:
        """Ask in a thread of its own: one that waits for a ledger which is away is left to wait."""
        answer: list[Any] = [None, f"台账 {ANSWER_SECONDS:g} 秒内没有应答"]

        def ask() -> None:
            try:
                answer[:] = [question(), ""]
            except Exception as error:
                if not isinstance(error, DatabaseError | InterfaceError):
                    log.exception("a question to the page could not be answered")
                answer[:] = [None, outage_of(error) or f"程序出错（{type(error).__name__}），详见日志"]
            finally:
                self._office.close()

        asking = threading.Thread(target=ask, name="page question", daemon=True)
        asking.start()
        asking.join(ANSWER_SECONDS)
        found, why = answer
        return found, why


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], questions: Questions):
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.questions = questions
        self._clients: dict[socket.socket, float] = {}
        self._lock = threading.Lock()
        super().__init__(address, _Desk)

    def server_bind(self) -> None:
        """Without asking the name service what this machine is called, as the standard library's would."""
        TCPServer.server_bind(self)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            crowded = len(self._clients) >= MOST_CLIENTS
            if not crowded:
                self._clients[request] = time.monotonic()
        if crowded:
            request.close()
            return
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._clients.pop(request, None)
        super().shutdown_request(request)

    def service_actions(self) -> None:
        """Called twice a second: cut off those who are too slow."""
        before = time.monotonic() - CLIENT_SECONDS
        with self._lock:
            slow = [client for client, since in self._clients.items() if since < before]
        for client in slow:
            with contextlib.suppress(OSError):  # it has gone by itself
                client.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is no fault of ours."""
        log.debug("a client of the page went away", exc_info=True)


class _Desk(BaseHTTPRequestHandler):
    server: _Server
    timeout = CLIENT_SECONDS
    server_version, sys_version = "mailroom", ""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/health":
            health = self.server.questions.health()
            text = json.dumps(health.as_json(), ensure_ascii=False, indent=1)
            status = HTTPStatus.SERVICE_UNAVAILABLE if health.status == DOWN else HTTPStatus.OK
            self._answer(status, text.encode(), JSON)
        elif path == "/metrics":
            figures, why = self.server.questions.metrics()
            status = HTTPStatus.OK if figures else HTTPStatus.SERVICE_UNAVAILABLE
            self._answer(status, figures or why.encode(), METRICS if figures else TEXT)
        else:
            self._answer(HTTPStatus.NOT_FOUND, "只有 /health 和 /metrics".encode(), TEXT)

    def _only_get(self) -> None:
        self._answer(HTTPStatus.METHOD_NOT_ALLOWED, "只能用 GET".encode(), TEXT)

    do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = _only_get  # noqa: N815

    def _answer(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Who asked is not written down."""

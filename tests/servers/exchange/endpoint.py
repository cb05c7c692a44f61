"""The way of a request through the server: log-in, faults, the operation, and both sides held against the schema."""

from __future__ import annotations

import json
import time
from collections.abc import Generator
from typing import NamedTuple
from urllib.parse import parse_qsl

from lxml import etree

from tests.servers.exchange import autodiscover, faults, schema
from tests.servers.exchange.accounts import Account, Accounts, Application
from tests.servers.exchange.auth import Challenge
from tests.servers.exchange.callers import caller_of
from tests.servers.exchange.faults import Faults
from tests.servers.exchange.oauth import TOKEN_PATH, Tokens
from tests.servers.exchange.operations import perform, refusal
from tests.servers.exchange.sending import Outgoing
from tests.servers.exchange.soap import (
    NAMES,
    Call,
    Element,
    EwsError,
    S,
    SoapFault,
    T,
    as_bytes,
    envelope,
    fault,
    local,
    open_envelope,
    response,
)
from tests.servers.exchange.store import Store
from tests.servers.exchange.streaming import Streams
from tests.servers.exchange.web import Asked, Reply

EWS_PATH = "/EWS/Exchange.asmx"
# version of the schema: major, minor, major build, minor build, of a last cumulative update
VERSIONS = {
    "Exchange2010_SP2": (14, 3, 513, 0),
    "Exchange2013": (15, 0, 620, 29),
    "Exchange2013_SP1": (15, 0, 1497, 48),
    "Exchange2016": (15, 1, 2507, 6),
}


class Request(NamedTuple):
    """One EWS request as it came."""

    operation: str
    xml: str


class Endpoint:
    """Answers HTTP requests to all the addresses of the server."""

    def __init__(self, version: str):
        self.version = version
        self.url = ""  # of EWS; known once the port is
        self.requests: list[Request] = []
        self.refused = 0  # log-ins with a wrong password or token
        self.complaints: list[str] = []  # what broke the schema, on either side
        self.accounts = Accounts()
        self.tokens = Tokens(self.accounts)
        self.store = Store()
        self.faults = Faults(self.store, self.tokens)
        self.outgoing = Outgoing(self.faults)
        self.streams = Streams(self.store, self.faults)

    def answer(self, asked: Asked) -> Reply:
        """The answer to one request."""
        path = asked.path.lower()
        if path == TOKEN_PATH:
            status, told = self.tokens.answer(dict(parse_qsl(asked.body.decode())))
            return Reply(status, json.dumps(told).encode(), content_type="application/json")
        if path not in (EWS_PATH.lower(), autodiscover.AUTODISCOVER_PATH):
            return Reply(404)
        known = asked.log_in.identify(asked.headers)
        if isinstance(known, Challenge):
            self.refused += known.refusal
            return Reply(401, headers=known.headers)
        try:
            if path == EWS_PATH.lower():
                return self._ews(asked, known)
            return self._autodiscover(asked)
        except SoapFault as error:
            return Reply(500, fault(error))

    def _autodiscover(self, asked: Asked) -> Reply:
        _, body = open_envelope(asked.body)
        address = autodiscover.asked_address(body)
        if self.store.has(address):
            schemas = [name for name in VERSIONS if VERSIONS[name] <= VERSIONS[self.version]]
            told = autodiscover.settings(self.url, address, schemas)
        else:
            told = autodiscover.unknown(address)
        return Reply(body=as_bytes(S.Envelope(autodiscover.header(), S.Body(told))))

    def _ews(self, asked: Asked, known: Account | Application) -> Reply:
        header, body = open_envelope(asked.body)
        operation = local(body)
        self.requests.append(Request(operation, asked.body.decode()))
        wrong = self.faults.due(operation, "cut before", "status")
        if wrong is not None:
            return Reply(int(wrong.number) or 200, cut_at=0 if wrong.kind == "cut before" else None)
        self._delay(operation)
        self._check_version(header)
        self._check(f"request {operation}", body, *(header if header is not None else []))
        token = (asked.headers.get("Authorization") or "").startswith("Bearer")
        call = Call(operation, body, caller_of(self.accounts, known, header, token=token))
        if operation == "GetStreamingEvents":
            return Reply(pieces=self._pieces(call, asked))
        self.faults.meddle([part.get("Id", "") for part in body.iterfind("m:ItemIds/*", NAMES)])
        refused = self.faults.due(operation, "refused")
        if refused is not None:
            told = response(operation, [refusal(operation, EwsError(refused.code, refused.code))])
        else:
            told = perform(self.store, self.outgoing, self.streams, call)
        reply = Reply(body=self._enveloped(told))
        broken = self.faults.due(operation, "cut after", "cut half")
        if broken is not None:
            reply.cut_at = 0 if broken.kind == "cut after" else len(reply.body) // 2
        return reply

    def _pieces(self, call: Call, asked: Asked) -> Generator[bytes, None, None]:
        for document in self.streams.documents(call, asked.gone):
            yield b"" if document is None else self._enveloped(document)

    def _delay(self, operation: str) -> None:
        late = self.faults.due(operation, "slow")
        if late is not None:
            time.sleep(late.number)
        wrong = self.faults.due(operation, "busy", "unavailable")
        if wrong is not None:
            raise faults.busy(wrong.number) if wrong.kind == "busy" else faults.unavailable()

    def _check_version(self, header: Element | None) -> None:
        wanted = None if header is None else header.find("t:RequestServerVersion", NAMES)
        version = "" if wanted is None else wanted.get("Version", "")
        if version and (version not in VERSIONS or VERSIONS[version] > VERSIONS[self.version]):
            raise SoapFault("ErrorInvalidServerVersion", "The specified server version is invalid.")

    def _check(self, what: str, *elements: Element) -> None:
        for element in elements:
            broken = schema.violation(element)
            if broken:
                self._complain(what, broken, element)
                told = T.Violation(broken)
                raise SoapFault("ErrorSchemaValidation", "The request failed schema validation.", told)

    def _enveloped(self, content: Element) -> bytes:
        """What this server answers keeps to the schema as well, or the test fails."""
        broken = schema.violation(content)
        if broken:
            self._complain(f"answer {local(content)}", broken, content)
        names = ("MajorVersion", "MinorVersion", "MajorBuildNumber", "MinorBuildNumber")
        numbers = dict(zip(names, map(str, VERSIONS[self.version]), strict=True))
        return envelope(content, T.ServerVersionInfo(numbers, Version=self.version))

    def _complain(self, what: str, broken: str, element: Element) -> None:
        self.complaints.append(f"{what}: {broken}\n{etree.tostring(element).decode()[:2000]}")

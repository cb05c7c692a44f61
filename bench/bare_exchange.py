"""The limit over EWS: the same requests by nothing but a socket that keeps its connection, the answers only drained.

What is asked is what the office asks: one GetItem with the MIME for each mail, one CreateItem for each letter.
"""

from __future__ import annotations

import base64
import http.client
import re
import ssl
from collections.abc import Iterable
from urllib.parse import urlsplit

_ENVELOPE = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"'
    ' xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">'
    '<s:Header><t:RequestServerVersion Version="Exchange2016"/></s:Header><s:Body>{}</s:Body></s:Envelope>'
)
_FIND = (
    '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>'
    '<m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem>'
)
_GET = (
    "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>"
    '<t:FieldURI FieldURI="item:MimeContent"/></t:AdditionalProperties></m:ItemShape>'
    '<m:ItemIds><t:ItemId Id="{}"/></m:ItemIds></m:GetItem>'
)
_CREATE = (
    '<m:CreateItem MessageDisposition="SendAndSaveCopy"><m:Items><t:Message><t:MimeContent>{}</t:MimeContent>'
    "</t:Message></m:Items></m:CreateItem>"
)


class Line:
    """One kept connection, logged in by Basic with each request."""

    def __init__(self, url: str, ca_file: str, user: str, password: str):
        self._place = urlsplit(url)
        context = ssl.create_default_context(cafile=ca_file)
        self._line = http.client.HTTPSConnection(
            self._place.hostname or "", self._place.port, context=context
        )
        word = base64.b64encode(f"{user}:{password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {word}", "Content-Type": "text/xml; charset=utf-8"}

    def ask(self, body: str) -> bytes:
        """Return the answer to one request as it came."""
        self._line.request("POST", self._place.path, _ENVELOPE.format(body).encode(), self._headers)
        answer = self._line.getresponse()
        told = answer.read()
        if answer.status != 200 or b'ResponseClass="Success"' not in told:
            raise RuntimeError(f"the server did not do what was asked: {answer.status} {told[:500]!r}")
        return told

    def ids(self) -> list[str]:
        """The ids of the mails in the inbox."""
        return re.findall(r'ItemId Id="([^"]+)"', self.ask(_FIND).decode())

    def fetch(self, ids: Iterable[str]) -> int:
        """Ask for each mail and drain what comes; returns the bytes."""
        return sum(len(self.ask(_GET.format(item))) for item in ids)

    def send(self, letters: Iterable[bytes]) -> int:
        """Hand over each letter; returns how many."""
        return sum(bool(self.ask(_CREATE.format(base64.b64encode(raw).decode()))) for raw in letters)

    def close(self) -> None:
        """End the connection."""
        self._line.close()

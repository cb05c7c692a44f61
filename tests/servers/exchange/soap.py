"""The envelope: a request taken apart, responses and SOAP faults put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lxml import etree
from lxml.builder import ElementMaker

from tests.servers.exchange.accounts import Caller

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"
ERRORS = "http://schemas.microsoft.com/exchange/services/2006/errors"
NAMES = {"s": ENVELOPE, "m": MESSAGES, "t": TYPES}
S = ElementMaker(namespace=ENVELOPE, nsmap=NAMES)
M = ElementMaker(namespace=MESSAGES, nsmap=NAMES)
T = ElementMaker(namespace=TYPES, nsmap=NAMES)
Element = etree._Element


class EwsError(Exception):
    """What is wrong with one item, folder or request, by its EWS response code."""

    def __init__(self, code: str, text: str = ""):
        super().__init__(text or code)
        self.code = code


class SoapFault(Exception):
    """What is wrong with a whole request: answered by a fault instead of a response."""

    def __init__(self, code: str, text: str, *details: Element):
        super().__init__(text)
        self.code, self.details = code, details


@dataclass(frozen=True)
class Call:
    """One request."""

    operation: str  # "GetItem"
    body: Element  # m:GetItem
    caller: Caller


def open_envelope(raw: bytes) -> tuple[Element | None, Element]:
    """Return header (where there is one) and the element in the body; `SoapFault` where it is none."""
    try:
        root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError as error:
        raise SoapFault("ErrorInvalidRequest", f"not XML: {error}") from None
    body = root.find(f"{{{ENVELOPE}}}Body")
    if body is None or len(body) != 1:
        raise SoapFault("ErrorInvalidRequest", "no body with one element in it")
    return root.find(f"{{{ENVELOPE}}}Header"), body[0]


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname


def text_at(element: Element, path: str) -> str:
    """The text found at `path` (prefixes m and t), "" where there is none."""
    return element.findtext(path, default="", namespaces=NAMES) or ""


def response(operation: str, messages: Iterable[Element]) -> Element:
    """`m:GetItemResponse` with its response messages."""
    return M(f"{operation}Response", M.ResponseMessages(*messages))


def success(operation: str, *children: Element) -> Element:
    """One response message that tells of success."""
    return _message(operation, "Success", M.ResponseCode("NoError"), *children)


def failure(operation: str, error: EwsError, *children: Element) -> Element:
    """One response message that tells what is wrong with one item or folder."""
    told = M.MessageText(str(error)), M.ResponseCode(error.code), M.DescriptiveLinkKey("0")
    return _message(operation, "Error", *told, *children)


def each(call: Call, path: str, act: Callable[[Element], list[Element]], *empty: str) -> list[Element]:
    """A response message for each element found in the one at `path` of the request.

    `empty` names what the schema wants in the messages of failures too.
    """
    messages = []
    for part in call.body.iterfind(f"{path}/*", NAMES):
        try:
            messages.append(success(call.operation, *act(part)))
        except EwsError as error:
            messages.append(failure(call.operation, error, *(M(name) for name in empty)))
    return messages


def _message(operation: str, outcome: str, *children: Element) -> Element:
    return M(f"{operation}ResponseMessage", *children, ResponseClass=outcome)


def envelope(content: Element, *headers: Element) -> bytes:
    """The bytes of a response."""
    parts = [S.Header(*headers)] if headers else []
    return as_bytes(S.Envelope(*parts, S.Body(content)))


def fault(error: SoapFault) -> bytes:
    """The bytes of a fault, as Exchange lays it out: the code once more in the detail, in a namespace of its own."""
    told = ElementMaker(namespace=ERRORS, nsmap={"e": ERRORS})
    plain = ElementMaker()
    detail = plain.detail(told.ResponseCode(error.code), told.Message(str(error)))
    if error.details:
        detail.append(T.MessageXml(*error.details))
    content = S.Fault(plain.faultcode(f"t:{error.code}"), plain.faultstring(str(error)), detail)
    return as_bytes(S.Envelope(S.Body(content)))


def as_bytes(root: Element) -> bytes:
    """A document as it goes over the wire."""
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")

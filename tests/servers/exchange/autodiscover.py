"""GetUserSettings of the SOAP autodiscover service: where the mailbox of an address is.

https://learn.microsoft.com/exchange/client-developer/web-service-reference/getusersettings-operation-soap
Only this way is known here, as exchangelib takes no other; not the older one by plain XML.
"""

from __future__ import annotations

from lxml.builder import ElementMaker

from tests.servers.exchange.soap import Element, S

AUTODISCOVER_PATH = "/autodiscover/autodiscover.svc"
NAMESPACE = "http://schemas.microsoft.com/exchange/2010/Autodiscover"
_NAMES = {"a": NAMESPACE}
A = ElementMaker(namespace=NAMESPACE, nsmap=_NAMES)


def asked_address(body: Element) -> str:
    """The address that a request asks about."""
    return body.findtext(".//a:User/a:Mailbox", "", _NAMES)


def settings(url: str, address: str, schemas: list[str]) -> Element:
    """The answer: the EWS endpoint of the mailbox, and which versions it speaks."""
    told = {
        "AutoDiscoverSMTPAddress": address,
        "ExternalEwsUrl": url,
        "InternalEwsUrl": url,
        "EwsSupportedSchemas": ", ".join(schemas),
    }
    return _answer(A.UserSettings(*(_setting(name, value) for name, value in told.items())), "NoError")


def unknown(address: str) -> Element:
    """The answer where no mailbox has the address."""
    return _answer(A.UserSettings(), "InvalidUser", f"Invalid user: '{address}'")


def header() -> Element:
    """Which server answers; in another way than EWS says it."""
    numbers = {"MajorVersion": "15", "MinorVersion": "1", "MajorBuildNumber": "2507", "MinorBuildNumber": "6"}
    parts = [A(name, number) for name, number in numbers.items()]
    return S.Header(A.ServerVersionInfo(*parts, A.Version("Exchange2016")))


def _setting(name: str, value: str) -> Element:
    kind = "{http://www.w3.org/2001/XMLSchema-instance}type"
    return A.UserSetting({kind: "StringSetting"}, A.Name(name), A.Value(value))


def _answer(told: Element, code: str, text: str = "") -> Element:
    user = A.UserResponse(A.ErrorCode(code), A.ErrorMessage(text), A.UserSettingErrors(), told)
    return A.GetUserSettingsResponseMessage(
        A.Response(A.ErrorCode("NoError"), A.ErrorMessage(), A.UserResponses(user))
    )

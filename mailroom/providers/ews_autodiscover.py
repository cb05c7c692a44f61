"""Find the EWS endpoint of an address (autodiscover): asked of the address's own domain, and nobody else.

exchangelib's own way is not gone: it keeps what it found in a file that any user of the machine may put in place for it
(`shelve` in /tmp), and follows redirections that nothing vouches for to wherever they lead, with the password.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from exchangelib import Configuration, Credentials
from exchangelib.autodiscover.protocol import AutodiscoverProtocol
from exchangelib.errors import EWSError, RedirectError

from mailroom.errors import LoginRefused, Misconfigured
from mailroom.providers.ews_connection import NoRetry, adapter_class, nobody
from mailroom.providers.ews_errors import HttpStatus, causes_of, is_certificate

logger = logging.getLogger(__name__)
_PATH = "/autodiscover/autodiscover.svc"
_PATIENCE = 10.0  # seconds for each place asked
_REDIRECTED = 3


def places(address: str) -> list[str]:
    """Where an address's domain may tell; the name made for it first: the domain itself is often only a web site."""
    domain = address.rpartition("@")[2].lower()
    return [f"https://autodiscover.{domain}{_PATH}", f"https://{domain}{_PATH}"]


def find_endpoint(address: str, user: str, password: str, *, ca_file: str) -> str:
    """Return the URL of the EWS endpoint. Raises `Misconfigured` where nobody knows it, or who knows refuses us."""
    refused = ""
    for place in places(address):
        try:
            return _endpoint(place, address, user, password, ca_file)
        except EWSError as error:
            logger.info("autodiscover at %s: %s: %s", place, type(error).__name__, error)
            if isinstance(error, HttpStatus) and error.status == 401:
                host = urlsplit(place).hostname  # a password that was refused is not carried to the next
                raise LoginRefused(f"{host} 不接受账号 {user} 的登录，请核对账号和密码") from error
            if any(is_certificate(each) for each in causes_of(error)):
                refused = f"{urlsplit(place).hostname} 的证书未通过验证，单位自建证书请填写 ca_file"
    raise Misconfigured(refused or f"自动发现（autodiscover）找不到 {address} 的 Exchange 服务器，请填写 url")


def _endpoint(place: str, address: str, user: str, password: str, ca_file: str) -> str:
    for url in _followed(place, address, user, password, ca_file):
        if isinstance(url, str):
            return url
    raise Misconfigured(f"{urlsplit(place).hostname} 一再把自动发现转往别处，请填写 url")


def _followed(place: str, address: str, user: str, password: str, ca_file: str) -> Iterator[str | None]:
    """Ask, and ask where one is sent to, a few times; yield None for each time, then the endpoint."""
    for _ in range(_REDIRECTED):
        try:
            told = _ask(place, address, user, password, ca_file)
        except RedirectError as error:
            place = _allowed(error.url, address)
            yield None
            continue
        if told.redirect_address:
            raise Misconfigured(f"服务器说该信箱的地址是 {told.redirect_address}，请把 address 改成它")
        if not told.redirect_url:
            told.raise_errors()
            yield _allowed(told.ews_url or told.user_settings.get("internal_ews_url") or "", "")
        place = _allowed(told.redirect_url or "", address)
        yield None


def _ask(place: str, address: str, user: str, password: str, ca_file: str) -> Any:
    class Connection(AutodiscoverProtocol):
        HTTP_ADAPTER_CLS = adapter_class(ca_file)
        TIMEOUT = _PATIENCE
        USERAGENT = "hotline-mailroom"

        @classmethod
        def raw_session(cls, *args: Any, **named: Any) -> Any:
            session = super().raw_session(*args, **named)
            session.auth = nobody  # until the log-in is known
            return session

    config = Configuration(
        service_endpoint=place, credentials=Credentials(user, password), retry_policy=NoRetry()
    )
    connection = Connection(config)
    try:
        return connection.get_user_settings(
            user=address, settings=["auto_discover_smtp_address", "external_ews_url", "internal_ews_url"]
        )
    finally:
        connection.close()


def _allowed(url: str, address: str) -> str:
    """A URL that may be gone to: encrypted, and where the password goes on, of the address's own domain."""
    host, domain = urlsplit(url).hostname or "", address.rpartition("@")[2].lower()
    own = not domain or host == domain or host.endswith("." + domain)
    if urlsplit(url).scheme != "https" or not own:
        raise Misconfigured(f"自动发现转往 {url or '空地址'}，不能确认是本单位的服务器；核实后请填写 url")
    return url

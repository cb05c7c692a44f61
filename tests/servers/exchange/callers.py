"""On whose behalf a request is made: who logged in, and whom the header ExchangeImpersonation names."""

from __future__ import annotations

from tests.servers.exchange.accounts import Account, Accounts, Application, Caller
from tests.servers.exchange.soap import NAMES, Element, SoapFault


def caller_of(
    accounts: Accounts, known: Account | Application, header: Element | None, *, token: bool
) -> Caller:
    """The caller, with the mailboxes it may open; `SoapFault` where it names somebody it may not act as.

    An application must name whose mailbox it means, and a person's token must not: so says Exchange Online
    (https://github.com/OfficeDev/ews-managed-api/issues/245, https://github.com/jamesiarmes/php-ews/issues/525).
    """
    named = _named(header)
    if isinstance(known, Application):
        if not named:
            raise SoapFault(
                "ErrorAccessDenied",
                "ExchangeImpersonation SOAP header must be present for this type of OAuth token.",
            )
        return Caller(known.client_id, named, accounts.opened_by(named))
    if not named:
        return Caller(known.address, known.address, accounts.opened_by(known.address))
    if token:
        raise SoapFault(
            "ErrorAccessDenied",
            "ExchangeImpersonation SOAP header must not exist for this type of OAuth token.",
        )
    if named.lower() not in known.impersonates:
        raise SoapFault(
            "ErrorImpersonateUserDenied",
            "The account does not have permission to impersonate the requested user.",
        )
    return Caller(known.address, named, accounts.opened_by(named))


def _named(header: Element | None) -> str:
    """The address that ExchangeImpersonation names: this server knows people by their addresses only."""
    found = None if header is None else header.find("t:ExchangeImpersonation/t:ConnectingSID", NAMES)
    return "" if found is None or not len(found) else found[0].text or ""

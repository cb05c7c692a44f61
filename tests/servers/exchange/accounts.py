"""Who may log in, and into whose mailbox."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

DOMAIN = "TENGZHOU"  # of Active Directory: accounts may log in as TENGZHOU\\office


@dataclass
class Account:
    """Somebody who logs in with a password or a token. Its log-in name is its address."""

    address: str
    password: str
    opens: set[str] = field(default_factory=set)  # other mailboxes it has full access to
    impersonates: set[str] = field(default_factory=set)  # mailboxes it may act as the owner of


@dataclass(frozen=True)
class Application:
    """An application registered for OAuth2, with the right to act as any mailbox owner (full_access_as_app)."""

    client_id: str
    secret: str


@dataclass(frozen=True)
class Caller:
    """On whose behalf a request is made."""

    account: str  # the address of who logged in; of an application its client id
    acts_as: str  # the address of the mailbox owner it acts as
    opens: frozenset[str]  # the addresses of all mailboxes it may open

    def may_open(self, address: str) -> bool:
        """Whether the caller may read and write this mailbox, and send from it."""
        return address.lower() in self.opens


class Accounts:
    """All accounts and applications of one server."""

    def __init__(self) -> None:
        self._accounts: dict[str, Account] = {}
        self.applications: dict[str, Application] = {}

    def add(self, address: str) -> Account:
        """Make an account with a new password."""
        account = Account(address, f"pass-{secrets.token_hex(6)}")
        self._accounts[address.lower()] = account
        return account

    def add_application(self) -> Application:
        """Register an application."""
        application = Application(f"app-{secrets.token_hex(8)}", f"secret-{secrets.token_hex(8)}")
        self.applications[application.client_id] = application
        return application

    def find(self, name: str) -> Account | None:
        """The account of a log-in name: its address, or DOMAIN\\ and what stands before the @."""
        domain, backslash, rest = name.rpartition("\\")
        if backslash and domain and domain.upper() == DOMAIN:
            return next((one for one in self.all() if _local(one).lower() == rest.lower()), None)
        return self._accounts.get(rest.lower())

    def all(self) -> list[Account]:
        """Every account."""
        return list(self._accounts.values())

    def opened_by(self, address: str) -> frozenset[str]:
        """The mailboxes that the owner of an address opens: its own, and those that were shared with it."""
        account = self._accounts.get(address.lower())
        return frozenset({address.lower(), *(account.opens if account is not None else ())})


def _local(account: Account) -> str:
    return account.address.partition("@")[0]

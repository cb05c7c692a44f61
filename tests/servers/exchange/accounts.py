"""Who may log in, and into whose mailbox."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field


@dataclass
class Account:
    """Somebody who logs in with a password or a token. Its log-in name is its address."""

    address: str
    password: str
    opens: set[str] = field(default_factory=set)  # other mailboxes it has full access to
    impersonates: set[str] = field(default_factory=set)  # mailboxes it may act as the owner of


@dataclass(frozen=True)
class Caller:
    """On whose behalf a request is made."""

    account: str  # address of who logged in; of an application its client id
    acts_as: str  # address of the mailbox owner it acts as; "" for an application that names nobody
    opens: frozenset[str]  # addresses of all mailboxes it may open

    def may_open(self, address: str) -> bool:
        """Whether the caller may read and write this mailbox."""
        return address.lower() in self.opens


@dataclass(frozen=True)
class Application:
    """An application registered for OAuth2, with the right to act as any mailbox owner (full_access_as_app)."""

    client_id: str
    secret: str


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
        """The account of this log-in name: its address, with or without a domain and a backslash before it."""
        return self._accounts.get(name.rpartition("\\")[2].lower())

    def all(self) -> list[Account]:
        """Every account."""
        return list(self._accounts.values())

    def caller(self, account: Account, *, acts_as: str = "") -> Caller | None:
        """The caller that `account` is, acting as itself or as another; None where it may not."""
        if acts_as and acts_as.lower() != account.address.lower():
            if acts_as.lower() not in account.impersonates:
                return None
            return Caller(account.address, acts_as, frozenset({acts_as.lower()}))
        opens = {account.address.lower(), *account.opens}
        return Caller(account.address, account.address, frozenset(opens))

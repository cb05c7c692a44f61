"""NTLM ([MS-NLMP]) from the server's side, which pyspnego plays; it comes along with exchangelib.

pyspnego reads who may log in from the file that the environment names in NTLM_USER_FILE, whenever it takes a step.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import spnego
from spnego.exceptions import SpnegoError

from tests.servers.exchange.accounts import DOMAIN, Account, Accounts

_one_at_a_time = threading.Lock()  # the environment is the whole process's


class NtlmTalk:
    """One log-in."""

    def __init__(self, accounts: Accounts):
        self._accounts = accounts
        with _user_file(accounts):
            self._context = spnego.server(protocol="ntlm")

    def step(self, message: bytes) -> bytes | Account | None:
        """Take the client's message; return what to say, or once that is all, who it is (None: nobody known)."""
        try:
            with _user_file(self._accounts):
                answer = self._context.step(message)
        except (SpnegoError, ValueError):
            return None
        if not self._context.complete:
            return answer
        return self._accounts.find(self._context.client_principal or "")


@contextmanager
def _user_file(accounts: Accounts) -> Iterator[None]:
    """Every account under both of its names: by address, and by domain and account name."""
    lines = []
    for account in accounts.all():
        lines.append(f":{account.address}:{account.password}")
        lines.append(f"{DOMAIN}:{account.address.partition('@')[0]}:{account.password}")
    with _one_at_a_time, tempfile.NamedTemporaryFile("w", suffix=".ntlm") as file:
        file.write("\n".join(lines))
        file.flush()
        before = os.environ.get("NTLM_USER_FILE")
        os.environ["NTLM_USER_FILE"] = file.name
        try:
            yield
        finally:
            del os.environ["NTLM_USER_FILE"]
            if before is not None:
                os.environ["NTLM_USER_FILE"] = before

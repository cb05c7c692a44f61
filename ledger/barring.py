"""Accounts that providers did not let in, and when they may be tried again. See `ledger.models.Barred`.

A refused secret is tried once more after an hour and then once a day: some servers answer "wrong password" while they
are being mended, and a try a day locks no account. Every function that writes runs inside the caller's transaction.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from ledger.models import Barred

FIRST_PAUSE = timedelta(hours=1)
LATER_PAUSE = timedelta(days=1)


def barred_accounts() -> list[Barred]:
    """All accounts that are kept out just now, longest first; with an empty `secret_print` by the provider's own block."""
    return list(Barred.select().order_by(Barred.since))


def bar_on(account: str) -> Barred | None:
    """The bar on an account; None where it may be tried."""
    return Barred.one(account=account)


def is_same(bar: Barred, secret: str) -> bool:
    """Whether this secret is the one that was refused; where the provider lets in none, any is."""
    if not bar.secret_print:
        return True
    salt, _, _ = bar.secret_print.partition("$")
    return hmac.compare_digest(_print(secret, salt), bar.secret_print)


def refuse(account: str, secret: str, sentence: str, *, now: datetime) -> Barred:
    """The provider refused this secret: keep it out for an hour, and for a day each further time."""
    known = bar_on(account)
    same = known is not None and known.secret_print != "" and is_same(known, secret)
    tries = known.tries + 1 if known is not None and same else 1
    since = known.since if known is not None and same else now
    pause = FIRST_PAUSE if tries == 1 else LATER_PAUSE
    mark = known.secret_print if known is not None and same else _print(secret, secrets.token_hex(8))
    return _write(account, since=since, secret_print=mark, sentence=sentence, until=now + pause, tries=tries)


def block(account: str, sentence: str, *, until: datetime, now: datetime) -> Barred:
    """The provider lets this account in with no secret until then."""
    known = bar_on(account)
    since = known.since if known is not None and not known.secret_print else now
    return _write(account, since=since, secret_print="", sentence=sentence, until=until, tries=1)


def lift(account: str) -> bool:
    """The account was let in, or a person wants it tried; returns whether it had been barred."""
    return bool(Barred.delete().where(Barred.account == account).execute())


def _write(account: str, **values: object) -> Barred:
    if not Barred.change({"account": account}, **values):
        Barred.create(account=account, **values)
    row = bar_on(account)
    if row is None:
        raise LookupError(account)
    return row


def _print(secret: str, salt: str) -> str:
    """A print that tells nothing of the secret to who reads the ledger: slow on purpose, 50 ms."""
    key = hashlib.scrypt(secret.encode(), salt=salt.encode(), n=2**14, r=8, p=1, dklen=32)
    return f"{salt}${key.hex()}"

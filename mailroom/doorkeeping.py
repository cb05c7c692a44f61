"""The office's memory of refused log-ins, for the providers (`mailroom.providers.door.Door`): kept in the ledger."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from generators.wording import moment_words
from ledger import barring
from ledger.models import Barred
from ledger.opening import transaction
from mailroom.errors import Blocked, KeptOut, LoginRefused

log = logging.getLogger(__name__)


class LedgerDoor:
    """Lets an account be tried where the ledger has no bar on it, its secret is another one, or the pause is over.

    `clock` tells China time. `opened_on_purpose`: an operator has a refused secret tried once more, and the outcome counts.
    """

    def __init__(self, clock: Callable[[], datetime], *, opened_on_purpose: bool = False):
        self._clock = clock
        self._on_purpose = opened_on_purpose
        self._lock = threading.Lock()
        self._compared: dict[
            str, tuple[str, str, bool]
        ] = {}  # account → print, secret, same?: 50 ms a comparison

    def admit(self, account: str, secret: str) -> None:
        """See `Door.admit`."""
        bar = barring.bar_on(account)
        now = self._clock()
        if bar is None or bar.until is None or now >= bar.until:
            return
        if not bar.secret_print:  # the provider's own block: knocking, on purpose or not, makes it longer
            raise Blocked(sentence_about(bar), retry_after=(bar.until - now).total_seconds())
        if not self._on_purpose and self._is_same(bar, secret):
            raise KeptOut(sentence_about(bar))

    def note_refused(self, account: str, secret: str, error: LoginRefused) -> None:
        """See `Door.note_refused`."""
        with transaction():
            barring.refuse(account, secret, str(error), now=self._clock())
        log.error("%s was not let in; not tried again with the same secret for now", account)

    def note_blocked(self, account: str, error: Blocked) -> None:
        """See `Door.note_blocked`."""
        now = self._clock()
        with transaction():
            barring.block(
                account, str(error), until=now + timedelta(seconds=error.retry_after or 3600), now=now
            )
        log.error("%s is blocked by its provider", account)

    def note_let_in(self, account: str) -> None:
        """See `Door.note_let_in`."""
        if barring.bar_on(account) is None:
            return
        with transaction():
            barring.lift(account)
        log.warning("%s is let in again", account)

    def _is_same(self, bar: Barred, secret: str) -> bool:
        with self._lock:
            known = self._compared.get(bar.account)
            if known is None or known[:2] != (bar.secret_print, secret):
                known = (bar.secret_print, secret, barring.is_same(bar, secret))
                self._compared[bar.account] = known
            return known[2]


def sentence_about(bar: Barred) -> str:
    """Why an account is not tried just now, when it will be, and what to do."""
    when = f"，{moment_words(bar.until)}再试" if bar.until else ""
    if not bar.secret_print:
        return f"{bar.sentence}；自{moment_words(bar.since)}起停止登录{when}"
    way = "改好密码（或令牌）后自动登录，或用 mailroom check --try 立即再试"
    return f"{bar.sentence}；自{moment_words(bar.since)}起不再用这个密码登录，以免账号被锁{when}；{way}"

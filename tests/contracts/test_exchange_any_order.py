"""Whatever a person does in Outlook meanwhile, and whatever the server does: each mail is taken once and none is lost."""

from __future__ import annotations

import random

import pytest

from mailroom.errors import Gone, Temporary
from mailroom.providers import Mailbox, Slot, open_mailbox
from tests.contracts.exchange_accounts import OFFICE
from tests.contracts.exchange_kinds import exchange_settings
from tests.contracts.mailbox_kinds import FILED, mail
from tests.contracts.test_exchange import arrivals
from tests.servers.exchange import Exchange

pytestmark = pytest.mark.timeout(120)
OTHER = "旧件"
STEPS = 60


class Office:
    """A mailbox, what the office's ledger knows of it, and a person at Outlook."""

    def __init__(self, exchange: Exchange, seed: int):
        self.exchange = exchange
        self.chance = random.Random(seed)
        password = exchange.new_mailbox(OFFICE)
        exchange.new_folder(OFFICE, OTHER)
        exchange.new_folder(OFFICE, FILED)
        self.settings = exchange_settings(
            exchange, OFFICE, password, category=self.chance.choice(["", "已登记"])
        )
        self.mailbox: Mailbox = open_mailbox(self.settings)
        self.ledger: dict[Slot, bytes] = {}
        self.count = 0

    @property
    def inbox(self) -> list[bytes]:
        return self.exchange.mails(OFFICE)

    # -- a person, and the server ------------------------------------------------------------------------------------

    def a_mail_comes(self) -> None:
        self.count += 1
        self.exchange.deliver(OFFICE, mail(self.count))

    def somebody_moves_one(self) -> None:
        here, there = self.chance.choice([("inbox", OTHER), (OTHER, "inbox")])
        if item := self._any(here):
            self.exchange.move(OFFICE, item, there)

    def somebody_deletes_one(self) -> None:
        if item := self._any("inbox"):
            self.exchange.remove(OFFICE, item)

    def one_leaves_while_we_look(self) -> None:
        if item := self._any("inbox"):
            self.exchange.faults.move_in_between(item, OTHER)

    def the_server_forgets_where_we_were(self) -> None:
        self.exchange.faults.forget_sync_states()

    def the_lines_are_cut(self) -> None:
        self.exchange.hang_up()

    def the_server_has_trouble(self) -> None:
        fault = self.chance.choice(["busy", "unavailable", "cut_before", "cut_half", "cut_after"])
        operation = self.chance.choice(["SyncFolderItems", "GetItem", "MoveItem", "UpdateItem"])
        getattr(self.exchange.faults, fault)(operation=operation)

    # -- the office --------------------------------------------------------------------------------------------------

    def the_office_looks(self) -> None:
        known = set(self.ledger.values())
        try:
            for arrival in arrivals(self.mailbox, taken=self.ledger.__contains__):
                assert arrival.slot not in self.ledger
                assert arrival.raw not in known, "the same mail in another slot"
                self.ledger[arrival.slot] = arrival.raw
        except Temporary:
            return
        assert self.mailbox.failed == []
        assert set(self.inbox) <= set(self.ledger.values())

    def the_office_files(self) -> None:
        slots = [slot for slot in self.ledger if self.chance.random() < 0.3]
        wanted = {self.ledger[slot] for slot in slots}
        before, filed = self.inbox, set(self.exchange.mails(OFFICE, FILED))
        try:
            self.mailbox.file_away(slots, FILED)
        except Temporary:
            return
        assert self.inbox == [raw for raw in before if raw not in wanted]
        now = set(self.exchange.mails(OFFICE, FILED))
        assert now - filed <= wanted
        assert wanted & set(before) <= now | set(self.exchange.mails(OFFICE, OTHER))  # somebody was faster

    def a_person_asks_for_one_again(self) -> None:
        if not self.ledger:
            return
        slot = self.chance.choice(list(self.ledger))
        try:
            assert self.mailbox.fetch(slot).raw == self.ledger[slot]
        except Gone:
            assert self.ledger[slot] not in self.inbox
        except Temporary:
            return

    def the_office_starts_anew(self) -> None:
        self.mailbox.close()
        self.mailbox = open_mailbox(self.settings)

    def _any(self, folder: str) -> str | None:
        items = self.exchange.ids(OFFICE, folder)
        return self.chance.choice(items) if items else None


EVENTS = [
    *[Office.a_mail_comes] * 5,
    *[Office.the_office_looks] * 4,
    *[Office.the_office_files] * 2,
    *[Office.somebody_moves_one] * 3,
    Office.somebody_deletes_one,
    Office.one_leaves_while_we_look,
    Office.the_server_forgets_where_we_were,
    Office.the_lines_are_cut,
    *[Office.the_server_has_trouble] * 2,
    Office.a_person_asks_for_one_again,
    Office.the_office_starts_anew,
]


@pytest.mark.parametrize("seed", range(12))
def test_in_any_order_each_mail_is_taken_once_and_none_is_lost(exchange: Exchange, seed: int):
    office = Office(exchange, seed)
    for _ in range(STEPS):
        office.chance.choice(EVENTS)(office)
    exchange.faults.clear()
    for _ in range(2):
        office.the_office_looks()
    office.mailbox.close()
    assert set(office.inbox) <= set(office.ledger.values())
    everywhere = [raw for folder in ("inbox", OTHER, FILED) for raw in exchange.mails(OFFICE, folder)]
    assert len(everywhere) == len(set(everywhere))

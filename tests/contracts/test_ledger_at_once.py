"""Several at work on one ledger: what one has looked at, another does not change before it is written. Both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from peewee import OperationalError

from ledger import opening, postbook
from ledger.models import Mail, Round, database
from ledger.opening import open_ledger, transaction
from ledger.outages import is_passing, outage_of
from ledger.rehearsal import rehearsal
from ledger.vocabulary import MailState
from tests.contracts.test_ledger import NOW, ledger, ledger_url, mail_in_slot

__all__ = ["ledger", "ledger_url"]  # fixtures


def beside(act: Callable[[], None]) -> threading.Thread:
    """Begin `act` in a thread with a connection of its own."""

    def work() -> None:
        try:
            act()
        finally:
            database.close()

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_the_same_mail_taken_in_by_two_mailboxes_at_once_is_one_mail_and_a_duplicate(ledger):
    first, second = mail_in_slot(1, sha256="a"), mail_in_slot(2, sha256="b")  # by other ways, so other bytes
    looked = threading.Event()

    def settle(mail: Mail, *, slowly: bool) -> None:
        with transaction():
            mail.message_id, mail.from_address = "<1@example.cn>", "a@example.cn"
            twin = postbook.earlier_twin(mail)
            looked.set()
            if slowly:
                threading.Event().wait(0.5)  # what a desk takes to draw up its letters
            postbook.settle(mail, state=MailState.DUPLICATE if twin else MailState.SETTLED, now=NOW)

    thread = beside(lambda: settle(first, slowly=True))
    looked.wait(10)
    settle(second, slowly=False)
    thread.join()

    assert [mail.state for mail in Mail.select().order_by(Mail.id)] == ["settled", "duplicate"]


def test_a_mail_whose_turn_comes_late_repeats_the_one_that_was_worked_on_before_it(ledger):
    late, prompt = mail_in_slot(1, sha256="a"), mail_in_slot(2, sha256="b")
    for mail, state in ((prompt, MailState.SETTLED), (late, None)):
        mail.message_id, mail.from_address = "<1@example.cn>", "a@example.cn"
        with transaction():
            twin = postbook.earlier_twin(mail)
            if state:
                postbook.settle(mail, state=state, now=NOW)
    assert twin == prompt


def test_a_mail_of_the_same_bytes_that_waits_for_its_turn_is_the_first(ledger):
    first, second = mail_in_slot(1), mail_in_slot(2)
    assert postbook.earlier_twin(second) == first
    with transaction():
        postbook.settle(second, state=MailState.DUPLICATE, now=NOW)
    assert postbook.earlier_twin(first) is None


def test_two_processes_that_open_a_new_ledger_at_once_both_find_it(ledger_url):
    failed: list[Exception] = []
    start = threading.Barrier(2)

    def open_it() -> None:
        start.wait()
        try:
            with transaction():
                opening.bring_up_to_date(database.obj)
        except Exception as error:
            failed.append(error)

    database.initialize(opening._connect(ledger_url))
    for thread in [beside(open_it), beside(open_it)]:
        thread.join()
    assert failed == []
    database.close()


def test_a_rehearsal_keeps_no_transaction_waiting(postgres_url):
    """On SQLite it works on a copy of its own."""
    open_ledger(postgres_url)

    def write() -> None:
        with transaction():
            Round.create(name="round", at=NOW)

    with rehearsal(), transaction():
        Round.create(name="rehearsed", at=NOW)
        beside(write).join(10)
        assert [row.name for row in Round.select().order_by(Round.id)] == ["rehearsed", "round"]
    assert [row.name for row in Round.select()] == ["round"]
    database.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_who_waits_too_long_for_another_is_told_so(kind, request, tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "PATIENCE_SECONDS", 0.2)
    url = (
        f"sqlite:///{tmp_path / 'ledger.db'}" if kind == "sqlite" else request.getfixturevalue("postgres_url")
    )
    open_ledger(url)
    begun, told = threading.Event(), threading.Event()

    def hold_it() -> None:
        with transaction():
            begun.set()
            told.wait(10)

    thread = beside(hold_it)
    begun.wait(10)
    try:
        with pytest.raises(OperationalError) as error, transaction():
            raise AssertionError("it did not wait")
    finally:
        told.set()
        thread.join()
    assert "另一个程序长时间占用" in outage_of(error.value)
    assert is_passing(error.value)
    database.close()

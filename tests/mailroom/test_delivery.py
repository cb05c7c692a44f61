"""The outbox: what is certain goes first, what is in doubt is looked for afterwards."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from generators.letter import Draft
from ledger.models import Held, Letter
from ledger.opening import transaction
from mailroom import approving, outbox, resending
from mailroom.errors import Refused, Temporary, Uncertain
from mailroom.office import open_office
from mailroom.providers.base import Receipt

NOW = datetime(2018, 3, 12, 10, 0)


class SlowToLookUp:
    """A courier that writes down what it is asked; `lost`: letters whose reply never comes."""

    settle_seconds = 0.0

    def __init__(self, found: bool | None, lost: tuple[str, ...] = ()):
        self.found, self.lost, self.asked = found, lost, []

    def send(self, message, *, sender, recipients, handing_over):
        self.asked.append(f"send {recipients[0]}")
        handing_over()
        if recipients[0] in self.lost:
            self.lost = ()
            raise Uncertain("未等到答复连接即中断")
        return Receipt("250 OK")

    def find_sent(self, message_id):
        self.asked.append("look")
        return self.found

    def close(self):
        """Nothing is open."""


@pytest.fixture
def three_letters(office):
    opened = open_office(office.folder)
    for name in "abc":
        draft = Draft(f"notice/{name}", "notice", (f"{name}@example.cn",), "通知", "通知。", "<p>通知。</p>")
        with transaction():
            outbox.post(opened, draft, now=NOW)
    yield opened
    opened.close()


def states() -> list[str]:
    return [letter.state for letter in Letter.select().order_by(Letter.id)]


@pytest.mark.parametrize(("found", "ends"), [(True, "sent"), (None, "unknown")])
def test_a_letter_whose_reply_never_came_is_looked_for_when_the_others_are_out(three_letters, found, ends):
    courier = SlowToLookUp(found, lost=("a@example.cn",))

    outbox.deliver(three_letters, courier, clock=lambda: NOW)

    assert courier.asked == ["send a@example.cn", "send b@example.cn", "send c@example.cn", "look"]
    assert states() == [ends, "sent", "sent"]
    assert "未等到答复" in Letter.get(key="notice/a").last_error


def test_a_letter_for_office_hours_does_not_go_after_a_pause_that_outlasts_them(three_letters):
    Letter.update(kind="monthly_notice").execute()
    paced = replace(three_letters.settings.courier, per_minute=1)
    office = replace(three_letters, settings=replace(three_letters.settings, courier=paced))
    moments = [datetime(2018, 3, 12, 11, 58, 30)]

    outbox.deliver(
        office,
        SlowToLookUp(found=True),
        clock=lambda: moments[-1],
        pause=lambda seconds: moments.append(moments[-1] + timedelta(seconds=seconds)),
    )

    assert states() == ["sent", "sent", "queued"]  # at 11:58:30, 11:59:30, and not at 12:00:30


def test_a_letter_that_a_dead_process_left_is_looked_for_last_and_sent_in_the_same_round(three_letters):
    Letter.update(state="sending", sending_at=NOW).where(Letter.key == "notice/a").execute()
    courier = SlowToLookUp(found=False)

    outbox.deliver(three_letters, courier, clock=lambda: NOW)

    assert courier.asked == ["send b@example.cn", "send c@example.cn", "look", "send a@example.cn"]
    assert states() == ["sent"] * 3


class Interrupted(SlowToLookUp):
    """A courier during whose talk with the server, before the letter's first byte, something happens to letter a."""

    def __init__(self, happening: Callable[[], None], *, temporary: bool = False):
        super().__init__(None)
        self.happening, self.temporary = happening, temporary

    def send(self, message, *, sender, recipients, handing_over):
        if recipients[0] == "a@example.cn":
            self.happening()
            if self.temporary:
                raise Temporary("450 稍后再试")
        receipt = super().send(message, sender=sender, recipients=recipients, handing_over=handing_over)
        self.asked.append(f"handed over {recipients[0]}")
        return receipt


def reject_the_first() -> None:
    """What a clerk does meanwhile, in a process of his own: his letter is as he read it before."""
    approving.reject(Letter.get(key="notice/a"), because="数字有误", now=NOW, by="李四")


@pytest.mark.parametrize("temporary", [False, True])
def test_a_letter_that_is_rejected_while_the_outbox_talks_to_the_server_is_not_handed_over(
    three_letters, temporary
):
    courier = Interrupted(reject_the_first, temporary=temporary)

    count = outbox.deliver(three_letters, courier, clock=lambda: NOW)

    assert states() == ["void", "sent", "sent"]
    assert "handed over a@example.cn" not in courier.asked
    assert (count.sent, count.failed, count.waits) == (2, 0, "")
    assert "数字有误" in Letter.get(key="notice/a").last_error


def test_a_letter_whose_first_byte_may_be_out_is_not_rejected(three_letters):
    stale = Letter.get(key="notice/a")
    refused = []

    class Late(SlowToLookUp):
        """Its clerk comes when the letter is being handed over; the object he holds says `queued` still."""

        def send(self, message, *, sender, recipients, handing_over):
            receipt = super().send(message, sender=sender, recipients=recipients, handing_over=handing_over)
            if recipients[0] == "a@example.cn":
                with pytest.raises(approving.NotWaiting, match="发送中"):
                    approving.reject(stale, because="数字有误", now=NOW, by="李四")
                refused.append(stale.key)
            return receipt

    outbox.deliver(three_letters, Late(None), clock=lambda: NOW)

    assert refused == ["notice/a"]
    assert states() == ["sent"] * 3


def test_two_clerks_who_reject_a_letter_at_once_leave_one_reason(three_letters):
    first, second = Letter.get(key="notice/a"), Letter.get(key="notice/a")

    approving.reject(first, because="数字有误", now=NOW, by="李四")
    with pytest.raises(approving.NotWaiting):
        approving.reject(second, because="重复", now=NOW, by="王五")

    assert Letter.get(key="notice/a").last_error.startswith("李四")


class Clock:
    """Time that passes only when it is told to."""

    def __init__(self):
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class SlowToAnswer(SlowToLookUp):
    """A courier whose server keeps the letters `lost` for five minutes, says nothing, and files its copy later still."""

    settle_seconds = 120.0

    def __init__(self, clock: Clock, lost: tuple[str, ...]):
        super().__init__(False, lost)
        self.clock = clock

    def send(self, message, *, sender, recipients, handing_over):
        try:
            return super().send(message, sender=sender, recipients=recipients, handing_over=handing_over)
        except Uncertain:
            self.clock.pass_by(300)
            raise


def test_a_letter_is_not_sent_again_before_the_server_had_its_time_from_when_the_line_broke(three_letters):
    clock = Clock()
    courier = SlowToAnswer(clock, lost=("a@example.cn",))

    outbox.deliver(three_letters, courier, clock=clock)

    assert states() == ["sending", "sent", "sent"]
    clock.pass_by(119)
    outbox.deliver(three_letters, courier, clock=clock)
    assert states() == ["sending", "sent", "sent"]
    courier.found = True
    outbox.deliver(three_letters, courier, clock=clock)
    assert states() == ["sent"] * 3
    assert courier.asked.count("send a@example.cn") == 1


class Stumbling(SlowToLookUp):
    """A courier with a bug: it stumbles over the letters `bad`, before or after they were handed over."""

    def __init__(self, bad: str, *, handed_over: bool):
        super().__init__(None)
        self.bad, self.handed_over = bad, handed_over

    def send(self, message, *, sender, recipients, handing_over):
        if recipients[0] == self.bad:
            if self.handed_over:
                handing_over()
            raise ZeroDivisionError
        return super().send(message, sender=sender, recipients=recipients, handing_over=handing_over)


@pytest.mark.parametrize(("handed_over", "ends"), [(False, "queued"), (True, "unknown")])
def test_a_letter_at_which_the_program_stumbles_does_not_stop_the_next(three_letters, handed_over, ends):
    count = outbox.deliver(
        three_letters, Stumbling("a@example.cn", handed_over=handed_over), clock=lambda: NOW
    )

    assert states() == [ends, "sent", "sent"]
    letter = Letter.get(key="notice/a")
    assert "ZeroDivisionError" in letter.last_error
    if not handed_over:
        assert (letter.attempts, letter.not_before) == (1, NOW + timedelta(minutes=1))
        assert "ZeroDivisionError" in count.waits


def test_what_went_wrong_after_a_letter_was_taken_stands_beside_its_receipt(three_letters):
    class KeepsNoCopy(SlowToLookUp):
        def send(self, message, **words):
            receipt = super().send(message, **words)
            return replace(receipt, remark="信已发出，但未能存入已发送：邮箱已满")

    outbox.deliver(three_letters, KeepsNoCopy(None), clock=lambda: NOW)

    assert states() == ["sent"] * 3
    assert Letter.get(key="notice/a").evidence == "250 OK；信已发出，但未能存入已发送：邮箱已满"


class Overtaken(SlowToLookUp):
    """A courier that is refused a letter which another process has dealt with meanwhile."""

    def __init__(self, error: Exception):
        super().__init__(None)
        self.error = error

    def send(self, message, *, sender, recipients, handing_over):
        Letter.update(state="sent").where(Letter.state == "queued").execute()
        raise self.error


@pytest.mark.parametrize("error", [Refused("拒收"), Temporary("暂时不行")])
def test_a_letter_that_somebody_else_has_dealt_with_is_put_before_nobody(three_letters, error):
    Letter.update(attempts=4).execute()

    count = outbox.deliver(three_letters, Overtaken(error), clock=lambda: NOW)

    assert states() == ["sent"] * 3
    assert Held.select().count() == 0
    assert count.failed == 0


def test_a_letter_that_two_clerks_send_again_at_once_goes_once(three_letters, monkeypatch):
    Letter.update(state="sent").execute()
    letter, refused = Letter.get(key="notice/a"), []
    fetch = three_letters.archive.fetch

    def slowly(name: str) -> bytes:
        threading.Event().wait(0.5)
        return fetch(name)

    monkeypatch.setattr(three_letters.archive, "fetch", slowly)

    def send_again() -> None:
        try:
            resending.resend(three_letters, letter, now=NOW, by="值班员")
        except resending.CannotResend as error:
            refused.append(str(error))
        finally:
            three_letters.close()

    clerks = [threading.Thread(target=send_again) for _ in range(2)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()

    assert refused == ["notice/a/重发2 现为“待发”，不必再重发"]
    assert Letter.select().count() == 4


def test_a_reminder_that_was_put_off_waits_for_the_office_to_open(three_letters):
    Letter.update(kind="reminder").where(Letter.key == "notice/a").execute()
    courier = SlowToLookUp(None)

    outbox.deliver(three_letters, courier, clock=lambda: NOW.replace(hour=17, minute=30))
    assert states() == ["queued", "sent", "sent"]
    outbox.deliver(three_letters, courier, clock=lambda: NOW.replace(day=13, hour=8, minute=30))
    assert states() == ["sent"] * 3


class Picky(SlowToLookUp):
    """A courier whose server takes a letter, but not for one of the addresses."""

    def send(self, message, *, sender, recipients, handing_over):
        receipt = super().send(message, sender=sender, recipients=recipients, handing_over=handing_over)
        return replace(receipt, refused=(("tui@example.cn", "550 5.1.1 User unknown"),))


def test_where_one_address_is_refused_the_first_advice_is_not_to_write_to_the_others_again(three_letters):
    outbox.deliver(three_letters, Picky(True), clock=lambda: NOW)

    assert states() == ["sent"] * 3
    entry = Held.select().first()
    assert "tui@example.cn" in entry.because
    first, second = entry.suggestions
    assert first["do"] == "held discard --because '其他地址已收到，名录中已改正或删去拒收的地址'"
    assert second == {
        "do": "mailroom letters resend notice/a",
        "why": "改正名录以后重发，其他地址会再收到一次",
    }

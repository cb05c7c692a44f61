"""The outbox: what is certain goes first, what is in doubt is looked for afterwards."""

from __future__ import annotations

from datetime import datetime

import pytest

from generators.letter import Draft
from ledger.models import Letter
from ledger.opening import transaction
from mailroom import outbox
from mailroom.errors import Uncertain
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


def test_a_letter_that_a_dead_process_left_is_looked_for_last_and_sent_in_the_same_round(three_letters):
    Letter.update(state="sending", sending_at=NOW).where(Letter.key == "notice/a").execute()
    courier = SlowToLookUp(found=False)

    outbox.deliver(three_letters, courier, clock=lambda: NOW)

    assert courier.asked == ["send b@example.cn", "send c@example.cn", "look", "send a@example.cn"]
    assert states() == ["sent"] * 3

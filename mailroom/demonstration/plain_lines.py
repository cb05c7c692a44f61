"""The demonstration without a live table: a line for everything that happens, and one at the end of each day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mailroom.demonstration.picture import counts, held_after, letters_after, mails_after
from mailroom.demonstration.screen import day_words
from mailroom.office import Office


class Chronicle:
    """Says what is new since it last looked."""

    def __init__(self, office: Office, say: Callable[[str], None]):
        self._office, self._say = office, say
        self._mail = max((each.id for each in mails_after(office, 0, newest=1)), default=0)
        self._letter = max((each.id for each in letters_after(office, 0, newest=1)), default=0)
        self._held = max((each.id for each in held_after(0)), default=0)
        self._day = ""

    def tell(self, now: datetime) -> None:
        """Say all that came, went out and has to wait since the last call; a new day is headed by its date."""
        lines = []
        for mail in mails_after(self._office, self._mail):
            lines.append(f"{now:%H:%M} 收  {mail.who}《{mail.about}》：{mail.became}")
            self._mail = mail.id
        for held in held_after(self._held):
            lines.append(f"{now:%H:%M} 待人工  第{held.id}条（{held.who}）{held.about}")
            self._held = held.id
        for letter in letters_after(self._office, self._letter):
            lines.append(f"{now:%H:%M} 发  {letter.became} → {letter.who}《{letter.about}》")
            self._letter = letter.id
        if lines and self._day != day_words(now.date()):
            self._day = day_words(now.date())
            self._say(f"── {self._day} ──")
        for line in lines:
            self._say(line)
        if now.time() == self._office.hours.afternoon_end and self._day == day_words(now.date()):
            self._say("      " + "  ".join(f"{name} {count}" for name, count in counts(now).items()))

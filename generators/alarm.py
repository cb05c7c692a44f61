"""Letters of the office about itself: the alarm to the administrator (告警信), and the mail to itself (自检信).

Neither is about a case, and neither holds anything of a petitioner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from generators.facts import letter_facts
from generators.letter import Draft, Letterhead
from generators.plain import draw_up_plain
from generators.shelf import Templates, packaged
from generators.wording import moment_words


@dataclass(frozen=True)
class AlarmLine:
    """One thing that is wrong, or was."""

    name: str  # 收不了信：信箱 office@example.cn
    sentence: str  # what is wrong and what to do
    since: datetime
    until: datetime | None = None  # None: it lasts


def draw_up_alarm(
    key: str,
    to: Sequence[str],
    *,
    fresh: Sequence[AlarmLine],
    lasting: Sequence[AlarmLine] = (),
    ended: Sequence[AlarmLine] = (),
    last_today: bool = False,
    head: Letterhead,
    now: datetime,
    templates: Templates | None = None,
) -> Draft:
    """Return one letter about all that is wrong at one moment: what is new, what goes on, what is over."""
    wrong = [*fresh, *lasting]
    names = "、".join(each.name for each in (wrong or ended)[:2])
    more = "等" if len(wrong or ended) > 2 else ""
    subject = f"【告警】{len(wrong)} 项：{names}{more}" if wrong else f"【已恢复】{names}{more}"
    shelf = templates or packaged()
    facts = letter_facts(head, now, subject) | {
        "subject": subject,
        "fresh": [_facts(each) for each in fresh],
        "lasting": [_facts(each) for each in lasting],
        "ended": [_facts(each) for each in ended],
        "last_today": last_today,
    }
    return Draft(
        key=key,
        kind="alarm",
        to=tuple(to),
        subject=subject,
        text=shelf.text("alarm", facts),
        html=shelf.html("alarm", facts),
        because=f"新告警 {len(fresh)} 项，仍未解除 {len(lasting)} 项，已恢复 {len(ended)} 项",
    )


def _facts(line: AlarmLine) -> dict[str, str]:
    until = "" if line.until is None else f"{moment_words(line.until)}"
    return {"name": line.name, "sentence": line.sentence, "since": moment_words(line.since), "until": until}


def draw_up_heartbeat(
    key: str,
    to: str,
    mailbox: str,
    *,
    head: Letterhead,
    now: datetime,
    templates: Templates | None = None,
) -> Draft:
    """Return a mail of the office to the address of one of its own mailboxes."""
    paragraphs = [
        f"这是系统发给自己的自检信，用来确认信发得出去、信箱“{mailbox}”收得进来，收到即自动归档，不必处理。",
        "不想要的，把配置 [watch] 的 heartbeat_minutes 改为 0。",
    ]
    return draw_up_plain(
        "heartbeat",
        key,
        [to],
        f"【自检】{moment_words(now)}",
        paragraphs,
        head=head,
        now=now,
        because="每隔一定时间发给自己，确认收发都通",
        templates=templates,
    )

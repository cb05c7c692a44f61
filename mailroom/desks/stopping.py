"""停止办理: departments that were at work on a case are told that it is over. Inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from generators.plain import draw_up_plain
from ledger import listings
from ledger.models import Case, Department
from ledger.vocabulary import Act
from mailroom import outbox
from mailroom.office import Office

ENDINGS = (Act.CLOSE, Act.WITHDRAW, Act.MERGE)


def tell_to_stop(
    office: Office, case: Case, departments: Sequence[Department], sentence: str, *, now: datetime
) -> None:
    """Post each of them a letter; `sentence` says why. A case that is taken up again and ends again is told of again."""
    nth = sum(listings.times_done(case, act) for act in ENDINGS)
    stage = "stop" if nth <= 1 else f"stop{nth}"
    for department in departments:
        first = f"{case.case_no}此前转你单位办理。{sentence}"
        draft = draw_up_plain(
            "notice",
            f"notice/{case.case_no}/{stage}/{department.name}",
            department.addresses[:1],
            f"【停止办理】{case.case_no}",
            [first],
            head=office.head,
            now=now,
            case_no=case.case_no,
            department=department.name,
            templates=office.templates,
            because=first,
        )
        outbox.post(office, draft, now=now, case=case, department=department)

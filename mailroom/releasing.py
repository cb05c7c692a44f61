"""Out of the holding pen: a released mail goes along the very path it came, a discarded one stays in the post book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ledger import listings, postbook, worklists
from ledger.models import Case, Held, Mail
from ledger.opening import transaction
from ledger.vocabulary import HeldState, MailState, Status, label
from mailroom import resending, sorting
from mailroom.desks import dispatching, liaison_decisions, notices, redoing, reports
from mailroom.desks.verdicts import VERDICT
from mailroom.errors import MailroomError
from mailroom.intake import describe
from mailroom.office import Office
from mailroom.providers.base import Slot
from parsers import read_mail
from parsers.reading import Reading

# What `held release --as` may make of a mail that was read as something else.
RELEASABLE = (
    "case",
    "answer",
    "acknowledgement",
    "follow_up",
    "send_back",
    "extension",
    "instruction",
    "upper_notice",
    "liaison_form",
)


class CannotRelease(MailroomError):
    """The entry can't go on as asked; the message says why, in Chinese."""


def release(
    office: Office,
    held: Held,
    *,
    now: datetime,
    by: str,
    what: str = "",
    case_nos: Sequence[str] = (),
    department: str = "",
    not_against: str = "",
    not_secret: str = "",
) -> MailState | None:
    """Let an entry go on along the very path it came, with what a person has decided added to it; its mail may be about
    several cases. Returns what became of the mail (None: the entry held no mail). Raises `CannotRelease`.
    """
    _refuse_unknown(what, case_nos, department)
    if now < held.since:
        raise CannotRelease(
            f"第 {held.id} 条 {held.since:%Y-%m-%d %H:%M} 才进入待人工，不能在此之前（{now:%Y-%m-%d %H:%M}）放行"
        )
    if held.letter is not None:  # closing the entry would not bring the letter to anybody
        again = resending.command_for(held.letter)
        raise CannotRelease(
            f"这一条是一封信的去向，放行不会发出：对方没有收到的用 {again}，已收到或不必再发的作废本条"
        )
    if held.what == notices.WHAT:
        raise CannotRelease(f"放行不会发出通报：批准发出用 {held.suggestions[0]['do']}，不发的作废本条")
    reading = read_again(office, held.mail, what) if held.mail else None
    with transaction():
        because = "、".join(filter(None, [label("what", what), *case_nos, department])) or "照原样放行"
        if not postbook.settle_held(held, state=HeldState.RELEASED, by=by, because=because, now=now):
            _refuse_again(held, case_nos)
        if held.what == "dispatch" and held.case:
            dispatching.dispatch_by_hand(
                office, held.case, department, now=now, by=by, not_against=not_against
            )
            return None
        if held.what == "report" and held.case:
            reports.report_again(office, held.case, now=now)
            return None
        if held.what == VERDICT and held.case:
            redoing.go_on_with(office, held.case, now=now, by=by)
            return None
        if held.mail is None or reading is None:
            return None
        if not held.mail.what and _repeats(held.mail, reading, now=now):
            return MailState.DUPLICATE
        if held.case and (len(reading.answers) > 1 or reading.what in ("case", "follow_up")):
            case_nos = case_nos or [held.case.case_no]  # the entry is about one of the cases in the mail
        result = MailState.SETTLED
        for case_no in case_nos or [""]:
            state = sorting.lay_on_desk(
                office,
                held.mail,
                reading,
                now=now,
                confirmed=True,
                case_no=case_no,
                department=department,
                by=by,
                not_against=not_against,
                not_secret=not_secret,
            )
            _refuse_unchanged(held, held.mail, state)
            result = state if result == MailState.SETTLED else result
        others = listings.open_held_of(held.mail)  # of the same mail: another case in it
        postbook.settle(held.mail, state=MailState.HELD if others else result, now=now)
        return result


def _refuse_unknown(what: str, case_nos: Sequence[str], department: str) -> None:
    if what and what not in RELEASABLE:
        raise CannotRelease(f"--as 只能是 {'、'.join(RELEASABLE)}，不能是 {what}")
    for case_no in case_nos:
        if worklists.case_by_number(case_no) is None:
            raise CannotRelease(f"没有工单 {case_no}")
    if department and worklists.department_named(department) is None:
        raise CannotRelease(f"没有名为“{department}”的单位（或简称对应多个单位）")


def _refuse_unchanged(held: Held, mail: Mail, state: MailState) -> None:
    if state == MailState.HELD and worklists.newest_held(mail).because == held.because:
        raise CannotRelease(f"放行后仍不能办理：{held.because}。请用 --as、--case 或 --department 说明")


def _refuse_again(held: Held, case_nos: Sequence[str]) -> None:
    """A mail that was let go on for one case may still be laid on another that it is about as well; nothing else."""
    entry = listings.held_by_id(held.id)
    released = entry is not None and entry.state == HeldState.RELEASED
    mail = entry.mail if entry and released and entry.what not in ("dispatch", "report") else None
    laid_on = {case.case_no for case in worklists.cases_of_mail(mail)} if mail else set()
    if mail is None or not case_nos or laid_on & set(case_nos):
        raise CannotRelease(f"第 {held.id} 条已经处理过了")


def _repeats(mail: Mail, reading: Reading, *, now: datetime) -> bool:
    """A mail that is read only now (it was not fetched, or the reading broke off): has another brought the same?"""
    describe(mail, reading)
    mail.duplicate_of = postbook.earlier_twin(mail)
    if mail.duplicate_of is None:
        return False
    postbook.settle(mail, state=MailState.DUPLICATE, now=now)
    return True


def discard(held: Held, *, now: datetime, by: str, because: str) -> None:
    """Close an entry with nothing done; the mail stays in the archive and the post book."""
    with transaction():
        if not postbook.settle_held(held, state=HeldState.DISCARDED, by=by, because=because, now=now):
            raise CannotRelease(f"第 {held.id} 条已经处理过了")
        _refuse_forgetting(held)
        if held.mail and held.what == "liaison_form":
            liaison_decisions.refuse_waiting(held.mail, because=because, now=now, by=by)
        if held.mail and not listings.open_held_of(held.mail):
            postbook.settle(held.mail, state=MailState.SETTLED, now=now)


def _refuse_forgetting(held: Held) -> None:
    """A case that waits for its department would lie there unseen, once the only entry about it is gone."""
    case = held.case
    if held.what == VERDICT and case and Case.get_by_id(case.id).status == Status.ANSWERED:
        raise CannotRelease(
            f"{case.case_no} 回访不满意，不能这样作废：属不合理诉求的用 unreasonable，另有原因办结的用 close --because，"
            "重办的放行或用 dispatch --redo，这一条随之了结"
        )
    if held.what != "dispatch" or case is None or listings.open_held_about(case, "dispatch"):
        return
    if Case.get_by_id(case.id).status == Status.REGISTERED:
        raise CannotRelease(
            f"{case.case_no} 还没有分办，作废后就没有人办了：请放行或 dispatch 分办，"
            "不办的用 withdraw 退回上级，重复的用 merge 并单，这一条随之办结"
        )


def read_again(office: Office, mail: Mail, what: str = "") -> Reading:
    """Read a mail from the archive, as the program reads today; `what`: what a person says it is."""
    if not mail.sha256:
        _bring(office, mail)
    raw = office.archive.fetch(mail.sha256)
    return read_mail(raw, labels=office.labels, prefix=office.settings.office.prefix, taken_as=what)


def _bring(office: Office, mail: Mail) -> None:
    """Fetch a mail that could not be taken in at its time (too large, refused by the server)."""
    for mailbox in office.make_mailboxes():
        if mailbox.name == mail.mailbox:
            try:
                arrival = mailbox.fetch(Slot(mail.folder, int(mail.uidvalidity), int(mail.uid)))
            finally:
                mailbox.close()
            [mail.sha256] = office.archive.keep([arrival.raw])
            mail.size = len(arrival.raw)
            return
    raise CannotRelease(f"配置中已没有信箱 {mail.mailbox}，取不到原件")

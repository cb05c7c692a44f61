"""领导批示: a leader's word about a case goes to the departments at work on it and, at the same time, with the papers to
the inspection bureau (F: 转有关部门办理，同时转市委市政府督查局).
"""

from __future__ import annotations

import dataclasses
import logging
import re
import shlex
from dataclasses import dataclass
from datetime import date, datetime

from generators.case_paper import paper_key
from generators.instruction import draw_up_instruction
from generators.letter import Draft
from generators.privacy import redact_words
from generators.wording import cut_short, month_day_words
from ledger import casework, listings, postbook, supervising, worklists
from ledger.models import Case, Department, Dispatch, Held, Instruction, Mail
from ledger.opening import transaction
from ledger.tasks import PAPER
from ledger.vocabulary import Act, HeldState, MailState, Role, Way
from ledger.workdays import add_workdays, in_office_hours
from mailroom.desks import advice, bureau, deliveries, dispatching, proposals, redoing
from mailroom.desks.changes import close_of
from mailroom.errors import MailroomError
from mailroom.office import Office

log = logging.getLogger(__name__)

AGREES = re.compile(
    r"(?:拟|原则)?同意(?:拟办(?:意见)?|所拟(?:意见)?|上述意见|办理意见|此意见)?(?:办理)?\s*[。.！!]?"
)
WORDS_SHOWN = 30  # characters of a word by which one tells it from another
INSTRUCTED = "instructed"  # begins the cause of a call about a report that has not come


class CannotInstruct(MailroomError):
    """The instruction can't be passed on as it is; the message says why, in Chinese."""


class AlreadyInstructed(CannotInstruct):
    """This very word was passed on before."""


@dataclass(frozen=True)
class Word:
    """What a leader has written about a case."""

    leader: str
    text: str
    on: date
    due: date | datetime | None = None  # by when he wants it done


def instruct(
    office: Office,
    case: Case,
    word: Word,
    *,
    now: datetime,
    by: str,
    mail: Mail | None = None,
    department: Department | None = None,
) -> list[Instruction]:
    """Pass a leader's word on, to all departments at work on the case or one of them; one row each. Raises `CannotInstruct`.

    A case that the bureau has not yet is handed over to it in the same transaction; else it is told.
    """
    if word.on > now.date():
        raise CannotInstruct(f"批示日期 {word.on:%Y-%m-%d} 还没有到，请核对")
    word = written = without_who_asked(case, word)
    word = in_full(office, case, word)
    with transaction():
        before = redoing.waits_for_word(case)
        if before is not None:
            due = _due(office, word, case, now=now)
            said = f"{word.leader}批示：{word.text}"
            redoing.take_up_again(office, case, said, due=due, now=now, by=by)
        rows = _at_work(case, department)
        if _is_known(rows, word):
            raise AlreadyInstructed(f"{word.leader}对 {case.case_no} 的这一批示已经登记")
        due = _due(office, word, case, now=now)
        again = redoing.handled_again(case) if before is not None else ""
        kept = [pass_on(office, row, word, due, mail=mail, again=again, now=now, by=by) for row in rows]
        for row in rows:
            _end_waiting(row, word, now=now, by=by)
        _end_held(case, written, now=now, by=by)
        said = f"{word.leader}又有批示：{word.text}"
        if bureau.tell_bureau(office, case, said, now=now) is None:
            row, instruction = min(zip(rows, kept, strict=True), key=lambda each: each[0].role != Role.LEAD)
            bureau.hand_over(office, row, instruction, now=now, by=by)
    return kept


def without_who_asked(case: Case, word: Word) -> Word:
    """A word as it may be told: about a secret case (保密) without name, telephone and home of who asked, however he is
    written of. The mail or the paper it came on shows the rest.
    """
    return dataclasses.replace(word, text=redact_words(word.text, case, worklists.petitioner_of(case)))


def in_full(office: Office, case: Case, word: Word) -> Word:
    """A word that says no more than that he agrees (同意拟办意见), with what he agrees to: a department never saw the paper."""
    row = worklists.lead_dispatch(case)
    if (
        row is None
        or not AGREES.fullmatch(word.text)
        or not worklists.find_letters(kind="proposal", case=case)
    ):
        return word
    text = f"{word.text.rstrip('。.！')}。（拟办意见：{proposals.proposed_to(office, row)}）"
    return dataclasses.replace(word, text=text)


def _at_work(case: Case, department: Department | None) -> list[Dispatch]:
    rows = worklists.dispatches_at_work(case)
    if department is not None:
        rows = [row for row in rows if row.department == department]
    if not rows:
        whose = f"{department.name}没有在办" if department else "没有单位在办"
        raise CannotInstruct(
            f"{case.case_no} 现在{whose}，批示转不出去：待分办的先 dispatch，已有结果的先 dispatch --redo 重办"
        )
    return rows


def _is_known(rows: list[Dispatch], word: Word) -> bool:
    """Whether this very word went to all of them before: as a scan, and typed in besides."""
    return all(
        any(_bare(each.text) == _bare(word.text) for each in Instruction.having(dispatch=row)) for row in rows
    )


def _bare(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _due(office: Office, word: Word, case: Case, *, now: datetime) -> datetime:
    """When the departments have to report; where he names no day, in time for the upper platform."""
    wanted = close_of(office, word.due)
    if wanted is None:
        days, close = office.settings.supervision.instruction_report_days, office.settings.hours.close
        own = add_workdays(now.date(), days, office.calendar, close=close).due_at
        return min(own, dispatching.latest_for(office, case, told=now) or own)
    if wanted <= now:
        raise CannotInstruct(f"批示要求的时限 {wanted:%Y-%m-%d %H:%M} 已经过去，请用 --due 另定")
    return wanted


def pass_on(
    office: Office,
    row: Dispatch,
    word: Word,
    due: datetime,
    *,
    mail: Mail | None,
    now: datetime,
    by: str,
    again: str = "",
) -> Instruction:
    """Keep the word for one assignment, and post the letter (领导批示转办函)."""
    case, department = row.case, row.department
    key = _letter_key(row, word)
    kept = Instruction.create(
        case=case,
        dispatch=row,
        mail=mail,
        leader=word.leader,
        text=word.text,
        instructed_on=word.on,
        due_at=due,
        written_at=now,
        written_by=by,
    )

    def draw_up(number: str) -> Draft:
        draft = draw_up_instruction(
            case,
            worklists.petitioner_of(case),
            row,
            department,
            leader=word.leader,
            instruction=word.text,
            instructed_on=word.on,
            demanded_by=due,
            head=office.head,
            now=now,
            bureau=office.settings.office.inspection_bureau,
            number=number,
            again=again,
            templates=office.templates,
        )
        return dataclasses.replace(draft, key=key)

    letter = advice.post_numbered(office, key, draw_up, department, now=now, case=case)
    sentence = f"{word.leader}批示：{word.text}（转{department.name}，{due:%Y-%m-%d %H:%M} 前报告）"
    casework.link(case, mail)
    casework.write(
        case,
        Act.INSTRUCT,
        now=now,
        by=by,
        because=sentence,
        dispatch=row,
        mail=mail,
        letter_key=letter.key,
    )
    return kept


def _letter_key(row: Dispatch, word: Word) -> str:
    """One a word: a leader may write twice on a day."""
    nth = len(Instruction.having(dispatch=row)) + 1
    stage = f"{row.round}/{word.on:%Y-%m-%d}" + (f"/{nth}" if nth > 1 else "")
    return paper_key("instruction", row.case, stage, row.department.name)


def _end_waiting(row: Dispatch, word: Word, *, now: datetime, by: str) -> None:
    """What was laid before the leader waits no longer; the paper must have reached him."""
    for task in supervising.supervisions_of(row):
        waits = task.done_at is None and task.way == Way.INSTRUCTION and not task.cause.startswith(PAPER)
        if waits:
            deliveries.deliver_by_hand(task, "已批示", now=now, by=by)
            supervising.finish(task, f"{word.leader}批示：{word.text}", now=now, by=by)


def _end_held(case: Case, word: Word, *, now: datetime, by: str) -> None:
    """A mail that waits with this very word has been dealt with, once a person has typed the word in."""
    for held in worklists.open_held_about("instruction", ""):
        if held.case not in (None, case) or not _suggests(held, word):
            continue
        said = f"批示已照原件登记，转 {case.case_no} 的承办单位"
        postbook.settle_held(held, state=HeldState.RELEASED, by=by, because=said, now=now)
        if held.mail is not None:
            casework.link(case, held.mail)
            if not listings.open_held_of(held.mail):
                postbook.settle(held.mail, state=MailState.SETTLED, now=now)


def _suggests(held: Held, word: Word) -> bool:
    """Whether an entry's command would pass on this text."""
    commands = [each["do"] for each in held.suggestions if each["do"].startswith("mailroom instruct ")]
    texts = [words[words.index("--text") + 1] for words in map(shlex.split, commands) if "--text" in words]
    return any(_bare(text) == _bare(word.text) for text in texts)


def ask_for_reports(office: Office, *, now: datetime) -> None:
    """A report on a leader's word that has not come in time: somebody telephones (电话督办), and the bureau hears of it.

    In office hours, once a word. One that goes wrong keeps no other back; the first fault is raised at the end.
    """
    if not in_office_hours(now, office.calendar, office.hours):
        return
    faults = []
    for late in supervising.unreported(now):
        try:
            with transaction():
                _ask_for_report(office, late, now=now)
        except Exception as error:
            log.warning("no call about instruction %s: %s", late.id, type(error).__name__)
            faults.append(error)
    if faults:
        raise faults[0]


def _ask_for_report(office: Office, late: Instruction, *, now: datetime) -> None:
    row = late.dispatch
    if row is None:
        return
    which = f"{late.leader}{month_day_words(late.instructed_on)}批示（{cut_short(late.text, WORDS_SHOWN)}）"
    said = f"{which}要求 {late.due_at:%Y-%m-%d %H:%M} 前报告，至今没有报告"
    until = datetime.combine(now.date(), office.settings.hours.close)
    cause = f"{INSTRUCTED}/{late.id}"
    if supervising.open_supervision(row, Way.PHONE, cause, because=said, now=now, due_at=until):
        bureau.tell_bureau(office, row.case, f"{row.department.name}未按时报告：{said}", now=now)

"""督查: what the inspection bureau (督查局) is told of a case that was handed over to it, until it closes."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from generators.case_paper import paper_key, told
from generators.instruction import draw_up_handover
from generators.plain import draw_up_plain
from generators.privacy import is_secret, without_petitioner
from generators.wording import cut_short
from ledger import casework, postbook, supervising, worklists
from ledger.models import Case, Dispatch, Instruction, Letter
from ledger.vocabulary import Act, LetterState, Status, label
from mailroom import document_numbers
from mailroom.desks.course import course_of
from mailroom.desks.deliveries import post_or_print
from mailroom.desks.papers import papers_to_hand_on
from mailroom.office import Office


def tell_bureau(office: Office, case: Case, what: str, *, now: datetime) -> Letter | None:
    """Tell the bureau of progress (督查进展函), inside the caller's transaction; None where it does not have the case.

    `what` is a sentence: 羊庄镇人民政府已反馈.
    """
    row = handed_over(case)
    if row is None:
        return None
    bureau, address = office.settings.office.inspection_bureau, office.settings.supervision.bureau_address
    nth = 1 + len(worklists.find_letters(kind="progress", case=case))
    asked = worklists.petitioner_of(case)  # the bureau need not know who
    said = without_petitioner(told(is_secret(case), what, asked), asked).rstrip("。")
    status = label("status", Status(Case.get_by_id(case.id).status))
    draft = draw_up_plain(
        "progress",
        paper_key("progress", case, str(nth), bureau),
        [address] if address else [],
        f"【督查进展】{case.case_no} {_subject_words(said)}",
        [
            f"我办移交贵单位督查的{case.case_no}号件，现将进展函告如下：",
            f"{said}。该件目前状态为“{status}”。",
        ],
        head=office.head,
        now=now,
        greeting=bureau,
        case_no=case.case_no,
        because=f"{case.case_no}已移交{bureau}督查，{said}",
        templates=office.templates,
    )
    letter = post_or_print(office, draft, row, recipient=bureau, now=now)
    casework.note(case, f"函告{bureau}：{said}", now=now, letter_key=letter.key)
    return letter


SUBJECT_LENGTH = 30


def _subject_words(said: str) -> str:
    """What a subject says: the sentence, of a long one what stands before its colon, never a part of a date."""
    if len(said) <= SUBJECT_LENGTH:
        return said
    return cut_short(said.partition("：")[0], SUBJECT_LENGTH)


def hand_over(office: Office, row: Dispatch, instruction: Instruction, *, now: datetime, by: str) -> Letter:
    """Hand a case over to the bureau (督查移交函) with its papers, on a leader's word, inside the caller's transaction."""
    case = row.case
    recipient, address = office.settings.office.inspection_bureau, office.settings.supervision.bureau_address
    key = paper_key("handover", case, f"{row.round}/{instruction.instructed_on:%Y-%m-%d}", recipient)
    key = f"{key}/保密" if worklists.letter_by_key(key) else key  # the first was stopped
    title = f"{case.case_no}{label('letter_kind', 'handover')}（{recipient}）"
    number = document_numbers.number_for(office, "handover", key, title=title, now=now)
    draft = draw_up_handover(
        case,
        worklists.petitioner_of(case),
        row,
        row.department,
        course_of(row),
        bureau=recipient,
        to=[address] if address else [],
        leader=instruction.leader,
        instruction=instruction.text,
        instructed_on=instruction.instructed_on,
        demanded_by=instruction.due_at,
        first_due=_first_due(row),
        head=office.head,
        now=now,
        number=number.text if number else "",
        enclosed=papers_to_hand_on(office, case),
        templates=office.templates,
    )
    draft = dataclasses.replace(draft, key=key)
    letter = post_or_print(office, draft, row, recipient=recipient, now=now, number=number)
    Instruction.update(handed_over_at=now).where(Instruction.case == case).execute()
    sentence = f"经{instruction.leader}批示，移交{recipient}督查"
    casework.write(case, Act.HAND_OVER, now=now, by=by, because=sentence, dispatch=row, letter_key=letter.key)
    return letter


def _first_due(row: Dispatch) -> datetime:
    """The deadline that was missed: of what a leader's word has just set going again, the case's first one."""
    again = supervising.word_it_began_with(row) is not None
    return worklists.dispatches_of(row.case)[0].due_at if again else row.due_at


def keep_secret(office: Office, case: Case, *, now: datetime) -> None:
    """A case that the bureau has turns secret, inside the caller's transaction: a hand-over that still waits goes without
    what tells who asked; one that has gone is followed by a word.
    """
    instruction = supervising.hand_over_of(case)
    row = instruction.dispatch if instruction else None
    if instruction is None or row is None:
        return
    stopped = [letter.key for letter in worklists.find_letters(kind="handover", case=case) if _stop(letter)]
    if not stopped:
        tell_bureau(office, case, "该件转为保密件，已移交材料中的诉求人信息请予保密", now=now)
        return
    for task in supervising.supervisions_of(row):
        if task.letter_key in stopped:
            supervising.finish(task, "转为保密，改送不含诉求人信息的材料", now=now, by=casework.SYSTEM)
    hand_over(office, row, instruction, now=now, by=casework.SYSTEM)


def _stop(letter: Letter) -> bool:
    """Stop a letter that has not gone out; whether it was stopped."""
    because = "本件转为保密，所附材料写有诉求人信息，停发"
    waiting = (LetterState.QUEUED, LetterState.DRAFT, LetterState.ON_PAPER)
    return any(postbook.move_letter(letter, each, LetterState.VOID, last_error=because) for each in waiting)


def handed_over(case: Case) -> Dispatch | None:
    """The assignment with which a case was handed over to the bureau, or None."""
    instruction = supervising.hand_over_of(case)
    return instruction.dispatch if instruction else None

"""反馈: what the departments send about their cases: receipt acknowledged, result."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta

from generators.correction import correction_key, draw_up_correction
from generators.wording import month_day_words
from ledger import casework, supervising, worklists
from ledger.models import Dispatch
from ledger.vocabulary import DispatchState, MailState, Way
from ledger.workdays import add_workdays
from mailroom import holding, replies
from mailroom.desks import assisting, bureau, calling, clearing, reports
from mailroom.desks.completeness import doubts_about, missing_parts
from mailroom.desks.incoming import Incoming, came_for
from mailroom.desks.matching import Match, hold_match, match, matches
from mailroom.desks.tracing import ask_how_they_know, signs_of_tracing
from mailroom.document_numbers import number_for
from mailroom.office import Office
from parsers.reading import Answer, Reading

# So many incomplete answers are asked to be mended by letter; after that somebody must telephone.
CORRECTIONS_BY_LETTER = 1
A_MOMENT = timedelta(minutes=5)  # what takes longer waited for a person, and the journal says since when
INCOMPLETE = "incomplete"  # begins the cause of that call


def take_acknowledgement(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    """Write down that a department has received its case (签收): a person's word, from an address on file."""
    found = match(incoming)
    several = matches(incoming) if found.dispatch is None else [found]
    rows = [each.dispatch for each in several if each.dispatch is not None]
    if not rows or len(rows) < len(several):
        return hold_match(incoming, found, now=now)
    for row in [] if incoming.confirmed else rows:
        if signs := signs_of_tracing(row, incoming.reading):
            because = f"{row.case.case_no} 的签收存疑：{'；'.join(signs)}"
            ways = [ask_how_they_know(row), holding.suggest("放行", "作为签收登记")]
            return hold_match(incoming, Match(None, because, case=row.case, suggestions=ways), now=now)
    for row in rows:
        by, came = row.department.name, came_for(row, incoming.mail)
        if not casework.acknowledge(row, mail=incoming.mail, now=came, by=by, because=several[0].because):
            casework.note(row.case, f"{by}再次表示收到", now=now, mail=incoming.mail)
    return MailState.SETTLED


def take_answer(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    """Check an answer; complete → answered and reported upward, incomplete → back to the department, doubtful → pen.

    A mail may answer several cases, each in a form or row that names its number: each counts for itself.
    """
    states = {_take_one(office, each, now=now) for each in _one_by_one(incoming)}
    return MailState.HELD if MailState.HELD in states else MailState.SETTLED


def _one_by_one(incoming: Incoming) -> list[Incoming]:
    """The mail once for each case that it answers; as it is where it has one answer, or does not say whose each is."""
    reading = incoming.reading
    if len(reading.answers) < 2:
        return [incoming]
    numbers = [each.case_no for each in reading.answers]
    if None in numbers or len(set(numbers)) < len(numbers):
        return [incoming]
    wanted = [place for place, number in enumerate(numbers) if incoming.case_no in ("", number)]
    if (
        not wanted
    ):  # a person named a case that none of the answers names: none of them is to be counted for it
        return [dataclasses.replace(incoming, reading=dataclasses.replace(reading, answer=None))]
    return [dataclasses.replace(incoming, reading=_only(reading, place)) for place in wanted]


def _only(reading: Reading, place: int) -> Reading:
    """The reading with one of its answers alone: its number, its doubts. The form knows better than the letter replied to."""
    answer, path = reading.answers[place], f"answers.{place}" if place else "answer"
    own = [doubt for doubt in reading.doubts if doubt.field.startswith(f"{path}.")]
    common = [doubt for doubt in reading.doubts if not doubt.field.startswith("answer")]
    return dataclasses.replace(
        reading,
        answer=answer,
        answers=(),
        case_nos=(answer.case_no or "",),
        doubts=(*own, *common),
        envelope=dataclasses.replace(reading.envelope, in_reply_to=(), references=()),
    )


def _take_one(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    found = match(incoming)
    if found.dispatch is None:
        return hold_match(incoming, found, now=now)
    row, answer = found.dispatch, incoming.reading.answer
    if row.state == DispatchState.ANSWERED and worklists.has_answered_by(row, incoming.mail):
        return MailState.SETTLED  # this very mail did, when it was looked at before
    if (
        row.state == DispatchState.ANSWERED and incoming.confirmed
    ):  # a person has seen that it brings nothing new
        said = f"{row.department.name}又来一份反馈，{incoming.by}归入本件，已反馈的不变"
        casework.note(row.case, said, now=now, by=incoming.by, mail=incoming.mail)
        return MailState.SETTLED
    if row.state == DispatchState.ANSWERED and row.answered_at:
        because = f"{row.case.case_no} 已于{month_day_words(row.answered_at)}反馈，又来一份"
        ways = [
            holding.suggest("held release", "与已反馈的内容相同：归入卷宗，已反馈的不变"),
            holding.suggest(
                f"mailroom dispatch {row.case.case_no} --to {row.department.name} --redo 反馈内容有更正",
                "内容有更正，已上报的须改正：重新转办，再反馈后再次上报",
            ),
        ]
        return hold_match(incoming, Match(None, because, case=row.case, suggestions=ways), now=now)
    if answer is None:
        because = f"读作 {row.case.case_no} 的办理结果，但没有读出内容：{incoming.reading.why}"
        return hold_match(incoming, Match(None, because, case=row.case), now=now)
    if not incoming.confirmed and _is_of_before(row, incoming):
        because = f"{row.case.case_no} 已重新转办，这份反馈写在重办以前"
        ways = [
            holding.let_go("是重办的结果：作为这一次的反馈"),
            holding.drop("与重办以前的反馈相同"),
        ]
        return hold_match(incoming, Match(None, because, case=row.case, suggestions=ways), now=now)
    doubts = [] if incoming.confirmed else doubts_about(office, row, incoming.reading, now=now)
    if doubts:
        lacking = missing_parts(office, row, answer)
        asked = f"，缺少的{'、'.join(lacking)}请单位补正" if lacking else ""
        ways = [
            holding.let_go(f"核对原件以后：按读出的内容办理{asked}"),
            holding.drop("内容不能作数，已电话请承办单位重报"),
        ]
        if signs_of_tracing(row, incoming.reading):
            ways.insert(0, ask_how_they_know(row))
        because = f"{row.case.case_no} 的反馈存疑：{'；'.join(doubts[:4])}"
        return hold_match(incoming, Match(None, because, case=row.case, suggestions=ways), now=now)
    return _count(office, incoming, row, answer, found.because, now=now)


def _is_of_before(row: Dispatch, incoming: Incoming) -> bool:
    """Whether an answer to a case that its department has answered before was written when it had not been told to do it
    again: it left before that, and answers no letter posted since.
    """
    envelope = incoming.reading.envelope
    earlier = [
        each
        for each in worklists.dispatches_of(row.case)
        if each.department == row.department and each.round < row.round and each.answered_at
    ]
    left_at = envelope.sent_at or incoming.mail.arrived_at
    if not earlier or left_at is None or left_at >= row.dispatched_at:
        return False
    answered = map(worklists.letter_by_message_id, (*envelope.in_reply_to, *envelope.references))
    return not any(letter is not None and letter.posted_at >= row.dispatched_at for letter in answered)


def _count(
    office: Office, incoming: Incoming, row: Dispatch, answer: Answer, because: str, *, now: datetime
) -> MailState:
    missing = missing_parts(office, row, answer)
    record = {
        name: value
        for name, value in dataclasses.asdict(answer).items()
        if name not in ("department", "missing", "case_no")
    }
    sentence = f"反馈缺少：{'、'.join(missing)}" if missing else f"反馈齐全。{because}"
    came = came_for(row, incoming.mail)  # not when a person let it go on
    if now - came >= A_MOMENT:
        sentence += f"（来件于 {came:%Y-%m-%d %H:%M}）"
    before = worklists.incomplete_answers(row, besides=incoming.mail)  # it may be looked at a second time
    kept = casework.answer(
        row,
        record,
        missing=missing,
        mail=incoming.mail,
        now=now,
        by=row.department.name,
        because=sentence,
        came_at=came,
    )
    said = f"反馈不齐全，缺少{'、'.join(missing)}，已要求补正" if missing else "已反馈，内容齐全"
    bureau.tell_bureau(office, row.case, f"{row.department.name}{said}", now=now)
    if not missing:
        clearing.clear_answered(office, row, now=now)
        if row.role == "lead":
            calling.open_for(office, row, now=now)
            reports.report_upward(office, row, kept, now=now)
        else:
            assisting.pass_on(office, row, kept, now=now)
        return MailState.SETTLED
    if before >= CORRECTIONS_BY_LETTER:
        _ask_to_telephone(office, row, missing, nth=before + 1, now=now)
        return MailState.SETTLED
    key = correction_key(row.case, row, row.department, before + 1)
    title = f"{row.case.case_no}补正通知书（{row.department.name}）"
    number = number_for(office, "correction", key, title=title, now=now)
    draft = draw_up_correction(
        row.case,
        row,
        row.department,
        missing,
        head=office.head,
        in_reply_to=incoming.mail.message_id,
        nth=before + 1,
        now=now,
        number=number.text if number else "",
        templates=office.templates,
    )
    replies.reply(office, draft, incoming, now=now, case=row.case, department=row.department, number=number)
    return MailState.SETTLED


def _ask_to_telephone(office: Office, row: Dispatch, missing: list[str], *, nth: int, now: datetime) -> None:
    """A letter has not helped: somebody tells the department on the telephone what is lacking (电话督办), unless he is
    asked to already. A complete answer ends it.
    """
    calls = [each for each in supervising.supervisions_of(row) if each.cause.startswith(INCOMPLETE)]
    if all(each.done_at for each in calls):
        supervising.open_supervision(
            row,
            Way.PHONE,
            f"{INCOMPLETE}/{nth}",
            because=f"第 {nth} 次反馈仍缺少：{'、'.join(missing)}",
            now=now,
            due_at=add_workdays(now.date(), 0, office.calendar, close=office.settings.hours.close).due_at,
        )

"""反馈: what the departments send about their cases: receipt acknowledged, result, send-back, extension."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from generators.correction import correction_key, draw_up_correction
from generators.wording import moment_words, month_day_words
from ledger import casework, listings, postbook, worklists
from ledger.models import Dispatch
from ledger.vocabulary import DispatchState, HeldState, MailState, Role, label
from ledger.workdays import workdays_between
from mailroom import holding, replies
from mailroom.desks import calling, clearing, dispatching, reports, send_back_replies
from mailroom.desks.completeness import doubts_about, missing_parts
from mailroom.desks.incoming import Incoming
from mailroom.desks.jurisdiction import is_accused
from mailroom.desks.matching import Match, match, matches
from mailroom.desks.tracing import signs_of_tracing
from mailroom.document_numbers import number_for
from mailroom.office import Office
from parsers.reading import Answer, Reading

# So many incomplete answers are asked to be mended by letter; after that somebody must telephone.
CORRECTIONS_BY_LETTER = 1


def take_acknowledgement(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    """Write down that a department has received its case (签收): a person's word, from an address on file."""
    found = match(incoming)
    several = matches(incoming) if found.dispatch is None else [found]
    rows = [each.dispatch for each in several if each.dispatch is not None]
    if not rows or len(rows) < len(several):
        return _hold(incoming, found, now=now)
    for row in [] if incoming.confirmed else rows:
        if signs := signs_of_tracing(row, incoming.reading):
            because = f"{row.case.case_no} 的签收存疑：{'；'.join(signs)}"
            ways = [_ask_how_they_know(row), holding.suggest("放行", "作为签收登记")]
            return _hold(incoming, Match(None, because, case=row.case, suggestions=ways), now=now)
    for row in rows:
        by = row.department.name
        if not casework.acknowledge(row, mail=incoming.mail, now=now, by=by, because=several[0].because):
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
        return _hold(incoming, found, now=now)
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
        return _hold(incoming, Match(None, because, case=row.case, suggestions=ways), now=now)
    if answer is None:
        because = f"读作 {row.case.case_no} 的办理结果，但没有读出内容：{incoming.reading.why}"
        return _hold(incoming, Match(None, because, case=row.case), now=now)
    doubts = [] if incoming.confirmed else doubts_about(office, row, incoming.reading, now=now)
    if doubts:
        ways = [
            holding.let_go("核对原件以后：按读出的内容办理"),
            holding.drop("内容不能作数，已电话请承办单位重报"),
        ]
        if signs_of_tracing(row, incoming.reading):
            ways.insert(0, _ask_how_they_know(row))
        because = f"{row.case.case_no} 的反馈存疑：{'；'.join(doubts[:4])}"
        return _hold(incoming, Match(None, because, case=row.case, suggestions=ways), now=now)
    return _count(office, incoming, row, answer, found.because, now=now)


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
    before = worklists.incomplete_answers(row, besides=incoming.mail)  # it may be looked at a second time
    kept = casework.answer(
        row, record, missing=missing, mail=incoming.mail, now=now, by=row.department.name, because=sentence
    )
    if not missing:
        _settle_mended(row, now=now)
        clearing.clear_answered(office, row, now=now)
        if row.role == "lead":
            calling.open_for(office, row, now=now)
            reports.report_upward(office, row, kept, now=now)
        return MailState.SETTLED
    if before >= CORRECTIONS_BY_LETTER:
        ways = [
            holding.suggest(
                f"电话督办{row.department.name}", "书面补正后仍不齐全；补齐的反馈来了，本条自动了结"
            )
        ]
        again = f"{row.case.case_no} 第 {before + 1} 次反馈仍缺少：{'、'.join(missing)}"
        return _hold(incoming, Match(None, again, case=row.case, suggestions=ways), now=now)
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


def _settle_mended(row: Dispatch, *, now: datetime) -> None:
    """What waited because an earlier answer of this assignment lacked something waits no longer."""
    for entry in worklists.open_held_of_answers(row):
        postbook.settle_held(entry, state=HeldState.RELEASED, by=casework.SYSTEM, because="已补正", now=now)
        if entry.mail is not None:
            postbook.settle(entry.mail, state=MailState.SETTLED, now=now)


def take_request(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    """Put a department's wish (退单, 延期) before a person; released with a department, a send-back is granted."""
    found = match(dataclasses.replace(incoming, department=""))
    if found.dispatch is None:
        return _hold(incoming, found, now=now)
    row, kind = found.dispatch, label("what", incoming.reading.what)
    reason = _reason(incoming)
    if incoming.confirmed and incoming.reading.what == "send_back" and incoming.department:
        casework.send_back(row, mail=incoming.mail, now=now, by=incoming.by, because=f"同意退单：{reason}")
        named = worklists.department_named(incoming.department)
        send_back_replies.grant(
            office,
            row,
            now=now,
            asked_on=send_back_replies.came_on(incoming.mail),
            elsewhere=named.name if named else "",
        )
        role = Role(row.role)
        dispatching.dispatch_by_hand(
            office,
            row.case,
            incoming.department,
            now=now,
            by=incoming.by,
            role=role,
            not_against=incoming.not_against,
        )
        return MailState.SETTLED
    decided = incoming.confirmed
    if incoming.reading.what == "send_back":  # one that a person only now reads so is still to be decided
        decided = decided and listings.was_held_as(incoming.mail, "send_back")
    if decided and incoming.reading.what == "send_back":
        raise dispatching.CannotDispatch(
            f"退单须说明同意与否：同意并改派用 --department 单位；或用 mailroom send-back {row.case.case_no} "
            "--accept（同意）、--refuse（不同意）"
        )
    if decided:
        casework.note(row.case, f"{kind}已由{incoming.by}处理：{reason}", now=now, mail=incoming.mail)
        return MailState.SETTLED
    casework.note(row.case, f"{row.department.name}来件{kind}：{reason}", now=now, mail=incoming.mail)
    because = f"{row.department.name}就 {row.case.case_no} 提出{kind}：{reason}{_lateness(office, row, incoming, now)}"
    ways = []
    if signs := signs_of_tracing(row, incoming.reading):
        because = holding.one_sentence(because, *signs)
        ways.append(_ask_how_they_know(row))
    if incoming.reading.what == "send_back":
        wanted = incoming.reading.send_back.suggested_department if incoming.reading.send_back else None
        named = worklists.department_named(wanted) if wanted else None
        named = None if named and is_accused(row.case, named) else named
        target = named.name if named else "承办单位"
        ways.append(holding.suggest(f"held release --department {target}", f"同意退单，改派{target}"))
        if row.role != Role.LEAD:
            accepted = f"mailroom send-back {row.case.case_no} --accept --because 理由"
            ways.append(holding.suggest(accepted, "同意退单，不再协办"))
        refused = f"mailroom send-back {row.case.case_no} --refuse --because 理由"
        ways.append(holding.suggest(refused, "不同意退单，原时限不变，书面答复"))
    else:
        ways.append(
            holding.let_go(f"报领导后电话答复单位：记入办理过程，时限仍为 {moment_words(row.due_at)}")
        )
    return _hold(incoming, Match(None, because, case=row.case, suggestions=ways), now=now)


def _ask_how_they_know(row: Dispatch) -> holding.Suggestion:
    ask = f"立即电话{row.department.name}，问清怎样知道诉求人的，重申不得打听、追查"
    return holding.suggest(ask, "本件保密")


def _reason(incoming: Incoming) -> str:
    reading = incoming.reading
    asked = reading.send_back or reading.extension
    return (asked.reason if asked and asked.reason else "") or reading.why


def _lateness(office: Office, row: Dispatch, incoming: Incoming, now: datetime) -> str:
    rules = office.settings.rules.by_id(row.case.rule_set)
    if incoming.reading.what == "extension":
        return "（申请时已过办理时限）" if now > row.due_at else ""
    used = workdays_between(row.dispatched_at.date(), now.date(), office.calendar)
    return (
        f"（已是转办后第 {used} 个工作日，退单应在 {rules.send_back_days} 个工作日内）"
        if used > rules.send_back_days
        else ""
    )


def _hold(incoming: Incoming, found: Match, *, now: datetime) -> MailState:
    return holding.hold_mail(
        incoming.mail,
        incoming.reading,
        because=found.because,
        suggestions=found.suggestions,
        now=now,
        case=found.case,
    )

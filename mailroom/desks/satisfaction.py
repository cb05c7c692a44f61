"""满意度: what a caller brings back of a call is written down, and what follows from it happens.

Satisfied, or not to be reached: the case closes. Dissatisfied: it waits for a verdict (`verdicts`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from ledger import call_backs, casework, following_up, listings
from ledger.models import Case, FollowUp, Mail
from ledger.vocabulary import Status, label
from mailroom.desks import bureau, calling, clearing, decisions, redoing, verdicts
from mailroom.errors import MailroomError
from mailroom.office import Office

Called = date | datetime
MORNING, AFTERNOON = "上午", "下午"


class CannotRecord(MailroomError):
    """What was said can't be written down as it is; the message says why, in Chinese."""


@dataclasses.dataclass(frozen=True)
class Unanswered:
    """A try that nobody answered; of one whose hour is not known `called` is the begin of its `half` (上午, 下午)."""

    called: Called
    half: str = ""
    remark: str = ""


@dataclasses.dataclass(frozen=True)
class Said:
    """What a caller brings back of one petitioner; `unanswered` are tries that nobody answered, `called` the last call."""

    called: Called
    reached: bool | None = None
    satisfaction: str | None = None  # satisfied basically dissatisfied
    solved: str | None = None  # yes partly no
    attitude: str = ""
    remark: str = ""
    unrated: bool = False  # a person says that who was reached would not rate
    unanswered: tuple[Unanswered, ...] = ()


def record(
    office: Office,
    follow_up: FollowUp,
    said: Said,
    *,
    now: datetime,
    by: str,
    mail: Mail | None = None,
) -> str:
    """Write down what a caller brings back, inside the caller's transaction; returns a sentence for him, "" where all of
    it was on record. Raises `CannotRecord`.
    """
    if because := why_not(follow_up, said, now=now):
        raise CannotRecord(f"{follow_up.case.case_no} {because}")
    if follow_up.done_at is not None:
        return _again(follow_up, said, now=now, by=by, mail=mail)
    new = [
        following_up.write_try(
            follow_up,
            each.called,
            reached=False,
            now=now,
            by=by,
            remark=each.remark,
            half=each.half,
            mail=mail,
        )
        for each in said.unanswered
    ]
    if said.reached:
        return _reached(office, follow_up, said, now=now, by=by, mail=mail)
    return _unreached(office, follow_up, now=now, by=by, mail=mail) if any(new) else ""


def why_not(follow_up: FollowUp, said: Said, *, now: datetime) -> str:
    """Why it can't be written down, in Chinese; "" where it can."""
    for each in (Unanswered(said.called), *said.unanswered):
        when = f"{each.called:%Y-%m-%d}{each.half}" if each.half else following_up.day_or_moment(each.called)
        if _start_of(each.called) > now:
            return f"回访时间 {when} 还没有到"
        if _end_of(each.called, each.half) < follow_up.opened_at:
            return f"回访时间 {when} 早于单位反馈（{follow_up.opened_at:%Y-%m-%d %H:%M}）"
    if not said.reached and (said.satisfaction or said.solved):
        state = "未接通" if said.reached is False else "没有填是否接通"
        return f"{state}，却填了{'满意度' if said.satisfaction else '是否解决'}"
    if said.reached and not said.satisfaction and not said.unrated:
        return "填了接通，没有填满意度"
    return ""


def _start_of(called: Called) -> datetime:
    return called if isinstance(called, datetime) else datetime.combine(called, time())


def _end_of(called: Called, half: str = "") -> datetime:
    """The last moment that may be meant: a day without an hour is the whole day, a half-day ends at noon or at night."""
    moment = _start_of(called)
    if half:
        return datetime.combine(moment, time(12)) + (
            timedelta(hours=12) if half == AFTERNOON else timedelta()
        )
    return moment if moment.time() != time() else moment + timedelta(days=1)


def _again(follow_up: FollowUp, said: Said, *, now: datetime, by: str, mail: Mail | None) -> str:
    """It was done before: the same again changes nothing; anything else a person has to look at."""
    if follow_up.reached is None:
        return _note_late(follow_up, said, now=now, by=by, mail=mail)
    same = said.reached == follow_up.reached and said.satisfaction == follow_up.satisfaction
    if not same and (said.reached or not follow_up.reached):
        told = following_up.outcome_words(follow_up)
        raise CannotRecord(
            f"{follow_up.case.case_no} 已于 {follow_up.done_at:%Y-%m-%d} 登记为“{told}”，又填了别的结果"
        )
    return ""


def _note_late(follow_up: FollowUp, said: Said, *, now: datetime, by: str, mail: Mail | None) -> str:
    """Nobody was to be called any more (withdrawn, closed, handled again): what was said is kept, and moves nothing."""
    told = "，".join(filter(None, [label("opinion", said.satisfaction), label("solved", said.solved)]))
    sentence = f"{follow_up.remark or '不再回访'}，又填来回访：{told or '未接通'}"
    if not listings.was_written(follow_up.case, sentence):
        casework.note(follow_up.case, sentence, now=now, by=by, mail=mail)
    return f"{follow_up.case.case_no} {sentence}，记入办理过程"


def _reached(
    office: Office, follow_up: FollowUp, said: Said, *, now: datetime, by: str, mail: Mail | None
) -> str:
    following_up.write_try(follow_up, said.called, reached=True, now=now, by=by, mail=mail)
    following_up.write_outcome(
        follow_up,
        said.called,
        reached=True,
        satisfaction=said.satisfaction,
        solved=said.solved,
        attitude=said.attitude,
        remark=said.remark,
        now=now,
        by=by,
        mail=mail,
    )
    return _follow(office, follow_up, now=now, by=by)


def _follow(office: Office, follow_up: FollowUp, *, now: datetime, by: str) -> str:
    """What follows from a petitioner's word: his case closes, of which the bureau hears there, or waits for a verdict."""
    told = following_up.outcome_words(follow_up)
    if follow_up.satisfaction == call_backs.DISSATISFIED:
        bureau.tell_bureau(office, follow_up.case, f"回访群众：{told}", now=now)
        return verdicts.lay_before_a_person(office, follow_up, now=now)
    return _close(office, follow_up, f"回访{told}", now=now, by=by)


def _unreached(office: Office, follow_up: FollowUp, *, now: datetime, by: str, mail: Mail | None) -> str:
    """After tries at so many different half-days nobody calls any more (联系不上)."""
    case = follow_up.case
    wanted = office.settings.rules.by_id(case.rule_set).follow_up_tries
    tried = calling.half_days_tried(office, follow_up)
    if tried < wanted:
        return f"{case.case_no} 已有 {tried} 个半天没有接通，满 {wanted} 个记为联系不上"
    last = call_backs.tries_of(follow_up)[-1].at
    following_up.write_outcome(follow_up, last, reached=False, now=now, by=by, mail=mail)
    return _close(office, follow_up, f"{tried}个不同半天回访，均联系不上", now=now, by=by)


def _close(office: Office, follow_up: FollowUp, because: str, *, now: datetime, by: str) -> str:
    decisions.close(office, follow_up.case, now=now, by=by, because=because)
    return f"{follow_up.case.case_no} 已办结：{because}"


def correct(office: Office, follow_up: FollowUp, said: Said, *, because: str, now: datetime, by: str) -> str:
    """Put right what was written down wrongly, inside the caller's transaction; what follows from it happens now. Returns a
    sentence. Raises `CannotRecord`.
    """
    case = follow_up.case
    if fault := why_not(follow_up, said, now=now):
        raise CannotRecord(f"{case.case_no} {fault}")
    following_up.correct_outcome(
        follow_up,
        satisfaction=said.satisfaction,
        solved=said.solved,
        remark=said.remark,
        because=because,
        now=now,
        by=by,
    )
    told, status = following_up.outcome_words(follow_up), Case.get_by_id(case.id).status
    if status == Status.ANSWERED:
        clearing.clear(case, verdicts.VERDICT, now=now, by=by, because="已更正回访结果")
        return _follow(office, follow_up, now=now, by=by)
    if status == Status.CLOSED and said.satisfaction == call_backs.DISSATISFIED:
        redoing.go_on(office, follow_up, now=now, by=by)
        return f"{case.case_no} 已更正为“{told}”，不再算办结，已督办重办"
    return f"{case.case_no} 已更正为“{told}”"


def calls_meant(case_calls: Sequence[FollowUp], called: Called, *, dated: bool) -> FollowUp | str:
    """Which of a case's calls back is meant: the last that was due by then; a sentence where that can't be said.

    After a redo there are several: an old sheet that comes once more must not count for the new result.
    """
    if not case_calls:
        return "还没有单位的反馈，谈不上回访"
    if len(case_calls) == 1:
        return case_calls[0]
    if not dated:
        return "重办过，没有写回访日期，分不清是哪一次办理后的回访"
    before = [each for each in case_calls if each.opened_at <= _end_of(called)]
    return before[-1] if before else case_calls[0]


def clear_sheet_of(case: Case, *, now: datetime, by: str) -> None:
    """Close what waited because a row about this case could not be written down: a person has done so."""
    clearing.clear(case, "follow_up", now=now, by=by, because="已由人登记回访")

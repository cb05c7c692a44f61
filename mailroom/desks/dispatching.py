"""分办: which department must handle a case, why, by when; and the letter that hands it over."""

from __future__ import annotations

from datetime import datetime, timedelta

from config.tables import ADDRESS
from generators.dispatch import draw_up_dispatch
from generators.exposure import exposures
from generators.letter import BrokenTemplate, Draft
from generators.wording import day_words, month_day_words
from ledger import addresses, casework, listings, postbook, reassigning, worklists
from ledger.models import Case, Department, Dispatch
from ledger.opening import transaction
from ledger.vocabulary import HeldState, Role
from ledger.workdays import Deadline, TraceDay, add_workdays, minus_half_day
from mailroom import holding, outbox
from mailroom.desks import clearing, repeats
from mailroom.desks.accompanying import Accompanying, accompanying, accompanying_of
from mailroom.desks.incoming import Incoming
from mailroom.desks.jurisdiction import Candidate, is_accused, names_somebody, propose, why_not_known
from mailroom.errors import MailroomError
from mailroom.office import Office

NOT_DRAWN = "转办函的模板有误"


class CannotDispatch(MailroomError):
    """The case can't be handed to this department; the message says why, in Chinese."""


def dispatch_or_hold(office: Office, case: Case, *, now: datetime, incoming: Incoming | None = None) -> bool:
    """Dispatch a registered case by itself where the evidence is clear, else hold it with the best candidates.

    Returns whether it was dispatched.
    """
    candidates = candidates_for(office, case, now=now)
    doubt = _doubt(office, case, candidates)
    doubt = doubt or _hand_to_best(office, case, candidates[0], now=now, incoming=incoming)
    if not doubt:
        return True
    postbook.hold(
        what="dispatch",
        because=f"{case.case_no} 待分办：{doubt}",
        suggestions=ways_to(office, case, candidates),
        now=now,
        case=case,
        mail=next(iter(worklists.mails_of(case)), None),
    )
    return False


def _hand_to_best(
    office: Office, case: Case, best: Candidate, *, now: datetime, incoming: Incoming | None = None
) -> str:
    """Hand a case over; returns "", or the fault of the template that its letter can't be drawn with: the case stays
    registered, and `dispatch_mended` hands it over once the template is right.
    """
    try:
        with transaction():  # within the caller's, a point to go back to
            _hand_over(
                office,
                case,
                best.department,
                because=best.because,
                now=now,
                by=casework.SYSTEM,
                incoming=incoming,
            )
    except BrokenTemplate as error:
        case.__data__.update(Case.get_by_id(case.id).__data__)  # what was written is taken back
        return f"{NOT_DRAWN}：{error}。改好后自动转办"
    return ""


def dispatch_mended(office: Office, *, now: datetime) -> None:
    """Hand over the cases whose letters could not be drawn up, as soon as the office's template is right."""
    for held in worklists.open_held_about("dispatch", NOT_DRAWN):
        case = held.case
        if case is None:
            continue
        with transaction():
            candidates = candidates_for(office, case, now=now)
            if not _doubt(office, case, candidates) and not _hand_to_best(
                office, case, candidates[0], now=now
            ):
                postbook.settle_held(
                    held, state=HeldState.RELEASED, by=casework.SYSTEM, because="模板已改好，已转办", now=now
                )


def candidates_for(office: Office, case: Case, *, now: datetime) -> list[Candidate]:
    """Whom a case may be handed to, the best first; none that gave it back before, or had it taken away."""
    not_again = reassigning.done_with(case)
    return [each for each in propose(office, case, on=now.date()) if each.department.id not in not_again]


def clear_choice(office: Office, case: Case, *, now: datetime) -> Department | None:
    """To whom a case would go by itself, were its present lead not to have it; None where a person must choose."""
    lead = worklists.lead_dispatch(case)
    others = [
        each
        for each in candidates_for(office, case, now=now)
        if lead is None or each.department != lead.department
    ]
    return None if _doubt(office, case, others) else others[0].department


def ways_to(office: Office, case: Case, candidates: list[Candidate]) -> list[holding.Suggestion]:
    """The best candidates as commands; never one that the case is against."""
    allowed = [each for each in candidates if not is_accused(case, each.department)]
    ways = [
        holding.suggest(
            f"held release --department {each.department.name}", f"{each.because}（把握 {each.score:.0%}）"
        )
        for each in allowed[: office.settings.dispatching.candidates]
    ]
    if allowed and (fault := why_unreachable(allowed[0].department)):
        why = f"{fault}：填上邮箱，再 mailroom departments import 名录.xlsx，然后放行"
        why += "；没有能用的邮箱的，直接放行：转办函打印送达，以后的自动拟好待打印（mailroom tasks）"
        ways.insert(0, holding.suggest("mailroom departments export 名录.xlsx", why))
    ways = ways or [holding.suggest("held release --department 单位", "“单位”换成应由哪个单位办理")]
    ways += repeats.ways(office, case)
    if exposures(case, worklists.petitioner_of(case)):
        change = f"mailroom change {case.case_no} --place 地点"
        ways.append(holding.suggest(change, "先换成办得了、又看不出是谁的地点（内容用 --text），再分办"))
    return ways


def _doubt(office: Office, case: Case, candidates: list[Candidate]) -> str:
    """Why a person must choose, or ""."""
    rules = office.settings.dispatching
    stranger = why_not_known(office, case) if names_somebody(office, case) else ""
    if not candidates:
        return stranger or "工单没有写明承办单位，事发地点和诉求内容也看不出应由哪个单位办理"
    best = candidates[0]
    if is_accused(case, best.department):
        return (
            f"诉求反映的可能就是{best.department.name}自身，不得转给被反映单位；查明只是归它管的事的，放行时用 "
            "--not-against 写明理由"
        )
    if best.score < rules.bar and stranger and "工单写明" not in best.because:
        return stranger
    if best.score < rules.bar:
        return f"最可能的是{best.department.name}，把握不足：{best.because}"
    if len(candidates) > 1 and best.score - candidates[1].score < rules.clear_by:
        return f"{best.department.name}与{candidates[1].department.name}难以分清"
    fault = why_unreachable(best.department)
    if fault and not listings.was_dispatched_on_paper(best.department):
        return f"{fault}，转办函发不出去"
    exposed = exposures(case, worklists.petitioner_of(case))
    return f"保密件遮去诉求人信息后须由人看过：{'；'.join(exposed)}" if exposed else ""


def why_unreachable(department: Department) -> str:
    """Why no letter can be written to the department, or "": one that can't be must not take the others' down with it."""
    if not department.addresses:
        return f"{department.name}没有登记邮箱"
    alive = addresses.live(department)
    if alive and ADDRESS.fullmatch(alive[0]):
        return ""
    told = "退过信，还没有更正" if addresses.writable(department) and not alive else "不能用"
    return f"{department.name}登记的邮箱“{(alive or department.addresses)[0]}”{told}"


def dispatch_by_hand(
    office: Office,
    case: Case,
    name: str,
    *,
    now: datetime,
    by: str,
    role: Role = Role.LEAD,
    incoming: Incoming | None = None,
    not_against: str = "",
) -> Dispatch:
    """Dispatch a case to the department that a person named; `incoming` is the mail that has just brought it.

    `not_against`: why a case that reads like one against this department is none. Raises `CannotDispatch` or `casework.NotAllowed`.
    """
    if not name:
        raise CannotDispatch(f"{case.case_no} 待分办：请用 --department 指定承办单位")
    department = worklists.department_named(name)
    if department is None:
        raise CannotDispatch(f"没有名为“{name}”的单位（或简称对应多个单位）")
    if not worklists.is_valid(department, now.date()):
        heir = f"，职责由{department.successor}承接" if department.successor else ""
        raise CannotDispatch(f"{department.name}在{day_words(now)}不在启用期内{heir}")
    because = f"由{by}指定"
    if is_accused(case, department):
        if not not_against:
            raise CannotDispatch(
                f"{case.case_no} 反映的可能就是{department.name}自身，不得转给被反映单位，请转别的单位；"
                "查明并非反映该单位的，用 --not-against 写明理由"
            )
        because += f"，认定并非反映{department.name}自身：{not_against}"
    return _hand_over(office, case, department, because=because, now=now, by=by, role=role, incoming=incoming)


def _hand_over(
    office: Office,
    case: Case,
    department: Department,
    *,
    because: str,
    now: datetime,
    by: str,
    role: Role = Role.LEAD,
    incoming: Incoming | None = None,
) -> Dispatch:
    deadline = deadline_of(office, case, department, now=now)
    row = casework.dispatch(case, department, deadline=deadline, now=now, because=because, by=by, role=role)
    clearing.renew_answers(row)
    along = accompanying_of(office, case, incoming) if incoming else accompanying(office, case)
    outbox.post(office, letter_about(office, row, along, now=now), now=now, case=case, department=department)
    if told := along.sentence():
        casework.note(case, told, now=now)
    return row


def letter_about(office: Office, row: Dispatch, along: Accompanying, *, now: datetime) -> Draft:
    """The letter that lays an assignment on its department's desk, with what goes along."""
    case = row.case
    rules = office.settings.rules.by_id(case.rule_set)
    return draw_up_dispatch(
        case,
        worklists.petitioner_of(case),  # a secret case's letter needs the name to leave it out of the text
        row,
        row.department,
        head=office.head,
        upper_name=case.upper,
        attachments=along.enclosed,
        left_out=along.left_out,
        now=now,
        acknowledge_days=rules.acknowledge_days,
        send_back_days=rules.send_back_days,
        redo=listings.redo_reason(case, row.dispatched_at).rstrip("。"),
        before=[passage_words(each) for each in reassigning.passages(case)],
        templates=office.templates,
    )


def passage_words(passage: reassigning.Passage) -> str:
    """One sentence about who had a case before, and why it left him."""
    how = "退回" if passage.given_back else "改派时收回"
    return f"{passage.department}{month_day_words(passage.on)}{how}（{passage.because.rstrip('。')}）"


def deadline_of(
    office: Office,
    case: Case,
    department: Department | None,
    *,
    now: datetime,
    told_at: datetime | None = None,
) -> Deadline:
    """The day by which the department must answer: working days by kind, and never past the upper platform's own
    deadline less the office's margin (rules.md, 办理).

    Days count from `now`, the moment of dispatch; `told_at` is when the department learns of the platform's deadline,
    where that is later: no time is taken off that has passed. Without a department: what holds for any.
    """
    told = told_at or now
    rules = office.settings.rules.by_id(case.rule_set)
    close = office.settings.hours.close
    limit = rules.limit_for(case.kind, department.name if department else "")
    own = add_workdays(now.date(), limit, office.calendar, close=close)
    latest = latest_for(office, case, told=told)
    return own if latest is None or latest >= own.due_at else cut_short(office, case, own, latest)


def latest_for(office: Office, case: Case, *, told: datetime) -> datetime | None:
    """The upper platform's deadline less the office's margin; None where it gave none, or it had passed at `told`."""
    if case.upper_due_at is None or case.upper_due_at <= told:
        return None
    rules = office.settings.rules.by_id(case.rule_set)
    wins = minus_half_day(case.upper_due_at, office.calendar, office.hours, halves=rules.upper_margin_halves)
    # where no margin is left, the department gets all the time there is
    return case.upper_due_at if wins <= told + timedelta(hours=1) else wins


def cut_short(office: Office, case: Case, longer: Deadline, latest: datetime) -> Deadline:
    """A deadline that the upper platform's own ends early, at `latest`; its trace says so."""
    demanded = case.upper_due_at or latest
    why = f"上级要求 {demanded:%Y-%m-%d %H:%M} 前办结，预留半个工作日，以此为准"
    kept = tuple(each for each in longer.trace if each.day <= latest.date())
    span = (demanded.date() - latest.date()).days  # the margin alone hangs on the calendar now
    settled = all(office.calendar.settled(latest.date() + timedelta(days=n)) for n in range(span + 1))
    return Deadline(latest, not settled, (*kept, TraceDay(latest.date(), None, why)))

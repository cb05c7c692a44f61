"""What is still to be done as the objects that `tasks --json` prints: tasks of supervision, proposed repeats."""

from __future__ import annotations

import shlex
from datetime import datetime

from generators.privacy import is_secret
from ledger import worklists
from ledger.models import Letter, Petitioner, Supervision
from ledger.tasks import PAPER
from ledger.vocabulary import LetterState, Way, label
from mailroom.commands.rows import Row, masked
from mailroom.desks.repeats import Proposed


def task_row(task: Supervision, petitioner: Petitioner | None, at: datetime) -> Row:
    """A task; `do` is the command that does it, `then` the one after it where there are two."""
    row = task.dispatch
    case = row.case
    return {
        "id": task.id,
        "case_no": case.case_no,
        "department": row.department.name,
        "role": row.role,
        "way": task.way,
        "what": label("way", task.way),
        "cause": task.cause.partition("/")[0],
        "because": masked(task.because, case, petitioner),
        "opened_at": task.opened_at,
        "due_at": task.due_at,
        "overdue": task.due_at is not None and task.due_at < at,
        "letter": task.letter_key,
        "secret": is_secret(case),
        "do": _how(task),
        "then": _what_then(task),
        "otherwise": "",
    }


def paper_row(letter: Letter) -> Row:
    """A letter to a department without a mailbox: `do` prints it, `then` writes down that it was brought there."""
    case, key = letter.case, shlex.quote(letter.key)
    name = letter.department.name if letter.department else ""
    asked = worklists.petitioner_of(case) if case else None
    because = f"打印《{letter.subject}》，送{name}"
    return {
        "id": None,
        "case_no": case.case_no if case else "",
        "department": name,
        "role": "",
        "way": "",
        "what": "打印送达",
        "cause": "paper",
        "because": masked(because, case, asked) if case else because,
        "opened_at": letter.posted_at,
        "due_at": None,
        "overdue": False,
        "letter": letter.key,
        "secret": case is not None and is_secret(case),
        "do": f"mailroom letters save {key} 打印 --pdf",
        "then": f"mailroom letters delivered {key} --note 已送达",
        "otherwise": "",
    }


def report_row(letter: Letter) -> Row:
    """A report to the platform that came back: `do` sends it again, once its address is right."""
    case, key = letter.case, shlex.quote(letter.key)
    return {
        "id": None,
        "case_no": case.case_no if case else "",
        "department": "",
        "role": "",
        "way": "",
        "what": "重新上报",
        "cause": "report",
        "because": f"上报没有送达 {'、'.join(letter.to)}：与上级平台核对邮箱（office.toml 的 [[upper]] report_to），改好后重发",
        "opened_at": letter.sent_at or letter.posted_at,
        "due_at": None,
        "overdue": False,
        "letter": letter.key,
        "secret": case is not None and is_secret(case),
        "do": f"mailroom letters resend {key}",
        "then": "",
        "otherwise": "",
    }


def repeat_row(proposed: Proposed) -> Row:
    """A proposed repeat that a person has to decide on: `do` joins it, `otherwise` says that it is none."""
    case = proposed.case
    lead = worklists.lead_dispatch(case)
    return {
        "id": None,
        "case_no": case.case_no,
        "department": lead.department.name if lead else "",
        "role": lead.role if lead else "",
        "way": "",
        "what": "核对重复件",
        "cause": "repeat",
        "because": f"可能重复 {proposed.because}",
        "opened_at": proposed.at,
        "due_at": None,
        "overdue": False,
        "letter": None,
        "secret": is_secret(case),
        "do": proposed.command,
        "then": "",
        "otherwise": f"mailroom repeats --refuse {case.case_no} --because 理由",
    }


def _what_then(task: Supervision) -> str:
    """The command after the first, where there are two: what was printed is brought to somebody, and that written down."""
    if not _is_on_paper(task):
        return ""
    if task.cause.startswith(PAPER):
        return f"mailroom letters delivered {shlex.quote(task.letter_key or '')} --note 已送达"
    return f"mailroom supervise {task.dispatch.case.case_no} --by instruction --note 已送达"


def _is_on_paper(task: Supervision) -> bool:
    letter = worklists.letter_by_key(task.letter_key or "")
    return letter is not None and letter.state == LetterState.ON_PAPER


def _how(task: Supervision) -> str:
    """The command that does it, or that writes down that it was done; of a paper that is printed, the first of two."""
    number, key = task.dispatch.case.case_no, task.letter_key or ""
    if _is_on_paper(task):
        return f"mailroom letters save {shlex.quote(key)} 打印 --pdf"
    if task.way == Way.INSTRUCTION and not task.cause.startswith(PAPER):
        return f"mailroom instruct {number} --leader 姓名 --text 批示"
    return f"mailroom supervise {number} --by {task.way} --department {task.dispatch.department.name} --note 情况"

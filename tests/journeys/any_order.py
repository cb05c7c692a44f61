"""An office to which anything may happen in any order, and what has to hold all the while.

Mails and commands are drawn at random; most of them are out of place. Whatever comes, no case may be lost or lie on
nobody's desk, no guard may give way, and no command may break off with anything but a sentence.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from click.testing import Result

from ledger import casework
from ledger.models import Case, Dispatch, FollowUp, Held, Journal, Letter, Mail, Supervision, database
from ledger.opening import open_ledger
from ledger.tasks import PAPER
from ledger.vocabulary import Act, DispatchState, HeldState, MailState, Role, Status
from tests.mailroom.command_line import CommandLine

FINAL = (Status.CLOSED, Status.MERGED, Status.WITHDRAWN)
STEP_OF_TIME = timedelta(minutes=7)


class AnyOrder:
    """One office with its clock, and the invariants of the procedure."""

    def __init__(self, founded: Path, folder: Path):
        shutil.copytree(founded, folder)
        self.line = CommandLine(folder)
        self.now = datetime(2018, 3, 14, 9, 0)
        self.letters_seen = 0
        self._mails = 0
        self._journal: dict[int, int] = {}

    @property
    def at(self) -> str:
        """Now, as a command takes it."""
        return f"{self.now:%Y-%m-%dT%H:%M:%S}"

    def round(self) -> None:
        """A round of the office, a few minutes later."""
        self.now += STEP_OF_TIME
        self._ended_well(self.line("once", "--at", self.at))
        self.now += STEP_OF_TIME

    def drop(self, mail) -> None:
        """Let a mail come in, and do a round."""
        self._mails += 1
        self.line.drop(f"{self._mails:04d}", mail)
        self.round()

    def tell(self, *words: str) -> Result:
        """Call a command with --at; it may refuse, but only in a sentence."""
        self.now += timedelta(minutes=1)
        done = self.line(*words, "--at", self.at)
        self._ended_well(done)
        return done

    def _ended_well(self, done: Result) -> None:
        assert done.exit_code in (0, 1, 2), done.output
        assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
        assert "程序出错" not in done.stderr, done.stderr
        assert done.exit_code == 0 or done.stderr.strip(), "a refusal without a word"

    def cases(self) -> list[Case]:
        """All cases, as the ledger has them."""
        self._open()
        return list(Case.select().order_by(Case.id))

    def _open(self) -> None:
        """Look into this office's ledger: a command, or the office of another example, had another one open."""
        if not database.is_closed():
            database.close()
        open_ledger(f"sqlite:///{self.line.folder / 'ledger.db'}")

    # -- what has to hold ----------------------------------------------------------------------------------------

    def check(self) -> None:
        """Hold all invariants against the ledger."""
        self._open()
        held = list(Held.select().where(Held.state == HeldState.OPEN))
        about = {entry.__data__["case"] for entry in held}
        for case in Case.select().order_by(Case.id):
            rows = list(Dispatch.select().where(Dispatch.case == case).order_by(Dispatch.id))
            lies_somewhere(case, rows, held, about)
            nothing_goes_on_that_is_over(case, rows)
        self._journals_only_grow()
        every_mail_has_an_outcome()
        letters_are_posted_once()
        journals_follow_the_steps()
        database.close()

    def _journals_only_grow(self) -> None:
        for case in Case.select(Case.id):
            count = Journal.select().where(Journal.case == case).count()
            assert count >= max(self._journal.get(case.id, 1), 1)
            self._journal[case.id] = count


def lies_somewhere(
    case: Case, rows: Sequence[Dispatch], held: Sequence[Held], about: set[int | None]
) -> None:
    """A case is on somebody's desk: a clerk's, a department's, a caller's, a leader's; or it is over."""
    open_leads = [row for row in rows if row.role == Role.LEAD and row.state == DispatchState.OPEN]
    where = f"{case.case_no} {case.status}"
    if case.status == Status.REGISTERED:
        waits = [each for each in held if each.__data__["case"] == case.id and each.what != "letter"]
        assert waits, f"{where} waits for nobody"
        assert not open_leads, where
    elif case.status == Status.DISPATCHED:
        assert len(open_leads) == 1, f"{where}: {len(open_leads)} lead departments at work"
    elif case.status == Status.ANSWERED:
        calls = FollowUp.select().where((FollowUp.case == case) & FollowUp.done_at.is_null()).exists()
        unjudged = (
            FollowUp.select()
            .where(
                (FollowUp.case == case)
                & (FollowUp.satisfaction == "dissatisfied")
                & FollowUp.verdict.is_null()
            )
            .exists()
        )
        leaders = (
            Supervision.select()
            .join(Dispatch)
            .where((Dispatch.case == case) & Supervision.done_at.is_null())
            .exists()
        )
        assert calls or unjudged or leaders or case.id in about, f"{where}: nobody calls, judges or decides"
        assert not open_leads, where
    elif case.status == Status.MERGED:
        assert case.merged_into is not None, where
        assert case.merged_into.id != case.id


def nothing_goes_on_that_is_over(case: Case, rows: Sequence[Dispatch]) -> None:
    """No department works on a case that is over, and nobody is to telephone about an assignment that is."""
    if case.status in FINAL:
        assert [row.id for row in rows if row.state == DispatchState.OPEN] == [], (
            f"{case.case_no} {case.status}"
        )
        calls = FollowUp.select().where((FollowUp.case == case) & FollowUp.done_at.is_null())
        assert not calls.exists(), f"{case.case_no} {case.status}: a call back is still open"
        # a paper on its way to somebody is delivered all the same
        undone = Supervision.done_at.is_null() & ~Supervision.cause.startswith(PAPER)
        tasks = Supervision.select().join(Dispatch).where((Dispatch.case == case) & undone)
        assert not tasks.exists(), f"{case.case_no} {case.status}: a task is still open"


def every_mail_has_an_outcome() -> None:
    """A mail was taken by a desk, waits in the pen, or is a duplicate; none lies about after a round."""
    assert not Mail.select().where(Mail.state == MailState.KEPT).exists()
    for mail in Mail.select().where(Mail.state == MailState.HELD):
        assert Held.select().where((Held.mail == mail) & (Held.state == HeldState.OPEN)).exists(), (
            mail.subject
        )


def letters_are_posted_once() -> None:
    """No two letters say the same to the same."""
    seen: set[tuple[str, str, str]] = set()
    for letter in Letter.select():
        mark = (letter.subject, ",".join(letter.to), letter.sha256)
        assert mark not in seen, letter.subject
        seen.add(mark)


def journals_follow_the_steps() -> None:
    """Each act that moves a case was done where `casework.STEPS` allows it, told by the journal alone."""
    for case in Case.select():
        status = Status.REGISTERED
        for entry in Journal.select().where(Journal.case == case).order_by(Journal.id):
            act = Act(entry.act)
            row = entry.dispatch
            if act not in casework.STEPS or (row is not None and row.role == Role.ASSISTING):
                continue
            starts, end = casework.STEPS[act]
            assert status in starts, f"{case.case_no}: {act} at {status}"
            status = end
        assert status == case.status, (
            f"{case.case_no}: the journal leads to {status}, the case lies at {case.status}"
        )

"""Small random histories of an office in March, made with the acts themselves: what figures have to be right about."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from ledger import casework, extending, following_up, reassigning
from ledger.models import Case, Dispatch, FollowUp
from ledger.opening import transaction
from ledger.vocabulary import Act, Role, Status, Verdict
from ledger.workdays import Calendar, Deadline, add_workdays
from tests.ledger.histories import BUREAU, TOWN, a_case, dispatched

CALENDAR = Calendar({})
BEGINS = datetime(2018, 2, 26, 8, 30)


class History:
    """One case after the other, each going its way; `now` only moves on."""

    def __init__(self, random: Random):
        self.random = random
        for _ in range(random.randint(1, 4)):
            self.now = BEGINS + timedelta(minutes=random.randrange(28 * 24 * 60))
            self._live(a_case(self.now))

    def _live(self, case: Case) -> None:
        for _ in range(self.random.randint(1, 9)):
            case = Case.get_by_id(case.id)
            ways = {
                Status.REGISTERED: [self._dispatch] * 3 + [self._merge, self._withdraw],
                Status.DISPATCHED: [
                    self._acknowledge,
                    self._answer,
                    self._answer,
                    self._answer_badly,
                    self._prolong,
                    self._refuse,
                    self._give_back,
                    self._reassign,
                    self._withdraw,
                    self._merge,
                ],
                Status.ANSWERED: [self._call] * 4 + [self._redo, self._close, self._withdraw],
            }.get(Status(case.status))
            if ways is None:
                return
            with transaction():
                self.random.choice(ways)(case)
            self.now += timedelta(minutes=self.random.choice((0, 30, 600, 1500, 3000, 6000)))

    def _lead(self, case: Case) -> Dispatch:
        lead = (Dispatch.case == case) & (Dispatch.role == Role.LEAD)
        return Dispatch.select().where(lead).order_by(Dispatch.id.desc()).get()

    def _dispatch(self, case: Case) -> None:
        due = add_workdays(self.now.date(), self.random.randint(1, 7), CALENDAR).due_at
        dispatched(self.now, due, to=self.random.choice((TOWN, BUREAU)), case=case)

    def _acknowledge(self, case: Case) -> None:
        casework.acknowledge(self._lead(case), mail=None, now=self.now, by=TOWN, because="收到")

    def _answer(self, case: Case, missing: tuple[str, ...] = ()) -> None:
        row = self._lead(case)
        casework.answer(row, {}, missing=list(missing), mail=None, now=self.now, by=TOWN, because="反馈")
        if not missing:
            due = add_workdays(self.now.date(), 3, CALENDAR).due_at
            following_up.open_follow_up(row, due_at=due, now=self.now)

    def _answer_badly(self, case: Case) -> None:
        self._answer(case, ("承办人",))

    def _prolong(self, case: Case) -> None:
        row = self._lead(case)
        if self.now > row.due_at:
            return
        wish = extending.ask(row, mail=None, days=2, until=None, reason="取证", now=self.now)
        due = add_workdays(row.due_at.date(), self.random.randint(1, 5), CALENDAR).due_at
        extending.grant(wish, 2, Deadline(due, False, ()), now=self.now, by="值班员", because="同意")

    def _refuse(self, case: Case) -> None:
        act, row = Act.SEND_BACK_REFUSED, self._lead(case)
        casework.write(case, act, now=self.now, by="值班员", because="不同意退单", dispatch=row)

    def _give_back(self, case: Case) -> None:
        casework.send_back(self._lead(case), mail=None, now=self.now, by="值班员", because="同意退单")

    def _reassign(self, case: Case) -> None:
        reassigning.reassign(self._lead(case), now=self.now, by="值班员", because="他单位职责")

    def _withdraw(self, case: Case) -> None:
        casework.withdraw(case, now=self.now, by="系统", because="上级撤回")

    def _merge(self, case: Case) -> None:
        casework.merge(case, a_case(self.now), now=self.now, by="值班员", because="重复反映")

    def _call(self, case: Case) -> None:
        call = FollowUp.one(dispatch=self._lead(case))
        if call is None or call.done_at is not None:
            return
        said = self.random.choice(("satisfied", "basically", "dissatisfied", None, ""))
        solved = self.random.choice(("yes", "partly", "no")) if said else None
        following_up.write_outcome(
            call,
            self.now,
            reached=said is not None,
            now=self.now,
            by="李玲",
            satisfaction=said or None,
            solved=solved,
        )
        if said == "dissatisfied" and self.random.random() < 0.4:
            following_up.judge(
                FollowUp.get_by_id(call.id),
                Verdict.UNREASONABLE,
                because="不符合政策",
                now=self.now,
                by="李玲",
                ground=3,
                evidence="文件",
                approved_by="主任",
            )

    def _redo(self, case: Case) -> None:
        casework.redo(case, now=self.now, by="值班员", because="未解决")

    def _close(self, case: Case) -> None:
        casework.close(case, now=self.now, by="值班员", because="已电话告知")


def a_moment(random: Random) -> datetime:
    """When figures are frozen: at the beginning of April, or somewhere within March."""
    return random.choice((datetime(2018, 4, 2, 9), datetime(2018, 4, 10, 9), datetime(2018, 3, 20, 12)))


__all__ = ["CALENDAR", "History", "a_moment", "date"]

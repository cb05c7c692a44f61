"""No sequence of mails and commands loses a case, leaves one without a desk, or breaks a guard (hypothesis, stateful)."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ledger.models import Case, Dispatch, Held, database
from ledger.vocabulary import DispatchState, HeldState, Status
from tests.journeys.any_order import AnyOrder
from tests.mailroom.command_line import TOWN, answer_mail, case_mail, mail_of, new_office

EXAMPLES = int(os.environ.get("MAILROOM_ANY_ORDER", "30"))  # more by hand: MAILROOM_ANY_ORDER=500
OTHER = "滕州市综合行政执法局"
PLACES = st.integers(0, 5)
DEPARTMENTS = st.sampled_from((TOWN, OTHER, "滕州市公安局"))
WAYS = ("phone", "written", "on_site", "instruction")


ACTS = (
    "dispatch send-back extend close withdraw merge follow-up unreasonable supervise instruct change"
).split()


FITS = {  # where an act is in place
    "dispatch": (Status.REGISTERED,),
    "send-back": (Status.DISPATCHED,),
    "extend": (Status.DISPATCHED,),
    "supervise": (Status.DISPATCHED,),
    "instruct": (Status.DISPATCHED,),
    "follow-up": (Status.ANSWERED,),
    "unreasonable": (Status.ANSWERED,),
    "close": (Status.ANSWERED,),
    "withdraw": (Status.REGISTERED, Status.DISPATCHED),
}


class Anything(RuleBasedStateMachine):
    """Whatever may happen to the cases of one office."""

    founded: Path  # set by the test
    seen: Counter[str]  # the statuses that cases were in, and the commands that did something

    def __init__(self) -> None:
        super().__init__()
        self._place = tempfile.TemporaryDirectory()
        self.office = AnyOrder(self.founded, Path(self._place.name) / "office")
        self._cases = 0

    def teardown(self) -> None:
        if not database.is_closed():
            database.close()
        self._place.cleanup()

    # -- mails ---------------------------------------------------------------------------------------------------

    @initialize()
    def the_day_begins(self) -> None:
        """One case for a town, one that is secret, one that nobody knows whose it is."""
        for department, secret in ((TOWN, False), (OTHER, True), ("", False)):
            self._send_in(department, secret, "求助")

    @precondition(lambda self: self._cases < 5)
    @rule(department=st.sampled_from((TOWN, OTHER, "")), kind=st.sampled_from(("咨询", "投诉", "举报")))
    def a_case_comes(self, department: str, kind: str) -> None:
        self._send_in(department, False, kind)

    def _send_in(self, department: str, secret: bool, kind: str) -> None:
        self._cases += 1
        text = f"第{self._cases}件：路灯不亮，请维修。" if department else "一件说不清归谁管的难事，请协调。"
        self.office.drop(
            case_mail(
                f"1803120900000000{self._cases:02d}",
                text,
                department=department,
                place=TOWN[:4] if department else "",
                kind=kind,
                title=f"第{self._cases}件",
                secret="是" if secret else "否",
            )
        )

    @rule(place=st.sampled_from((1, 3, 5)), words=st.integers(0, 99))
    def a_department_answers_as_it_should(self, place: int, words: int) -> None:
        self.a_department_answers(place, True, words)

    @rule(place=PLACES, whole=st.booleans(), words=st.integers(0, 99))
    def a_department_answers(self, place: int, whole: bool, words: int) -> None:
        if row := self._assignment(place):
            more = {} if whole else {"approver": ""}
            mail = answer_mail(
                row.case.case_no,
                row.department.addresses[0],
                facts=f"经现场查看，第{words}处线路老化。",
                measures=f"已更换第{words}处线路和灯泡，全部恢复照明。",
                **more,
            )
            self.office.drop(mail)

    @rule(
        place=PLACES,
        wish=st.sampled_from(
            ("退单：不属我单位职责，建议转滕州市公安局。", "申请延期5个工作日，须委托鉴定。", "收到。")
        ),
    )
    def a_department_writes(self, place: int, wish: str) -> None:
        if row := self._assignment(place):
            number = row.case.case_no
            subject = {"退": "退单申请", "申": "延期申请", "收": "签收"}[wish[0]]
            self.office.drop(
                mail_of(row.department.addresses[0], f"{number} {subject}", f"{number}号件{wish}")
            )

    @rule(place=PLACES, words=st.sampled_from(("催办：请尽快办理", "撤回：请停止办理")))
    def the_platform_writes(self, place: int, words: str) -> None:
        if case := self._case(place):
            subject = f"{words[:2]}：工单{case.upper_no}"
            self.office.drop(mail_of("zz12345@example.cn", subject, f"{words}工单{case.upper_no}。"))

    # -- time ----------------------------------------------------------------------------------------------------

    @rule(hours=st.sampled_from((1, 5, 24, 72, 240)))
    def time_passes(self, hours: int) -> None:
        self.office.now = (
            self.office.now.replace(hour=9, minute=30) if hours >= 24 else self.office.now
        ) + timedelta(hours=hours)
        self.office.round()

    # -- clerks --------------------------------------------------------------------------------------------------

    @rule(place=PLACES, to=DEPARTMENTS, how=st.sampled_from(("", "assist", "redo")))
    def dispatch(self, place: int, to: str, how: str) -> None:
        more = {"assist": ("--assist", OTHER), "redo": ("--redo", "上级退回重办")}.get(how, ())
        self._act(place, "dispatch", "--to", to, *more)

    @rule(place=PLACES, granted=st.booleans())
    def send_back(self, place: int, granted: bool) -> None:
        self._act(place, "send-back", "--accept" if granted else "--refuse", "--because", "经研究")

    @rule(place=PLACES, days=st.sampled_from((0, 2, 9, 40)))
    def extend(self, place: int, days: int) -> None:
        words = ("--grant", str(days)) if days else ("--refuse",)
        self._act(place, "extend", *words, "--because", "经研究")

    @rule(place=PLACES, because=st.sampled_from(("", "诉求人撤诉")))
    def close(self, place: int, because: str) -> None:
        self._act(place, "close", *(("--because", because) if because else ()))

    @rule(place=PLACES)
    def withdraw(self, place: int) -> None:
        self._act(place, "withdraw", "--because", "上级要求退回")

    @rule(place=PLACES, into=PLACES)
    def merge(self, place: int, into: int) -> None:
        if other := self._case(into):
            self._act(place, "merge", "--into", other.case_no)

    @rule(place=PLACES, word=st.sampled_from(("", "satisfied", "basically", "dissatisfied")))
    def follow_up(self, place: int, word: str) -> None:
        told = ("--reached", "--satisfaction", word, "--solved", "yes") if word else ("--unreached",)
        self._act(place, "follow-up", *told)

    @rule(place=st.sampled_from((1, 3, 5)))
    def a_petitioner_is_dissatisfied(self, place: int) -> None:
        self.follow_up(place, "dissatisfied")

    @rule(place=st.sampled_from((1, 3, 5)), words=st.integers(100, 199))
    def a_demand_turns_out_to_be_unreasonable(self, place: int, words: int) -> None:
        """What takes several steps in their order: answered, called back about, judged."""
        row = self._assignment(place)
        if row is None:
            return
        case = row.case
        self.a_department_answers(place, True, words)
        self._tell(case, "follow-up", "--reached", "--satisfaction", "dissatisfied", "--solved", "no")
        self.judge(case)

    @rule(place=st.sampled_from((1, 3, 5)))
    def a_case_is_closed_with_a_reason(self, place: int) -> None:
        self.close(place, "诉求人不愿再被打扰")

    @rule(place=PLACES, ground=st.sampled_from(("5", "9")))
    def unreasonable(self, place: int, ground: str) -> None:
        if case := self._case(place, FITS["unreasonable"]):
            self.judge(case, ground)

    def judge(self, case: Case, ground: str = "5") -> None:
        """Find a demand unreasonable, or try to."""
        words = ("--ground", ground, "--evidence", "现场照片", "--approved-by", "王主任")
        self._tell(case, "unreasonable", *words)

    @rule(place=PLACES, way=st.sampled_from(WAYS))
    def supervise(self, place: int, way: str) -> None:
        self._act(place, "supervise", "--by", way, "--note", "对方答应尽快办理")

    @rule(place=PLACES)
    def instruct(self, place: int) -> None:
        self._act(place, "instruct", "--leader", "王副市长", "--text", "请抓紧办理。")

    @rule(place=PLACES)
    def turn_secret(self, place: int) -> None:
        self._act(place, "change", "--secret", "是")

    @rule(place=PLACES, release=st.booleans(), to=st.sampled_from(("", TOWN, OTHER)))
    def decide_what_waits(self, place: int, release: bool, to: str) -> None:
        open_now = [each.id for each in self._held()]
        if not open_now:
            return
        number = str(open_now[place % len(open_now)])
        if release:
            self.office.tell("held", "release", number, *(("--department", to) if to else ()))
        else:
            self.office.tell("held", "discard", number, "--because", "已电话核实")

    @rule(place=PLACES)
    def reject_a_letter(self, place: int) -> None:
        rows = self.office.line.rows("letters")
        if rows:
            self.office.tell("reject", rows[place % len(rows)]["key"], "--because", "写错了")

    # -- what holds ----------------------------------------------------------------------------------------------

    @invariant()
    def all_is_well(self) -> None:
        self.office.check()
        self.seen.update(case.status for case in self.office.cases())

    def _act(self, place: int, command: str, *words: str) -> None:
        if case := self._case(place, FITS.get(command, ())):
            self._tell(case, command, *words)

    def _tell(self, case: Case, command: str, *words: str) -> None:
        done = self.office.tell(command, case.case_no, *words)
        self.seen[command] += done.exit_code == 0

    def _case(self, place: int, fitting: Sequence[Status] = ()) -> Case | None:
        """A case; an odd place prefers one that lies where the act is in place, or few sequences would come far."""
        cases = self.office.cases()
        apt = [case for case in cases if case.status in fitting] if place % 2 else []
        chosen = apt or cases
        return chosen[place % len(chosen)] if chosen else None

    def _assignment(self, place: int) -> Dispatch | None:
        self.office.cases()
        rows = list(Dispatch.select().where(Dispatch.state == DispatchState.OPEN).order_by(Dispatch.id))
        rows = rows if rows and place % 2 else list(Dispatch.select().order_by(Dispatch.id.desc()).limit(6))
        return rows[place % len(rows)] if rows else None

    def _held(self) -> list[Held]:
        self.office.cases()
        return list(Held.select().where(Held.state == HeldState.OPEN).order_by(Held.id))


@pytest.fixture
def machine(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> type[Anything]:
    """The rules over an office as it was founded."""
    monkeypatch.setenv("MAILROOM_BY", "值班员甲")
    Anything.founded = new_office(tmp_path_factory.mktemp("founded") / "office").folder
    Anything.seen = Counter()
    return Anything


def test_each_act_can_be_done_in_its_place(machine: type[Anything]):
    day = machine()
    day.the_day_begins()
    acts = (
        lambda: day.dispatch(1, OTHER, ""),  # the one that nobody knew whose it is
        lambda: day.turn_secret(0),
        lambda: day.extend(1, 2),
        lambda: day.supervise(1, "phone"),
        lambda: day.send_back(3, True),
        lambda: day.dispatch(1, TOWN, ""),
        lambda: day.a_demand_turns_out_to_be_unreasonable(1, 100),
        lambda: day.a_department_answers_as_it_should(1, 101),
        lambda: day.close(1, "诉求人不愿再被打扰"),
        lambda: day.instruct(1),
        lambda: day.a_case_comes(TOWN, "咨询"),
        lambda: day.merge(3, 2),
        lambda: day.withdraw(1),
    )
    for act in acts:
        act()
        day.all_is_well()
    day.teardown()

    assert [each for each in ACTS if not day.seen[each]] == [], day.seen


@pytest.mark.timeout(900)
def test_no_sequence_of_mails_and_commands_loses_a_case(machine: type[Anything]):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert [each for each in Status if not machine.seen[each]] == [], machine.seen
    assert sum(machine.seen[each] > 0 for each in ACTS) > len(ACTS) / 2, machine.seen

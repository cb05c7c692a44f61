"""The clerks of the simulated year: what they do about what waits for them, by the program's own commands.

They take the first way that the program suggests and that can be copied as it stands, which is also a test of it.
"""

from __future__ import annotations

import random
import shlex
from collections import Counter
from datetime import datetime, timedelta

from tests.journeys.offices import OfficeAtWork, Row

CLERK, CHIEF = "李玲", "王主任"
LEADER = "王副市长"
REFUSED = 0.3  # of the proposed repeats
GIVES_UP_AFTER = 3  # rounds in which an entry could not be let go; then it is discarded, with the reason
WAITS = {
    "phone": timedelta(hours=5),
    "on_site": timedelta(days=2),
    "instruction": timedelta(days=7),
    "": timedelta(hours=8),  # a proposed repeat
}
OWN_WORDS = {
    "理由": "经核实，情况属实",
    "原因": "经核实，情况属实",
    "情况": "对方答复：三日内办结",
    "情形": "5",
    "依据": "现场照片、调查笔录",
    "审批人": CHIEF,
    "承办单位": "滕州市住房和城乡建设局",
}


class Clerks:
    """Two clerks with the commands; `did` counts what they did, `failed` keeps what the program refused."""

    def __init__(self, office: OfficeAtWork):
        self._office = office
        self.did: Counter[str] = Counter()
        self.failed: list[str] = []
        self._tried: Counter[int] = Counter()

    def work(self, now: datetime) -> None:
        """Go through the pen and the tasks once."""
        for entry in self._office.held():
            self._decide(entry, now)
        for task in self._office.ask("tasks", "--at", _written(now)):
            self._do(task, now)

    def import_calendar(self, notice: str, now: datetime) -> None:
        """Import a year's notice, as it was published."""
        file = self._office.folder / "2019.toml"
        file.write_text(notice, encoding="utf-8")
        if self._tell(["calendar", "import", str(file)], now, about="放假安排"):
            self.did["calendar import"] += 1

    def import_lines(self, sheet: bytes, now: datetime) -> None:
        """Import the list of the departments' own hotlines."""
        file = self._office.folder / "lines.xlsx"
        file.write_bytes(sheet)
        if self._tell(["lines", "import", str(file)], now, about="整合台账"):
            self.did["lines import"] += 1

    def _decide(self, entry: Row, now: datetime) -> None:
        dice = random.Random(f"clerk/{entry['what']}/{entry['id']}")
        ways = _ways(entry, dice)
        for words in ways:
            if self._tell(words, now, about=entry["because"]):
                self.did[f"{entry['what']}: {' '.join(words[:2] if words[0] == 'held' else words[:1])}"] += 1
                return
        if not ways:  # something to wait for, or to telephone about
            return
        self._tried[entry["id"]] += 1
        if self._tried[entry["id"]] >= GIVES_UP_AFTER:
            self.did["gave up"] += 1
            because = ("--because", "已电话核实，另行处理")
            self._tell(["held", "discard", str(entry["id"]), *because], now, about=entry["because"])

    def _do(self, task: Row, now: datetime) -> None:
        """A call is made the next time somebody has the time, a visit within two days, a leader decides in a week; what may
        be a repeat is looked at the next day.
        """
        opened = datetime.fromisoformat(task["opened_at"])
        dice = random.Random(f"task/{task['way']}/{task['id'] or task['case_no']}")
        if now - opened < WAITS[task["way"]] * dice.uniform(0.2, 1):
            return
        command = task["otherwise"] if dice.random() < REFUSED else task["then"] or task["do"]
        words = [_filled(word) for word in shlex.split(command or task["do"])[1:]]
        if task["way"] == "instruction" and "instruct" in words:
            words = ["instruct", task["case_no"], "--leader", LEADER, "--text", "请抓紧办理，结果报我。"]
        if self._tell(words, now, about=task["because"]):
            self.did[f"task {task['way'] or task['cause']}: {words[0]}"] += 1

    def _tell(self, words: list[str], now: datetime, *, about: str) -> bool:
        done = self._office.tell(*words, "--at", _written(now), status=None)
        if done.exit_code and "已放行" not in done.output:  # let go, and now something else about it waits
            self.failed.append(f"{about} → {' '.join(words)} → {done.output.strip()[-200:]}")
            return False
        return True


def _written(now: datetime) -> str:
    return f"{now:%Y-%m-%dT%H:%M}"


def _ways(entry: Row, dice: random.Random) -> list[list[str]]:
    """The commands to try, in order: those suggested, with the entry's number, and for a few kinds a clerk's own mind."""
    ways = [words for each in entry["suggestions"] if (words := _command(each["do"], entry["id"]))]
    if entry["what"] == "send_back" and dice.random() < 0.4:  # refused
        ways.sort(key=lambda words: "--refuse" not in words)
    if entry["what"] == "extension" and dice.random() < 0.2:
        ways.sort(key=lambda words: "--refuse" not in words)
    if entry["what"] == "verdict":  # one in five is unreasonable; the others are handled again by themselves
        ways = [words for words in ways if words[0] == "unreasonable" and dice.random() < 0.2]
    looks = (["held", "discard"], ["held", "show"])
    found = [[_filled(word) for word in words] for words in ways if words[:2] not in looks]
    return [
        words for words in found if not {"编号", "单位", "姓名"} & set(words)
    ]  # what only who knows can say


def _command(do: str, number: int) -> list[str]:
    """A suggestion as the words of a command; nothing where it is one for the telephone."""
    words = shlex.split(do)
    if words[:2] == ["held", "release"] or words[:2] == ["held", "discard"]:
        return [*words[:2], str(number), *words[2:]]
    return words[1:] if words[:1] == ["mailroom"] else []


def _filled(word: str) -> str:
    """What the program leaves for somebody to put in his own words."""
    return OWN_WORDS.get(word, word)

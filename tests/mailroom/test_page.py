"""/health and /metrics, asked over real sockets while the office works."""

from __future__ import annotations

import http.client
import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from generators.letter import Draft
from ledger import postbook
from ledger.models import database
from ledger.opening import transaction
from ledger.vocabulary import LABELS
from mailroom import outbox
from mailroom.office import Office
from mailroom.rounds import one_round
from mailroom.watch import page as page_module
from mailroom.watch.durations import Durations
from mailroom.watch.page import Page
from mailroom.watch.pulse import Outcome
from tests.mailroom.command_line import CommandLine, case_mail
from tests.mailroom.watching import MORNING, play, watched
from tests.servers.ports import free_ports

NOW = datetime(2018, 3, 12, 10, 0)


class Served:
    """An office with its page, and a clock that the test sets."""

    def __init__(self, opened: Office, port: int):
        self.office, self.port, self.now = opened, port, NOW
        self.durations = Durations()
        self.page = Page(opened, lambda: self.now, self.durations)

    def ask(self, path: str, method: str = "GET", *, timeout: float = 5.0) -> tuple[int, str, str]:
        """Status, kind and body of an answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            line.request(method, path)
            answer = line.getresponse()
            return answer.status, answer.getheader("Content-Type", ""), answer.read().decode()
        finally:
            line.close()

    def health(self) -> tuple[int, dict]:
        status, _, body = self.ask("/health")
        return status, json.loads(body)

    def parts(self) -> dict[str, dict]:
        return {part["name"]: part for part in self.health()[1]["parts"]}

    def metrics(self) -> dict[str, float]:
        """Each sample as `name{label="value"}` → value."""
        found = {}
        for family in text_string_to_metric_families(self.ask("/metrics")[2]):
            for sample in family.samples:
                labels = ",".join(f'{key}="{value}"' for key, value in sorted(sample.labels.items()))
                found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
        return found


@pytest.fixture
def served(office: CommandLine) -> Iterator[Served]:
    [port] = free_ports(1)
    toml = office.folder / "office.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace('listen = ""', f'listen = "127.0.0.1:{port}"'), encoding="utf-8")
    here = Served(watched(office), port)
    yield here
    here.page.close()


# --- /health ------------------------------------------------------------------------------------------------------------


def test_an_office_that_works_is_well(served):
    served.now = play(served.office, MORNING, 10)

    status, health = served.health()

    assert (status, health["status"]) == (200, "ok")
    assert health["at"] == "2018-03-12T08:10:00+08:00"
    parts = {part["name"]: part for part in health["parts"]}
    assert list(parts) == ["台账", "信箱 mailbox", "发信", "定时事项", "自查", "待人工"]
    assert parts["信箱 mailbox"]["since"] == "2018-03-12T08:09:00+08:00"
    assert all(part["sentence"] for part in parts.values())


def test_a_fault_of_the_last_try_is_seen_at_once_and_is_not_yet_down(served):
    now = play(served.office, MORNING, 10)
    served.now = play(served.office, now, 2, mailbox=Outcome("连不上 imap.example.cn:993"))

    status, health = served.health()

    assert (status, health["status"]) == (200, "degraded")
    assert served.parts()["信箱 mailbox"]["status"] == "degraded"
    assert "连不上 imap.example.cn:993" in served.parts()["信箱 mailbox"]["sentence"]


def test_an_office_whose_mailbox_is_out_of_reach_for_long_is_down(served):
    now = play(served.office, MORNING, 10)
    served.now = play(served.office, now, 40, mailbox=Outcome("连不上 imap.example.cn:993"))

    status, health = served.health()

    assert (status, health["status"]) == (503, "down")
    assert served.parts()["信箱 mailbox"]["since"] == "2018-03-12T08:10:00+08:00"


def test_an_office_that_has_stopped_looking_at_itself_is_down(served):
    served.now = play(served.office, MORNING, 10) + timedelta(minutes=6)

    status, health = served.health()

    assert (status, health["status"]) == (503, "down")
    assert "没有自查过" in served.parts()["自查"]["sentence"]


def test_what_only_wants_to_be_seen_to_is_degraded(served, monkeypatch):
    played = play(served.office, datetime(2030, 6, 3, 9, 0), 10)  # no notice for that year
    served.now = played

    status, health = served.health()

    assert (status, health["status"]) == (200, "degraded")
    assert served.parts()["缺放假安排：2030年"]["status"] == "degraded"


def test_what_waits_for_a_person_is_told_and_is_no_fault(served):
    play(served.office, MORNING, 10)
    with transaction():
        postbook.hold(what="other", because="张三 13812345678 的来信", suggestions=[], now=MORNING)
    served.now = MORNING + timedelta(minutes=10)

    assert served.health()[1]["status"] == "ok"
    assert served.parts()["待人工"]["sentence"] == "1 条，最早的已等 0 个工作日"
    assert "13812345678" not in served.ask("/health")[2] + served.ask("/metrics")[2]


def test_a_ledger_that_fails_is_told_as_down_with_its_reason(served, monkeypatch):
    played = play(served.office, MORNING, 3)
    served.now = played
    file = served.office.settings.dir / "ledger.db"
    served.office.close()
    for suffix in ("", "-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    file.write_bytes(b"this is no ledger at all, but it is long enough to be one" * 100)

    status, health = served.health()

    assert (status, health["status"]) == (503, "down")
    [part] = health["parts"]
    assert part["name"] == "台账"
    assert "不是台账文件" in part["sentence"]
    assert served.ask("/metrics")[0] == 503


def test_a_ledger_that_says_nothing_is_down_and_keeps_nobody_waiting(served, monkeypatch):
    monkeypatch.setattr(page_module, "ANSWER_SECONDS", 0.3)
    hangs = threading.Event()
    monkeypatch.setattr(page_module, "health_of", lambda office, now: hangs.wait(20))
    begun = time.monotonic()

    status, health = served.health()

    assert time.monotonic() - begun < 2
    assert (status, health["status"]) == (503, "down")
    assert "没有应答" in health["parts"][0]["sentence"]
    hangs.set()


def test_a_busy_office_answers_within_a_second(served):
    """While another process holds the ledger's write lock, and this one works through letters."""
    served.now = play(served.office, MORNING, 3)
    stop = threading.Event()

    def work() -> None:
        number = 0
        while not stop.is_set():
            with transaction():
                for _ in range(20):
                    number += 1
                    draft = Draft(
                        f"notice/{number}", "notice", ("a@example.cn",), "通知", "通知。" * 500, "<p>x</p>"
                    )
                    outbox.post(served.office, draft, now=MORNING)
        served.office.close()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        taken = []
        for _ in range(8):
            begun = time.monotonic()
            assert served.health()[0] == 200
            taken.append(time.monotonic() - begun)
    finally:
        stop.set()
        worker.join()
    assert max(taken) < 1


def test_on_postgresql_it_answers_while_a_transaction_holds_all_others_back(office, postgres_url):
    [port] = free_ports(1)
    toml = office.folder / "office.toml"
    text = toml.read_text(encoding="utf-8").replace('listen = ""', f'listen = "127.0.0.1:{port}"')
    toml.write_text(text.replace("sqlite:///ledger.db", postgres_url), encoding="utf-8")
    here = Served(watched(office), port)
    here.now = play(here.office, MORNING, 3)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction():
            held.set()
            done.wait(20)
        here.office.close()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert held.wait(10)
        begun = time.monotonic()
        status, health = here.health()
        figures = here.metrics()
        assert time.monotonic() - begun < 1
    finally:
        done.set()
        holder.join()
        here.page.close()
        here.office.close()
    assert (status, health["status"]) == (200, "ok")
    assert figures["mailroom_held_entries"] == 0


# --- /metrics -----------------------------------------------------------------------------------------------------------


def test_the_figures_are_those_of_the_ledger(served, office):
    office.drop("case", case_mail("180312091500000001", department="荆河街道办事处"))
    office.drop("other", case_mail("180312091500000002", sender="stranger@example.com"))
    opened = served.office
    one_round(opened, opened.make_mailboxes(), opened.make_courier(), clock=lambda: NOW)
    with served.durations.timed("duties"):
        pass
    served.now = NOW + timedelta(days=30)

    found = served.metrics()

    assert found['mailroom_mails{mailbox="mailbox",state="settled"}'] == 1
    assert found['mailroom_mails{mailbox="mailbox",state="held"}'] == 1
    assert found['mailroom_letters{kind="dispatch",state="sent"}'] == 1
    assert found['mailroom_cases{status="dispatched"}'] == 1
    assert found['mailroom_cases{status="closed"}'] == 0
    assert found["mailroom_cases_overdue"] == 1
    assert found["mailroom_held_entries"] == 1
    assert found["mailroom_held_oldest_seconds"] == 30 * 86400
    assert found["mailroom_outbox_letters"] == 0
    assert found['mailroom_alarms{kind="courier"}'] == 0
    assert found['mailroom_mailbox_last_success_seconds{mailbox="mailbox"}'] == 30 * 86400
    assert found['mailroom_round_last_success_seconds{round="duties"}'] == 30 * 86400
    assert found['mailroom_round_seconds_count{round="duties"}'] == 1
    assert any(name.startswith("mailroom_build_info{version=") for name in found)


def test_open_alarms_are_counted_by_kind(served):
    now = play(served.office, MORNING, 3)
    served.now = play(served.office, now, 40, mailbox=Outcome("连不上"))

    assert served.metrics()['mailroom_alarms{kind="mailbox"}'] == 1


def test_labels_are_words_of_a_closed_list(served):
    """A mailbox that is no longer in the config, a kind of letter from before: "other"."""
    opened = served.office
    with transaction():
        for number in range(3):
            slot = postbook.Registration(f"old-{number}", "INBOX", 1, 1, "a" * 64, 1)
            postbook.register_mail(slot, now=NOW)
        outbox.post(
            opened, Draft("x/1", "no-such-kind", ("a@example.cn",), "通知", "通知。", "<p>x</p>"), now=NOW
        )

    found = served.metrics()

    assert found['mailroom_mails{mailbox="other",state="kept"}'] == 3
    assert found['mailroom_letters{kind="other",state="queued"}'] == 1
    text = served.ask("/metrics")[2]
    assert "old-1" not in text
    assert not re.search(r"@|1[3-9]\d{9}", text.replace(opened.settings.mailboxes[0].name, ""))


def test_what_prometheus_is_given_is_what_it_reads(served):
    status, kind, body = served.ask("/metrics")

    assert status == 200
    assert kind.startswith("text/plain; version=0.0.4")
    assert all(family.documentation for family in text_string_to_metric_families(body))


# --- who asks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"])
def test_only_get_is_answered(served, method):
    assert served.ask("/health", method)[0] == 405


@pytest.mark.parametrize("path", ["/", "/cases", "/health/../office.toml", "//etc/passwd"])
def test_nothing_else_is_there(served, path):
    status, _, body = served.ask(path)

    assert (status, body) == (404, "只有 /health 和 /metrics")


def test_a_slow_client_keeps_nobody_waiting_and_is_cut_off(served, monkeypatch):
    monkeypatch.setattr(page_module, "CLIENT_SECONDS", 1.0)
    slow = socket.create_connection(("127.0.0.1", served.port))
    slow.sendall(b"GET /health HT")
    begun = time.monotonic()
    assert served.health()[0] in (200, 503)
    assert time.monotonic() - begun < 1

    slow.settimeout(5)
    while time.monotonic() - begun < 4:  # a byte now and then, so that no pause is long
        try:
            slow.sendall(b"T")
        except OSError:
            break
        time.sleep(0.2)
    else:
        raise AssertionError("still connected")
    slow.close()


def test_a_crowd_is_turned_away_and_the_next_is_answered(served, monkeypatch):
    monkeypatch.setattr(page_module, "MOST_CLIENTS", 3)
    crowd = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(3)]
    time.sleep(0.3)
    with pytest.raises((http.client.HTTPException, OSError)):
        served.ask("/health")
    for each in crowd:
        each.close()
    time.sleep(0.3)

    assert served.ask("/health")[0] in (200, 503)


def test_a_client_that_goes_away_leaves_no_ledger_open(served):
    for _ in range(5):
        gone = socket.create_connection(("127.0.0.1", served.port))
        gone.sendall(b"GET /metrics HTTP/1.0\r\n\r\n")
        gone.close()

    assert served.health()[0] in (200, 503)
    assert not database.in_transaction()


# --- what the operator is told -------------------------------------------------------------------------------------------

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


def test_every_figure_that_the_operator_is_told_of_is_there_and_every_one_there_is_told(served):
    there = {family.name for family in text_string_to_metric_families(served.ask("/metrics")[2])}
    told = set(re.findall(r"\bmailroom_[a-z_]+", OPERATIONS.read_text(encoding="utf-8")))

    assert told == there


@pytest.mark.parametrize("kind", LABELS["alarm_kind"])
def test_every_alarm_is_explained_to_the_operator(kind):
    rows = [row for row in OPERATIONS.read_text(encoding="utf-8").splitlines() if row.startswith("| ")]

    assert any(LABELS["alarm_kind"][kind] in row.split("|")[1] for row in rows)

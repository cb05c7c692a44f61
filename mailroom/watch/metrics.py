"""The office's figures in the text format of Prometheus. Every label has a closed list of values; no person is in any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric, SummaryMetricFamily
from prometheus_client.registry import Collector

from ledger import gauges, watching
from ledger.vocabulary import LABELS
from mailroom.office import Office
from mailroom.watch.durations import Durations

OTHER = "other"  # a word that the ledger holds from before, and that no longer is one


def metrics_of(office: Office, durations: Durations, *, now: datetime) -> bytes:
    """Return the page that Prometheus reads; raises what the ledger raises."""
    registry = CollectorRegistry()
    registry.register(_Standing(list(_families(office, durations, now))))
    return generate_latest(registry)


class _Standing(Collector):
    """Families that were found before: the registry asks for them more than once."""

    def __init__(self, families: list[Metric]):
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


def _families(office: Office, durations: Durations, now: datetime) -> Iterator[Metric]:
    mailboxes = [each.name for each in office.settings.mailboxes]
    yield _gauge("build_info", "Version of the program.", ["version"], {(_version(),): 1})
    yield _counts(
        "mails",
        "Mails taken in, by mailbox and what became of them.",
        {"mailbox": mailboxes, "state": LABELS["mail_state"]},
        gauges.mails_by_mailbox(),
    )
    yield _counts(
        "letters",
        "Letters of the office, by kind and state.",
        {"kind": LABELS["letter_kind"], "state": LABELS["letter_state"]},
        gauges.letters_by_kind(),
    )
    yield _counts(
        "cases", "Cases, by status.", {"status": LABELS["status"]}, gauges.cases_by_status(), all_values=True
    )
    yield _gauge(
        "cases_overdue", "Cases with an assignment that is late.", [], {(): gauges.overdue_cases(now)}
    )
    held, oldest = gauges.held_entries()
    yield _gauge("held_entries", "Entries of the holding pen that wait for a person.", [], {(): held})
    yield _gauge(
        "held_oldest_seconds",
        "How long the oldest of them has waited.",
        [],
        {(): (now - oldest).total_seconds() if oldest else 0},
    )
    waiting = gauges.waiting_letters(now + timedelta(days=1))
    yield _gauge("outbox_letters", "Letters that wait to go out.", [], {(): len(waiting)})
    yield _counts(
        "alarms",
        "Open alarms, by kind.",
        {"kind": LABELS["alarm_kind"]},
        gauges.alarms_by_kind(),
        all_values=True,
    )
    yield _ages("mailbox", "a look into a mailbox", {name: f"mailbox {name}" for name in mailboxes}, now)
    yield _ages("round", "a round", {name: name for name in ("delivery", "duties", "watch", "backup")}, now)
    yield _rounds(durations)


def _gauge(name: str, told: str, labels: list[str], values: dict[tuple[str, ...], float]) -> Metric:
    family = GaugeMetricFamily(f"mailroom_{name}", told, labels=labels)
    for words, value in values.items():
        family.add_metric(list(words), value)
    return family


def _counts(
    name: str,
    told: str,
    labels: dict[str, Iterable[str]],
    counts: gauges.Counts,
    *,
    all_values: bool = False,
) -> Metric:
    """A gauge of counts; `all_values`: also of those that are none, so that an alert can be written on them."""
    known = [set(map(str, values)) for values in labels.values()]
    values: dict[tuple[str, ...], float] = (
        {(str(word),): 0 for word in next(iter(labels.values()))} if all_values else {}
    )
    for words, count in counts.items():
        bounded = tuple(
            word if word in allowed else OTHER for word, allowed in zip(words, known, strict=True)
        )
        values[bounded] = values.get(bounded, 0) + count
    return _gauge(name, told, list(labels), values)


def _ages(what: str, told: str, rounds: dict[str, str], now: datetime) -> Metric:
    values: dict[tuple[str, ...], float] = {
        (name,): max((now - last).total_seconds(), 0)
        for name, round_ in rounds.items()
        if (last := watching.last_success(round_)) is not None
    }
    return _gauge(f"{what}_last_success_seconds", f"Seconds since {told} last succeeded.", [what], values)


def _rounds(durations: Durations) -> Metric:
    family = SummaryMetricFamily(
        "mailroom_round_seconds", "How long the rounds of this process took.", labels=["round"]
    )
    for name, (count, seconds) in sorted(durations.taken().items()):
        family.add_metric([name], count_value=count, sum_value=seconds)
    return family


def _version() -> str:
    try:
        return version("hotline-mailroom")
    except PackageNotFoundError:
        return "unknown"

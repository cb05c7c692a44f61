"""What `check` looks at: each finding 正常, 注意 or 故障, with what to do about it.

Nothing is sent and no mail is touched; folders that are missing are made, as the office would.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from config.settings import ConfigFaults, Settings, load_holidays
from ledger import addresses, history, listings, postbook, reconciliations, worklists
from mailroom.doorkeeping import LedgerDoor
from mailroom.finding import FAULT, FINE, MIND, Finding, output
from mailroom.office import Office, china_now
from mailroom.paper_checks import check_fonts, check_templates
from mailroom.providers.disk import reason_of
from mailroom.providers.door import OpenDoor
from mailroom.reader_checks import check_readers
from mailroom.server_checks import check_passwords, check_servers
from mailroom.watch import premises
from mailroom.watch.findings import check_alarms

EXAMPLE = "example.cn"  # in the addresses that `init` writes: an office has to put its own


def look_round(
    settings: Settings, open_it: Callable[[], Office | str], *, now: datetime, trying: bool = False
) -> Iterator[Finding]:
    """Yield the findings one by one: servers may take their time, and the operator watches.

    `open_it` opens the office, or gives the Chinese sentence why it can't be opened. `trying`: accounts that are kept
    out after a refused log-in are tried on purpose.
    """
    yield from check_config(settings)
    office = open_it()
    door = OpenDoor() if isinstance(office, str) else LedgerDoor(china_now, opened_on_purpose=trying)
    yield from check_servers(settings, door)
    yield from check_passwords(settings, now.date())
    yield from check_folders(settings)
    if isinstance(office, str):
        yield Finding(
            FAULT,
            "台账" if "台账" in office else "办公目录",
            office,
            "检查 [ledger] url、文件权限，或数据库是否在运行",
        )
    else:
        yield from check_ledger(office)
        yield from check_clock(now, listings.newest_moment())
        yield from check_departments(now)
        yield from check_callers(settings)
        yield from check_limits(settings, now)
        yield from check_alarms(settings)
        yield from check_reconciliation(settings)
        yield from check_routing(settings)
    yield from check_disk(settings)
    yield from check_calendar(settings, now)
    yield from check_templates(settings)
    yield from check_fonts()
    yield from check_readers()


def check_config(settings: Settings) -> Iterator[Finding]:
    """The config has been read without fault; what is left of the examples?"""
    yield Finding(FINE, "配置", f"office.toml 已读取，本办邮箱 {settings.office.address}")
    for upper in settings.upper:
        if any(address.endswith(EXAMPLE) for address in (*upper.senders, upper.report_to)):
            advice = "改 [[upper]] 的 senders 和 report_to，否则来件都会转待人工"
            yield Finding(MIND, "配置", f"上级平台“{upper.name}”的地址还是示例", advice)


def check_folders(settings: Settings) -> Iterator[Finding]:
    """Can the office write where it keeps things?"""
    for name, folder in (("存档目录", settings.archive_dir), ("办公目录", settings.dir)):
        probe = folder / f".check-{os.getpid()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            advice = f"让运行 mailroom 的账号能读写 {folder}"
            yield Finding(FAULT, "目录", f"{name} {folder} 写不进去：{reason_of(error)}", advice)
        else:
            yield Finding(FINE, "目录", f"{name} {folder} 可以读写")


def check_ledger(office: Office) -> Iterator[Finding]:
    """The ledger answered; what does it hold, and what waits?"""
    counts = listings.totals()
    kind = "SQLite" if office.settings.ledger_url.startswith("sqlite:") else "PostgreSQL"
    yield Finding(
        FINE,
        "台账",
        f"{kind}，来件 {counts['mails']}、工单 {counts['cases']}、发件 {counts['letters']}（待发 {counts['waiting']}）",
    )
    if put_off := postbook.put_off_letters():
        sentence = f"有 {len(put_off)} 封信没有发出，仍在等待：{put_off[0].last_error}"
        yield Finding(
            MIND, "发信", sentence, "照所写的原因处理；原因消除后自动发出，用 mailroom letters 查看"
        )
    if counts["held"]:
        yield Finding(MIND, "台账", f"有 {counts['held']} 条待人工", "用 mailroom held 查看")


def check_departments(now: datetime) -> Iterator[Finding]:
    """A department without an address gets no letter."""
    valid = worklists.departments(now.date())
    without = [each.name for each in valid if not each.addresses]
    if len(without) == len(valid):
        advice = "在 departments.xlsx 填写邮箱后 mailroom departments import"
        yield Finding(MIND, "名录", "所有单位都没有登记邮箱，转办函一封也发不出去", advice)
    elif without:
        names = "、".join(without[:3]) + ("等" if len(without) > 3 else "")
        yield Finding(MIND, "名录", f"{len(without)} 个单位没有登记邮箱：{names}", "补上后导入")
    else:
        yield Finding(FINE, "名录", f"{len(valid)} 个单位都有邮箱")
    cut_off = [each.name for each in valid if each.addresses and not addresses.live(each)]
    if cut_off:
        names = "、".join(cut_off[:3]) + ("等" if len(cut_off) > 3 else "")
        advice = "电话核实后 mailroom departments address 单位 --works 邮箱，或更正名录后导入"
        yield Finding(MIND, "名录", f"{len(cut_off)} 个单位的邮箱都退过信，信发不出去：{names}", advice)


def check_callers(settings: Settings) -> Iterator[Finding]:
    """The call list names who asked: it goes to our own callers, and to no department."""
    for address in settings.follow_up.callers:
        names = "、".join(each.name for each in worklists.departments_of_sender(address.lower()))
        if names:
            advice = "核对 [follow_up] callers：回访表写有群众的姓名、电话，只能发给本办的回访员"
            yield Finding(MIND, "回访", f"回访员的邮箱 {address} 登记为{names}的邮箱", advice)


def check_limits(settings: Settings, now: datetime) -> Iterator[Finding]:
    """A shorter limit for a department that the register does not have shortens nothing."""
    known = {each.name for each in worklists.departments(now.date())}
    unknown = {name for rules in settings.rules.sets for name in rules.department_limit_days} - known
    for name in sorted(unknown):
        advice = "改成 mailroom departments list 所列的全称"
        yield Finding(MIND, "名录", f"department_limit_days 写了名录中没有的单位“{name}”，不起作用", advice)


def check_reconciliation(settings: Settings) -> Iterator[Finding]:
    """How the last look ended whether servers and post book agree."""
    last = reconciliations.last_reconciliation()
    if last is None:
        told = "还没有对过账" if settings.outbox.reconcile_days else "不对账（[outbox] reconcile_days 为 0）"
        yield Finding(FINE, "对账", told)
        return
    amiss = any(last.counts[name] for name in ("missing", "late", "notes"))
    advice = "逐封核对：mailroom letters；补登的来件见 mailroom held" if amiss else ""
    yield Finding(MIND if amiss else FINE, "对账", f"{last.at:%Y-%m-%d %H:%M} {last.sentence}", advice)


def check_routing(settings: Settings) -> Iterator[Finding]:
    """Can what was learned from past dispatches be used?"""
    from mailroom.routing.model import FILE, load  # numpy takes a while to import

    file = settings.dir / FILE
    if not settings.routing.learn or not file.exists() or load(settings.dir, history.ledger_print()):
        return
    advice = "不影响办理，夜里自动重新学；不等的用 mailroom routing train，是目录的先移走"
    yield Finding(MIND, "分办学习", f"{file} 读不出，或不是从本办的台账学的，现在不用", advice)


def check_disk(settings: Settings) -> Iterator[Finding]:
    """Is there room for the mails to come, and for the ledger?"""
    for place in premises.places(settings):
        free = premises.free_mb(place)
        if free < settings.least_free_mb:
            sentence = f"{place} 只剩 {free} MB，少于 {settings.least_free_mb} MB"
            level = MIND if free > settings.least_free_mb // 10 else FAULT
            yield Finding(level, "磁盘", sentence, "清理或扩大磁盘")
        else:
            yield Finding(FINE, "磁盘", f"{place} 剩余 {free / 1000:.1f} GB")


def check_clock(now: datetime, newest: datetime | None) -> Iterator[Finding]:
    """Deadlines hang on the clock: it must not run behind the ledger, and should be set by the network."""
    if newest is not None and newest - now > timedelta(minutes=5):
        sentence = f"现在是 {now:%Y-%m-%d %H:%M}，而台账中已有 {newest:%Y-%m-%d %H:%M} 的记录"
        yield Finding(MIND, "时钟", sentence, "校正本机时间；如果是用 once --at 试运行过，可以不管")
        return
    synchronised = _clock_is_synchronised()
    if synchronised:
        yield Finding(FINE, "时钟", f"北京时间 {now:%Y-%m-%d %H:%M}，已联网对时")
    else:
        state = "没有联网对时" if synchronised is False else "不能确定是否联网对时"
        advice = "核对本机时间，最好启用 systemd-timesyncd 或 chrony"
        yield Finding(MIND, "时钟", f"北京时间 {now:%Y-%m-%d %H:%M}，{state}", advice)


def _clock_is_synchronised() -> bool | None:
    told = output(["timedatectl", "show", "--property=NTPSynchronized", "--value"]).strip()
    return {"yes": True, "no": False}.get(told)


def check_calendar(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Is the notice for this year in, and from November on the one for the next?"""
    try:
        years = load_holidays(settings.calendar_dir)
    except ConfigFaults as error:
        yield Finding(FAULT, "日历", str(error), f"改正 {settings.calendar_dir} 中的文件")
        return
    advice = "放假通知公布后：mailroom calendar import 文件.toml"
    missing = [] if now.year in years else [now.year]
    if (now.month, now.day) >= settings.calendar_warn_from and now.year + 1 not in years:
        missing.append(now.year + 1)
    for year in missing:
        yield Finding(MIND, "日历", f"还没有 {year} 年的放假安排，涉及的时限为暂定", advice)
    if not missing:
        yield Finding(FINE, "日历", f"{now.year} 年放假安排已有，最远到 {max(years)} 年")

"""What `check` looks at on the mail servers: log-ins, folders, and passwords that end soon."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from config.settings import CourierSettings, MailboxSettings, Settings
from generators.wording import day_words
from mailroom.errors import Blocked, KeptOut, MailroomError, Misconfigured
from mailroom.finding import FAULT, FINE, MIND, Finding
from mailroom.office import account_of_courier
from mailroom.providers import Advice, Courier, Mailbox, open_courier, open_mailbox
from mailroom.providers.door import Door

PATIENCE = 15  # seconds
Server = TypeVar("Server", MailboxSettings, CourierSettings)


def check_servers(settings: Settings, door: Door) -> Iterator[Finding]:
    """Log in to each mailbox and to the server that sends, and to the one for alarms where there is one."""
    for each in settings.mailboxes:
        yield from check_mailbox(_hurried(each), door)
    yield from check_courier("发信", _hurried(settings.courier), account_of_courier(settings), door)
    if settings.watch.courier is not None:
        yield from check_courier("备用发信", _hurried(settings.watch.courier), None, door)


def _hurried(server: Server) -> Server:
    """The settings with less time for a server that says nothing: somebody waits before the screen."""
    return replace(server, timeout_seconds=min(server.timeout_seconds, PATIENCE))


def check_mailbox(settings: MailboxSettings, door: Door) -> Iterator[Finding]:
    """Log in to a mailbox and open its folders."""
    subject = f"信箱 {settings.name}"
    yield from _look_into(subject, "mailbox", settings.provider, lambda: open_mailbox(settings, door))


def check_courier(
    subject: str, settings: CourierSettings, account: MailboxSettings | None, door: Door
) -> Iterator[Finding]:
    """Log in to a server that sends."""
    yield from _look_into(
        subject, "courier", settings.provider, lambda: open_courier(settings, account, door)
    )


def _look_into(
    subject: str, table: str, provider: str, open_it: Callable[[], Mailbox | Courier]
) -> Iterator[Finding]:
    try:
        server = open_it()
        try:
            for sentence in server.check():
                yield _found(subject, sentence)
        finally:
            server.close()
    except MailroomError as error:
        yield Finding(FAULT, subject, str(error), _advice(error, table, provider))


def _found(subject: str, sentence: str) -> Finding:
    return Finding(MIND if isinstance(sentence, Advice) else FINE, subject, sentence)


def _advice(error: MailroomError, table: str, provider: str) -> str:
    known = "163、QQ 邮箱须用授权码，并在网页端开启服务"
    if provider == "ews":
        known = "Exchange 的账号还要有信箱的权限，见 docs/operations.md 第四节"
    if isinstance(error, Blocked):
        return f"等到上述时间自动再试，其间不要登录；同时核对密码（{known}）和发信的频率"
    if isinstance(error, KeptOut):
        return f"核对密码（{known}）；确认无误后用 mailroom check --try 再试一次"
    if isinstance(error, Misconfigured):
        return f"检查 office.toml 的 [{table}] 和密码（{known}）"
    return "检查网络和服务器，稍后再试"


@dataclass(frozen=True)
class PasswordEnd:
    """A password that ends by itself, as far as the config says when it was set."""

    account: str  # user@host
    ends_on: date
    days_left: int  # below 0: ended

    @property
    def sentence(self) -> str:
        """What is so, in Chinese, and what to do."""
        when = day_words(self.ends_on)
        state = f"将于{when}到期，还有 {self.days_left} 天" if self.days_left >= 0 else f"已于{when}到期"
        way = "请在网页邮箱重新生成，更新密码所在之处，并改 password_set_on"
        return f"账号 {self.account} 的密码（授权码）{state}；{way}"


def servers_of(settings: Settings) -> list[MailboxSettings | CourierSettings]:
    """Every server that the office logs in to."""
    second = settings.watch.courier
    return [*settings.mailboxes, settings.courier, *([second] if second is not None else [])]


def password_ends(settings: Settings, today: date) -> list[PasswordEnd]:
    """Every account whose password ends by itself, once each, the nearest end first."""
    servers = servers_of(settings)
    ends = {(each.user, each.host, each.password_ends_on) for each in servers if each.password_ends_on}
    found = [PasswordEnd(f"{user}（{host}）", on, (on - today).days) for user, host, on in ends if on]
    return sorted(found, key=lambda end: (end.ends_on, end.account))


def check_passwords(settings: Settings, today: date) -> Iterator[Finding]:
    """Which passwords end soon, or have ended, by the days that the config gives?"""
    for end in password_ends(settings, today):
        if end.days_left > settings.watch.password_warn_days:
            yield Finding(FINE, "密码", f"账号 {end.account} 的密码（授权码）至{day_words(end.ends_on)}有效")
        else:
            sentence, _, advice = end.sentence.partition("；")
            yield Finding(MIND if end.days_left >= 0 else FAULT, "密码", sentence, advice)

"""`secrets`: where passwords and keys are kept, and putting in a new one. None is ever printed."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from config import settings as configuration
from config.faults import SecretMissing
from config.secrets import SecretPlace, write_secret
from config.settings import CourierSettings, MailboxSettings, Settings
from mailroom.commands.chinese import ChineseGroup
from mailroom.commands.printing import print_json, print_table, say
from mailroom.commands.words import json_option
from mailroom.providers.disk import reason_of


@dataclass(frozen=True)
class Kept:
    """One secret of the config: the table it belongs to, whose it is and where it lies."""

    name: str  # "mailbox", "courier.oauth_client_secret"
    what: str
    account: str
    place: SecretPlace
    ends_on: date | None = None


@click.group(cls=ChineseGroup, invoke_without_command=True)
@json_option
@click.pass_context
def secrets(ctx: click.Context, as_json: bool) -> None:
    """各账号的密码、密钥存在哪里，读不读得到，何时到期。密码本身不显示。"""
    if ctx.invoked_subcommand is not None:
        return
    rows = [_row(each) for each in kept_secrets(configuration.load(ctx.obj, os.environ, secrets=False))]
    if as_json:
        for row in rows:
            print_json(row)
    else:
        print_table(["名称", "内容", "账号", "存放处", "状态", "到期"], [[*row.values()] for row in rows])


@secrets.command("set")
@click.argument("name", required=False)
@click.pass_context
def set_secret(ctx: click.Context, name: str | None) -> None:
    """存入新的密码（授权码）或密钥：写入配置所指的密码文件（只有本账号可读）或系统密钥环。

    NAME 如 mailbox、courier；存放处只有一个的，不必写。输入时不显示。
    """
    found = kept_secrets(configuration.load(ctx.obj, os.environ, secrets=False))
    wanted = [each for each in found if name in (None, each.name)]
    if not wanted:
        raise click.ClickException(f"没有“{name}”，有：{'、'.join(each.name for each in found) or '无'}")
    if len({str(each.place) for each in wanted}) > 1:
        raise click.ClickException(f"请写明存入哪一个：{'、'.join(each.name for each in wanted)}")
    target = wanted[0]
    secret = click.prompt(f"{target.account} 的{target.what}", hide_input=True, prompt_suffix="：").strip()
    try:
        target.place.write(secret)
    except SecretMissing as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{target.place}写不进去：{reason_of(error)}") from None
    say(
        f"已存入{target.place}。正在运行的服务会自动改用；可用 mailroom check 核对，写了 password_set_on 的请改成今天"
    )


@secrets.command()
@click.argument("name", required=False)
@click.pass_context
def authorise(ctx: click.Context, name: str | None) -> None:
    """由本人在浏览器中登录，准许本系统使用他的信箱（Microsoft 365）：取得刷新令牌，存入配置所指的文件。

    NAME 如 mailbox、courier；只有一个的，不必写。
    """
    from mailroom.providers.device_login import invite, wait_for_refresh_token  # 0.1 s to import

    settings = configuration.load(ctx.obj, os.environ)
    found = {table: each for table, each in _tables(settings) if each.oauth and each.oauth.refresh_token_file}
    wanted = {table: each for table, each in found.items() if name in (None, table)}
    if not wanted:
        raise click.ClickException(
            "没有用刷新令牌登录的账号：请先写好 oauth_client_id 和 oauth_refresh_token_file"
        )
    if len({each.oauth for each in wanted.values()}) > 1:
        raise click.ClickException(f"请写明是哪一个：{'、'.join(wanted)}")
    server = next(iter(wanted.values()))
    oauth = server.oauth
    if oauth is None or oauth.refresh_token_file is None:
        raise click.ClickException("没有用刷新令牌登录的账号")
    invitation = invite(oauth, server.provider, server.ca_file)
    say(
        f"请 {server.user} 本人在 {invitation.seconds // 60} 分钟内用浏览器打开 {invitation.address}，输入代码 {invitation.code}，登录并同意"
    )
    token = wait_for_refresh_token(oauth, invitation, pause=time.sleep, ca_file=server.ca_file)
    try:
        write_secret(oauth.refresh_token_file, token)
    except OSError as error:
        raise click.ClickException(f"{oauth.refresh_token_file} 写不进去：{reason_of(error)}") from None
    say(f"已取得刷新令牌，存入 {oauth.refresh_token_file}；可用 mailroom check 核对")


def kept_secrets(settings: Settings) -> list[Kept]:
    """All secrets that the config's mailboxes and couriers refer to, in its order."""
    return [kept for name, each in _tables(settings) for kept in _of_table(name, each)]


def _tables(settings: Settings) -> list[tuple[str, MailboxSettings | CourierSettings]]:
    """The tables that say how to log in, each with its name in the config."""
    several = len(settings.mailboxes) > 1
    tables: list[tuple[str, MailboxSettings | CourierSettings]] = [
        (f"mailbox[{number}]" if several else "mailbox", each)
        for number, each in enumerate(settings.mailboxes, 1)
    ]
    tables.append(("courier", settings.courier))
    if settings.watch.courier is not None:
        tables.append(("watch.courier", settings.watch.courier))
    return tables


def _of_table(name: str, server: MailboxSettings | CourierSettings) -> list[Kept]:
    found = []
    if server.oauth is None and server.password_place:
        found.append(
            Kept(name, "密码（授权码）", server.user, server.password_place, server.password_ends_on)
        )
    if server.oauth is not None:
        if server.oauth.secret_place:
            application = server.oauth.client_id
            found.append(
                Kept(f"{name}.oauth_client_secret", "应用密钥", application, server.oauth.secret_place)
            )
        if server.oauth.refresh_token_file:
            place = SecretPlace(file=server.oauth.refresh_token_file)
            found.append(Kept(f"{name}.oauth_refresh_token", "刷新令牌", server.user, place))
    return found


def _row(kept: Kept) -> dict[str, str]:
    try:
        kept.place.read(os.environ)
        state = "已存入" + _open_to_others(kept.place.file)
    except SecretMissing as error:
        state = str(error)
    return {
        "name": kept.name,
        "what": kept.what,
        "account": kept.account,
        "place": str(kept.place),
        "state": state,
        "ends_on": kept.ends_on.isoformat() if kept.ends_on else "",
    }


def _open_to_others(file: Path | None) -> str:
    return "，但别的账号也能读，请 chmod 600" if file is not None and file.stat().st_mode & 0o077 else ""

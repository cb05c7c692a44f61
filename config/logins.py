"""How an account logs in: by password or by OAuth2 tokens, and when its password ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from config.mail_hosts import password_days_of, scope_of, token_url_of
from config.secrets import NOWHERE, SecretPlace, read_secret, secret_place
from config.surroundings import Surroundings, fault_of_url
from config.tables import Table


@dataclass(frozen=True)
class OAuthSettings:
    """Where tokens come from. With a `refresh_token_file` on behalf of a person (delegated), else of the application."""

    token_url: str
    client_id: str
    client_secret: str = field(repr=False)  # "": a public client, which has none
    scope: str
    refresh_token_file: Path | None
    secret_place: SecretPlace = NOWHERE


@dataclass(frozen=True)
class LoginSettings:
    """How one account logs in; the part that mailboxes and couriers share."""

    auth: str  # password | oauth2, for EWS also basic | ntlm
    password: str = field(repr=False)
    password_place: SecretPlace
    password_ends_on: date | None  # None: not known, or never
    oauth: OAuthSettings | None  # given where `auth` is oauth2


def read_login(
    table: Table, near: Surroundings, *, host: str, user: str, kinds: tuple[str, ...], required: bool
) -> LoginSettings:
    """Read how an account logs in; `kinds` are the values that `auth` may have, `required` whether it must log in."""
    auth = table.one_of("auth", *kinds)
    by_token = auth == "oauth2"
    missing = "请填写存放密码的环境变量名，或改用 password_file、password_keyring"
    place = secret_place(
        table, near, "password", account=user, required=required and not by_token, missing=missing
    )
    if place.keyring and not user:
        table.fault("password_keyring", "须同时填写 user：密钥环按账号存放密码")
    return LoginSettings(
        auth=auth,
        password="" if by_token else read_secret(table, near, "password", place),
        password_place=place,
        password_ends_on=_password_ends_on(table, host),
        oauth=_read_oauth(table, near, host) if by_token and required else None,
    )


def _password_ends_on(table: Table, host: str) -> date | None:
    set_on, days = table.day("password_set_on"), table.number("password_days", most=3660)
    days = days or password_days_of(host)
    return set_on + timedelta(days=days) if set_on and days else None


def _read_oauth(table: Table, near: Surroundings, host: str) -> OAuthSettings:
    client_id = table.text("oauth_client_id", required=True)
    refresh_token_file = near.path(table.text("oauth_refresh_token_file"))
    missing = (
        "请填写存放应用密钥的环境变量名（或 _file、_keyring）；代表个人登录的，填写 oauth_refresh_token_file"
    )
    key = "oauth_client_secret"
    place = secret_place(
        table, near, key, account=client_id, required=refresh_token_file is None, missing=missing
    )
    scope = table.text("oauth_scope") or ("" if refresh_token_file else scope_of(host))
    return OAuthSettings(
        token_url=_token_url(table, host),
        client_id=client_id,
        client_secret=read_secret(table, near, key, place),
        scope=scope,
        refresh_token_file=refresh_token_file,
        secret_place=place,
    )


def _token_url(table: Table, host: str) -> str:
    url = table.text("oauth_token_url") or token_url_of(host, table.text("oauth_tenant"))
    if not url:
        table.fault("oauth_token_url", "请填写取令牌的地址；Microsoft 365 只需填写 oauth_tenant")
        return ""
    if wrong := fault_of_url(url, secret="密钥"):
        table.fault("oauth_token_url", wrong)
    return url

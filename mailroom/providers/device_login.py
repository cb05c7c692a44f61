"""A person lets the office use his account, on another machine's browser (RFC 8628): the way to a refresh token.

Microsoft offers it beside its token endpoint; Google gives no mail that way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from config.logins import OAuthSettings
from mailroom.errors import LoginRefused, Misconfigured
from mailroom.providers.oauth import as_json, ask, post, refusal

_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
# What a person must grant, by provider; `offline_access`: a refresh token as well.
SCOPES = {
    "imap": "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access",
    "smtp": "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access",
    "ews": "https://outlook.office365.com/EWS.AccessAsUser.All offline_access",
}


@dataclass(frozen=True)
class Invitation:
    """What the person is to do: open the address and type the code."""

    address: str
    code: str
    seconds: int  # how long the code is good
    device_code: str
    interval: int  # seconds between two questions whether he has done so


def invite(settings: OAuthSettings, provider: str, ca_file: Path | None = None) -> Invitation:
    """Ask for a code; raises as every question to the endpoint does."""
    url = _device_url(settings.token_url)
    form = {"client_id": settings.client_id, "scope": settings.scope or SCOPES[provider]}
    told = ask(url, form, ca_file)
    address, code = told.get("verification_uri"), told.get("user_code")
    if not address or not code or not told.get("device_code"):
        raise Misconfigured("取令牌的服务器不支持用代码登录，请用别的办法取得刷新令牌")
    seconds, interval = told.get("expires_in"), told.get("interval")
    return Invitation(
        address=str(address),
        code=str(code),
        seconds=seconds if isinstance(seconds, int) else 900,
        device_code=str(told["device_code"]),
        interval=interval if isinstance(interval, int) else 5,
    )


def wait_for_refresh_token(
    settings: OAuthSettings,
    invitation: Invitation,
    *,
    pause: Callable[[float], None],
    ca_file: Path | None = None,
) -> str:
    """Ask until the person has logged in; returns the refresh token. Raises `LoginRefused` where he does not."""
    form = {"client_id": settings.client_id, "grant_type": _GRANT, "device_code": invitation.device_code}
    if settings.client_secret:
        form["client_secret"] = settings.client_secret
    interval, waited = float(invitation.interval), 0.0
    while waited <= invitation.seconds:
        pause(interval)
        waited += max(interval, 1.0)
        status, told = post(settings.token_url, form, ca_file)
        if status == 200:
            token = as_json(told, settings.token_url).get("refresh_token")
            if not isinstance(token, str) or not token:
                raise Misconfigured("服务器没有给出刷新令牌，请检查应用是否准许 offline_access")
            return token
        code = _code_of(told, settings.token_url)
        if code == "slow_down":
            interval += 5
        elif code != "authorization_pending":
            raise refusal(settings.token_url, status, told, form)
    raise LoginRefused("本人没有在限定的时间内登录，请重新开始")


def _code_of(told: bytes, url: str) -> str:
    return str(as_json(told, url).get("error", ""))


def _device_url(token_url: str) -> str:
    if not token_url.endswith("/token"):
        raise Misconfigured("取令牌的服务器不支持用代码登录，请用别的办法取得刷新令牌")
    return token_url.removesuffix("/token") + "/devicecode"

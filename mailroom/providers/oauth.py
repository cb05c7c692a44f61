"""OAuth2 access tokens for IMAP, SMTP and Exchange: had from a token endpoint, kept until near their end, renewed.

Two ways (RFC 6749): of an application's own right (client credentials), or on behalf of a person by a refresh token,
which some servers replace at each use; the new one is written to its file before the access token is used. A plain
POST over `urllib`: `requests-oauthlib` does the same and costs 0.2 s to import.
"""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import json
import logging
import os
import ssl
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from config.faults import SecretMissing
from config.logins import OAuthSettings
from config.secrets import write_secret
from mailroom.errors import LoginRefused, MailroomError, Misconfigured, Unreachable

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 30.0
# A token is given up so long before its end: what is begun with it should be done by then.
EARLY_SECONDS = 300.0
_LARGEST_ANSWER = 256 * 1024
_MEANINGS = {
    "invalid_client": "应用程序 ID 或密钥不对，或密钥已过期；请在管理中心重新生成，再更新 oauth_client_secret 所指的密钥",
    "unauthorized_client": "应用程序没有获准用这种方式登录；请管理员检查应用的权限并授予同意",
    "invalid_scope": "申请的权限范围不对；请核对 oauth_scope",
    "invalid_request": "请求缺少内容；请核对 oauth_ 开头的各项",
    "unsupported_grant_type": "服务器不支持这种登录方式；请核对 oauth_token_url",
    "invalid_resource": "申请的权限范围不对；请核对 oauth_scope",
    "interaction_required": "服务器要求本人重新登录确认；请重新取得刷新令牌",
    "access_denied": "本人没有同意",
    "expired_token": "本人没有在限定的时间内登录；请重新开始",
    "consent_required": "管理员或本人还没有同意应用使用信箱；请先授予同意",
}


class TokenSource:
    """Where one account's access tokens come from; used by several connections and threads at once."""

    def __init__(self, settings: OAuthSettings, ca_file: Path | None = None):
        self._settings = settings
        self._ca_file = ca_file
        self._lock = threading.Lock()
        self._token = ""
        self._had_at = self._ends_at = 0.0  # time.monotonic
        self._client_secret = settings.client_secret
        self._unwritten: tuple[str, str] | None = None  # refresh token in the file, the one that replaced it

    def token(self) -> str:
        """Return an access token that is good for some minutes.

        Raises `LoginRefused` where the endpoint will give none, `Misconfigured` or `Unreachable`.
        """
        with self._lock:
            if time.monotonic() >= self._ends_at - min(EARLY_SECONDS, (self._ends_at - self._had_at) / 2):
                self._renew()
            return self._token

    def renewed(self, refused: str) -> str:
        """Return another token than the one a server refused; the one that another thread has had meanwhile, if so."""
        with self._lock:
            if self._token == refused:
                self._renew()
            return self._token

    @property
    def last(self) -> str:
        """The access token had last, good or not; "": none yet."""
        return self._token

    def secret(self) -> str:
        """All that a person could mend, in one string, for a print: application, its secret, refresh token."""
        settings = self._settings
        parts = (settings.token_url, settings.client_id, self._present_secret(), settings.scope)
        try:
            return "\0".join((*parts, self._refresh_token()))
        except Misconfigured:
            return "\0".join(parts)

    def _renew(self) -> None:
        file = self._settings.refresh_token_file
        with _alone(file) if file else contextlib.nullcontext():
            answer = ask(self._settings.token_url, self._form(), self._ca_file)
            self._keep_refresh_token(answer.get("refresh_token"))
        token, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not token:
            raise Unreachable(f"{_host(self._settings.token_url)} 没有给出令牌")
        self._token, self._had_at = token, time.monotonic()
        self._ends_at = self._had_at + (seconds if isinstance(seconds, int | float) else 3600)

    def _form(self) -> dict[str, str]:
        settings = self._settings
        form = {"client_id": settings.client_id, "grant_type": "client_credentials"}
        if settings.refresh_token_file:
            form |= {"grant_type": "refresh_token", "refresh_token": self._refresh_token()}
        more = {"client_secret": self._present_secret(), "scope": settings.scope}
        return form | {name: value for name, value in more.items() if value}

    def _keep_refresh_token(self, another: object) -> None:
        """Keep the refresh token that replaces the one just used, which may be void from now on."""
        file = self._settings.refresh_token_file
        if file is None or not isinstance(another, str) or not another or another == self._refresh_token():
            return
        try:
            write_secret(file, another)
        except OSError as error:  # good until this process ends; then a person has to log in again
            log.error("the renewed refresh token could not be written to %s: %s", file, error.strerror)
            self._unwritten = (_read(file), another)

    def _present_secret(self) -> str:
        with contextlib.suppress(SecretMissing):
            self._client_secret = self._settings.secret_place.read(os.environ) or self._client_secret
        return self._client_secret

    def _refresh_token(self) -> str:
        file = self._settings.refresh_token_file
        if file is None:
            return ""
        token = _read(file)
        return self._unwritten[1] if self._unwritten and self._unwritten[0] == token else token


@lru_cache(maxsize=16)
def token_source(settings: OAuthSettings, ca_file: Path | None = None) -> TokenSource:
    """The one source for these settings: IMAP, its Sent folder and SMTP share a token, and a rotated refresh token."""
    return TokenSource(settings, ca_file)


def ask(url: str, form: dict[str, str], ca_file: Path | None = None) -> dict[str, object]:
    """POST a form to a token endpoint and return its JSON; an error's answer becomes one of `mailroom.errors`."""
    status, told = post(url, form, ca_file)
    if status != http.HTTPStatus.OK:
        raise refusal(url, status, told, form)
    return as_json(told, url)


def post(url: str, form: dict[str, str], ca_file: Path | None = None) -> tuple[int, bytes]:
    """POST a form; returns the HTTP status and what was said. Raises `Unreachable` or `Misconfigured`."""
    body = urllib.parse.urlencode(form).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")
    try:
        with _opener(ca_file).open(request, timeout=TIMEOUT_SECONDS) as response:
            return response.status, response.read(_LARGEST_ANSWER)
    except urllib.error.HTTPError as error:
        try:
            return error.code, error.read(_LARGEST_ANSWER)
        except (OSError, http.client.HTTPException):
            return error.code, b""
    except (OSError, http.client.HTTPException) as error:
        raise _no_connection(_host(url), error) from None  # its text may carry the address, never the form


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A secret is posted to the endpoint that the office wrote, and to no other."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        return None


def _opener(ca_file: Path | None) -> urllib.request.OpenerDirector:
    context = ssl.create_default_context()
    if ca_file is not None:  # an office's own endpoint (ADFS) beside those of the world
        context.load_verify_locations(ca_file)
    return urllib.request.build_opener(_NoRedirects, urllib.request.HTTPSHandler(context=context))


def refusal(url: str, status: int, told: bytes, form: dict[str, str]) -> MailroomError:
    """The error that an endpoint's refusal means; no secret of the form is in its sentence."""
    host = _host(url)
    if status == 429 or status >= 500:
        return Unreachable(f"{host} 暂时不给令牌（HTTP {status}）")
    try:
        answer = as_json(told, url)
    except Unreachable:
        return Misconfigured(f"{host} 不像取令牌的地址（HTTP {status}），请核对 oauth_token_url")
    code = str(answer.get("error", ""))
    if code in ("temporarily_unavailable", "server_error", "slow_down"):
        return Unreachable(f"{host} 暂时不给令牌（{code}）")
    meaning = _MEANINGS.get(code, "请核对 oauth_ 开头的各项")
    if code == "invalid_grant":
        meaning = (
            "刷新令牌已失效（久未使用、改过密码或被撤销），请本人重新登录取得，写入 oauth_refresh_token_file"
        )
    details = " ".join(str(answer.get("error_description", "")).split())[:200]
    for secret in (form.get("client_secret"), form.get("refresh_token")):
        details = details.replace(secret, "***") if secret else details
    told_words = "：".join(part for part in (code or f"HTTP {status}", details) if part)
    return LoginRefused(f"{host} 不给令牌：{meaning}（服务器答复：{told_words}）")


def _no_connection(host: str, error: Exception) -> MailroomError:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return Misconfigured(f"{host} 的证书未通过验证（{cause.verify_message or cause}），取不到令牌")
    if isinstance(cause, TimeoutError):
        return Unreachable(f"{host} 在 {TIMEOUT_SECONDS:g} 秒内没有应答，取不到令牌")
    return Unreachable(f"连不上 {host}（{type(cause).__name__}），取不到令牌，请检查网络")


def as_json(told: bytes, url: str) -> dict[str, object]:
    """The object that an endpoint answered; raises `Unreachable` where it is none."""
    try:
        answer = json.loads(told)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise Unreachable(f"{_host(url)} 的答复看不懂，没有给出令牌")
    return answer


def _host(url: str) -> str:
    return urllib.parse.urlsplit(url).netloc


def _read(file: Path) -> str:
    try:
        token = file.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError):
        raise Misconfigured(f"无法读取刷新令牌文件 {file}") from None
    if not token:
        raise Misconfigured(f"刷新令牌文件 {file} 是空的，请重新取得刷新令牌")
    return token


@contextlib.contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Let no other process (a `check` beside the daemon) use the refresh token at the same moment.

    Strict servers take a token that is used twice for stolen. Who waits here reads the file once he has the lock.
    """
    try:
        opened = file.open("rb")
    except OSError:
        raise Misconfigured(f"无法读取刷新令牌文件 {file}") from None
    with opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield

"""What a server's words at a log-in mean: the secret is wrong, the server is busy, or it has closed its door for a while.

The difference decides what is done next: a wrong secret is not tried again, a busy server is, and one that counts
failures is left alone for hours.
"""

from __future__ import annotations

import json
import re

from mailroom.errors import Blocked, LoginRefused, MailroomError, Unreachable
from mailroom.providers import netease
from mailroom.providers.connecting import ServerSettings, without_password

# Response codes of RFC 5530, and how servers say that it is only now.
_ONLY_NOW = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT)\b|temporar|simultaneous connections", re.IGNORECASE)
_CLOSED = re.compile(
    r"too (many|much)\b.{0,30}(fail|error|attempt|login|auth|wrong|invalid|password)|auth error limit|locked"
    r"|blocked|IP (is|in) (rejected|blacklist)|登录(次数|失败)?过(多|频)|频繁",
    re.IGNORECASE,
)
# QQ names every cause at once: "… password is incorrect, login frequency limited, or system is busy".
_WRONG_AFTER_ALL = re.compile(
    r"password is incorrect|AUTHENTICATIONFAILED|invalid credentials", re.IGNORECASE
)
_BUSY = re.compile(r"too many|try again|later|busy", re.IGNORECASE)
BLOCKED_SECONDS = 2 * 3600.0


def login_error(server: ServerSettings, reply: str, secret: str, *, by_token: bool = False) -> MailroomError:
    """Return the error that a refused log-in means: `LoginRefused`, `Unreachable` or `Blocked`.

    `secret` is taken out of the reply, should a server ever repeat it.
    """
    words = without_password(reply, server)
    words = words.replace(secret, "***") if secret else words
    told = f"（服务器答复：{words}）"
    if _ONLY_NOW.search(words):
        return Unreachable(f"{server.host} 暂时不能登录{told}")
    if _CLOSED.search(words):
        sentence = (
            f"{server.host} 因登录失败过多等原因暂时封锁了账号 {server.user} 或本机地址，程序两小时内不再登录"
        )
        return Blocked(f"{sentence}；请核对密码{told}", retry_after=BLOCKED_SECONDS)
    if _BUSY.search(words) and not _WRONG_AFTER_ALL.search(words):
        return Unreachable(f"{server.host} 暂时不能登录{told}")
    if by_token:
        asked = "请核对应用的权限、账号是否准许该应用使用信箱，以及信箱是否开启 IMAP 或 SMTP 登录"
        return LoginRefused(f"{server.host} 不接受账号 {server.user} 的令牌，{asked}{told}")
    hint = netease.login_hint(server.host)
    return LoginRefused(f"{server.host} 不接受账号 {server.user} 的登录，请核对账号和密码{hint}{told}")


def token_refusal_words(challenge: bytes) -> str:
    """What a server says of a token it refuses (RFC 7628 and Google's XOAUTH2): its JSON put into words; "": nothing."""
    try:
        told = json.loads(challenge)
    except ValueError:
        return ""
    if not isinstance(told, dict):
        return ""
    status = str(told.get("status", ""))
    meaning = {
        "400": "令牌的写法不对",
        "401": "令牌已失效或不是为这个信箱发的",
        "403": "令牌没有使用信箱的权限",
        "invalid_token": "令牌已失效或不是为这个信箱发的",
        "invalid_request": "令牌的写法不对",
        "insufficient_scope": "令牌没有使用信箱的权限",
    }.get(status, "令牌不被接受")
    scope = f"，服务器要求的权限：{told['scope']}" if told.get("scope") else ""
    return f"{meaning}（status {status}）{scope}"

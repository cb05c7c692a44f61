"""What an Exchange server's refusals mean, and whose turn each is. Foreign exceptions end here.

The names are the ResponseCodes of EWS:
https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass

import requests.exceptions
import urllib3.exceptions
from exchangelib import errors

from mailroom.errors import MailroomError, Misconfigured, Refused, Temporary, Unreachable

_BUSY_SECONDS = 60.0  # where a busy server does not say for how long


class HttpStatus(errors.TransportError):
    """The web server answered with something else than EWS."""

    def __init__(self, status: int, *, retry_after: float | None = None, note: str = ""):
        super().__init__(f"HTTP {status} {note}".strip())
        self.status = status
        self.retry_after = retry_after
        self.note = note


@dataclass(frozen=True)
class Meaning:
    """What a ResponseCode means: which error, the sentence, how long to wait."""

    turn: type[MailroomError]
    sentence: str
    retry_after: float | None = None
    next_day: bool = False


_RIGHTS = "请管理员核对对该信箱的访问权限"

MEANINGS: dict[str, Meaning] = {
    # nobody's turn: the server is busy or on the move
    "ErrorServerBusy": Meaning(Unreachable, "Exchange 服务器繁忙，要求稍后再来", _BUSY_SECONDS),
    "ErrorMailboxStoreUnavailable": Meaning(
        Unreachable, "信箱所在的数据库暂时不可用（正在切换或维护）", _BUSY_SECONDS
    ),
    "ErrorMailboxMoveInProgress": Meaning(Unreachable, "信箱正在迁移，稍后再试", 15 * 60.0),
    "ErrorConnectionFailed": Meaning(Unreachable, "Exchange 内部连接失败，稍后再试"),
    "ErrorConnectionFailedTransientError": Meaning(Unreachable, "Exchange 内部连接失败，稍后再试"),
    "ErrorInternalServerTransientError": Meaning(Unreachable, "Exchange 暂时出错，稍后再试", _BUSY_SECONDS),
    "ErrorExceededConnectionCount": Meaning(Unreachable, "该账号同时打开的连接过多", _BUSY_SECONDS),
    "ErrorExceededSubscriptionCount": Meaning(Temporary, "该账号的通知订阅过多", 30 * 60.0),
    "ErrorTooManyObjectsOpened": Meaning(Unreachable, "该账号打开的对象过多", _BUSY_SECONDS),
    "ErrorTimeoutExpired": Meaning(Unreachable, "Exchange 处理超时，稍后再试"),
    "ErrorADUnavailable": Meaning(Unreachable, "Exchange 查不到域目录，稍后再试", _BUSY_SECONDS),
    "ErrorProxyRequestProcessingFailed": Meaning(Unreachable, "Exchange 转交请求失败，稍后再试"),
    "ErrorMailboxFailover": Meaning(Unreachable, "信箱所在的数据库正在切换，稍后再试"),
    # the operator's turn: account, rights, address
    "ErrorNonExistentMailbox": Meaning(Misconfigured, "没有这个信箱，请核对 address"),
    "ErrorMissingEmailAddress": Meaning(Misconfigured, "该账号没有信箱，请核对 user 与 address"),
    "ErrorAccessDenied": Meaning(Misconfigured, f"没有权限，{_RIGHTS}"),
    "ErrorImpersonateUserDenied": Meaning(
        Misconfigured,
        "不许代表该信箱操作：请管理员授予 full_access_as_app 或模拟（ApplicationImpersonation）权限",
    ),
    "ErrorImpersonationDenied": Meaning(Misconfigured, f"不许代表该信箱操作，{_RIGHTS}"),
    "ErrorImpersonationFailed": Meaning(Misconfigured, f"代表该信箱操作失败，{_RIGHTS}"),
    "ErrorAccountDisabled": Meaning(Misconfigured, "账号已停用，请联系管理员"),
    "ErrorPasswordExpired": Meaning(Misconfigured, "密码已过期，请更换密码后重新填写"),
    "ErrorPasswordChangeRequired": Meaning(Misconfigured, "服务器要求先更换密码"),
    "ErrorUnsupportedMailboxType": Meaning(Misconfigured, "这个地址不是可用的信箱，请核对 address"),
    "ErrorInvalidServerVersion": Meaning(Misconfigured, "服务器不认这个接口版本，请核对 ews_version"),
    "ErrorInvalidSchemaVersionForMailboxVersion": Meaning(
        Misconfigured, "信箱所在的服务器不认这个接口版本，请核对 ews_version"
    ),
    "ErrorFolderNotFound": Meaning(Temporary, "文件夹已不在，下次重新查找"),
    "ErrorSendAsDenied": Meaning(
        Misconfigured, "没有以发件地址发信的权限：请核对 office.address，或请管理员授予“代理发送”（Send As）"
    ),
    "ErrorMessageSubmissionBlocked": Meaning(Misconfigured, "该账号被禁止发信，请联系管理员"),
    "ErrorQuotaExceeded": Meaning(Misconfigured, "信箱空间已满，请清理信箱或请管理员扩容"),
    # the sender's limits
    "ErrorSubmissionQuotaExceeded": Meaning(Temporary, "今日发信数量已用完，明日再发", next_day=True),
    "ErrorExceededMaxRecipientLimit": Meaning(Refused, "收件人过多"),
    # the letter
    "ErrorMessageSizeExceeded": Meaning(Refused, "信件超过服务器允许的大小"),
    "ErrorAttachmentSizeLimitExceeded": Meaning(Refused, "附件超过服务器允许的大小"),
    "ErrorInvalidRecipients": Meaning(Refused, "收件人地址不被接受"),
    "ErrorMailRecipientNotFound": Meaning(Refused, "找不到收件人"),
    "ErrorMimeContentInvalid": Meaning(Refused, "服务器不接受信件的格式"),
    "ErrorMimeContentInvalidBase64String": Meaning(Refused, "服务器不接受信件的格式"),
    "ErrorRecipientNotFound": Meaning(Refused, "找不到收件人"),
}

# A mail of which the server can't make MIME; its properties and attachments can still be had.
CONVERSION_FAILED = (
    errors.ErrorMimeContentConversionFailed,
    errors.ErrorContentConversionFailed,
    errors.ErrorItemCorrupt,
    errors.ErrorCorruptData,
    errors.ErrorPropertyValidationFailure,
    errors.ErrorMimeContentInvalid,
)
# The mail is no longer where it was.
GONE = (errors.ErrorItemNotFound, errors.ErrorInvalidIdMalformed, errors.ErrorInvalidId)


def translated(
    error: Exception, place: str, *, patience: float, secrets: tuple[str, ...] = ()
) -> MailroomError | None:
    """Return what `error` means as one of ours; None where it is a bug, not the server nor the line.

    `place` is the server's name, `patience` the time-out in seconds. None of `secrets` gets into the sentence, should a
    server or library ever repeat it.
    """
    if isinstance(error, MailroomError):
        return error
    if not isinstance(error, errors.EWSError | requests.exceptions.RequestException | OSError):
        return None
    result = _meaning(error, place, patience)
    text = str(result)
    for secret in filter(None, secrets):
        text = text.replace(secret, "***")
    result.args = (text,)
    return result


def was_lost(error: Exception) -> bool:
    """Tell whether the connection broke (not: did not come about, timed out), so that a new one may do."""
    causes = list(causes_of(error))
    return any(isinstance(each, _LOST) for each in causes) and not any(
        isinstance(each, _NEVER_CAME | requests.exceptions.Timeout | requests.exceptions.SSLError)
        for each in causes
    )


def never_reached(error: Exception) -> bool:
    """Tell whether the request certainly did not get to the server."""
    return any(isinstance(each, _NEVER_CAME) or is_certificate(each) for each in causes_of(error))


def is_answer(error: Exception) -> bool:
    """Tell whether EWS itself said this: the line and the log-in are sound."""
    return isinstance(error, errors.ResponseMessageError) and not any(
        isinstance(each, requests.exceptions.RequestException | OSError) for each in causes_of(error)
    )


def causes_of(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception, what it was raised from, and what those carry inside: libraries wrap several deep."""
    seen: set[int] = set()
    waiting: list[BaseException] = [error]
    while waiting:
        each = waiting.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        inside = [each.__cause__, each.__context__, getattr(each, "reason", None), *each.args]
        waiting += [one for one in inside if isinstance(one, BaseException)]


_LOST = (
    requests.exceptions.ConnectionError
    | requests.exceptions.ChunkedEncodingError  # in the middle of an answer, whether it came in chunks or not
    | ConnectionError
)
_NEVER_CAME = (
    urllib3.exceptions.NewConnectionError
    | urllib3.exceptions.ConnectTimeoutError
    | requests.exceptions.ConnectTimeout
    | socket.gaierror
    | ConnectionRefusedError
    | requests.exceptions.InvalidURL
)


def is_certificate(error: BaseException) -> bool:
    """Tell whether a certificate was not accepted."""
    return "CERTIFICATE_VERIFY_FAILED" in str(error) or "certificate verify failed" in str(error)


_ANSWERS = (HttpStatus, errors.ErrorServerBusy)


def _meaning(error: BaseException, place: str, patience: float) -> MailroomError:
    # exchangelib wraps what it meets while it finds out about the server
    error = next((each for each in causes_of(error) if isinstance(each, _ANSWERS)), error)
    if isinstance(error, HttpStatus):
        return _by_status(error, place)
    if isinstance(error, errors.ErrorServerBusy):
        meaning = MEANINGS["ErrorServerBusy"]
        wait = error.back_off or meaning.retry_after
        return Unreachable(f"{place}：{meaning.sentence}（{wait:g} 秒后）", retry_after=wait)
    of_the_line = _of_the_line(error, place, patience)
    if of_the_line is not None:
        return of_the_line
    code = code_of(error)
    meaning = MEANINGS.get(code, Meaning(Temporary, "服务器没有照办"))
    sentence = f"{place}：{meaning.sentence}（{code}：{one_line(str(error))}）"
    if issubclass(meaning.turn, Temporary):
        return meaning.turn(sentence, retry_after=meaning.retry_after, next_day=meaning.next_day)
    return meaning.turn(sentence)


def code_of(error: BaseException) -> str:
    """The ResponseCode. One that exchangelib does not know stands in the text of another error."""
    name = type(error).__name__
    named = re.search(r"\bError[A-Z]\w+", str(error))
    return name if name in MEANINGS or not named else named[0]


def _by_status(error: HttpStatus, place: str) -> MailroomError:
    if error.status == 401:
        return Misconfigured(f"{place} 不接受账号的登录，请核对账号和密码（服务器答复：{error}）")
    if error.status == 403:
        return Misconfigured(f"{place} 不许该账号使用 EWS，请管理员开通（服务器答复：{error}）")
    if error.status == 413:
        return Refused(f"{place} 不接受这么大的请求（服务器答复：{error}）")
    if error.status in (404, 405):
        return Misconfigured(f"{place} 上没有 EWS 接口，请核对 url（服务器答复：{error}）")
    if error.status in (301, 302, 307, 308):
        return Misconfigured(f"{place} 转往别处（{error.note}），请把 url 写成最终的地址")
    return Unreachable(f"{place} 暂时不能服务（服务器答复：{error}）", retry_after=error.retry_after)


def _of_the_line(error: BaseException, place: str, patience: float) -> MailroomError | None:
    """What a failure below EWS means; None where the server did answer."""
    causes = list(causes_of(error))
    for each in causes:
        if is_certificate(each):
            reason = re.search(r"verify failed: ([^()]*[^() ])", str(each))
            words = reason[1] if reason else "无法核实"
            return Misconfigured(f"{place} 的证书未通过验证（{words}）；单位自建证书请填写 ca_file")
    if any("WRONG_VERSION_NUMBER" in str(each) for each in causes):
        return Misconfigured(f"{place} 不是 TLS 端口，请核对 url")
    if any(isinstance(each, socket.gaierror) for each in causes):
        return Unreachable(f"找不到服务器 {place}，请检查网络或域名")
    if any(isinstance(each, ConnectionRefusedError) for each in causes):
        return Unreachable(f"{place} 拒绝连接")
    if any(isinstance(each, requests.exceptions.Timeout | TimeoutError) for each in causes):
        return Unreachable(f"{place} 在 {patience:g} 秒内没有应答")
    if any(isinstance(each, requests.exceptions.RequestException | OSError) for each in causes):
        return Unreachable(f"与 {place} 的连接中断：{one_line(str(error))}")
    if isinstance(error, errors.UnauthorizedError):
        return Misconfigured(
            f"{place} 不接受账号的登录，请核对账号和密码（服务器答复：{one_line(str(error))}）"
        )
    return None


def one_line(text: str) -> str:
    """Return a server's words as one short line."""
    return " ".join(text.split())[:300]

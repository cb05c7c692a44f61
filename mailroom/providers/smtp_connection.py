"""Reach an SMTP server: encrypted, logged in, without the delay that costs 40 ms a letter."""

from __future__ import annotations

import smtplib

from mailroom.errors import MailroomError, Misconfigured
from mailroom.providers.connecting import (
    ServerSettings,
    acknowledge_at_once,
    connection_error,
    encryption,
    login_refused,
    require_encryption,
    send_at_once,
)
from mailroom.providers.smtp_replies import Stage, reply_error, reply_words

# Said at EHLO: an address literal is always valid, asks no DNS and tells nothing of this machine.
_OUR_NAME = "[127.0.0.1]"
_OK, _LOGIN_REFUSED = 250, 535


def connect(server: ServerSettings) -> smtplib.SMTP:
    """Return a connection ready to take letters; raises `Temporary` or `Misconfigured`."""
    require_encryption(server)
    context = encryption(server)
    place, patience = (server.host, server.port, _OUR_NAME), server.timeout_seconds
    try:
        if server.security == "tls":
            smtp: smtplib.SMTP = _PromptTls(*place, context=context, timeout=patience)
        else:
            smtp = _Prompt(*place, timeout=patience)
    except OSError as error:  # smtplib's own exceptions are OSErrors too
        raise broken(server, error) from error
    try:
        if server.security == "starttls":
            smtp.starttls(context=context)
        if smtp.sock is not None:
            send_at_once(smtp.sock)
        code, reply = smtp.ehlo()
        if code != _OK:
            raise smtplib.SMTPHeloError(code, reply)
        if server.user:
            _log_in(smtp, server)
    except BaseException as error:
        smtp.close()
        if isinstance(error, OSError):
            raise broken(server, error) from error
        raise
    return smtp


class _Prompt(smtplib.SMTP):
    """SMTP that keeps no reply waiting: once we have sent something, our acknowledgements are late again."""

    def getreply(self) -> tuple[int, bytes]:
        if self.sock is not None:
            acknowledge_at_once(self.sock)
        return super().getreply()


class _PromptTls(_Prompt, smtplib.SMTP_SSL):
    """The same over TLS."""


def broken(server: ServerSettings, error: OSError) -> MailroomError:
    """Return the error for a connection that did not come about, or broke before anything was handed over."""
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Misconfigured(f"{server.host}:{server.port} 不支持 STARTTLS 或登录，请核对 port 与 security")
    if isinstance(error, smtplib.SMTPResponseException):
        reply = error.smtp_error
        return reply_error(
            error.smtp_code, reply if isinstance(reply, bytes) else reply.encode(), Stage.LOGIN
        )
    # smtplib reports every break as SMTPServerDisconnected and leaves the cause (a timeout, a reset) as its context
    cause = error.__context__ if isinstance(error, smtplib.SMTPServerDisconnected) else error
    return connection_error(server, cause if isinstance(cause, OSError) else error)


def _log_in(smtp: smtplib.SMTP, server: ServerSettings) -> None:
    """Log in once, by one mechanism: `SMTP.login` tries a wrong password with each, and NetEase counts the failures."""
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    smtp.user, smtp.password = server.user, server.password
    try:
        if "PLAIN" in offered:
            smtp.auth("PLAIN", smtp.auth_plain)
        elif "LOGIN" in offered:
            smtp.auth("LOGIN", smtp.auth_login)
        else:
            raise smtplib.SMTPNotSupportedError("no log-in offered")
    except UnicodeError as error:
        raise Misconfigured(f"{server.host} 的账号或密码含有服务器不接受的字符") from error
    except smtplib.SMTPAuthenticationError as error:
        if error.smtp_code != _LOGIN_REFUSED:
            raise
        reply = error.smtp_error
        words = reply_words(reply if isinstance(reply, bytes) else reply.encode())
        raise login_refused(server, f"{error.smtp_code} {words}") from error

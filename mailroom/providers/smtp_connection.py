"""Reach an SMTP server: encrypted, logged in, without the delay that costs 40 ms a letter."""

from __future__ import annotations

import smtplib

from mailroom.errors import LoginRefused, MailroomError, Misconfigured
from mailroom.providers.bearer import Conversation, mechanism_of
from mailroom.providers.connecting import (
    ServerSettings,
    acknowledge_at_once,
    connection_error,
    encryption,
    require_encryption,
    send_at_once,
)
from mailroom.providers.door import Account, Login
from mailroom.providers.login_replies import login_error, token_refusal_words
from mailroom.providers.smtp_replies import Stage, reply_error, reply_words

# Said at EHLO: an address literal is always valid, asks no DNS and tells nothing of this machine.
_OUR_NAME = "[127.0.0.1]"
_OK, _LOGIN_REFUSED = 250, 535


def connect(server: Account, login: Login | None = None) -> smtplib.SMTP:
    """Return a connection ready to take letters; raises `Temporary` or `Misconfigured`."""
    require_encryption(server)
    if not server.user:
        return _greeted(server)
    opened: list[smtplib.SMTP] = []

    def knock(secret: str) -> None:
        smtp = _greeted(server)
        try:
            _log_in(smtp, server, secret)
        except BaseException as error:
            smtp.close()
            if isinstance(error, OSError):
                raise broken(server, error) from error
            raise
        opened.append(smtp)

    (login or Login("smtp", server)).get_in(knock)
    return opened[-1]


def _greeted(server: Account) -> smtplib.SMTP:
    """Return a connection that is encrypted as configured and has exchanged greetings."""
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


def _log_in(smtp: smtplib.SMTP, server: Account, secret: str) -> None:
    """Log in once, by one mechanism: `SMTP.login` tries a wrong password with each, and NetEase counts the failures."""
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    smtp.user, smtp.password = server.user, secret
    words = None
    try:
        if server.auth == "oauth2":
            mechanism = mechanism_of(offered)
            if mechanism is None:
                raise Misconfigured(f'{server.host} 不接受令牌登录（没有 XOAUTH2），请改用 auth = "password"')
            words = Conversation(mechanism, server.user, secret, server.host, server.port)
            smtp.auth(mechanism, words)
        elif "PLAIN" in offered:
            smtp.auth("PLAIN", smtp.auth_plain)
        elif "LOGIN" in offered:
            smtp.auth("LOGIN", smtp.auth_login)
        else:
            raise smtplib.SMTPNotSupportedError("no log-in offered")
    except UnicodeError:
        raise Misconfigured(f"{server.host} 的账号或密码含有服务器不接受的字符") from None
    except smtplib.SMTPAuthenticationError as error:
        reply = error.smtp_error
        told = reply if isinstance(reply, bytes) else reply.encode()
        told = told.replace(secret.encode(), b"***") if secret else told  # should a server ever repeat it
        why = token_refusal_words(words.challenge) if words else ""
        raise _refusal(server, error.smtp_code, told, secret, why) from None


def _refusal(server: Account, code: int, reply: bytes, secret: str, why: str) -> MailroomError:
    """The error of a refused log-in: by the words where the code only says no, else by NetEase's table and the code."""
    known = reply_error(code, reply, Stage.LOGIN)
    said = f"{code} {reply_words(reply)}"
    if code == _LOGIN_REFUSED or isinstance(known, Misconfigured):
        by_words = login_error(
            server, "；".join(filter(None, [why, said])), secret, by_token=server.auth == "oauth2"
        )
        if code == _LOGIN_REFUSED or not isinstance(by_words, LoginRefused):
            return by_words
        return LoginRefused(str(known))
    return known

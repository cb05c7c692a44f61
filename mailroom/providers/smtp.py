"""Letters out over SMTP: one kept connection, and an exact answer to "did it go?"."""

from __future__ import annotations

import re
import select
import smtplib
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from mailroom.errors import Blocked, MailroomError, Refused, Temporary, Uncertain
from mailroom.providers import netease
from mailroom.providers.base import Receipt
from mailroom.providers.connecting import SECURITY_NAMES
from mailroom.providers.door import Door, Login
from mailroom.providers.envelope import check_addresses, with_crlf
from mailroom.providers.sent import Sent, open_sent
from mailroom.providers.smtp_connection import broken, connect
from mailroom.providers.smtp_replies import Stage, reply_error, reply_words, wants_new_connection
from mailroom.waypoints import reached

if TYPE_CHECKING:
    from config.settings import CourierSettings, MailboxSettings

_SLICE = 64 * 1024  # the time-out of a send counts for the whole of it: a large letter goes in slices
# A server that scans what it was given may be slow to say OK (RFC 5321 allows ten minutes): so many time-outs long.
PATIENCE_AFTER_LETTER = 5
# A server that took a letter files its copy when it is done scanning; our own append is looked for, not waited for.
SETTLE_SECONDS = 120.0


class _NewConnectionWanted(Exception):
    """The kept connection is used up or has gone; nothing was handed over on it."""

    def __init__(self, error: MailroomError):
        self.error = error


class SmtpCourier:
    """Delivers letters over SMTP; see `mailroom.providers.base.Courier`.

    `mailbox` is the account whose Sent folder is evidence of what went out; without one `find_sent` can't tell.
    """

    def __init__(
        self, settings: CourierSettings, mailbox: MailboxSettings | None = None, door: Door | None = None
    ):
        self._settings = settings
        self._login = Login("smtp", settings, door)
        self._sent: Sent | None = None
        if mailbox is not None and settings.save_sent != "none":
            self._sent = open_sent(mailbox, settings.sent_folder, door)
        self._smtp: smtplib.SMTP | None = None
        self.settle_seconds = SETTLE_SECONDS if settings.save_sent == "server" else 0.0
        self._carried = 0  # letters on the present connection

    def send(
        self, message: bytes, *, sender: str, recipients: list[str], handing_over: Callable[[], None]
    ) -> Receipt:
        """Deliver one letter. See `Courier.send`."""
        try:
            return self._send(message, sender, recipients, handing_over)
        except Blocked as error:
            self._login.was_blocked(error)
            raise

    def _send(
        self, message: bytes, sender: str, recipients: list[str], handing_over: Callable[[], None]
    ) -> Receipt:
        message = with_crlf(message)
        check_addresses(sender, recipients)
        most = self._settings.letters_per_connection
        if most and self._carried >= most:
            self._say_goodbye()
        kept = self._smtp is not None
        try:
            refused = self._offer(message, sender, recipients)
        except _NewConnectionWanted as wish:
            if not kept:
                raise wish.error from wish
            try:
                refused = self._offer(message, sender, recipients)
            except _NewConnectionWanted as again:
                raise again.error from again
        receipt = Receipt(self._hand_over(message, recipients, handing_over), refused=tuple(refused.items()))
        return self._saved(receipt, message)

    def find_sent(self, message_id: str) -> bool | None:
        """Look into the Sent folder. See `Courier.find_sent`.

        Where we put the copy there ourselves, its absence proves nothing: we may have ended in between.
        """
        if self._sent is None:
            return None
        server_saves = self._settings.save_sent == "server"
        if self._sent.holds(message_id, patiently=server_saves):
            return True
        return False if server_saves else None

    def sent_since(self, since: date) -> list[str] | None:
        """List the Sent folder. See `KeepsSent.sent_since`."""
        return self._sent.since(since) if self._sent is not None else None

    def check(self) -> list[str]:
        """Log in anew and say goodbye; say what was found."""
        settings = self._settings
        self.close()
        self._connection()
        self.close()
        account = f"，账号 {settings.user}" if settings.user else "，不登录"
        found = [
            f"已登录 {settings.host}:{settings.port}（SMTP，{SECURITY_NAMES[settings.security]}）{account}"
        ]
        if self._sent is not None:
            found.append(f"已发送的信保存在“{self._sent.check()}”")
        else:
            found.append("无处查对已发送的信：发送中断时须由人确认是否发出")
        return found + netease.courier_advice(
            settings.host,
            letters_per_connection=settings.letters_per_connection,
            save_sent=settings.save_sent,
        )

    def close(self) -> None:
        """Say goodbye; never raises."""
        self._say_goodbye()
        if self._sent is not None:
            self._sent.close()

    # -- the conversation, in order ----------------------------------------------------------------------------------

    def _say_goodbye(self) -> None:
        smtp, self._smtp, self._carried = self._smtp, None, 0
        if smtp is not None:
            try:
                smtp.quit()
            except OSError:  # the server left first: the goodbye is a courtesy
                smtp.close()

    def _connection(self) -> smtplib.SMTP:
        if self._smtp is None:
            self._smtp, self._carried = connect(self._settings, self._login), 0
        return self._smtp

    def _offer(self, message: bytes, sender: str, recipients: list[str]) -> dict[str, str]:
        """Name sender and recipients up to the server's "354 go on"; return those refused for good, with reasons."""
        smtp = self._connection()
        try:
            self._expect(250, smtp.mail(sender, _options(smtp, message, sender, recipients)), Stage.SENDER)
            refused = self._name_recipients(smtp, recipients)
            self._expect(354, smtp.docmd("DATA"), Stage.LETTER)
        except smtplib.SMTPServerDisconnected as error:
            self._drop()
            raise _NewConnectionWanted(broken(self._settings, error)) from error
        except MailroomError:
            self._start_afresh(smtp)
            raise
        except BaseException:  # a signal in the middle: the connection may wait for anything
            self._drop()
            raise
        return refused

    def _name_recipients(self, smtp: smtplib.SMTP, recipients: list[str]) -> dict[str, str]:
        refused: dict[str, Refused] = {}
        for recipient in recipients:
            try:
                self._expect(250, smtp.rcpt(recipient), Stage.RECIPIENT, (recipient,))
            except Refused as error:
                refused[recipient] = error
        if len(refused) == len(recipients):
            raise Refused(str(next(iter(refused.values()))), recipients=tuple(refused))
        return {recipient: str(error) for recipient, error in refused.items()}

    def _hand_over(self, message: bytes, recipients: list[str], handing_over: Callable[[], None]) -> str:
        """Give the letter and return the server's receipt.

        The final dot goes by itself: before its first byte the server can't have taken the letter, after it only the
        reply tells.
        """
        smtp = self._connection()
        try:
            handing_over()
            stuffed = re.sub(rb"(?m)^\.", b"..", message)
            for start in range(0, len(stuffed), _SLICE):
                smtp.send(stuffed[start : start + _SLICE])
            if _has_left(smtp):
                raise smtplib.SMTPServerDisconnected("the server left before the end of the letter")
        except smtplib.SMTPServerDisconnected as error:
            self._drop()
            raise Temporary(f"信件尚未交完，{broken(self._settings, error)}") from error
        except BaseException:  # the caller could not record it: the letter must not go
            self._drop()
            raise
        try:
            _be_patient(smtp, self._settings.timeout_seconds * PATIENCE_AFTER_LETTER)
            smtp.send(b".\r\n")
            reached("letter given")
            code, reply = smtp.getreply()
        except OSError as error:
            self._drop()
            raise Uncertain(
                f"信件已交给 {self._settings.host}，未等到答复连接即中断，是否发出须查对"
            ) from error
        if code == -1:
            self._drop()
            raise Uncertain(f"信件已交给 {self._settings.host}，但答复无法辨认，是否发出须查对")
        if code // 100 != 2:
            self._start_afresh(smtp)
            raise reply_error(code, reply, Stage.LETTER, recipients=tuple(recipients))
        _be_patient(smtp, self._settings.timeout_seconds)
        self._carried += 1
        return f"{code} {reply_words(reply)}"

    def _expect(
        self, code: int, answer: tuple[int, bytes], stage: Stage, recipients: tuple[str, ...] = ()
    ) -> None:
        given, reply = answer
        if given == code or (code == 250 and given == 251):
            return
        error = reply_error(given, reply, stage, recipients=recipients)
        if wants_new_connection(given, reply):
            self._drop()
            raise _NewConnectionWanted(error)
        raise error

    def _saved(self, receipt: Receipt, message: bytes) -> Receipt:
        """Put a copy into the Sent folder where the server does not; failing that, the letter is sent all the same."""
        if self._settings.save_sent != "append" or self._sent is None:
            return receipt
        try:
            self._sent.append(message)
        except MailroomError as error:
            return Receipt(
                receipt.reply, refused=receipt.refused, remark=f"信已发出，但未能存入已发送：{error}"
            )
        return receipt

    def _start_afresh(self, smtp: smtplib.SMTP) -> None:
        """Let the server forget the letter it refused; a connection that can't is given up."""
        try:
            code, _ = smtp.rset()
        except OSError:
            code = -1
        if code != 250:
            self._drop()
        else:
            _be_patient(smtp, self._settings.timeout_seconds)

    def _drop(self) -> None:
        smtp, self._smtp, self._carried = self._smtp, None, 0
        if smtp is not None:
            smtp.close()


def _has_left(smtp: smtplib.SMTP) -> bool:
    """Tell whether the server has closed its end: what was written into the socket since then reached nobody."""
    if smtp.sock is None:
        return True
    poll = select.poll()
    poll.register(smtp.sock, select.POLLHUP | getattr(select, "POLLRDHUP", 0))
    return bool(poll.poll(0))


def _be_patient(smtp: smtplib.SMTP, seconds: float) -> None:
    if smtp.sock is not None:
        smtp.sock.settimeout(seconds)


def _options(smtp: smtplib.SMTP, message: bytes, sender: str, recipients: list[str]) -> list[str]:
    """What the server should know beforehand: the size, and whether there are bytes or addresses beyond ASCII."""
    options = []
    if smtp.has_extn("size"):
        options.append(f"SIZE={len(message)}")
    if not message.isascii() and smtp.has_extn("8bitmime"):
        options.append("BODY=8BITMIME")
    if not all(address.isascii() for address in (sender, *recipients)):
        if not smtp.has_extn("smtputf8"):
            raise Refused("发信服务器不支持含汉字的邮箱地址", recipients=tuple(recipients))
        options.append("SMTPUTF8")
    return options

"""Dovecot and Postfix of one's own on loopback, for tests and benches.

    with MailHost() as host:
        host.append("office@example.cn", raw)
        host.wait_for_mails("zjj@example.cn", 1)

Every address of example.cn has a mailbox and the password `host.password`; mail to anywhere else is accepted and
thrown away, so nothing ever leaves the machine. Needs root, as Postfix does. Several may run side by side.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import time
from datetime import datetime
from pathlib import Path
from types import TracebackType

from tests.servers import maildir
from tests.servers.certificate import make_certificate
from tests.servers.ports import answers, free_ports, program, server_folder

_FILES = Path(__file__).parent / "mail_host_files"
_TRIES = 4  # a port taken between choosing and using it; more failures have another cause
_PATIENCE = 20.0  # seconds: greetings come after 0.3 s, on a busy machine later
# Addresses whose local part begins so are refused for good (550) or put off (450) by the submission ports.
REFUSED, DEFERRED = "refused", "deferred"


class MailHost:
    """One Dovecot and one Postfix with their own folder and ports."""

    imap_port: int
    imaps_port: int
    lmtp_port: int
    sasl_port: int
    smtp_port: int  # port 25: no log-in, only for example.cn; as the world delivers to us
    submission_port: int  # STARTTLS and log-in
    smtps_port: int  # TLS and log-in
    smtps_saving_port: (
        int  # the same, and the server puts a copy into the sender's folder Sent, as 163.com does
    )

    tokens_port: int  # where Dovecot asks about access tokens: a `TokenEndpoint` that a test starts there

    def __init__(self, *, password: str = "auth-code-of-tests"):
        self.host = "127.0.0.1"
        self.password = password
        self.folder = server_folder("mailhost-")
        self.ca_file = self.folder / "cert.pem"
        self.key_file = self.folder / "key.pem"
        self._dovecot: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> MailHost:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> MailHost:
        """Start both and return once all ports greet; `RuntimeError` with their logs where they don't."""
        if os.geteuid() != 0:
            raise RuntimeError("the mail host needs root: Postfix's master runs only as root")
        atexit.register(self.stop)
        make_certificate(self.folder)
        for _ in range(_TRIES):
            self._write_configuration()
            self._start_dovecot()
            # `postfix start` checks the queue's folders (making them) and returns when the master holds its ports
            started = subprocess.run(
                [program("postfix", "postfix"), "-c", self._etc, "start"], capture_output=True
            )
            if started.returncode == 0 and self._ready():
                return self
            self._stop_servers()
        raise RuntimeError(f"the mail host did not start:\n{self._logs()}")

    def stop(self) -> None:
        """Stop both, by their process ids, and remove their folder."""
        atexit.unregister(self.stop)
        self._stop_servers()
        shutil.rmtree(self.folder, ignore_errors=True)

    def restart_dovecot(self) -> None:
        """End every IMAP connection and come back on the same ports."""
        self._stop_dovecot()
        self._start_dovecot()
        if not self._ready():
            raise RuntimeError(f"Dovecot did not come back:\n{self._logs()}")
        # Postfix's idle smtpd processes hold a line to the log-in that has gone, and would answer a later test with 454
        subprocess.run([program("postfix", "postfix"), "-c", self._etc, "reload"], capture_output=True)

    # -- mailboxes ---------------------------------------------------------------------------------------------------

    def append(
        self, user: str, raw: bytes, folder: str = "INBOX", *, arrived_at: datetime | None = None
    ) -> None:
        """Put one mail into a folder at once (made when absent); `arrived_at` is its INTERNALDATE, China time."""
        maildir.drop(self._home(user), raw, folder, arrived_at)

    def mails(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """Return the raw mails of a folder, oldest first; [] where the folder does not exist."""
        return maildir.read(self._home(user), folder)

    def flags(self, user: str, folder: str = "INBOX") -> list[str]:
        """Return each mail's Maildir flags ("": nobody has looked at it)."""
        return maildir.flags(self._home(user), folder)

    def wait_for_mails(
        self, user: str, count: int, folder: str = "INBOX", *, seconds: float = _PATIENCE
    ) -> list[bytes]:
        """Return the mails once at least `count` are there; `TimeoutError` tells how many came."""
        deadline = time.monotonic() + seconds
        while len(found := self.mails(user, folder)) < count:
            if time.monotonic() > deadline:
                raise TimeoutError(
                    f"{user} {folder}: {len(found)} of {count} mails after {seconds} s\n{self._logs()}"
                )
            time.sleep(0.03)
        return found

    def bump_uidvalidity(self, user: str, folder: str = "INBOX") -> None:
        """Give the folder another UIDVALIDITY, as after a restore from backup or a move to another server."""
        place = maildir.folder_path(self._home(user), folder)
        validity = int((place / "dovecot-uidlist").read_text().split()[1][1:])
        self._doveadm("mailbox", "update", "-u", user, "--uid-validity", str(validity + 1000), folder)

    def number_from(self, user: str, uidvalidity: int, uid: int, folder: str = "INBOX") -> None:
        """Give the folder this UIDVALIDITY, and its next mail this UID."""
        numbers = ["--uid-validity", str(uidvalidity), "--min-next-uid", str(uid)]
        self._doveadm("mailbox", "update", "-u", user, *numbers, folder)

    def remove(self, user: str, folder: str, search: str = "all") -> None:
        """Remove mails behind everyone's back; `search` as `doveadm expunge` takes it ("uid 3", "subject x")."""
        self._doveadm("expunge", "-u", user, "mailbox", folder, *search.split())

    def delete_folder(self, user: str, folder: str) -> None:
        """Delete a folder with all its mails."""
        self._doveadm("mailbox", "delete", "-u", user, folder)

    # -- the two servers ---------------------------------------------------------------------------------------------

    @property
    def _etc(self) -> str:
        return str(self.folder / "etc")

    def _home(self, user: str) -> Path:
        local, _, domain = user.lower().partition("@")
        return self.folder / "home" / domain / local

    def _doveadm(self, *words: str) -> None:
        tool = program("doveadm", "dovecot-imapd")
        done = subprocess.run(
            [tool, "-c", f"{self._etc}/dovecot.conf", *words], capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"doveadm {' '.join(words)}: {done.stderr}")

    def _write_configuration(self) -> None:
        names = ["IMAP", "IMAPS", "LMTP", "SASL", "SMTP", "SUBMISSION", "SMTPS", "SMTPS_SAVING", "TOKENS"]
        words = dict(zip(names, map(str, free_ports(len(names))), strict=True))
        for name, port in words.items():
            setattr(self, f"{name.lower()}_port", int(port))
        words |= {"DIR": str(self.folder), "NAME": self.folder.name, "PASSWORD": self.password}
        etc = Path(self._etc)
        etc.mkdir(exist_ok=True)
        for source in _FILES.iterdir():
            text = source.read_text()
            for word, value in words.items():
                text = text.replace(f"@{word}@", value)
            (etc / source.name).write_text(text)
        for name, owner in (("home", "dovecot"), ("queue", "root"), ("postfix", "postfix")):
            (self.folder / name).mkdir(exist_ok=True)
            shutil.chown(self.folder / name, owner)

    def _start_dovecot(self) -> None:
        command = [program("dovecot", "dovecot-imapd dovecot-lmtpd"), "-F", "-c", f"{self._etc}/dovecot.conf"]
        log = (self.folder / "dovecot.log").open("ab")
        self._dovecot = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        log.close()

    def _stop_dovecot(self) -> None:
        if self._dovecot is not None:
            self._dovecot.terminate()
            self._dovecot.wait(timeout=30)
            self._dovecot = None

    def _stop_servers(self) -> None:
        # SIGTERM to Postfix's wrapper would leave the master on its ports; its own `stop` ends it by its pid file
        if (self.folder / "queue" / "pid" / "master.pid").exists():
            subprocess.run([program("postfix", "postfix"), "-c", self._etc, "stop"], capture_output=True)
        self._stop_dovecot()

    def _ready(self) -> bool:
        """Wait until every port answers; False as soon as Dovecot has ended or patience has."""
        ports = (self.imap_port, self.imaps_port, self.lmtp_port, self.sasl_port)
        ports += (self.smtp_port, self.submission_port, self.smtps_port, self.smtps_saving_port)
        deadline = time.monotonic() + _PATIENCE
        while not all(answers(port) for port in ports):
            if time.monotonic() > deadline or self._dovecot is None or self._dovecot.poll() is not None:
                return False
            time.sleep(0.03)
        return True

    def _logs(self) -> str:
        parts = [self.folder / "dovecot.log", self.folder / "postfix.log"]
        return "\n".join(part.read_text(errors="replace")[-3000:] for part in parts if part.exists())

"""The limit: the same mailbox fetched by nothing but imaplib, and its bytes drained by nothing but a socket.

Run as a process of its own: `python -m bench.bare_fetch PORT USER CA_FILE`, the password in BENCH_PASSWORD. Prints one
JSON object: mails, and seconds of wall and processor time of each loop. Nothing on the server changes (EXAMINE, PEEK).
"""

from __future__ import annotations

import imaplib
import json
import os
import ssl
import sys
import time

HOST = "127.0.0.1"
BATCH = 50
PASSWORD_ENV = "BENCH_PASSWORD"
BODIES = "(UID BODY.PEEK[])"


def connected(port: int, user: str, ca_file: str) -> tuple[imaplib.IMAP4_SSL, list[str]]:
    """A connection with INBOX open, and the UIDs of its mails in batches of 50, as UID FETCH takes them."""
    server = imaplib.IMAP4_SSL(HOST, port, ssl_context=ssl.create_default_context(cafile=ca_file))
    server.login(user, os.environ[PASSWORD_ENV])
    server.select("INBOX", readonly=True)
    uids = server.uid("SEARCH", "ALL")[1][0].decode().split()
    return server, [",".join(uids[start : start + BATCH]) for start in range(0, len(uids), BATCH)]


def fetch(server: imaplib.IMAP4_SSL, batches: list[str]) -> int:
    """Fetch every mail with imaplib; returns how many bodies came."""
    count = 0
    for uids in batches:
        _, parts = server.uid("FETCH", uids, BODIES)
        count += sum(isinstance(part, tuple) for part in parts)
    return count


def drain(server: imaplib.IMAP4_SSL, batches: list[str]) -> int:
    """Ask for the same and read what comes without looking into it; returns the bytes."""
    connection, room, count = server.sock, bytearray(1 << 18), 0
    for number, uids in enumerate(batches):
        tag = b"D%d" % number
        connection.sendall(tag + f" UID FETCH {uids} {BODIES}\r\n".encode())
        end, tail = b"\r\n" + tag + b" OK", b""
        while not (end in tail and tail.endswith(b"\r\n")):
            size = connection.recv_into(room)
            if not size:
                raise RuntimeError("the server left")
            count += size
            tail = (tail + bytes(room[max(0, size - 200) : size]))[-400:]
    return count


def main(port: str, user: str, ca_file: str) -> None:
    """Drain once so that the server knows its mails, then time both loops."""
    server, batches = connected(int(port), user, ca_file)
    drain(server, batches)
    told: dict[str, float] = {}
    for name, loop in (("fetch", fetch), ("drain", drain)):
        wall, processor = time.perf_counter(), time.process_time()
        told[f"{name}_count"] = loop(server, batches)
        told[f"{name}_wall"] = time.perf_counter() - wall
        told[f"{name}_processor"] = time.process_time() - processor
    server.logout()
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""What our own server says of a sender: Authentication-Results (RFC 8601), read as the topmost header of its own name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.reading import Envelope

_COMMENT = re.compile(r"\([^()]*\)")  # the server's chatter; may quote the sender
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_METHOD = re.compile(r"^(spf|dkim|dmarc)(?:/\d+)?\s*=\s*(\w+)", re.IGNORECASE)
_DOMAIN = re.compile(
    r"\b(?:header\.d|header\.i|smtp\.mailfrom|smtp\.mail|smtp\.helo|header\.from)\s*=\s*(\S+)", re.IGNORECASE
)
# A broken record of the sender's is no better than none: its server's operator sees it. The others are no failure:
# softfail and neutral say that the domain itself is not sure, temperror that nobody could be asked.
_FAILURES = ("fail", "permerror")


@dataclass(frozen=True)
class _Result:
    method: str
    outcome: str
    domain: str  # that was looked at, lower case; "" where the header does not say


def failed_authentication(envelope: Envelope, authserv_ids: tuple[str, ...]) -> str:
    """Return what failed by our own server, a Chinese sentence, or "".

    Only the topmost header that bears one of our servers' names counts: anybody can write the others. DMARC decides
    where there is a verdict of it; else SPF and DKIM, each where it looked at the domain of the From address: a
    newsletter's own signature that broke says nothing about the sender.
    """
    for value in envelope.authentication_results:
        server, results = _read(value)
        if server in authserv_ids:
            failed = _failed(results, envelope.sender.mail.lower().rpartition("@")[2])
            return f"发件人身份核验未通过（{'、'.join(failed)}）" if failed else ""
    return ""


def _read(value: str) -> tuple[str, list[_Result]]:
    """The server's name, in lower case, and the results that it gives."""
    while (bare := _COMMENT.sub(" ", value)) != value:
        value = bare
    value = _QUOTED.sub(lambda quoted: re.sub(r"[\s;\\]", "", quoted[1]), value)  # reason="spf=fail; …"
    name, *parts = value.split(";")
    words = name.split()  # the name, perhaps a version behind it
    results = []
    for part in parts:
        if found := _METHOD.match(part.strip()):
            domain = _DOMAIN.search(part)
            host = domain[1].rpartition("@")[2].strip("<>.").lower() if domain else ""
            results.append(_Result(found[1].lower(), found[2].lower(), host))
    return words[0].lower() if words else "", results


def _failed(results: list[_Result], sender: str) -> list[str]:
    dmarc = [each.outcome for each in results if each.method == "dmarc"]
    if "pass" in dmarc:
        return []
    if any(outcome in _FAILURES for outcome in dmarc):
        return ["dmarc"]
    about_sender = [each for each in results if not each.domain or _aligned(each.domain, sender)]
    if any(each.method == "dkim" and each.outcome == "pass" for each in about_sender if each.domain):
        return []  # signed by the sender's own domain; SPF fails wherever a mail was forwarded
    return sorted({each.method for each in about_sender if each.outcome in _FAILURES})


def _aligned(domain: str, sender: str) -> bool:
    """Whether one is the other or lies beneath it (RFC 7489, relaxed)."""
    return domain == sender or domain.endswith("." + sender) or sender.endswith("." + domain)

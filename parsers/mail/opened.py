"""OpenedMail: a mail taken apart, before anybody asks what it means."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.mail.cloud import CloudFile
from parsers.paper import Paper
from parsers.reading import Bounce, Envelope


@dataclass(frozen=True)
class Enclosure:
    """A document that came with a mail: its decoded file name and its bytes."""

    name: str
    data: bytes
    inline: bool = False  # a picture of the body (Content-ID, Content-Disposition: inline), not a document


@dataclass(frozen=True)
class OpenedMail:
    """A mail taken apart.

    `body` is what the sender wrote now, `quoted` the earlier mail below it (either may have no blocks). Text that
    was forwarded (转发, inline or as message/rfc822) is content: it stands in `body`, or in `forwarded`.
    """

    envelope: Envelope
    body: Paper
    quoted: Paper
    enclosures: tuple[Enclosure, ...] = ()
    forwarded: tuple[OpenedMail, ...] = ()
    machine: str = ""  # "auto_reply", "bounce", "receipt", "other" (an invitation, a recall), or "" where a person wrote it
    machine_why: str = ""  # one Chinese sentence: what showed it
    bounce: Bounce | None = None
    cloud: tuple[CloudFile, ...] = ()  # files that it links to instead of bringing them
    note: str = ""  # Chinese sentence that needs nobody's attention: a signature was taken off
    problems: tuple[
        str, ...
    ] = ()  # Chinese sentences: what could not be taken apart (broken part, S/MIME, too deep)

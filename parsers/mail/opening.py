"""A mail's octets → OpenedMail: the one way in. Outlook's `.msg` becomes a mail as by wire first."""

from __future__ import annotations

from parsers.limits import MAX_FORWARD_DEPTH, MAX_MAIL_BYTES
from parsers.mail.bounces import delivered, read_bounce
from parsers.mail.cloud import cloud_files
from parsers.mail.contents import Contents, gather
from parsers.mail.envelope import read_envelope
from parsers.mail.footers import without_footers
from parsers.mail.machine import auto_reply, read_receipt, recall
from parsers.mail.opened import OpenedMail
from parsers.mail.outlook import as_wire_mail, is_outlook_mail
from parsers.mail.parts import Part, take_apart
from parsers.mail.quoted import split_quoted
from parsers.mail.sealed import unsealed
from parsers.paper import Paper
from parsers.reading import Bounce, Envelope


def open_mail(raw: bytes, *, depth: int = 0) -> OpenedMail:
    """Take a mail apart: envelope, new and quoted text, documents, attached mails, and whether a machine wrote it.

    Any octets give a result; what could not be taken apart stands in `problems`, in Chinese sentences. `depth` is
    how many mails this one is attached inside of.
    """
    problems: list[str] = []
    if len(raw) > MAX_MAIL_BYTES:
        problems.append(f"邮件大于 {MAX_MAIL_BYTES // 1_000_000} MB，后面的部分没有读，请人工查看原邮件。")
        raw = raw[:MAX_MAIL_BYTES]
    if is_outlook_mail(raw):
        raw, left = as_wire_mail(raw)
        problems += left
    root, note = unsealed(take_apart(raw))
    envelope = read_envelope(root)
    contents = gather(root)
    problems += contents.problems
    body, quoted = split_quoted(contents.blocks, contents.marked, envelope)
    body = without_footers(body)
    forwarded = _open_attached(contents, depth, problems)
    new_text = Paper("", "", body).text()
    cloud = cloud_files(new_text, contents.links)
    problems += [file.sentence for file in cloud]
    machine, why, bounce = _machine(root, envelope, contents, new_text)
    if (
        not machine
        and not body
        and not contents.enclosures
        and len(forwarded) == 1
        and forwarded[0].machine == "bounce"
    ):
        machine, why, bounce = (
            "bounce",
            "信里只附了一封退信：" + forwarded[0].machine_why,
            forwarded[0].bounce,
        )
    return OpenedMail(
        envelope=envelope,
        body=Paper("正文", contents.format, body),
        quoted=Paper("正文中引用的来信", contents.format, quoted),
        enclosures=tuple(contents.enclosures),
        forwarded=forwarded,
        machine=machine,
        machine_why=why,
        bounce=bounce,
        note=note,
        cloud=cloud,
        problems=tuple(dict.fromkeys(problems)),
    )


def _open_attached(contents: Contents, depth: int, problems: list[str]) -> tuple[OpenedMail, ...]:
    if contents.mails and depth >= MAX_FORWARD_DEPTH:
        problems.append(f"邮件里套着邮件，超过 {MAX_FORWARD_DEPTH} 层，更里面的没有拆开，请人工查看。")
        return ()
    return tuple(open_mail(mail, depth=depth + 1) for mail in contents.mails)


def _machine(
    root: Part, envelope: Envelope, contents: Contents, new_text: str
) -> tuple[str, str, Bounce | None]:
    """Return (kind, why, bounce) of a mail that no person wrote, empty where a person did."""
    text = contents.lines()
    why, bounce = read_bounce(root, envelope, text)
    if why:
        return "bounce", why, bounce
    why = read_receipt(root, envelope, new_text) or delivered(root)
    if why:
        return "receipt", why, None
    why = auto_reply(root, envelope, new_text)
    if why:
        return "auto_reply", why, None
    papers = [each for each in contents.enclosures if not each.name.lower().endswith(".ics")]
    why = "" if papers else contents.meeting or recall(envelope, new_text)
    return ("other", why, None) if why else ("", "", None)

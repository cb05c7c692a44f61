"""Bounces (退信): standard reports, and the home-made notices of Coremail, QQ, Aliyun, Exchange, Exim, qmail."""

from __future__ import annotations

import re

from parsers.mail.addresses import first_address, read_addresses
from parsers.mail.delivery_status import REACHED, Failure, is_permanent, read_failures
from parsers.mail.headers import text_of
from parsers.mail.parts import Part, read_fields
from parsers.reading import Bounce, Envelope, Unreached

_DAEMON = re.compile(
    r"^(?:mail(?:er)?[-_ ]?daemon|post_?master|mdaemon|bounce[sd]?|mailsystem|microsoftexchange\w*)(?:[@+._-]|$)"
)
_SUBJECT = re.compile(
    r"系统退信|退信|邮件退回|邮件被退回|被退回|未送达|未传递|无法投递|无法送达|投递失败|发送失败|传送失败|无法传递|未能送达|延迟送达|投递状态通知|無法傳遞|無法投遞|傳遞失敗"
    r"|undeliver|delivery (?:status notification|failure|has failed|failed|notification|problem|error)|failure notice|returned mail"
    r"|mail delivery (?:failed|failure|system|error)|mail system error|could not be delivered|returned to sender|non[- ]?delivery|message not delivered"
    r"|failure delivery|failed delivery|mail failed|sending your mail|delivery (?:was )?delayed|delayed mail|warning: (?:message|could not send)|failed mail|bounced mail|message status|delivery report",
    re.IGNORECASE,
)
_SUBJECT_PREFIX = re.compile(
    r"^\s*(?:未送达|未传递的?邮件|未传递|无法送达|无法投递|投递失败|邮件传递失败|退信|系统退信|邮件被退回|Undeliverable|Undelivered(?: mail)?|Delivery failure|Returned mail"
    r"|Non-delivery|傳遞失敗|無法傳遞)\s*[:：]\s*",
    re.IGNORECASE,
)
_TEXT = re.compile(
    r"您的邮件被退回来了|您的邮件被退回|你的邮件被退回|邮件(?:被|已)退回|无法发送到|退信原因|未能送达|无法将您的邮件|您发送的邮件.{0,20}(?:失败|退回)|传递邮件失败|邮件传递失败|传递.{0,6}失败"
    r"|I'm sorry to have to inform you|I'm afraid I wasn't able to deliver|could not be delivered|wasn't delivered|undeliverable|following addresses? (?:had|failed)"
    r"|did not reach the following recipient|no such user|permanent (?:fatal )?errors?|Delivery to the following recipient|was not delivered|User unknown|mailbox (?:is )?(?:full|unavailable)",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"(?m)^.{0,12}(?:Below this line is a copy of the message|This is a copy of (?:the|your) message|Original message (?:follows|headers)"
    r"|Unsent message follows|Returned message follows|Message (?:text|header) follows|The header of the original message is following"
    r"|Undelivered message follows|Included is a copy of the message header|原邮件(?:内容|如下)|原始邮件头).{0,60}$",
    re.IGNORECASE,
)
_RECIPIENT = re.compile(
    r"(?m)^\s*(?:收\s*件\s*人|收信人|Recipient|Final-Recipient|(?:Failed )?To|RCPT TO)\s*(?:/\s*To)?\s*[:：]?\s*(\S.*)$"
)
_TITLE = re.compile(
    r"(?m)^[\s>*·•【\[]*(?:(?:原|退信|您的)?(?:邮\s*件|信\s*件|来信)?的?(?:主\s*题|标\s*题)|(?:Original[ -])?Subject|发送邮件(?=[ \t:：]))"
    r"[】\]]?\s*(?:/\s*Subject)?\s*(?:是|为)?\s*[:：]?[ \t]*(\S.*)$",
    re.IGNORECASE,
)
# In a sentence: 您发给 zjj@… 的邮件《…》投递失败, 主题为“…”的邮件未能送达.
_TITLE_IN_SENTENCE = re.compile(
    r"(?:邮\s*件|信\s*件|主\s*题|标\s*题)(?:是|为)?\s*[:：，,]?\s*(?:《(?P<book>[^\n]+)》|“(?P<quoted>[^\n]+)”|「(?P<hooked>[^\n]+)」|\"(?P<plain>[^\n]+)\")"
    r"(?=[^\n]{0,40}(?:失败|退回|退信|未能|没能|没有|无法|不能|拒|未送达|被退))"
)
_REASON = re.compile(
    r"(?:退信原因|失败原因|错误原因|错误(?:信息|提示|描述|详情)|原因(?=\s*(?:/[^\n:：]{1,20})?[:：]|是|为)|(?:(?m:^)|(?<=\s))原因(?=\s))(?!\s*(?:如下|为以下|是以下))\s*(?:/\s*Bounce reason|/\s*Reason)?\s*[:：]?\s*(.+?)"
    r"(?=\n\s*(?:建议解决方案|解决方案|解决办法|建议|-{4,}|={4,}|原邮件|(?:本|此)邮件由|\S{0,10}(?:邮件系统|邮箱系统|邮件服务器|邮箱团队|管理员)\s*(?:\n|\Z))|\n\s*\n|\Z)",
    re.DOTALL,
)
_REASON_LINE = re.compile(
    r"(?m)^.*(?:(?<![\w.-])[45]\d\d[ -](?=\D)|(?<![\w.])[45]\.\d{1,3}\.\d{1,3}|不存在|被禁用|未开通|空间不足|空间已满|邮箱已满|已满|拒收|拒绝|黑名单|超时|无法连接|Host not found|unknown user"
    r"|user unknown|no such user|does not exist|mailbox full|over quota|rejected|timed out|not found|not recognized|not listed in|is disabled|no valid recipient|no mx record"
    r"|doesn't have an? \S{1,60} account|invalid (?:final delivery )?(?:user|recipient|address)|(?:exceeded|over) (?:the|its|your) (?:\w+ ){0,2}(?:limit|quota)).*$",
    re.IGNORECASE,
)
_FAILED_LINE = re.compile(
    r"(?m)^.*(?:无法|未能|失败|could not|couldn't|unable to|not delivered|not be delivered|failed).*$",
    re.IGNORECASE,
)
_QMAIL_WORDS = re.compile(
    r"(?m)^<([^<>\s@]+@[^<>\s]+)>:[ \t]*\n((?:(?!<[^<>\s@]+@|-{3})[^\n]*\S[^\n]*(?:\n|\Z))+)"
)
"""What stands below an address on a line of its own in the notices of qmail: the reason, up to a blank line."""
_STILL_TRYING = re.compile(
    r"has not yet been delivered|delivery .{0,40}delayed|尚未(?:成功)?(?:送达|投递)|仍在(?:尝试|重试)",
    re.IGNORECASE,
)
_FULL = re.compile(
    r"空间(?:不足|已满)|(?:邮箱|信箱)(?:空间|容量)?(?:已经?)?满|容量(?:已满|不足|超限)|超(?:出|过)\S{0,6}(?:容量|配额)|mailbox (?:is )?(?:full|exceed)|mailbox (?:\w+ )?(?:limit|quota)"
    r"|over ?quota|quota (?:is )?(?:exceeded|full)|exceed(?:s|ed)? (?:\S+ ){0,3}(?:quota|storage)|(?:insufficient|out of|not enough) (?:\S+ ){0,2}(?:storage|disk|space)|(?<![\d.])5\.2\.2(?![\d.])",
    re.IGNORECASE,
)
"""A full mailbox passes, whatever code its server gives (552, 5.2.2)."""
_FOR_NOW = re.compile(
    r"空间不足|空间已满|已满|容量|超时|稍后|暂时|临时|繁忙|延迟|无法与收信方联络|timeout|timed out|Can ?not connect|connection refused|mailbox (?:is )?full|over ?quota"
    r"|quota exceeded|(?:exceeded|over) (?:the|its|your) (?:\w+ ){0,2}(?:limit|quota)|try again|temporar|greylist|delayed|too many|频率",
    re.IGNORECASE,
)
_FOR_GOOD = re.compile(
    r"不存在|被禁用|未开通|无此用户|没有此用户|拒收|拒绝|黑名单|禁止|垃圾邮件|外星人|无效|not found|unknown|no such|does ?n[o']t exist|disabled|rejected|invalid|denied|blocked|unavailable mail user|not recognized|not listed in|no valid recipient"
    r"|no mx record|doesn't have an? \S{1,60} account",
    re.IGNORECASE,
)
_GIVEN_UP = re.compile(
    r"permanent (?:fatal )?(?:error|failure)|given up|will not be retried|永久(?:性)?(?:的)?(?:错误|失败|退信|投递失败)|不(?:再|会再)(?:尝试|重试|重新投递|投递)",
    re.IGNORECASE,
)
"""The notice itself says that it is for good; a reason that passes (a full mailbox) says more."""


def read_bounce(root: Part, envelope: Envelope, text: str) -> tuple[str, Bounce | None]:
    """Return (why, Bounce) where a mail says that another could not be delivered, ("", None) where it does not.

    `text` is the body as text. A delay counts, as not permanent; a report of success does not.
    """
    failures = read_failures(root)
    # Some servers write "expired" or the like where the standard says "failed".
    bad = [failure for failure in failures if failure.action not in REACHED]
    why = _why(root, envelope, text, bool(bad))
    if not why or (failures and not bad):
        return "", None
    original = _original(root, text)
    reason, permanent = _reason(bad, text)
    recipient = bad[0].recipient if bad else ""
    recipient = recipient or first_address(root.text("x-failed-recipients"))
    recipient = recipient or _recipient_in(text, envelope, original)
    subject = text_of(dict(reversed(original)).get("subject", b"")) or _subject_in(text, envelope)
    return why, Bounce(
        recipient=recipient or None,
        permanent=permanent,
        reason=reason or None,
        original_message_id=_id_of(root, original),
        original_subject=subject or None,
        trying=bad[0].action == "delayed" if bad else bool(_STILL_TRYING.search(text[:2000])),
        others=_others(bad, recipient) if bad else _named_beside(root, text, recipient),
    )


def delivered(root: Part) -> str:
    """Return the sentence that says that a report tells of success (delivered, relayed), or ""."""
    if any(failure.action in REACHED for failure in read_failures(root)):
        return "邮件是服务器的送达通知（RFC 3464）。"
    return ""


def _why(root: Part, envelope: Envelope, text: str, reported: bool) -> str:
    if reported:
        return "邮件里有标准的投递失败报告（RFC 3464）。"
    if root.raw("x-aliyun-bounce"):
        return "邮件头有 X-Aliyun-Bounce，是阿里云邮箱的退信。"
    if "bounce" in root.text("hmm-notify").lower():
        return "邮件头写明 Hmm-Notify: bounce，是退信。"
    if root.raw("x-failed-recipients"):
        return "邮件头写明了没有送达的收件人（X-Failed-Recipients），是退信。"
    if root.parameter("report-type").lower() == "delivery-status":
        return "邮件是投递状态报告（multipart/report）。"
    name = envelope.sender.name.lower()
    daemon = bool(_DAEMON.match(envelope.sender.mail) or _DAEMON.match(name)) or "mail delivery" in name
    empty_path = any(name == "return-path" and value.strip() in (b"<>", b"") for name, value in root.fields)
    subject, body = bool(_SUBJECT.search(envelope.subject)), bool(_TEXT.search(text[:4000]))
    if (daemon and (subject or body)) or (empty_path and subject and body):
        return f"由邮件系统（{envelope.sender.mail or '空发件人'}）发来，内容是邮件没有送达。"
    if not envelope.sender.mail and subject and (body or empty_path):
        return "没有发件人，主题说邮件没有送达。"
    return ""


def _original(root: Part, text: str) -> list[tuple[str, bytes]]:
    """Return the header of the mail that came back, wherever the notice carries it."""
    for part in root.walk()[1:]:
        if part.content_type in (
            "text/rfc822-headers",
            "message/rfc822",
            "message/global",
            "message/global-headers",
        ):
            fields = read_fields(part.content)
            if any(name in ("subject", "message-id", "from") for name, _ in fields):
                return fields
    below = _BELOW.search(text)
    if below:
        fields = read_fields(text[below.end() :].lstrip().encode())
        if any(name in ("subject", "message-id", "from") for name, _ in fields):
            return fields
    return []


def _others(bad: list[Failure], first: str) -> tuple[Unreached, ...]:
    """Return the recipients of a report besides the first, each once, with the reason that it gives for them alone."""
    others: dict[str, Unreached] = {}
    for failure in bad[1:]:
        if failure.recipient.lower() != first.lower():
            reason, permanent = _of_failure(failure)
            other = Unreached(failure.recipient, permanent, reason or None, failure.action == "delayed")
            others.setdefault(failure.recipient.lower(), other)
    return tuple(others.values())


def _named_beside(root: Part, text: str, first: str) -> tuple[Unreached, ...]:
    """Return more recipients of a notice that is no report: of the header (Exim), of lines `<address>:` (qmail)."""
    header = (first_address(each) for each in root.text("x-failed-recipients").split(","))
    found = {address.lower(): "" for address in header if address}
    below = _BELOW.search(text)
    for hit in _QMAIL_WORDS.finditer(text[: below.start()] if below else text):
        found[hit[1].lower()] = " ".join(hit[2].split())[:500]
    found.pop(first.lower(), None)
    return tuple(
        Unreached(address, False if _FULL.search(reason) else is_permanent(reason), reason or None)
        for address, reason in found.items()
    )


def _of_failure(failure: Failure) -> tuple[str, bool | None]:
    """Return the reason that a report gives for one recipient, and whether it is for good."""
    reason = failure.reason or failure.status
    if failure.action == "delayed":
        return reason, False
    if _FULL.search(f"{failure.status} {failure.reason}"):
        return reason, False
    permanent = is_permanent(failure.status, failure.reason)
    permanent = _by_words(failure.reason) if permanent is None else permanent
    return reason, True if permanent is None and failure.action == "failed" else permanent


def _reason(bad: list[Failure], text: str) -> tuple[str, bool | None]:
    """Return the reason as a person should read it, and whether it is for good."""
    said = _REASON.search(text)
    chinese = re.sub(r"\s*\n\s*", " ", said[1]).strip()[:500] if said else ""
    if bad:
        failure = bad[0]
        reason, permanent = _of_failure(failure)
        if chinese:
            said_again = not failure.reason or failure.reason in chinese
            reason = chinese if said_again else f"{chinese}（{failure.reason}）"
        return reason, permanent
    below = _BELOW.search(text)
    text = text[: below.start()] if below else text
    below_address = _QMAIL_WORDS.search(text)
    words = " ".join(below_address[2].split())[:500] if below_address else ""
    line = None if words else _REASON_LINE.search(text) or _FAILED_LINE.search(text)
    reason = chinese or (line[0].strip()[:500] if line else words)
    permanent = False if _FULL.search(reason) else is_permanent(reason)
    trying = _STILL_TRYING.search(text[:2000])
    if trying:
        return reason or trying[0], False
    if permanent is None and reason:
        permanent = _by_words(reason)
    if permanent is None and _GIVEN_UP.search(text[:2000]):
        permanent = True
    return reason, permanent


def _by_words(reason: str) -> bool | None:
    """Return whether a reason without a code is for good; None where its words don't say."""
    if _FOR_NOW.search(reason):
        return False
    return True if _FOR_GOOD.search(reason) else None


def _recipient_in(text: str, envelope: Envelope, original: list[tuple[str, bytes]]) -> str:
    """Return the recipient that a notice names in its text, never the office itself or the daemon.

    Of several addresses one to which the mail went that came back; some notices name whom to ask for help first. One
    that names nobody is about its only recipient.
    """
    ours = {address.mail for address in envelope.to} | {envelope.sender.mail}
    for hit in _RECIPIENT.finditer(text):
        found = first_address(hit[1])
        if found and found not in ours:
            return found
    below = _BELOW.search(text)
    lines = (text[: below.start()] if below else text)[:6000].split("\n")
    named = [found for found in map(first_address, lines) if found and found not in ours]
    came_back = dict(reversed(original))
    went_to = [each.mail for name in ("to", "cc") for each in read_addresses(came_back.get(name, b""))]
    from_daemon = any(_DAEMON.match(each.mail) for each in read_addresses(came_back.get("from", b"")))
    likely = [found for found in named if found in went_to]
    likely += [found for found in named if not _DAEMON.match(found)]
    likely += went_to if len(went_to) == 1 and not from_daemon else []
    return likely[0] if likely else ""


def _subject_in(text: str, envelope: Envelope) -> str:
    hit = _TITLE.search(text)
    if hit and not _TITLE_IN_SENTENCE.match(text, hit.start()):
        return hit[1].strip()
    hit = _TITLE_IN_SENTENCE.search(text)
    if hit:
        return next(title for title in hit.groups() if title).strip()
    shorter = _SUBJECT_PREFIX.sub("", envelope.subject)
    return shorter.strip() if shorter != envelope.subject else ""


def _id_of(root: Part, original: list[tuple[str, bytes]]) -> str | None:
    raws = [dict(reversed(original)).get("message-id", b""), root.raw("x-cm-original-message-id")]
    for raw in raws:
        text = text_of(raw).strip("<> ")
        if text and " " not in text:
            return f"<{text}>"
    return None

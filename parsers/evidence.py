"""What is known of a mail before anybody says what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.labels import Labels

_REPLY = re.compile(r"^\s*(?:回复|答复|回覆|re|aw|sv)\s*[:：]", re.IGNORECASE)
_PREFIX = re.compile(
    r"^\s*(?:(?:回复|答复|回覆|转发|轉寄|轉發|re|fw|fwd|aw|sv)\s*[:：]\s*|[\[【](?:外部邮件|外部|SPAM)[\]】]\s*)+",
    re.IGNORECASE,
)


def is_reply(subject: str) -> bool:
    """Whether a subject begins with 回复: or Re:."""
    return _REPLY.match(subject) is not None


@dataclass(frozen=True)
class Evidence:
    """What the rules look at. Kinds are those of `judging.judge`; `body_kind` is that of the mail's own text."""

    labels: Labels
    subject: str
    new_text: str
    sender: str
    machine: str = ""
    machine_why: str = ""
    body_kind: str = ""
    kinds: tuple[tuple[str, str], ...] = ()  # (name of the document, its kind), for readable documents
    unread: tuple[str, ...] = ()  # names of documents that could not be read
    case_nos: tuple[str, ...] = ()  # all of ours, quoted mail included
    upper_nos: tuple[str, ...] = ()  # those in subject, text and documents, quoted mail left out
    answers_mail: bool = False  # In-Reply-To or References are there
    own_letter: bool = False  # a letter of the office itself
    bulk: bool = False  # sent to many at once: a list, a newsletter

    @property
    def is_reply(self) -> bool:
        """Whether the subject begins with 回复: or Re:, so that the rest of it are our own words."""
        return is_reply(self.subject)

    @property
    def own_subject(self) -> str:
        """The subject as far as the sender wrote it: nothing of a reply's."""
        return "" if self.is_reply else _PREFIX.sub("", self.subject)

    @property
    def words(self) -> str:
        """Own subject and new text."""
        return f"{self.own_subject}\n{self.new_text}"

    @property
    def concerns_a_case(self) -> bool:
        """Whether the mail speaks of a case of ours: by its number, or as a reply."""
        return bool(self.case_nos) or self.is_reply or self.answers_mail

    def documents_of(self, kind: str) -> list[str]:
        """Return the names of the readable documents of that kind."""
        return [name for name, found in self.kinds if found == kind]

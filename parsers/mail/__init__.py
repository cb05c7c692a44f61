"""Mail: octets → OpenedMail (envelope, new and quoted text, documents, attached mails, machine mail)."""

from __future__ import annotations

from parsers.mail.opened import Enclosure, OpenedMail
from parsers.mail.opening import open_mail

__all__ = ["Enclosure", "OpenedMail", "open_mail"]

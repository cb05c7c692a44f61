"""Who wrote a mail, as far as the office can know: an upper platform, a department, the office itself, a stranger."""

from __future__ import annotations

from dataclasses import dataclass, field

from config.settings import UpperSettings
from ledger import worklists
from ledger.models import Department
from mailroom.authentication import failed_authentication
from mailroom.office import Office
from parsers.reading import Envelope


@dataclass(frozen=True)
class Correspondent:
    """The sender of a mail. `failed` is a Chinese sentence where our own server says that the sender is not genuine."""

    address: str
    upper: UpperSettings | None = None
    departments: list[Department] = field(default_factory=list)
    ourselves: bool = False
    leader: bool = False  # before whom 拟办单 are laid
    failed: str = ""

    @property
    def name(self) -> str:
        """How the journal calls the sender."""
        if self.upper:
            return self.upper.name
        return "、".join(each.name for each in self.departments) or self.address or "（无发件人）"


def correspondent_of(office: Office, envelope: Envelope) -> Correspondent:
    """Look the sender up: the office's own address, the upper platforms' senders, the departments' addresses on file."""
    address = envelope.sender.mail.lower()
    trust = office.settings.trust
    return Correspondent(
        address=address,
        upper=upper_of_address(office, address),
        departments=worklists.departments_of_sender(address, whole_domains=trust.domains_allowed)
        if address
        else [],
        ourselves=address == office.settings.office.address.lower(),
        leader=bool(address) and address == office.settings.supervision.leader_address.lower(),
        failed=failed_authentication(envelope, trust.authserv_ids),
    )


def upper_of_address(office: Office, address: str) -> UpperSettings | None:
    """The upper platform that writes from this address."""
    return next((each for each in office.settings.upper if _is_listed(address.lower(), each.senders)), None)


def _is_listed(address: str, senders: tuple[str, ...]) -> bool:
    """Whether the address, or its whole domain, is among a platform's senders (kept in lower case)."""
    return address in senders or "@" + address.rpartition("@")[2] in senders

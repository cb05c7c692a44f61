"""One issue of a notice to everybody (一期通报): what its paper and the mails that bring it say alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from generators.facts import letter_facts
from generators.letter import Draft, Enclosed, Letterhead
from generators.shelf import Templates, packaged
from generators.wording import deadline_words


@dataclass(frozen=True)
class Issue:
    """Whose notice it is, of which day and number; `demanded_by`: when departments report on what is late."""

    head: Letterhead
    now: datetime
    number: str = ""
    demanded_by: datetime | None = None
    templates: Templates | None = None  # None: the packaged ones

    @property
    def shelf(self) -> Templates:
        """The templates to draw with."""
        return self.templates or packaged()

    @property
    def demanded(self) -> str:
        """`demanded_by` in words, "" where nothing is asked for."""
        return deadline_words(self.demanded_by) if self.demanded_by else ""

    def facts(self, title: str) -> dict[str, Any]:
        """Return what every part of the notice needs; `title` stands in a document's properties."""
        own = {"number": self.number, "demanded_by": self.demanded}
        return letter_facts(self.head, self.now, title) | own


def notice_draft(
    issue: Issue,
    kind: str,
    stage: str,
    department: Any,
    papers: Sequence[Enclosed],
    facts: dict[str, Any],
    *,
    subject: str,
    because: str,
    cc: Sequence[str] = (),
) -> Draft:
    """Return the mail of this kind that brings a department the papers, its key `kind/stage/department`."""
    words = facts | {"department": department.name, "attachments": [each.name for each in papers]}
    return Draft(
        key=f"{kind}/{stage}/{department.name}",
        kind=kind,
        to=tuple(department.addresses[:1]),
        subject=f"【通报】{subject}" + (f"（{issue.number}）" if issue.number else ""),
        text=issue.shelf.text(kind, words),
        html=issue.shelf.html(kind, words),
        cc=tuple(cc),
        enclosed=tuple(papers),
        department=department.name,
        because=because,
    )

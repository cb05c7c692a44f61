"""A paper of the procedure (督办通知书, 退单回复 …): a letter in official form about a case, and the mail that brings it.

The paper's own words stand in its pattern; the mail says at one look what is to be done, by when and how to answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from generators.facts import (
    HIDDEN_TITLE,
    SUBJECT_TITLE_LENGTH,
    called,
    case_facts,
    dispatch_facts,
    letter_facts,
    number_only,
)
from generators.letter import Draft, Enclosed, Letterhead
from generators.privacy import redact
from generators.shelf import Templates
from generators.wording import balanced, day_words, lines_of, shortened

REASON_LENGTH = 600  # characters of a reason that a letter repeats


class PastStep(NamedTuple):
    """What was done about a case and when: `what` is a few words, 发送催办通知书."""

    on: date
    what: str


class Point(NamedTuple):
    """A line of the summary on top of a mail; a `strong` one is printed red."""

    name: str
    value: str
    strong: bool = False


def paper_key(kind: str, case: Any, stage: str, recipient: str) -> str:
    """Return the letter's key, which the caller needs first to take its number."""
    return f"{kind}/{case.case_no}/{stage}/{recipient}"


def paper_facts(
    paper: str,
    case: Any,
    dispatch: Any,
    department: Any,
    *,
    head: Letterhead,
    now: datetime,
    number: str,
) -> dict[str, Any]:
    """Return what a paper to a department tells of a case: nothing of the petitioner, of a secret case the number only.

    `called` names the case in a heading, `matter` in a sentence.
    """
    facts = number_only(case_facts(case, None)) | dispatch_facts(dispatch, department, now)
    return facts | naming(facts) | papers_own(facts, paper, head=head, now=now, number=number)


def naming(facts: dict[str, Any]) -> dict[str, Any]:
    """Return how a case is called in a heading, a sentence and a subject."""
    number, title = facts["case_no"], facts["title"]
    if title == HIDDEN_TITLE:
        return {"called": f"{number}号件", "matter": f"{number}号保密件", "subject_title": "保密件"}
    name = called(facts)
    return {
        "called": name,
        "matter": f"{name}一件（转办编号：{number}）" if name.startswith("“") else name,
        "subject_title": shortened(title, SUBJECT_TITLE_LENGTH),
    }


def papers_own(
    facts: dict[str, Any], paper: str, *, head: Letterhead, now: datetime, number: str
) -> dict[str, Any]:
    """Return the head, day, properties and number of a paper; it names no petitioner."""
    own = letter_facts(head, now, f"{paper} {facts['case_no']}".strip(), facts["case_no"])
    return own | {"paper": paper, "number": number, "petitioner": None}


def told(case_is_secret: bool, text: str, petitioner: Any | None) -> str:
    """Return a reason, an opinion or an instruction as it may be repeated: of a secret case redacted, never endless."""
    words = redact(text, petitioner) if case_is_secret else text
    joined = "\n".join(lines_of(words))
    return joined if len(joined) <= REASON_LENGTH else joined[: REASON_LENGTH - 1] + "…"


def clause(text: str) -> str:
    """Return a text without its last full stop: the pattern goes on behind it."""
    return text.rstrip().rstrip("。；;，,.")


def steps_told(steps: Sequence[PastStep], secret: bool, petitioner: Any | None) -> list[dict[str, str]]:
    """Return the steps as a pattern prints them, oldest first: `on` and `what`."""
    ordered = sorted((PastStep(*each) for each in steps), key=lambda step: step.on)
    return [
        {"on": day_words(step.on), "what": clause(told(secret, step.what, petitioner))} for step in ordered
    ]


def heading(words: str, department: str = "") -> str:
    """Return a paper's title in lines of about equal length, the department's name in one."""
    return balanced(words, whole=[department])


def paper_draft(
    kind: str,
    key: str,
    facts: dict[str, Any],
    *,
    subject: str,
    summary: Sequence[Point],
    paragraphs: Sequence[str],
    to: Sequence[str],
    shelf: Templates,
    because: str,
    cc: Sequence[str] = (),
    enclosed: Sequence[Enclosed] = (),
    department: str = "",
    in_reply_to: str = "",
    opening: str = "",
) -> Draft:
    """Return the letter: the paper drawn by the pattern `kind`, and the mail with the summary and `paragraphs`."""
    number = f"（{facts['number']}）" if facts["number"] else ""
    words = facts | {
        "greeting": facts.get("greeting") or facts["department"],
        "opening": opening or f"现将{facts['called']}的《{facts['paper']}》{number}发给你单位，全文见附件。",
        "summary": [point._asdict() for point in summary],
        "paragraphs": list(paragraphs),
    }
    name = f"{facts['case_no'] or format(facts['on'], '%Y%m%d')}_{facts['paper']}.docx"
    return Draft(
        key=key,
        kind=kind,
        to=tuple(to),
        subject=subject,
        text=shelf.text("case_paper", words),
        html=shelf.html("case_paper", words),
        cc=tuple(cc),
        enclosed=(Enclosed(name, shelf.docx(kind, facts)), *enclosed),
        case_no=facts["case_no"],
        department=department,
        in_reply_to=in_reply_to,
        because=because,
    )

"""From the papers of a mail to its Reading: judge what it is, then read the records of that kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from parsers.evidence import Evidence, is_reply
from parsers.forms.answer import is_answer, read_answer, read_answer_row, sender_unit
from parsers.forms.answer_letter import filled_up
from parsers.forms.call_back_prose import read_told_calls, tells_of_call
from parsers.forms.calls_beside import calls_beside, cases_untold
from parsers.forms.case_prose import case_in_prose
from parsers.forms.case_surroundings import Around
from parsers.forms.cases import Cases, cases_of_numbers, letter_to_mayor
from parsers.forms.complements import cases_of_mail
from parsers.forms.extension import read_extension
from parsers.forms.filling import Context, Filling
from parsers.forms.follow_up import is_follow_up, read_follow_up
from parsers.forms.instruction import read_instruction
from parsers.forms.judging import OWN, judge, judge_letter
from parsers.forms.layout import Layout, lay_out
from parsers.forms.liaison_change import read_liaison_change
from parsers.forms.liaison_form import is_liaison_form, read_liaison_form
from parsers.forms.liaison_several import parts_by_channel, read_liaison_forms
from parsers.forms.send_back import read_send_back
from parsers.forms.several import parts_by_case
from parsers.numbers import find_case_numbers
from parsers.paper import Paper
from parsers.reading import Answer, Doubt, FollowUp, Reading
from parsers.what import decide

TOLD = "由人认定来件是什么。"
TOO_MANY = "「{}」里的栏目多得不合理，只读了前面的部分，请人工查看。"

ABOUT_ONE_CASE = {"send_back": "退单", "upper_notice": "上级就某一件的通知"}
"""Kinds of mail that mean one case: where none is named, a person looks whether it is one at all."""


@dataclass
class Desk:
    """Everything that one mail gives to read: its text, its papers with what each is, and what was found about it."""

    context: Context
    subject: str
    sender: str  # the display name
    forwarded_from: str  # display names of the senders of forwarded mails
    body: Layout
    body_kind: str
    papers: list[tuple[Layout, str]] = field(default_factory=list)
    evidence: Evidence | None = None

    def of(self, kind: str) -> list[Layout]:
        """Return the papers of that kind; the mail's own text comes last."""
        return [layout for layout, found in self.papers if found == kind] + (
            [self.body] if self.body_kind == kind else []
        )

    def first_of(self, kind: str) -> Layout:
        """Return the first paper of that kind, or the mail's own text."""
        return (self.of(kind) or [self.body])[0]


def lay_on_desk(
    body: Paper,
    papers: Sequence[Paper],
    context: Context,
    *,
    subject: str,
    sender: str,
    forwarded_from: str = "",
) -> Desk:
    """Return the papers laid out and judged."""
    laid = [lay_out(paper, context.labels) for paper in papers]
    own = lay_out(body, context.labels)
    answering = is_reply(subject) or bool(find_case_numbers(f"{subject} {body.text()}", context.prefix).sound)
    judged = [(layout, _judged(layout, context, answering)) for layout in laid]
    kind = judge(own, context.labels, context.prefix)
    if not kind and not is_reply(subject) and is_liaison_form(own, context.labels, subject=subject):
        kind = "liaison_form"
    if not kind and not is_reply(subject) and tells_of_call(own, subject, context):
        kind = "follow_up"
    return Desk(context, subject, sender, forwarded_from, own, kind, judged)


def _judged(layout: Layout, context: Context, answering: bool) -> str:
    kind = judge(layout, context.labels, context.prefix) or judge_letter(layout, context.prefix)
    if not kind and tells_of_call(layout, "", context):
        return "follow_up"
    if kind == "case" and answering and is_answer(layout.entries, context.labels):
        return "answer"  # the platform's sheet, its result filled in by the department
    return kind


def told(desk: Desk, what: str) -> Desk:
    """Return the desk of a mail that a person says is `what`: where no paper was judged to be that, those that bear a
    label of its form are read as that; else the mail's own text, and for want of one every paper.
    """
    if what not in RECORDS or desk.of(what):
        return desk
    labels = desk.context.labels
    fit = [
        layout
        for layout, kind in desk.papers
        if kind != OWN and any(labels.meaning(what, entry.label) for entry in layout.everything)
    ]
    if not fit and desk.body.paper.text().strip():
        return replace(desk, body_kind=what)
    chosen = fit or [layout for layout, kind in desk.papers if kind != OWN]
    return replace(desk, papers=[(each, what if each in chosen else kind) for each, kind in desk.papers])


def assemble(desk: Desk, evidence: Evidence, reading: Reading, taken_as: str = "") -> Reading:
    """Return `reading` with kind, reason and records; of the kind `taken_as`, where a person has said what it is."""
    what, why = (taken_as, TOLD) if taken_as else decide(evidence)
    reading = replace(reading, what=what, why=why)
    cut_short = [layout for layout in (desk.body, *(layout for layout, _ in desk.papers)) if layout.cut_short]
    too_many = [
        Doubt("documents", TOO_MANY.format(layout.paper.name), layout.paper.name) for layout in cut_short
    ]
    reading = replace(reading, doubts=(*reading.doubts, *too_many))
    if what in ABOUT_ONE_CASE and not taken_as and not (evidence.case_nos or evidence.upper_nos):
        doubt = Doubt("case_nos", f"来件没有写是哪一件，是不是{ABOUT_ONE_CASE[what]}请核对")
        reading = replace(reading, doubts=(*reading.doubts, doubt))
    fill = RECORDS.get(what)
    return fill(desk, evidence, reading) if fill else reading


def _with(reading: Reading, filling: Filling | Cases, **records: Any) -> Reading:
    return replace(
        reading,
        found={**reading.found, **filling.found},
        doubts=(*reading.doubts, *filling.doubts),
        **records,
    )


def _cases(desk: Desk, evidence: Evidence, reading: Reading) -> Reading:
    around = Around(
        subject=evidence.own_subject or desk.subject,
        sender=f"{desk.sender} {desk.forwarded_from}",
        text=evidence.new_text,
        where=desk.body.paper.name,
    )
    cases = cases_of_mail(desk.of("case"), desk.context, around, evidence.upper_nos)
    if not cases.cases and "写给市长的信" in reading.why:
        cases = letter_to_mayor(desk.body, desk.context, evidence.own_subject)
    elif not cases.cases and evidence.unread and evidence.upper_nos:
        cases = cases_of_numbers(evidence.upper_nos, desk.context, around)
    elif not cases.cases and evidence.upper_nos:
        told = next(iter(desk.of("case")), desk.body)
        cases = case_in_prose(told, desk.context, around)
    if not cases.cases and reading.why == TOLD:  # a citizen's own letter, in no form at all
        cases = letter_to_mayor(desk.body, desk.context, evidence.own_subject)
        if "市长" not in evidence.words:
            cases.cases = [replace(case, channel=None) for case in cases.cases]
    return _with(reading, cases, cases=tuple(cases.cases))


def _answer(desk: Desk, evidence: Evidence, reading: Reading) -> Reading:
    read: list[tuple[Answer, Filling]] = []
    papers = [layout for layout, kind in desk.papers if kind == "answer"]
    for layout in papers:
        rows = [row for row in layout.rows if is_answer(row, desk.context.labels)]
        if rows:
            for row in rows:
                path = "answer" if not read else f"answers.{len(read)}"
                read.append(read_answer_row(row, layout.entries, desk.context, path, layout.title))
        else:
            read += _answers_of(layout, desk.context, len(read))
    if not evidence.unread or desk.body_kind == "answer":
        own = read_answer(desk.body, desk.context, "answer")
        if not read:
            several = _answers_of(desk.body, desk.context, 0)
            read = several if len(several) > 1 else [own]
        else:
            read[0] = (filled_up(read[0], own, desk.body_kind == "answer"), read[0][1])
    if not read:
        return _by_sender(desk, replace(reading, answer=Answer()))
    first, filling = read[0]
    reading = _with(reading, filling, answer=first)
    if len(read) > 1:
        for _, more in read[1:]:
            reading = _with(reading, more)
        reading = replace(
            reading,
            answers=tuple(answer for answer, _ in read),
            doubts=(*reading.doubts, Doubt("answer", f"一共答复了 {len(read)} 件，这里只列第一件")),
        )
    return _by_sender(desk, reading)


def _answers_of(layout: Layout, context: Context, before: int) -> list[tuple[Answer, Filling]]:
    """Return the answers of a form or letter, for each case that it answers; `before` were read from other papers."""
    return [
        read_answer(part, context, f"answers.{number}" if number else "answer")
        for number, part in enumerate(parts_by_case(layout, context), before)
    ]


def _by_sender(desk: Desk, reading: Reading) -> Reading:
    """Return the reading with the sender's name as department, where neither letter nor form names one."""
    unit = sender_unit(desk.sender)
    if reading.answer is None or reading.answer.department or not unit:
        return reading
    return replace(
        reading,
        answer=replace(reading.answer, department=unit),
        answers=tuple(replace(answer, department=answer.department or unit) for answer in reading.answers),
        found={**reading.found, "answer.department": "发件人"},
    )


def _send_back(desk: Desk, evidence: Evidence, reading: Reading) -> Reading:
    record, filling = read_send_back(desk.first_of("send_back"), desk.context)
    if not evidence.documents_of("send_back") and evidence.unread:
        return (
            replace(reading, send_back=None)
            if not evidence.new_text
            else _with(reading, filling, send_back=record)
        )
    return _with(reading, filling, send_back=record)


def _extension(desk: Desk, evidence: Evidence, reading: Reading) -> Reading:
    record, filling = read_extension(desk.first_of("extension"), desk.context)
    return _with(reading, filling, extension=record)


def _liaison(desk: Desk, evidence: Evidence, reading: Reading) -> Reading:
    papers = desk.of("liaison_form")
    forms = [part for paper in papers for part in parts_by_channel(paper, desk.context)]
    if forms and not is_liaison_form(forms[0], desk.context.labels, subject=_title_beside(forms[0], desk)):
        record, filling = read_liaison_change(forms[0], desk.context)
    elif forms:
        record, filling = read_liaison_form(forms[0], desk.context, letter=evidence.words)
        if len(forms) > 1:
            read = read_liaison_forms(forms, desk.context)
            record = read[0][0]
            more = [doubt for _, each in read[1:] for doubt in each.doubts]
            every = tuple(each for each, _ in read)
            reading = replace(reading, liaison_forms=every, doubts=(*reading.doubts, *more))
            filling.doubt("people", f"来件有 {len(forms)} 份联系表，这里只列第一份")
    elif evidence.unread:
        return reading
    else:
        record, filling = read_liaison_change(desk.body, desk.context)
    return _with(reading, filling, liaison_form=record)


def _title_beside(form: Layout, desk: Desk) -> str:
    """Return the subject where it is the title of the mail's own text."""
    return desk.subject if form is desk.body and not is_reply(desk.subject) else ""


def _follow_ups(desk: Desk, evidence: Evidence, reading: Reading) -> Reading:
    records: list[FollowUp] = []
    for layout in desk.of("follow_up"):
        for record, filling in _calls_of(layout, desk.context, len(records)):
            records.append(record)
            reading = _with(reading, filling)
    beside: list[Doubt] = []
    for letter, kind in (*desk.papers, (desk.body, desk.body_kind)):
        if kind == "follow_up":
            beside += cases_untold(letter, records, desk.context)
        elif letter is desk.body or not (kind or letter.grids):
            beside += calls_beside(letter, records, desk.context)
    return replace(reading, follow_ups=tuple(records), doubts=(*reading.doubts, *beside))


def _calls_of(layout: Layout, context: Context, before: int) -> list[tuple[FollowUp, Filling]]:
    """Return the calls back of a list, a form or a letter in sentences; `before` were read from other papers."""
    rows = [row for row in layout.rows if is_follow_up(row, context.labels)]
    told = (
        []
        if rows or is_follow_up(layout.entries, context.labels)
        else read_told_calls(layout, context, before)
    )
    return told or [
        read_follow_up(row, context, f"follow_ups.{number}")
        for number, row in enumerate(rows or [layout.entries], before)
    ]


def _instruction(desk: Desk, evidence: Evidence, reading: Reading) -> Reading:
    record, filling = read_instruction(desk.first_of("instruction"), desk.context)
    return _with(reading, filling, instruction=record)


RECORDS = {
    "case": _cases,
    "answer": _answer,
    "send_back": _send_back,
    "extension": _extension,
    "liaison_form": _liaison,
    "follow_up": _follow_ups,
    "instruction": _instruction,
}
"""Kind of mail → the function that reads its records. A new form is one file in `forms`, and one line here."""

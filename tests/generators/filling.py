"""A form filled in as people do it: choosing in Word, typing over in a program that knows no controls, by pen."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import _Cell


def opened(form: bytes) -> WordDocument:
    return docx.Document(io.BytesIO(form))


def saved(document: WordDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def text_of(cell: _Cell) -> str:
    """What a person sees in a cell, without white space; python-docx leaves out what stands in controls."""
    return re.sub(r"\s", "", "".join(t.text or "" for t in cell._tc.iter(qn("w:t"))))


def fields_of(document: WordDocument) -> Iterator[tuple[str, _Cell]]:
    """Every cell to be filled in, with the label on its left."""
    for table in document.tables:
        for row in table.rows:
            for label, cell in zip(row.cells, row.cells[1:], strict=False):
                if cell._tc is not label._tc:
                    yield text_of(label), cell


def control_in(cell: _Cell) -> Any:
    """The control of a cell that still shows its prompt; None where it has none."""
    prompts = (
        c for c in cell._tc.iter(qn("w:sdt")) if c.find(qn("w:sdtPr")).find(qn("w:showingPlcHdr")) is not None
    )
    return next(prompts, None)


def as_in_word(form: bytes, values: Mapping[str, str]) -> bytes:
    """Choose and type as Word does: the prompt goes, the control stays."""
    document = opened(form)
    for label, cell in fields_of(document):
        if label in values:
            control = control_in(cell)
            if control is None:
                cell.paragraphs[0].add_run(values[label])
            else:
                properties = control.find(qn("w:sdtPr"))
                properties.remove(properties.find(qn("w:showingPlcHdr")))
                write(control, values[label])
    return saved(document)


def as_a_program_does(form: bytes, values: Mapping[str, str]) -> bytes:
    """Replace the text of the controls and leave all else, also the mark that they show a prompt."""
    document = opened(form)
    for label, cell in fields_of(document):
        if label in values:
            control = control_in(cell)
            if control is None:
                cell.paragraphs[0].add_run(values[label])
            else:
                write(control, values[label])
    return saved(document)


def typed_over(form: bytes, values: Mapping[str, str]) -> bytes:
    """Write into the cells as an older WPS does, which has no controls: they are gone with the first word typed."""
    document = opened(form)
    for label, cell in fields_of(document):
        if label in values:
            cell.paragraphs[0].text = values[label]
    return saved(document)


def without_controls(form: bytes) -> bytes:
    """Take all controls away and leave what they show."""
    document = opened(form)
    for control in list(document.element.body.iter(qn("w:sdt"))):
        for child in list(control.find(qn("w:sdtContent"))):
            control.addprevious(child)
        control.getparent().remove(control)
    return saved(document)


def ticked(form: bytes, words: tuple[str, ...], tick: str) -> bytes:
    """Tick boxes where they are printed: `tick` instead of the box (☑), beside it (□√) or behind the word ({}√)."""
    document = opened(form)
    for text in document.element.body.iter(qn("w:t")):
        for word in words:
            done = f"□{word}{tick[2:]}" if tick.startswith("{}") else f"{tick}{word}"
            text.text = re.sub(rf"□{word}(?=[\s　]|$)", done, text.text or "")
    return saved(document)


def write(control: Any, value: str) -> None:
    content = control.find(qn("w:sdtContent"))
    run = copy.deepcopy(content.find(qn("w:r")))
    for child in list(run):
        if child.tag != qn("w:rPr"):
            run.remove(child)
    text = OxmlElement("w:t")
    text.text = value
    run.append(text)
    content[:] = [run]

"""What stands around a case sheet and belongs to it: origin, urgency, secrecy and limit named in title, subject or letter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from parsers.forms.case_matter import handed_over
from parsers.forms.due_sentences import dates_due, due_today
from parsers.forms.entries import Entry, tidy
from parsers.forms.filling import Filling, code_in
from parsers.forms.origin import asks_for_form, channel_in, level_in
from parsers.forms.secrecy import asked_in, read_box, read_disclosed, wants_secrecy
from parsers.forms.ticks import without_unticked
from parsers.labels import fold

_MARKS = re.compile(
    r"^(特\s*急|加\s*急|紧\s*急|急\s*件)(?:件)?$|[【\[(（](特急|加急|紧急|急件)(?:件)?[】\])）]"
)
_SECRET_MARK = re.compile(r"^[【\[(（]?保密(?:件|工单)?[】\])）]?$|[【\[(（]保密(?:件|工单)?[】\])）]|保密件")
_SPAN = re.compile(
    r"\d+\s*(?:个)?\s*(?:工作日|小时|天|日内)|[一二两三四五六七八九十]+个?(?:工作日|小时|天|日内)|按|尽快|立即|及时|当日|当天"
)
_NAMELESS = re.compile(r"^\W*(?:匿名|保密|隐去|要求保密|不愿|不便|拒绝|不肯)")
_ANONYMOUS = re.compile(r"^\W*匿名(?:者|人|群众|市民|来电|来信)?\W*$")
"""No name given, and nothing said about keeping it: a wish where there is something to keep, else only a doubt."""


@dataclass(frozen=True)
class Around:
    """What surrounds a sheet and tells of its origin: its title, the mail's subject, the sender's name, its text."""

    title: str = ""
    subject: str = ""
    sender: str = ""
    text: str = ""
    where: str = ""
    own: str = ""  # what the paper of the sheet says in sentences of its own
    own_where: str = ""

    def told(self) -> list[tuple[str, str]]:
        """Subject, sender and text of the mail, each with its place."""
        return [(self.subject, "主题"), (self.sender, "发件人"), (self.text, self.where or "正文")]


def channel_of(filling: Filling, around: Around) -> str | None:
    """Return the channel that the sheet names, else the one that title, labels or mail speak of."""
    written = [(without_unticked(e.text), e.where) for e in filling.written("channel")]
    labels = [(fold(e.label), e.where) for e in filling.entries]
    channel, where = channel_in([*written, (around.title, "标题"), *labels, *around.told()])
    if channel:
        filling.note("channel", where)
    return channel


def level_of(filling: Filling, around: Around) -> str | None:
    """Return the level that the sheet names, else the one that title or mail speak of."""
    for entry in filling.written("level"):
        text = without_unticked(entry.text)
        if re.search("省|市|枣庄", text):
            filling.note("level", entry.where)
            return "province" if "省" in text else "city"
    texts = [
        (without_unticked(e.text), e.where) for name in ("channel", "demand") for e in filling.written(name)
    ]
    labels = [(fold(e.label), e.where) for e in filling.entries]
    if channel_in([(around.title, ""), *labels])[0] != "mayors_mailbox":
        texts += [*labels, (around.title, "标题"), *around.told()]
    level, where = level_in(texts)
    if level:
        filling.note("level", where)
    return level


def urgency_of(filling: Filling, around: Around) -> str | None:
    """Return the urgency of the sheet, else that of a mark over its title or in the subject: 【特急】."""
    urgency = filling.code("urgency")
    if urgency or filling.written("urgency"):
        return urgency
    for place, lines in (("标题", around.title.split("\n")), ("主题", [around.subject])):
        for line in lines:
            hit = _MARKS.search(line)
            if hit:
                filling.note("urgency", place)
                return code_in(re.sub(r"\s", "", hit[1] or hit[2]), "urgency", filling.context.labels)[0]
    return None


def secret_of(filling: Filling, around: Around) -> bool | None:
    """Return whether the petitioner wants secrecy: as a box says, as a mark says, or, doubted, as remark or text say.

    A text that asks for it where the box says no is a doubt too, and until a person has looked it holds.
    """
    stated = _secret_as_boxed(filling)
    if stated:
        return True
    if stated is None and (marked := _secret_as_marked(filling, around)):
        return marked
    asking = _asking(filling)
    if asking is None:
        return stated
    clause = asked_in(without_unticked(asking.text))[:24]
    filling.note("secret", asking.where)
    said = "「是否保密」写着否，别处又说" if stated is False else "没有「是否保密」一栏，内容里提到保密："
    filling.doubt("secret", f"{said}「{clause}」", asking.where)
    return True


def _secret_as_boxed(filling: Filling) -> bool | None:
    """Return what the sheet's own boxes say: 是否保密; or else whether 个人信息是否公开, 是否匿名."""
    labels = filling.context.labels
    secret = filling.take("secret", lambda e: read_box(e.text, labels))
    if secret is not None or filling.written("secret"):
        return secret
    disclosed = filling.take("disclosed", lambda e: read_disclosed(e.text, labels), key="secret")
    if disclosed is not None:
        return not disclosed
    anonymous = filling.take("anonymous", lambda e: read_box(e.text, labels), key="secret")
    return True if anonymous else None  # who gives a name may want it kept all the same


def _secret_as_marked(filling: Filling, around: Around) -> bool | None:
    """Return True where title or subject are marked 保密, or where 匿名 or 不愿透露 stands for the name."""
    for place, lines in (("标题", around.title.split("\n")), ("主题", [around.subject])):
        if any(_SECRET_MARK.search(line) for line in lines):
            filling.note("secret", place)
            return True
    for entry in filling.written("petitioner.name"):
        if _ANONYMOUS.match(entry.text) and not _can_be_found(filling):
            filling.doubt("secret", f"姓名写着「{tidy(entry.text)[:12]}」，没有说是否保密", entry.where)
            return None
        if _NAMELESS.match(entry.text):
            filling.note("secret", entry.where)
            return True
    return None


def _can_be_found(filling: Filling) -> bool:
    """Whether a sheet gives a telephone or an address: who leaves these and no name wants something kept back."""
    return any(filling.written(name) for name in ("petitioner.phone", "petitioner.address"))


def _asking(filling: Filling) -> Entry | None:
    """Return the entry, whatever its label, in whose text somebody asks to stay unknown."""
    boxes = {id(e) for name in ("secret", "disclosed", "anonymous") for e in filling.written(name)}
    boxes |= {id(e) for e in filling.written("petitioner.name") if _ANONYMOUS.match(e.text)}
    return next(
        (e for e in filling.entries if id(e) not in boxes and wants_secrecy(without_unticked(e.text))), None
    )


def return_form_of(filling: Filling, around: Around) -> bool | None:
    """Return True where sheet or letter ask for a fixed reply format, else None."""
    asking = {id(e) for name in ("title", "request_text") for e in filling.written(name)}
    for entry in filling.entries:  # 办理要求, or a remark at the foot
        if id(entry) not in asking and asks_for_form(entry.text):
            filling.note("return_form", entry.where)
            return True
    if asks_for_form(around.text) or asks_for_form(around.title):
        filling.note("return_form", around.where or "正文")
        return True
    return None


def due_of(filling: Filling, around: Around) -> date | datetime | None:
    """Return the limit; one given in working days or hours is no date, and a letter may name it beside the sheet."""
    due = filling.moment("upper_due_at", optional=True)
    if due is not None:
        return due
    for entry in filling.written("upper_due_at"):
        near = filling.context.near
        today = due_today(entry.text, near)
        if today:
            filling.note("upper_due_at", entry.where)
            filling.doubt("upper_due_at", f"「{tidy(entry.text)[:20]}」按来件的日子理解", entry.where)
            return today
        if not _SPAN.search(entry.text):
            filling.doubt("upper_due_at", f"办理时限写着「{tidy(entry.text)[:20]}」，没有读懂", entry.where)
    if filling.written("upper_due_at"):
        return None
    behind = [
        (handed_over(entry.text), entry.where)
        for entry in filling.written("request_text")
        if entry.source == "line"
    ]
    demands = [(entry.text, entry.where) for entry in filling.written("demand")]
    for text, where in (*behind, *demands, (around.own, around.own_where), (around.text, around.where)):
        due = due_in_prose(text, filling, where)
        if due is not None:
            return due
    return None


def due_in_prose(text: str, filling: Filling, where: str) -> date | datetime | None:
    """Return the day before which a letter wants the answer: 请于6月5日前反馈."""
    found = dates_due(text, filling.context.near)
    if not found:
        return None
    if len(found) > 1:
        filling.doubt("upper_due_at", "来文里写了几个不同的时限", where)
    filling.note("upper_due_at", where or "正文")
    return found[0]

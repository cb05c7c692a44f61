"""Liaison forms as departments mail them: the notice's own form filled in, a letter about a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailroom.demonstration import mime
from tests.journeys.offices import OfficeAtWork
from tests.parsers.forms.papers import word

TOWN = "羊庄镇人民政府"
TITLE = "政务服务热线和市长信箱办理工作联系表"
PEOPLE = (
    ("leader", "王志强", "副镇长", "0632-5512301", "13900000001"),
    ("section_head", "李建国", "主任", "5512345", "13900000002"),
    ("liaison", "孙晓明", "科员", "5512346", "13900000003"),
    ("liaison", "赵亮", "科员", "5512347", "13900000004"),
)
LABELS = {"leader": "分  管\n负责人", "section_head": "科  室\n负责人", "liaison": "联系人"}


@dataclass(frozen=True)
class Form:
    """A form to fill in; `title` may name one channel alone."""

    people: Sequence[Sequence[str]] = PEOPLE
    department: str = TOWN
    section: str = "党政办"
    title: str = TITLE
    name: str = "联系表.docx"

    def docx(self) -> bytes:
        """The notice's form as a Word document."""
        rows: list[list[str | None]] = [["项目一\n项目二", "姓 名", "职 务", "工作电话", "移动电话", "备注"]]
        for role, *told in self.people:
            if role == "section_head":
                rows.append(["负责科室", self.section, None, None, None, None])
            rows.append([LABELS[role], *told, ""])
        head = f"单位名称：{self.department}        填报时间：2018年3月19日"
        return word("附件", self.title, head, (rows, ()), "注：请将此表3月30日前报市长公开电话办公室。")


def form_mail(
    office: OfficeAtWork,
    *forms: Form,
    at: str = "2018-03-20T09:00",
    sender: str = "",
    subject: str = "报送联系表",
    text: str = "按通知要求报送联系表，请查收。",
    headers: Mapping[str, str] | None = None,
) -> None:
    """Let a mail with these forms (one as usual, where none is given) arrive from a department, by default the town."""
    moment = datetime.fromisoformat(at)
    every = forms or (Form(),)
    raw = mime.compose(
        sender=("办公室", sender or office.address_of(every[0].department)),
        to=[office.address],
        subject=subject,
        sent_on=moment,
        message_id=f"<form-{moment:%m%d%H%M}@example.cn>",
        text=text,
        attachments=[(form.name, form.docx()) for form in every],
        headers=headers,
    )
    office.mail_in(raw)


def mail_from(office: OfficeAtWork, text: str, *, subject: str, at: str) -> None:
    """Let a plain mail of the town arrive."""
    moment = datetime.fromisoformat(at)
    raw = mime.compose(
        sender=("羊庄镇", office.address_of(TOWN)),
        to=[office.address],
        subject=subject,
        sent_on=moment,
        message_id=f"<plain-{moment:%m%d%H%M}@example.cn>",
        text=text,
    )
    office.mail_in(raw)


def changed_by(office: OfficeAtWork, rows: list[list[str]], *, at: str) -> None:
    """Let a form about a change of the town's (联系人变更表) arrive."""
    moment = datetime.fromisoformat(at)
    raw = mime.compose(
        sender=("羊庄镇", office.address_of(TOWN)),
        to=[office.address],
        subject="联系人变更表",
        sent_on=moment,
        message_id=f"<changed-{moment:%m%d%H%M}@example.cn>",
        text="联系人有变动，见附件。",
        attachments=[("联系人变更表.docx", word("热线和市长信箱联系人变更表", (rows, ())))],
    )
    office.mail_in(raw)


def confirmed(office: OfficeAtWork) -> None:
    """Let the town's usual form arrive on 2018-03-20 and be confirmed."""
    form_mail(office)
    office.round("2018-03-20T09:01")
    office.tell("liaisons", "confirm", "1", "--at", "2018-03-20T10:00")


def names(office: OfficeAtWork, channel: str, *words: str) -> list[str]:
    """Who answers for a channel of the town, by role and place; `words`: more of the command, as `--on`."""
    rows = office.ask("liaisons", "--department", TOWN, *words)
    return [row["name"] for row in rows if row["channel"] == channel]

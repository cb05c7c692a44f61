"""The specimen of the dossier (卷宗): its cover, contents, journal, a mail's page and a document's."""

from __future__ import annotations

from types import SimpleNamespace

from generators.dossier import (
    Entry,
    MailPage,
    Stationery,
    contents,
    cover,
    document_page,
    journal_pages,
    mail_page,
)
from generators.letter import Enclosed
from generators.specimens.scene import Scene, Specimen


def _dossier(scene: Scene) -> tuple[Enclosed, ...]:
    paper = Stationery(scene.head, scene.templates, scene.now, scene.case.case_no)
    dispatch = SimpleNamespace(**vars(scene.dispatch), department=scene.department)
    journal = [
        SimpleNamespace(
            at=scene.case.registered_at, act="register", by="系统", because="附件1《工单.docx》是工单"
        ),
        SimpleNamespace(
            at=scene.now,
            act="dispatch",
            by="系统",
            because=f"转{scene.department.name}（主办），工单写明承办单位",
        ),
    ]
    counts = {"mail_count": 1, "letter_count": 1, "page_count": 9}
    entries = [
        Entry("办理过程", page=3),
        Entry(f"来件：{scene.case.title}", scene.case.upper, scene.now.date(), 4),
        Entry("　附：工单.docx", page=5),
        Entry("转办函", scene.department.name, scene.now.date(), 6),
        Entry("　附：现场录音.mp3", page=9),
    ]
    mail = MailPage(
        name=entries[1].name,
        subject=f"工单转办：{scene.case.title}",
        sender=scene.case.upper,
        recipients=scene.head.address,
        copies="",
        sent=f"{scene.case.registered_at:%Y-%m-%d %H:%M}",
        note="第1号来件，读作新工单",
        documents=("工单.docx",),
        text="现将工单1件转去，请下载附件办理，并按时反馈。",
    )
    unshown = document_page(paper, "现场录音.mp3", 204_800, "3f" * 32, reason="这种文件印不出来，请看原件。")
    return (
        Enclosed("卷宗_封面.docx", cover(paper, scene.case, [dispatch], journal, counts=counts)),
        Enclosed("卷宗_目录.docx", contents(paper, entries)),
        Enclosed("卷宗_办理过程.docx", journal_pages(paper, journal)),
        Enclosed("卷宗_来件.docx", mail_page(paper, mail)),
        Enclosed("卷宗_附件.docx", unshown),
    )


DOSSIERS = {"dossier": Specimen("卷宗", _dossier)}

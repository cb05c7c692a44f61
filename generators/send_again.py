"""The request to send again (重寄通知): files that a mail only linked to are wanted as plain attachments.

Links are never fetched (rules.md, Trust), so nothing in a cloud attachment counts until the file itself has come.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from generators.letter import Draft, Letterhead
from generators.plain import draw_up_plain
from generators.shelf import Templates
from generators.wording import month_day_words, shortened

SUBJECT_LENGTH = 40


def draw_up_send_again(
    to: str,
    files: Sequence[str],
    *,
    mail: int,
    subject: str,
    sent_at: datetime,
    attachments_mb: int,
    head: Letterhead,
    now: datetime,
    in_reply_to: str,
    greeting: str = "",
    templates: Templates | None = None,
) -> Draft:
    """Return the request to `to`, once a mail: `mail` is its number in the post book, `subject` and `sent_at` its own.

    `files` are titles as the reading gives them: 「现场.zip」（128M）.
    """
    title = shortened(subject, SUBJECT_LENGTH) or "（无主题）"
    paragraphs = [
        f"{month_day_words(sent_at)}来信《{title}》收到。其中下列文件没有随信寄到，信里只有超大附件或网盘的链接：{'、'.join(files)}。",
        "为信息安全，本办不打开来信中的链接。请把文件作为普通附件放在邮件里，回复本邮件重寄。",
        f"一封邮件的附件合计不超过 {attachments_mb} MB，超过的请压缩或分几封寄。",
        "文件寄到以前，只在这些文件里写明的内容不作数，办理时限照常计算。",
    ]
    return draw_up_plain(
        "send_again",
        f"send_again/{mail}/{to}",
        [to],
        f"【请重寄附件】{title}",
        paragraphs,
        head=head,
        now=now,
        greeting=greeting,
        in_reply_to=in_reply_to,
        because=f"来信里有 {len(files)} 份文件只是链接（超大附件），没有随信寄到",
        templates=templates,
    )

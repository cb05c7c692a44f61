"""Our own letter below, above or around what a department writes, without any mark that it is quoted."""

from __future__ import annotations

import io
from datetime import date, datetime

import docx
import pytest

from generators.amendment import draw_up_amendment
from generators.correction import draw_up_correction
from generators.dispatch import draw_up_dispatch
from generators.letter import Draft, Templates
from generators.reminder import draw_up_reminder
from generators.send_again import draw_up_send_again
from generators.specimens import SPECIMENS, scene_of
from generators.specimens.procedure import PROCEDURE
from parsers import read_mail
from parsers.reading import Reading
from tests.generators.records import HEAD, NOW, UPPER, a_case, a_department, a_dispatch, a_petitioner
from tests.parsers.forms.papers import mail

CASE, DISPATCH, DEPARTMENT = a_case(), a_dispatch(), a_department()
NUMBER = CASE.case_no
SENDER = "滕州市综合行政执法局 <zfj@example.cn>"

REPLIES = {
    "acknowledgement": "收到。",
    "answer": "经核实，流动商贩已劝离，诉求人表示满意。承办人：孙志强，电话：5543819",
    "send_back": "该路段归公路局管理，申请退回，建议改派市公路局。",
    "extension": "因需与物业协商，申请延期三天。",
    "other": "没有收到附件，请重发。",
}


def letters() -> dict[str, Draft]:
    """Each letter that a department may answer, as our templates write it."""
    drafts = {
        "dispatch": draw_up_dispatch(
            CASE, a_petitioner(), DISPATCH, DEPARTMENT, upper_name=UPPER, head=HEAD, now=NOW
        ),
        "province": draw_up_dispatch(
            a_case(level="province", return_form=True, secret=True),
            None,
            DISPATCH,
            DEPARTMENT,
            upper_name=UPPER,
            head=HEAD,
            now=NOW,
        ),
        "correction": draw_up_correction(
            CASE,
            DISPATCH,
            DEPARTMENT,
            ("审核人", "处理情况"),
            head=HEAD,
            in_reply_to="<a@b.cn>",
            nth=1,
            now=NOW,
        ),
        "reminder": draw_up_reminder(
            DEPARTMENT, [(DISPATCH, CASE, "red", 2)], head=HEAD, today=date(2018, 3, 23)
        ),
        "amendment": draw_up_amendment(
            CASE,
            a_petitioner(),
            DISPATCH,
            DEPARTMENT,
            {"request_text": "诉求内容"},
            due_before=datetime(2018, 3, 20, 17),
            head=HEAD,
            nth=1,
            now=NOW,
        ),
        "send again": draw_up_send_again(
            "zfj@example.cn",
            ["「现场.zip」（128M）"],
            mail=1,
            subject=f"办理结果 {NUMBER}",
            sent_at=NOW,
            attachments_mb=20,
            head=HEAD,
            now=NOW,
            in_reply_to="<a@b.cn>",
        ),
    }
    scene = scene_of(HEAD, Templates())
    to_departments = (
        "supervision",
        "redo",
        "send_back_reply",
        "extension_reply",
        "reassignment",
        "instruction",
    )
    drafts |= {kind: PROCEDURE[kind].draw_up(scene) for kind in to_departments}
    return {name: draft for name, draft in drafts.items() if draft is not None}


def replied(body: str, *, html: bool = False, reply: bool = True) -> Reading:
    subject = f"回复：【转办】{NUMBER}" if reply else f"【转办】{NUMBER}"
    words = {"html": body} if html else {"body": body}
    return read_mail(mail(subject, sender=SENDER, on="2018-03-20 09:30", reply=reply, **words))


def tight(text: str) -> str:
    """As phones quote: no blank lines, no indents."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def wrapped(text: str) -> str:
    """As old mail programs quote: lines broken after 38 characters, wherever that is."""
    return "\n".join(line[i : i + 38] for line in tight(text).splitlines() for i in range(0, len(line), 38))


@pytest.mark.parametrize("what", REPLIES)
@pytest.mark.parametrize("letter", letters())
def test_what_the_department_writes_counts_and_nothing_of_ours(letter: str, what: str) -> None:
    words, ours = REPLIES[what], letters()[letter]
    bodies = {
        "above": f"{words}\n\n{ours.text}",
        "below": f"{ours.text}\n{words}",
        "tight": f"{words}\n{tight(ours.text)}",
        "wrapped": f"{words}\n{wrapped(ours.text)}",
        "one line": f"{words}\n{' '.join(ours.text.split())}",
    }
    for how, body in bodies.items():
        reading = replied(body)
        assert (reading.what, reading.new_text.strip()) == (what, words), how
        assert reading.case_nos == (NUMBER,)
    page = replied(
        ours.html.replace('<body style="margin:0;padding:0;">', f"<body><div>{words}</div>"), html=True
    )
    assert (page.what, page.new_text.strip()) == (what, words)


@pytest.mark.parametrize("what", ["acknowledgement", "send_back"])
def test_a_subject_of_the_departments_own_changes_nothing(what: str) -> None:
    body = f"{REPLIES[what]}\n\n{letters()['dispatch'].text}"
    assert replied(body, reply=False).what == what


def test_two_letters_of_ours_below_one_another_are_both_left_out() -> None:
    drafts = letters()
    reading = replied(f"收到。\n\n{drafts['reminder'].text}\n\n{drafts['dispatch'].text}")
    assert (reading.what, reading.new_text.strip()) == ("acknowledgement", "收到。")


def test_our_instructions_alone_are_left_out_where_the_beginning_was_cut_off() -> None:
    text = letters()["dispatch"].text
    reading = replied(f"收到。\n\n{text[text.index('三、怎样回复') + 6 : text.index('时限计算')]}")
    assert reading.what == "acknowledgement"


def test_all_that_was_left_out_stands_in_the_text_of_the_mail() -> None:
    text = letters()["dispatch"].text
    reading = replied(f"收到。\n\n{text}")
    assert tight(text) in tight(reading.text)


def test_the_platforms_words_are_no_letter_of_ours() -> None:
    body = "滕州市市长公开电话办公室：\n现将省热线转来的1件群众诉求转你单位办理，请认真调查处理，按时回复。\n工单编号：180312101108115409\n诉求内容：路灯不亮。"
    reading = read_mail(mail("转办", body))
    assert reading.what == "case"


FORWARD_HEAD = '-------- 转发邮件信息 --------\n发件人："物业科" <wy@163.com>\n发送日期：2018-03-15 10:00:00\n收件人：zfj@example.cn\n主题：答复\n\n'
OVER_OURS = {
    "163": '在 2018-03-13 09:20:11，"执法局" <zfj@example.cn> 写道：\n',
    "QQ": '------------------ 原始邮件 ------------------\n发件人: "热线办"<office@163.com>;\n发送时间: 2018年3月13日 9:20\n收件人: "执法局"<zfj@example.cn>;\n主题: 转办\n',
    "Foxmail": "发件人： 热线办\n发送时间： 2018-03-13 09:20\n收件人： 执法局\n主题： 转办\n",
}


@pytest.mark.parametrize("over", OVER_OURS)
def test_a_sections_answer_that_is_forwarded_with_our_letter_below_it_is_the_answer(over: str) -> None:
    forwarded = f"{FORWARD_HEAD}{REPLIES['answer']}\n\n{OVER_OURS[over]}{letters()['dispatch'].text}"
    reading = read_mail(mail(f"Fw:答复{NUMBER}", forwarded, sender=SENDER))
    assert reading.what == "answer"
    assert reading.answer is not None
    assert reading.answer.handler == "孙志强"


def test_our_letter_forwarded_back_without_a_word_is_no_answer() -> None:
    reading = read_mail(mail("Fw: 转办", f"{FORWARD_HEAD}{letters()['dispatch'].text}", sender=SENDER))
    assert reading.what == "other"


@pytest.mark.parametrize("kind", [*PROCEDURE, "dispatch", "reminder", "correction"])
def test_a_paper_of_ours_that_comes_back_with_the_reply_says_nothing(kind: str) -> None:
    paper = SPECIMENS[kind].draw_up(scene_of(HEAD, Templates())).enclosed[0]
    reading = read_mail(
        mail(f"回复：【转办】{NUMBER}", "收到。", (paper.name, paper.data), sender=SENDER, reply=True)
    )
    assert (reading.what, reading.case_nos[0]) == ("acknowledgement", NUMBER)


def test_a_paper_of_ours_that_somebody_wrote_into_is_his() -> None:
    paper = docx.Document(io.BytesIO(letters()["correction"].enclosed[0].data))
    paper.add_paragraph("调查核实情况：经核实，流动商贩占道经营属实。")
    paper.add_paragraph("处理情况：已劝离商贩11户，并安排专人值守。")
    paper.core_properties.last_modified_by = "孙志强"
    written = io.BytesIO()
    paper.save(written)
    reading = read_mail(
        mail(
            f"回复：【补正】{NUMBER}",
            "见附件。",
            ("补正.docx", written.getvalue()),
            sender=SENDER,
            reply=True,
        )
    )
    assert reading.what == "answer"

"""What was written now, and the earlier mail below it, as each mail program of the trade sets them apart."""

from __future__ import annotations

import pytest

from parsers.mail import OpenedMail, open_mail

OLD = "滕州市公交公司：\n    编    号：TZ-2018-000123-G\n    请认真调查处理。"
NEW = "已安排核实，反映情况属实。\n承办人：李四"

QQ = """

------------------ 原始邮件 ------------------
发件人: "滕州市长公开电话"<office@163.com>;
发送时间: 2018年3月15日(星期四) 上午9:20
收件人: "住建局"<zjj@qq.com>;

主题: 【转办】TZ-2018-000123-G

"""
QQ_ENGLISH = """
------------------\u00a0Original\u00a0------------------
From:  "office"<office@163.com>;
Date:  Thu, Mar 15, 2018 09:20 AM
To:  "zjj"<zjj@qq.com>;
Subject:  TZ-2018-000123-G

"""
MAIL_MASTER = """
---- 回复的原邮件 ----
| 发件人 | 滕州市长公开电话<office@163.com> |
| 发送日期 | 2018年03月15日 09:20 |
| 收件人 | zjj@163.com |
| 抄送至 |  |
| 主题 | 【转办】TZ-2018-000123-G |
"""
NETEASE_WEB = '\n\n在 2018-03-15 09:20:11，"滕州市长公开电话" <office@163.com> 写道：\n\n'
NETEASE_ENGLISH = '\nAt 2018-03-15 09:20:11, "office" <office@163.com> wrote:\n'
FOXMAIL = """

发件人： 滕州市长公开电话
发送时间： 2018-03-15 09:20
收件人： zjj@qq.com
主题： 【转办】TZ-2018-000123-G

"""
OUTLOOK = """
-----邮件原件-----
发件人: 滕州市长公开电话 [mailto:office@163.com]
发送时间: 2018年3月15日 9:20
收件人: zjj@qq.com
主题: 【转办】TZ-2018-000123-G

"""
OUTLOOK_RULE = "\n________________________________\n发件人: office@163.com\n发送时间: 2018年3月15日 9:20\n收件人: zjj@qq.com\n主题: x\n\n"
OUTLOOK_ENGLISH = "\n-----Original Message-----\nFrom: office\nSent: Thursday, March 15, 2018 9:20 AM\nTo: zjj\nSubject: x\n\n"
GMAIL = "\n滕州市长公开电话 <office@163.com> 于2018年3月15日周四 上午9:20写道：\n\n"
GMAIL_BROKEN = "\n滕州市市长公开电话办公室公用邮箱 <\noffice@163.com> 于2018年3月15日周四 上午9:20写道：\n\n"
GMAIL_OLD = "\n2018-03-15 9:20 GMT+08:00 滕州市长公开电话 <office@163.com>:\n\n"
ALIYUN = "\n------------------------------------------------------------------\n发件人：公开电话 <office@163.com>\n日　期：2018年03月15日 09:20:11\n收件人：zjj <zjj@aliyun.com>\n主　题：x\n\n"
PHONE = "\n-------- 原始邮件 --------\n发件人：公开电话 <office@163.com>\n日期：2018年3月15日周四 上午9:20\n收件人：zjj@163.com\n主题：x\n"

MORE = {
    "iphone": "\n在 2018年3月15日，上午9:20，公开电话 <office@163.com> 写道：\n\n",
    "iphone now": "\n2018年3月15日 上午9:20，公开电话 <office@163.com> 写道：\n\n",
    "qq app": '\n---Original---\nFrom: "office"<office@163.com>\nDate: Thu, Mar 15, 2018 09:20 AM\nTo: "zjj"<zjj@qq.com>;\nSubject: x\n\n',
    "qq web now": "\n\n原始邮件\n\n发件人：公开电话 <office@163.com>\n发件时间：2024年3月15日 09:20\n收件人：zjj <zjj@qq.com>\n主题：x\n\n",
    "qq web now english": '\n\nOriginal Email\n\nSender:"office"< office@163.com >;\n\nSent Time:2024/3/15 9:20\n\nTo:"zjj"< zjj@qq.com >;\n\nSubject:x\n\n',
    "outlook phone": "\n________________________________\n发件人: 公开电话 <office@163.com>\n发送时间: 2018年3月15日 9:20\n收件人: zjj\n主题: x\n\n",
    "outlook on behalf": "\n发件人: 公开电话 <office@163.com> 代表 张三\n发送时间: 2018年3月15日星期四 9:20\n收件人: zjj\n主题: x\n\n",
    "thunderbird": "\n在 2018/3/15 周四 上午 9:20, 公开电话 写道:\n",
    "foxmail english": "\nSender: office\nSend Time: 2018-03-15 09:20\nReceiver: zjj\nSubject: x\n",
    "mail master english": "\n---- Replied Message ----\n| From | office<office@163.com> |\n| Date | 03/15/2018 09:20 |\n| To | zjj<zjj@163.com> |\n| Subject | x |\n",
    "coremail english": '\n-----Original Messages-----\nFrom:"x" <office@163.com>\nSent Time:2018-03-15 09:20:11 (Thursday)\nTo: zjj@x.cn\nSubject: x\n',
    "coremail in a page of marks": '\n> -----原始邮件-----\n> 发件人: "x" <office@163.com>\n> 发送时间: 2018-03-15 09:20:11 (星期四)\n> 收件人: zjj@x.cn\n> 主题: x\n>\n',
    "huawei": "\n-------- 原始邮件 --------\n发件人： 公开电话 <office@163.com>\n日期： 2018年3月15日周四 上午9:20\n收件人： zjj@163.com\n主 题： x\n",
    "xiaomi": "\n公开电话 <office@163.com> 于 2018年3月15日 上午9:20 写道：\n",
    "samsung": "\n-------- 原始信息 --------\n由： 公开电话 <office@163.com> \n日期： 2018-3-15 上午9:20 (GMT+08:00) \n收件人： zjj \n主题： x \n\n",
    "139": "\n----邮件原文----\n发件人：公开电话 <office@163.com>\n收件人：zjj <zjj@139.com>\n抄 送： (无)\n发送时间：2018-03-15 09:20:11\n主题：x\n\n",
    "notes": "\n发件人:\toffice@163.com\n收件人:\tzjj\n日期:\t2018-03-15 09:20\n主题:\tx\n",
    "feishu": '\n发件人: 公开电话<office@163.com>\n日期: 2024年3月15日周五 09:20\n主题: x\n收件人: "zjj"<zjj@t.example>\n\n',
    "iphone english": "\nOn Mar 15, 2018, at 9:20 AM, office <office@163.com> wrote:\n\n",
    "iphone english, day first": "\nOn 15 Mar 2018, at 09:20, office wrote:\n\n",
    "english in three lines": "\nOn Mar 15, 2018, at 9:20 AM, Hotline <\noffice-of-the-hotline@mail.somebody.example>\nwrote:\n\n",
    "dashes and a name": "\n---- 公开电话 写道 ----\n\n",
    "yandex": '\n15.03.2018, 09.20, "office" <office@163.com>:\n',
    "date above the sender": "\nDate: Thu, 15 Mar 2018 09:20:00 +0800\nFrom: office@163.com\nTo: zjj@qq.com\nSubject: x\n\n",
    "french": "\nLe 15 mars 2018 à 09:20, office <office@163.com>\na écrit :\n",
    "spanish outlook": "\n-----Mensaje original-----\nDe: office\nEnviado: 15/03/2018 9:20\nPara: zjj\nAsunto: x\n\n",
    "german outlook": "\nVon: office\nGesendet: Donnerstag, 15. März 2018 09:20\nAn: zjj\nBetreff: x\n\n",
}  # fmt: skip
SEPARATORS = MORE | {
    "qq": QQ, "qq english": QQ_ENGLISH, "mail master": MAIL_MASTER, "163 web": NETEASE_WEB, "163 english": NETEASE_ENGLISH,
    "foxmail": FOXMAIL, "outlook": OUTLOOK, "outlook rule": OUTLOOK_RULE, "outlook english": OUTLOOK_ENGLISH, "gmail": GMAIL,
    "gmail broken line": GMAIL_BROKEN, "gmail until 2018": GMAIL_OLD, "aliyun": ALIYUN, "phone": PHONE,
    "coremail": "\n-----原始邮件-----\n发件人:\"x\" <office@163.com>\n发送时间:2018-03-15 09:20:11 (星期四)\n收件人: zjj@x.cn\n主题: x\n",
}  # fmt: skip


def mail(
    subject: str, text: str, kind: str = "text/plain", extra: str = "", to: str = "office@163.com"
) -> OpenedMail:
    head = f"From: zjj@qq.com\r\nTo: {to}\r\nSubject: {subject}\r\n{extra}Content-Type: {kind}; charset=utf-8\r\n\r\n"
    return open_mail((head + text).encode())


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("client", list(SEPARATORS))
def test_text_above_the_separator_is_new_and_all_below_is_quoted(client: str) -> None:
    opened = mail("回复：【转办】TZ-2018-000123-G", NEW + SEPARATORS[client] + OLD)
    assert squeezed(opened.body.text()) == squeezed(NEW)
    assert opened.quoted.text().endswith("请认真调查处理。")


@pytest.mark.parametrize("client", list(SEPARATORS))
def test_the_same_separators_are_found_in_html(client: str) -> None:
    lines = "".join(
        f"<div>{line.replace('<', '&lt;').replace(chr(160), '&nbsp;')}</div>"
        for line in SEPARATORS[client].split("\n")
    )
    page = f"<html><body><p>{NEW.replace(chr(10), '<br>')}</p>{lines}<p>{OLD.replace(chr(10), '<br>')}</p></body></html>"
    opened = mail("Re: x", page, "text/html")
    assert squeezed(opened.body.text()) == squeezed(NEW)
    assert "TZ-2018-000123-G" in opened.quoted.text()


@pytest.mark.parametrize("client", ["qq", "outlook", "foxmail", "phone"])
@pytest.mark.parametrize("prefix", ["转发：", "Fw:", "Fwd: ", "【外部邮件】转发:", "轉寄："])
def test_a_forward_is_content_whatever_the_separator(client: str, prefix: str) -> None:
    opened = mail(prefix + "工单", "请办理。" + SEPARATORS[client] + OLD)
    assert "TZ-2018-000123-G" in opened.body.text()
    assert opened.quoted.blocks == ()


@pytest.mark.parametrize(
    "line",
    [
        "---------- Forwarded message ---------",
        "---------- 转发邮件 ----------",
        "----- 转发的邮件 -----",
        "-------- 转发邮件信息 --------",
        "Begin forwarded message:",
        "---- 转发的原邮件 ----",
    ],
)
def test_the_lines_that_introduce_a_forward_keep_it_in_the_body(line: str) -> None:
    opened = mail(
        "工单一件", f"请办理。\n{line}\n发件人：上级\n日期：今天\n主题：工单\n收件人：办公室\n\n{OLD}"
    )
    assert "TZ-2018-000123-G" in opened.body.text()


def test_a_mail_without_own_text_and_without_a_reply_subject_is_a_forward() -> None:
    opened = mail("工单一件", QQ + OLD)
    assert "TZ-2018-000123-G" in opened.body.text()


def test_a_reply_without_own_text_has_an_empty_body() -> None:
    opened = mail("回复：工单", QQ + OLD)
    assert opened.body.blocks == ()
    assert "TZ-2018-000123-G" in opened.quoted.text()


def test_below_a_subject_of_its_own_the_quoted_sender_tells_answer_from_forward() -> None:
    answer = mail("办理情况", NEW + QQ + OLD, to="office@163.com")
    forward = mail(
        "请办理",
        "见下。" + QQ.replace("office@163.com", "zz12345@zaozhuang.gov.cn") + OLD,
        to="office@163.com",
    )
    assert squeezed(answer.body.text()) == squeezed(NEW)
    assert "TZ-2018-000123-G" in forward.body.text()


def test_the_outermost_prefix_counts() -> None:
    assert mail("回复：转发：工单", NEW + QQ + OLD).quoted.blocks
    assert not mail("转发：回复：工单", NEW + QQ + OLD).quoted.blocks


def test_lines_marked_with_angle_brackets_are_quoted_and_answers_below_them_are_new() -> None:
    opened = mail("Re: x", "在 2018/3/15 9:20, 公开电话 写道:\n> 请核实。\n>\n> 谢谢\n\n已核实，属实。\n")
    assert opened.body.text() == "已核实，属实。"
    assert "请核实" in opened.quoted.text()


def test_a_phone_that_marks_the_separator_as_well() -> None:
    opened = mail(
        "回复：x",
        "好的\n\n发自我的 iPhone\n\n> 在 2018年3月15日，上午9:20，公开电话 <o@163.com> 写道：\n> \n> 请核实。\n",
    )
    assert opened.body.text() == "好的"


MARKED = {
    "apple": "> 2018年3月15日 09:20，公开电话 <office@163.com> 写道：\n> \n",
    "coremail": '> -----原始邮件-----\n> 发件人: "x" <office@163.com>\n> 发送时间: 2018-03-15 09:20:11 (星期四)\n> 收件人: zjj@x.cn\n> 抄送: \n> 主题: x\n> \n',
    "gmail": "On Thu, Mar 15, 2018 at 9:20 AM office <office@163.com> wrote:\n\n",
}


@pytest.mark.parametrize("client", MARKED)
def test_answers_between_and_below_marked_lines_are_new(client: str) -> None:
    between = mail(
        "Re: x", f"答复如下\n{MARKED[client]}> 一、是否属实？\n\n属实。\n\n> 二、如何处理？\n\n已处理到位。\n"
    )
    below = mail("Re: x", f"{MARKED[client]}> 请核实。\n> 谢谢\n\n已核实，属实。\n")

    assert between.body.text() == "答复如下\n属实。\n已处理到位。"
    assert below.body.text() == "已核实，属实。"


def test_quoting_elements_of_html_count_where_no_line_tells() -> None:
    page = '<div>已办结</div><blockquote id="isReplyContent"><div>原来的信</div></blockquote>'
    opened = mail("Re: x", page, "text/html")
    assert (opened.body.text(), opened.quoted.text()) == ("已办结", "原来的信")


def test_the_table_of_mail_master_above_the_quoted_mail_is_not_the_senders() -> None:
    page = (
        "<div>收到</div><div class='ntes-mailmaster-quote'><div>---- 回复的原邮件 ----</div><table>"
        "<tr><td>发件人</td><td>公开电话</td></tr><tr><td>主题</td><td>转办</td></tr></table><div>请核实</div></div>"
    )
    opened = mail("回复：转办", page, "text/html")
    assert (opened.body.text(), opened.quoted.text().endswith("请核实")) == ("收到", True)


@pytest.mark.parametrize(
    "text",
    [
        "发件人：本单位\n事项：答复",
        "在2018年3月15日，工作人员写道：",
        "一、时间：2018年3月15日\n二、主题：路灯\n三、收件人：群众",
        "-------------------\n说明如下：",
        "诉求人于2018年3月15日来电反映：路灯不亮。",
        "于2018年3月15日现场核实。\n诉求人表示满意。\n另有群众来信：",
    ],
)
def test_lines_that_only_look_like_separators_do_not_cut_a_letter(text: str) -> None:
    opened = mail("办理情况", f"经查：\n{text}\n以上属实。")
    assert opened.body.text().endswith("以上属实。")


def test_the_date_under_a_letter_stays_where_the_mail_below_has_one_of_its_own() -> None:
    opened = mail("回复：x", f"{NEW}\n日期：2018年3月16日\n{FOXMAIL.strip()}\n{OLD}")

    assert opened.body.text().endswith("日期：2018年3月16日")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("已办结。在 2018-03-15 09:20:11，office 写道：", "已办结。"),
        ("Done On Wed, Mar 14, 2018 at 3:59 PM, office@163.com wrote:", "Done"),
        ("Done --- On Wed, Mar 14, 2018 at 3:59 PM, office@163.com wrote:", "Done"),
    ],
)
def test_an_answer_on_the_line_of_the_words_over_the_quotation_is_not_lost(line: str, answer: str) -> None:
    opened = mail("Re: x", f"{line}\n> " + OLD.replace("\n", "\n> "))

    assert opened.body.text() == answer
    assert "TZ-2018-000123-G" in opened.quoted.text()


def test_who_wrote_stays_with_the_quotation() -> None:
    opened = mail("Re: x", "收到\n公开电话 在 2018-03-15 09:20 写道：\n> " + OLD.replace("\n", "\n> "))

    assert opened.body.text() == "收到"

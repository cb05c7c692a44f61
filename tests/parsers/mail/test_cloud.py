"""Cloud attachments as mail programs and net disks announce them, and mail that only speaks of them."""

from __future__ import annotations

import pytest

from parsers import read_mail
from parsers.mail import open_mail

HEAD = "From: zjj@t.example\r\nTo: office@163.com\r\nSubject: Re: x\r\n"


def plain(text: str) -> bytes:
    return f"{HEAD}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}".encode()


def page(text: str) -> bytes:
    return f"{HEAD}Content-Type: text/html; charset=utf-8\r\n\r\n<html><body>{text}</body></html>".encode()


FORMS = {
    "QQ": (
        plain(
            "请查收。\n\n从QQ邮箱发来的超大附件\n\n现场视频.zip (128.03M, 2018年11月27日 21:59 到期)进入下载页面：http://mail.qq.com/cgi-bin/ftnExs_download?k=1"
        ),
        "现场视频.zip",
    ),
    "QQ in a page": (
        page(
            "<div>见附件</div><div>从QQ邮箱发来的超大附件</div><div><a href='https://wx.mail.qq.com/ftn/download?k=2'>办理结果.pdf</a> (51.20M, 2024年05月06日 23:59 到期) <a href='https://wx.mail.qq.com/ftn/download?k=2'>进入下载页面</a></div>"
        ),
        "办理结果.pdf",
    ),
    "网易 163": (
        page(
            "<p>见附件</p><b>从网易163邮箱发来的云附件</b><div><a href='https://mail.163.com/large-attachment-download/index.html?p=X'>台账.xlsx</a>(80.96M, 2026年8月17日 0:49 到期)</div>"
        ),
        "台账.xlsx",
    ),
    "网易 163, on one line": (
        page(
            "<div>见附件</div><div><b>从网易163邮箱发来的超大附件</b><a href='https://mail.163.com/large-attachment-download/index.html?file=X'>答复.wav</a> (80.96M, 2018年8月17日 0:49 到期)</div>"
        ),
        "答复.wav",
    ),
    "网易邮箱大师": (
        plain("已办。\n\n从网易邮箱大师发来的云附件\n照片.rar (66M，2024年5月6日 23:59 到期)\n下载"),
        "照片.rar",
    ),
    "Coremail": (
        plain(
            "材料见附件。\n\n超大附件（有效期至：2018年04月12日 10:00）\n调查材料.zip (230.1MB)\nhttps://mail.gov.example/coremail/s?func=nf/nfDownload&x=1"
        ),
        "调查材料.zip",
    ),
    "Coremail 中转站": (plain("材料如下\n来自Coremail邮箱的大附件：\n录音.mp3 (88M)"), "录音.mp3"),
    "139": (plain("您好\n来自139邮箱的超大附件：\n视频.mp4（300M）"), "视频.mp4"),
    "OneDrive in Chinese": (
        page(
            "<p>张三 与你共享了 OneDrive 文件。若要查看，请单击下面的链接。</p><p><a href='https://1drv.ms/w/s!Abc'>情况说明.docx</a></p>"
        ),
        "情况说明.docx",
    ),
    "Outlook on the web": (
        page(
            "<p>见附件</p><a href='https://zaozhuang-my.sharepoint.cn/:w:/g/personal/x/Eab?e=1'><img src='cid:1'>整改报告.docx</a>"
        ),
        "整改报告.docx",
    ),
    "阿里云盘": (
        plain(
            "我用阿里云盘分享了「现场照片.zip」，你可以不限速下载\nhttps://www.alipan.com/s/abcDEF\n提取码: 12ab"
        ),
        "现场照片.zip",
    ),
    "百度网盘": (
        plain(
            "通过百度网盘分享的文件：调查卷宗.rar\n链接：https://pan.baidu.com/s/1AbC?pwd=abcd 提取码：abcd"
        ),
        "调查卷宗.rar",
    ),
    "百度网盘, a folder": (
        plain("链接: https://pan.baidu.com/s/1xyz 提取码: 9k3d 复制这段内容后打开百度网盘手机App"),
        "",
    ),
    "夸克": (plain("我用夸克网盘分享了「材料」，链接：https://pan.quark.cn/s/123abc"), "材料"),
    "微云": (plain("证据视频太大，在 https://share.weiyun.com/AbCd 里，文件名 拖欠工资.mp4"), "拖欠工资.mp4"),
    "QQ in English": (
        plain("pls see\nLarge attachment sent from QQ Mail\nreport.zip (70M, 2024-05-06 23:59 到期)"),
        "report.zip",
    ),
}


@pytest.mark.parametrize(("raw", "name"), FORMS.values(), ids=FORMS)
def test_a_file_that_is_only_a_link_is_named_to_the_clerk(raw: bytes, name: str) -> None:
    opened = open_mail(raw)

    assert [file.name for file in opened.cloud] == [name]
    assert any("没有随信寄来，只是一个链接" in problem for problem in opened.problems)
    assert name in read_mail(raw).cloud_files[0]


def test_several_files_are_named_one_by_one() -> None:
    text = "从QQ邮箱发来的超大附件\n一.zip (60M, 2018年4月1日 到期)进入下载页面：http://mail.qq.com/cgi-bin/ftnExs_download?k=1\n二.zip (70M, 2018年4月1日 到期)"

    assert read_mail(plain(text)).cloud_files == (
        "「一.zip」（60M，2018年4月1日到期）",
        "「二.zip」（70M，2018年4月1日到期）",
    )


@pytest.mark.parametrize(
    "raw",
    [
        plain("超大附件请拆分后分次发送，勿使用网盘。"),
        plain("请勿用百度网盘（pan.baidu.com）传送工单材料。"),
        plain("附件 工单.docx（30K）已收到。"),
        page(
            "<p>已办结</p><p>张三 <a href='https://www.alipan.com'>阿里云盘</a> <a href='https://mail.qq.com'>QQ邮箱</a></p>"
        ),
        plain(
            '收到\n\n------------------ 原始邮件 ------------------\n发件人: "a"<a@t.example>;\n发送时间: 2018年3月12日(星期一) 上午9:20\n收件人: "b"<b@163.com>;\n主题: 工单\n\n从QQ邮箱发来的超大附件\n旧.zip (60M, 2018年4月1日 到期)'
        ),
        page("<p>收到</p><blockquote type='cite'><a href='https://1drv.ms/w/s!Abc'>旧.docx</a></blockquote>"),
    ],
    ids=[
        "advice",
        "a warning",
        "a real attachment",
        "links of a signature",
        "in the mail replied to",
        "in a quoted page",
    ],
)
def test_a_mail_that_only_speaks_of_such_files_has_none(raw: bytes) -> None:
    assert open_mail(raw).cloud == ()

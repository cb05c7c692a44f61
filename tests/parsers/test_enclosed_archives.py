"""What lies in archives and saved mails is read as if it were attached, and its place says where it lay."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

from parsers import read_document, read_mail
from tests.parsers.formats.archives import zip_of, zip_with_raw_names

SHEET = "工单编号：180312110101101001\n诉求人：闵娜\n联系电话：13806321234\n诉求内容：路灯不亮，请求维修。\n"


def mail(text: str, *files: tuple[str, bytes], subject: str = "转办单") -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = "枣庄市12345 <zz12345@example.cn>"
    message["To"] = "office@example.cn"
    message["Date"] = "Mon, 12 Mar 2018 09:20:00 +0800"
    message["Subject"] = subject
    message.set_content(text)
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="x-unknown", filename=name)
    return message.as_bytes()


def test_a_sheet_in_a_zip_with_gbk_names_is_a_case() -> None:
    archive = zip_with_raw_names({"转办/工单.txt".encode("gbk"): SHEET.encode("gbk")})
    reading = read_mail(mail("请查收附件。", ("照片.txt", b"see"), ("a.zip", archive)))
    assert reading.what == "case"
    assert reading.cases[0].upper_no == "180312110101101001"
    assert reading.found["cases.0.upper_no"].startswith("附件2 a.zip › 转办/工单.txt 第")
    assert [document.name for document in reading.documents] == ["照片.txt", "a.zip", "a.zip › 转办/工单.txt"]


def test_a_mail_saved_in_a_zip_is_read_with_its_documents() -> None:
    saved = mail("请按时办理。", ("工单.txt", SHEET.encode()), subject="转办：路灯不亮")
    reading = read_mail(mail("见附件", ("a.zip", zip_of({"转办.eml": saved}))))
    assert reading.cases[0].upper_no == "180312110101101001"
    assert reading.found["cases.0.upper_no"].startswith("附件1 a.zip › 转办.eml › 工单.txt")
    assert [document.format for document in reading.documents] == ["zip", "eml", "plain"]


def test_a_zip_alone_is_read_as_its_documents() -> None:
    reading = read_document("a.zip", zip_of({"工单.txt": SHEET.encode()}))
    assert reading.cases[0].upper_no == "180312110101101001"


def test_mails_in_zips_in_mails_end() -> None:
    data = mail("到底了")
    for _ in range(30):
        data = mail("再里面", ("a.zip", zip_of({"b.eml": data})))
    reading = read_mail(data)
    assert any("请人工查看" in document.problem for document in reading.documents)


def test_what_an_archive_kept_back_is_a_doubt() -> None:
    reading = read_mail(mail("见附件", ("a.zip", zip_of({"工单.txt": SHEET.encode()})[:80])))
    assert any(doubt.where == "附件1 a.zip" and "没有传完整" in doubt.because for doubt in reading.doubts)
    assert reading.documents[0].problem

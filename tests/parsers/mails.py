"""A plain mail with documents, for tests that read it."""

from email.message import EmailMessage


def mail(
    subject: str, text: str, *documents: tuple[str, bytes], sender: str = "羊庄镇 <a@example.cn>"
) -> bytes:
    """Return a mail of Tuesday, 13 March 2018."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "rexian@example.cn", subject
    message["Date"] = "Tue, 13 Mar 2018 15:00:00 +0800"
    message.set_content(text)
    for name, data in documents:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()

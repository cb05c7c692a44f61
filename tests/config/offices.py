"""Two offices that the config tests start from."""

SECRET = "zhe-shi-mi-ma"
ENV = {"MAILROOM_PASSWORD": SECRET}

# The least an office must write, on the folder provider.
SMALL = """
[office]
name = "滕州市市长公开电话办公室"
address = "tzsszxx@163.com"

[mailbox]
provider = "folder"
path = "mailbox"

[courier]
provider = "folder"
path = "mailbox"

[[upper]]
name = "枣庄市12345政务服务热线"
senders = ["zz12345@example.cn"]
report_to = "zz12345@example.cn"
"""


def imap(**changes):
    """An office with a real mailbox, with some keys changed or left out (None)."""
    keys = {
        "provider": "imap",
        "host": "imap.163.com",
        "user": "a@163.com",
        "password_env": "MAILROOM_PASSWORD",
    }
    keys |= changes
    lines = [f"{key} = {value!r}" for key, value in keys.items() if value is not None]
    return SMALL.replace('provider = "folder"\npath = "mailbox"', "\n".join(lines), 1)

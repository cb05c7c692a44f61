"""The `office.toml` that `mailroom init` writes: the part an office must decide, commented in Chinese."""

from __future__ import annotations

from datetime import date
from importlib import resources
from string import Template

MAILBOXES = {
    "imap": """\
# 收件信箱。有几个信箱就写几段 [[mailbox]]。
[mailbox]
provider = "imap"                        # imap | ews | folder
host = "$imap_host"
port = $imap_port
security = "tls"                         # tls | starttls | none（none 只限本机）
user = "$address"
password_env = "MAILROOM_PASSWORD"       # 存放密码（163 邮箱为授权码）的环境变量；或 password_file = "文件"
ca_file = ""                             # 自建证书机构的证书文件
folders = ["INBOX"]
junk_folders = []                        # 一并查看的垃圾邮件夹；空：163、QQ 等按其惯例，都不看写 ["none"]
since = "$since"                     # 此日以前的旧邮件不动；空：全部登记""",
    "folder": """\
# 收件文件夹：从 $path/in 取 *.eml，登记后移入 $path/filed。
[mailbox]
provider = "folder"                      # imap | ews | folder
path = "$path"
since = "$since"                     # 此日以前的旧邮件不动；空：全部登记""",
}

COURIERS = {
    "smtp": """\
# 发件服务器。
[courier]
provider = "smtp"                        # smtp | ews | folder
host = "$smtp_host"
port = $smtp_port
security = "tls"
user = "$address"
password_env = "MAILROOM_PASSWORD"
ca_file = ""
per_minute = 12                          # 每分钟至多发几封；0：不限
per_day = 150                            # 每天至多发几封；0：不限""",
    "folder": """\
# 发件文件夹：发出的信写入 $path/out。
[courier]
provider = "folder"
path = "$path"
per_minute = 0                           # 每分钟至多发几封；0：不限""",
}


def default_office_toml(
    *,
    provider: str = "imap",
    name: str = "滕州市市长公开电话办公室",
    address: str = "tzsszxx@163.com",
    prefix: str = "TZ",
    since: date | None = None,
    imap_host: str = "",
    imap_port: int = 993,
    smtp_host: str = "",
    smtp_port: int = 465,
    path: str = "mailbox",
) -> str:
    """Return the text of a new `office.toml` for `provider` "imap" (with SMTP) or "folder".

    Hosts left empty follow from the address: imap.163.com, smtp.163.com for someone at 163.com.
    """
    domain = address.rpartition("@")[2]
    values = {
        "name": _quoted(name),
        "address": _quoted(address),
        "prefix": _quoted(prefix),
        "since": since.isoformat() if since else "",
        "imap_host": _quoted(imap_host or f"imap.{domain}"),
        "imap_port": imap_port,
        "smtp_host": _quoted(smtp_host or f"smtp.{domain}"),
        "smtp_port": smtp_port,
        "path": _quoted(path),
    }
    courier = COURIERS["folder" if provider == "folder" else "smtp"]
    values["mailbox"] = Template(MAILBOXES[provider]).substitute(values)
    values["courier"] = Template(courier).substitute(values)
    template = resources.files("config").joinpath("office-template.toml").read_text(encoding="utf-8")
    return Template(template).substitute(values)


def _quoted(value: str) -> str:
    """Make a value safe inside a TOML basic string."""
    return value.replace("\\", "\\\\").replace('"', '\\"')
